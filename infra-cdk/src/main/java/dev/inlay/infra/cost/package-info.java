/// What a deployment costs: what there is to pay for comes from the template, what it is worth from
/// a table of public prices, how much is used from a model with named assumptions.
@NullMarked
package dev.inlay.infra.cost;

import org.jspecify.annotations.NullMarked;
