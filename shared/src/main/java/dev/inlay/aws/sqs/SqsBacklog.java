package dev.inlay.aws.sqs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.queue.Backlog;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;

/// How much waits in queues of SQS and in their dead-letter queues. SQS counts approximately, and
/// shows no message without taking it out for a while, so bodies are left where they are.
public final class SqsBacklog implements Backlog {
    private static final int MAX_POLICY = 4_096;

    private final SqsClient client;
    private final Map<String, URI> queues;

    /// @param queues their URLs, by the name that people use
    public SqsBacklog(Connection connection, Map<String, URI> queues) {
        this.client = connection.client(SqsClient.builder());
        this.queues = new LinkedHashMap<>(queues);
    }

    @Override
    public List<Depth> depths() {
        return queues.entrySet().stream()
                .map(each -> depth(each.getKey(), each.getValue().toString()))
                .toList();
    }

    /// How much waits, roughly.
    public long waiting(String queue) {
        var url = queues.get(queue);
        return url == null
                ? 0
                : count(
                        attributes(
                                url.toString(), QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }

    private Depth depth(String queue, String url) {
        var attributes =
                attributes(
                        url,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.REDRIVE_POLICY);
        return new Depth(
                queue, count(attributes), letters(attributes).map(this::parked).orElse(0L));
    }

    private long parked(String arn) {
        var name = arn.substring(arn.lastIndexOf(':') + 1);
        var request = GetQueueUrlRequest.builder().queueName(name).build();
        var url =
                AwsFailure.call("finding the queue " + name, () -> client.getQueueUrl(request))
                        .queueUrl();
        return count(attributes(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }

    /// SQS moves them by itself, as fast as it can, to where they came from.
    @Override
    public long redrive(String queue) {
        var url = queues.get(queue);
        if (url == null) {
            return 0;
        }
        var arn = letters(attributes(url.toString(), QueueAttributeName.REDRIVE_POLICY));
        long parked = arn.map(this::parked).orElse(0L);
        if (parked > 0) {
            var request =
                    StartMessageMoveTaskRequest.builder().sourceArn(arn.orElseThrow()).build();
            AwsFailure.call(
                    "offering what was given up of " + queue + " once more",
                    () -> client.startMessageMoveTask(request));
        }
        return parked;
    }

    private static Optional<String> letters(Map<QueueAttributeName, String> attributes) {
        return Optional.ofNullable(attributes.get(QueueAttributeName.REDRIVE_POLICY))
                .flatMap(policy -> Json.read(policy, MAX_POLICY, SqsBacklog::target).found());
    }

    private static String target(Fields policy) {
        return policy.text("deadLetterTargetArn", MAX_POLICY);
    }

    private Map<QueueAttributeName, String> attributes(String url, QueueAttributeName... names) {
        var request =
                GetQueueAttributesRequest.builder().queueUrl(url).attributeNames(names).build();
        return AwsFailure.call("counting in " + url, () -> client.getQueueAttributes(request))
                .attributes();
    }

    private static long count(Map<QueueAttributeName, String> attributes) {
        return Long.parseLong(
                attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0"));
    }

    /// Events name a queue by its ARN, which ends as its URL does.
    @Override
    public Set<String> names(String queue) {
        return Optional.ofNullable(queues.get(queue)).stream()
                .map(URI::getPath)
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// SQS keeps no reasons; who failed them did ([Rejections][dev.inlay.queue.Rejections]).
    @Override
    public List<GivenUp> givenUp(String queue, int limit) {
        return List.of();
    }
}
