package dev.inlay.infra;

import java.util.List;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.iam.IGrantable;

/// What somebody may do with a table. No scan, no change of the table itself.
enum Access {
    READ,
    CHANGE;

    void to(ITable table, IGrantable who) {
        Grants.allow(who, actions(), table.getTableArn());
    }

    private List<String> actions() {
        return switch (this) {
            case READ -> List.of("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query");
            case CHANGE ->
                    List.of(
                            "dynamodb:GetItem",
                            "dynamodb:BatchGetItem",
                            "dynamodb:Query",
                            "dynamodb:PutItem",
                            "dynamodb:UpdateItem",
                            "dynamodb:DeleteItem",
                            "dynamodb:BatchWriteItem",
                            "dynamodb:ConditionCheckItem");
        };
    }
}
