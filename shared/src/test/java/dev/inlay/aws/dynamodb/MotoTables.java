package dev.inlay.aws.dynamodb;

import dev.inlay.aws.Moto;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// Tables in the emulator, as the stack makes them.
public final class MotoTables {
    private MotoTables() {}

    /// A new one; its name.
    public static String make() {
        var name = Moto.name("documents");
        try (var client = Moto.connection().client(DynamoDbClient.builder())) {
            client.createTable(table ->
                    table.tableName(name)
                            .billingMode(BillingMode.PAY_PER_REQUEST)
                            .attributeDefinitions(attribute("p"), attribute("s"))
                            .keySchema(key("p", KeyType.HASH), key("s", KeyType.RANGE)));
        }
        return name;
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
