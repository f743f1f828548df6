package dev.inlay.infra;

import software.amazon.awscdk.CfnElement;
import software.constructs.IConstruct;

/// Logical ids that are written out. The CDK derives them from the place in the tree, and
/// CloudFormation replaces what changes its id: with these no later change of the tree can replace
/// a table or a key.
final class Ids {
    private Ids() {}

    static void fix(IConstruct of, String id) {
        if (!(of.getNode().getDefaultChild() instanceof CfnElement element)) {
            throw new IllegalArgumentException(of.getNode().getPath() + " is no single resource");
        }
        element.overrideLogicalId(id);
    }
}
