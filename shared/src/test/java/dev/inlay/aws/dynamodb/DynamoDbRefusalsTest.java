package dev.inlay.aws.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.aws.Answers;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.JsonTree;
import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What DynamoDB says when something is in the way, which the emulator never does.
class DynamoDbRefusalsTest {
    private static final String MODEL = "com.amazonaws.dynamodb.v20120810#";
    private static final Key KEY = new Key("image", "a");
    private static final List<Write> TWO =
            List.of(Write.put(KEY, "a"), Write.put(new Key("image", "b"), "b"));

    private final Answers dynamo = Answers.listen();
    private final Table table =
            DynamoDbTable.tables(
                            dynamo.connection(),
                            "catalog",
                            "profiles",
                            "runtime",
                            "findings",
                            InstantSource.system())
                    .catalog();

    @AfterEach
    void close() {
        dynamo.close();
    }

    @Test
    void tellsARefusedConditionFromAnythingElse() {
        cancelled("None", "ConditionalCheckFailed");
        assertThat(table.transact(TWO)).isFalse();
    }

    /// Nothing was written, whatever else got in the way.
    @Test
    void takesARefusedConditionBesideAConflictForRefused() {
        cancelled("TransactionConflict", "ConditionalCheckFailed");
        assertThat(table.transact(TWO)).isFalse();
    }

    @Test
    void waitsForItsTurnWhenAnotherTransactionIsOnTheItem() {
        cancelled("TransactionConflict", "None");
        dynamo.thenError(400, MODEL + "TransactionInProgressException", "wait");
        dynamo.then(200, "{}");

        assertThat(table.transact(TWO)).isTrue();

        // The same token: what the first attempt did is not done twice.
        assertThat(dynamo.asked())
                .hasSize(3)
                .extracting(asked -> read(asked.body()).path("ClientRequestToken").asText())
                .containsOnly(
                        read(dynamo.asked().getFirst().body()).path("ClientRequestToken").asText())
                .doesNotContain("");
    }

    @Test
    void givesUpItsTurnAfterSomeTime() {
        dynamo.thenError(400, MODEL + "TransactionConflictException", "busy");

        assertThatThrownBy(() -> table.write(Write.put(KEY, "x")))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("writing to the table catalog")
                .hasMessageContaining("busy");
        assertThat(dynamo.asked()).hasSize(8);
    }

    @Test
    void callsAThrottledTransactionTransientAndABadOnePermanent() {
        cancelled("None", "ThrottlingError");
        cancelled("None", "ValidationError");

        assertThatThrownBy(() -> table.transact(TWO))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("ThrottlingError");

        assertThatThrownBy(() -> table.transact(TWO))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("ValidationError");
    }

    @Test
    void saysWhichLimitThrottles() {
        dynamo.then(
                400,
                """
                {"__type":"%sProvisionedThroughputExceededException","message":"slow down",
                 "ThrottlingReasons":[{"reason":"TableWriteKeyRangeThroughputExceeded","resource":"arn:aws:dynamodb:eu-central-1:1:table/catalog"}]}
                """
                        .formatted(MODEL));

        assertThatThrownBy(() -> table.write(Write.put(KEY, "x")))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("TableWriteKeyRangeThroughputExceeded")
                .hasMessageContaining("table/catalog");
    }

    /// The first answer was lost, the SDK asked again, and our own write is in the way.
    @Test
    void recognisesItsOwnWriteWhenItIsRefusedBecauseOfIt() {
        dynamo.then(400, asked -> refusal(writer(asked)));
        dynamo.then(400, refusal("somebody else"));

        assertThat(table.write(Write.putIfAbsent(KEY, "x"))).isTrue();
        assertThat(table.write(Write.putIfAbsent(KEY, "x"))).isFalse();
    }

    /// There is nothing left that could tell whose it was, so a transaction's token has to.
    @Test
    void deletesUnderAConditionWithATokenThatSurvivesALostAnswer() {
        dynamo.then(200, "{}");

        table.write(new Write.Delete(KEY, new Write.Condition.AtRevision(1)));

        var asked = dynamo.asked().getFirst();
        assertThat(asked.target()).endsWith(".TransactWriteItems");
        assertThat(read(asked.body()).path("ClientRequestToken").asText()).isNotEmpty();
    }

    @Test
    void saysWhatToCheckWhenARightIsMissing() {
        dynamo.thenError(400, MODEL + "AccessDeniedException", "not authorized to perform");

        assertThatThrownBy(() -> table.get(KEY))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("reading from the table catalog")
                .hasMessageContaining("not authorized to perform")
                .hasMessageContaining("role's policy");
    }

    @Test
    void callsTroubleOfTheServiceTransient() {
        dynamo.thenError(500, MODEL + "InternalServerError", "oops");

        assertThatThrownBy(() -> table.query("image", "", Optional.empty(), 1))
                .isInstanceOf(TransientFailure.class);
    }

    @Test
    void callsSilenceTransient() {
        dynamo.close();

        assertThatThrownBy(() -> table.get(KEY))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("check the network");
    }

    @Test
    void saysWhenAnItemIsNotOurs() {
        dynamo.then(200, "{\"Item\":{\"p\":{\"S\":\"image\"},\"s\":{\"S\":\"a\"}}}");

        assertThatThrownBy(() -> table.get(KEY))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("no 'd'");
    }

    private static String refusal(String writer) {
        return """
        {"__type":"%sConditionalCheckFailedException","message":"The conditional request failed",
         "Item":{"p":{"S":"image"},"s":{"S":"a"},"w":{"S":"%s"}}}
        """
                .formatted(MODEL, writer);
    }

    private void cancelled(String... codes) {
        dynamo.then(400, cancellation(codes));
    }

    private static String cancellation(String... codes) {
        var reasons =
                Stream.of(codes)
                        .map("{\"Code\":\"%1$s\",\"Message\":\"%1$s\"}"::formatted)
                        .collect(Collectors.joining(","));
        return """
        {"__type":"%sTransactionCanceledException","message":"Transaction cancelled",
         "CancellationReasons":[%s]}
        """
                .formatted(MODEL, reasons);
    }

    private static JsonNode read(String json) {
        return JsonTree.object(json.getBytes(UTF_8), "a request");
    }

    private static String writer(Answers.Question asked) {
        return read(asked.body()).path("ExpressionAttributeValues").path(":w").path("S").asText();
    }
}
