package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageTest {
    @Test
    void keepsFourTablesWhateverHappensToTheStack() {
        var tables = Synthesised.byDefault().resources("AWS::DynamoDB::Table");

        assertThat(tables)
                .containsOnlyKeys("CatalogTable", "ProfilesTable", "RuntimeTable", "FindingsTable");
        assertThat(tables.values())
                .allSatisfy(table -> {
                    assertThat(table.path("DeletionPolicy").asText()).isEqualTo("Retain");
                    assertThat(table.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
                    var properties = table.path("Properties");
                    assertThat(properties.path("DeletionProtectionEnabled").asBoolean()).isTrue();
                    assertThat(properties.path("BillingMode").asText())
                            .isEqualTo("PAY_PER_REQUEST");
                    assertThat(
                                    properties
                                            .at(
                                                    "/PointInTimeRecoverySpecification/"
                                                            + "PointInTimeRecoveryEnabled")
                                            .asBoolean())
                            .isTrue();
                    assertThat(properties.path("TimeToLiveSpecification").toString())
                            .isEqualTo("{\"AttributeName\":\"ttl\",\"Enabled\":true}");
                });
    }

    /// A name of ours would make the table impossible to replace by a restored one, and keys that
    /// change replace the table.
    @Test
    void hasTheKeysTheAdaptersUseAndNoNames() {
        assertThat(Synthesised.byDefault().properties("AWS::DynamoDB::Table"))
                .allSatisfy(table -> {
                    assertThat(table.has("TableName")).isFalse();
                    assertThat(table.path("KeySchema").toString())
                            .isEqualTo(
                                    "[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"},"
                                            + "{\"AttributeName\":\"s\",\"KeyType\":\"RANGE\"}]");
                });
    }

    @Test
    void keepsKeysAndSecretUnderTheSameIds() {
        var stack = Synthesised.byDefault();

        assertThat(stack.resources("AWS::KMS::Key")).containsOnlyKeys("SigningKey1", "SigningKey2");
        assertThat(stack.resources("AWS::SecretsManager::Secret")).containsOnlyKeys("Secret");
        assertThat(stack.resources("AWS::KMS::Key").values())
                .allSatisfy(key -> {
                    assertThat(key.path("DeletionPolicy").asText()).isEqualTo("Retain");
                    assertThat(key.at("/Properties/KeySpec").asText()).isEqualTo("ECC_NIST_P256");
                    assertThat(key.at("/Properties/KeyUsage").asText()).isEqualTo("SIGN_VERIFY");
                });
        assertThat(stack.resource("Secret").path("DeletionPolicy").asText()).isEqualTo("Retain");
    }

    /// What was the next key signs from now on; the one that signed before stays in the account.
    @Test
    void rotatesTheSigningKeyToTheOneImagesKnowAlready() {
        var rotated = Synthesised.with(Map.of("signingKey", "2"));

        assertThat(rotated.resources("AWS::KMS::Key"))
                .containsOnlyKeys("SigningKey2", "SigningKey3");
        assertThat(rotated.resource("SigningKey2"))
                .isEqualTo(Synthesised.byDefault().resource("SigningKey2"));
        assertThat(environment(rotated)).contains("SigningKey2").doesNotContain("SigningKey1");
    }

    private static String environment(Synthesised stack) {
        return stack.properties("AWS::Lambda::Function").stream()
                .map(function -> function.at("/Environment/Variables/INLAY_SIGNING_KEY").toString())
                .reduce("", String::concat);
    }
}
