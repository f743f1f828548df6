/// What ECR holds, and the login to it.
@NullMarked
package dev.inlay.aws.ecr;

import org.jspecify.annotations.NullMarked;
