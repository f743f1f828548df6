package dev.inlay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

/// What the SDK's clients would have done with the same answers.
class JsonCallTest {
    private final Answers ecr = Answers.listen();
    private final JsonCall once = new JsonCall(ecr.connection(), JsonApi.ECR);
    private final JsonCall patient = new JsonCall(ecr.connection(3), JsonApi.ECR);

    @AfterEach
    void close() {
        ecr.close();
    }

    @Test
    void namesTheActionAndGivesTheAnswer() {
        ecr.then(200, "{\"repositories\":[]}");

        assertThat(once.ask("listing", "DescribeRepositories", Json.object()))
                .isEqualTo(Json.object().set("repositories", Json.texts(Set.of())));
        assertThat(ecr.asked())
                .containsExactly(
                        new Answers.Question(
                                "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories", "{}"));
    }

    /// CloudWatch Logs API reference, CreateLogGroup: an empty HTTP body.
    @Test
    void takesNothingForAnAnswerWhereNoneIsNeeded() {
        ecr.then(200, "");

        assertThat(once.find("making", "CreateLogGroup", Json.object(), Set.of()))
                .contains(Json.object());
    }

    @ParameterizedTest
    @CsvSource({"400, ThrottlingException", "400, RequestLimitExceeded", "503, Whatever"})
    void asksAgainWhatMayPass(int status, String code) {
        ecr.thenError(status, code, "slow down")
                .thenError(status, code, "slow down")
                .then(200, "{}");

        assertThat(patient.ask("listing", "DescribeRepositories", Json.object())).isEmpty();
        assertThat(ecr.asked()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"400, ThrottlingException", "500, ServerException"})
    void leavesItToTheQueueWhenItDoesNotPass(int status, String code) {
        ecr.thenError(status, code, "slow down");

        assertThatThrownBy(() -> patient.ask("listing", "DescribeRepositories", Json.object()))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("listing: ECR said " + code + ": slow down");
        assertThat(ecr.asked()).hasSize(3);
    }

    @Test
    void asksOnceWhatIsRefusedForGood() {
        ecr.thenError(400, "com.amazonaws.ecr#AccessDeniedException", "not yours");

        assertThatThrownBy(() -> patient.ask("listing", "DescribeRepositories", Json.object()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("AccessDeniedException: not yours")
                .hasMessageContaining("check the role's policy");
        assertThat(ecr.asked()).hasSize(1);
    }

    @Test
    void takesAnExpectedRefusalForAnAnswer() {
        ecr.thenError(400, "RepositoryNotFoundException", "none");

        assertThat(
                        once.find(
                                "looking",
                                "DescribeImages",
                                Json.object(),
                                Set.of("RepositoryNotFoundException")))
                .isEmpty();
        assertThatThrownBy(() ->
                        once.find("looking", "DescribeImages", Json.object(), Set.of("Other")))
                .isInstanceOf(PermanentFailure.class);
    }

    /// An answer may hold a token: a failure does not quote it.
    @ParameterizedTest
    @ValueSource(strings = {"", "hush", "[\"hush\"]", "{\"token\":\"hush", "{\"a\":1} hush"})
    void refusesWhatIsNoAnswer(String garbage) {
        ecr.then(200, garbage);

        assertThatThrownBy(() -> once.ask("logging in", "GetAuthorizationToken", Json.object()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("no JSON object")
                .hasMessageNotContaining("hush");
    }

    @Test
    void copesWithARefusalThatIsNoJson() {
        ecr.then(502, "<html>Bad Gateway</html>");

        assertThatThrownBy(() -> once.ask("listing", "DescribeRepositories", Json.object()))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("HTTP 502");
    }

    @Test
    void saysWhenNobodyAnswers() {
        ecr.close();

        assertThatThrownBy(() -> once.ask("listing", "DescribeRepositories", Json.object()))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("no answer");
    }

    /// The endpoints that the SDK's own clients have.
    @ParameterizedTest
    @CsvSource({
        "ECR, eu-central-1, https://api.ecr.eu-central-1.amazonaws.com",
        "ECR, cn-north-1, https://api.ecr.cn-north-1.amazonaws.com.cn",
        "EVENTBRIDGE, eu-central-1, https://events.eu-central-1.amazonaws.com",
        "KMS, us-gov-west-1, https://kms.us-gov-west-1.amazonaws.com",
        "CLOUDWATCH_LOGS, eu-central-1, https://logs.eu-central-1.amazonaws.com"
    })
    void findsTheServiceInItsRegion(JsonApi api, String region, String endpoint) {
        assertThat(api.through(Moto.connection(Region.of(region))).endpoint())
                .hasToString(endpoint);
    }
}
