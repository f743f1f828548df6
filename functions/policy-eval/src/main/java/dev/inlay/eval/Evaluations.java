package dev.inlay.eval;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.log.Line;
import dev.inlay.log.Once;
import dev.inlay.queue.Arrival;
import dev.inlay.queue.Rejections;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Takes one delivery: each image is evaluated once however often it is named.
final class Evaluations {
    private final Evaluation evaluation;
    private final Rounds rounds;
    private final Rejections rejections;
    private final InstantSource clock;
    private final Once once = new Once();

    Evaluations(Evaluation evaluation, Rounds rounds, Rejections rejections, InstantSource clock) {
        this.evaluation = evaluation;
        this.rounds = rounds;
        this.rejections = rejections;
        this.clock = clock;
    }

    /// The messages to offer again.
    List<String> take(List<SQSMessage> messages, Consumer<Line> log) {
        Map<Digest, List<SQSMessage>> named = new LinkedHashMap<>();
        var again = new ArrayList<String>();
        for (var message : messages) {
            var id = message.getMessageId();
            switch (EvaluationMessage.parse(message.getBody())) {
                case EvaluationMessage.Image(var image) ->
                        named.computeIfAbsent(image, _ -> new ArrayList<>()).add(message);
                case EvaluationMessage.Sweep() -> again.addAll(sweep(message, log));
                case EvaluationMessage.Strange(var because) ->
                        log.accept(
                                Line.of(Line.Result.REJECTED, "ignored: " + because)
                                        .about("message", id));
            }
        }
        named.forEach((image, of) -> again.addAll(evaluate(image, of, log)));
        log.accept(Line.of(Line.Result.DONE, "evaluated images").count("Images", named.size()));
        return again;
    }

    /// What never succeeds ends in the dead-letter queue.
    private List<String> evaluate(Digest image, List<SQSMessage> messages, Consumer<Line> log) {
        try {
            evaluation.evaluate(image, line -> unlessSaid(line, log));
            return List.of();
        } catch (TransientFailure | PermanentFailure failure) {
            log.accept(again(failure).about("image", image.value()));
            return messages.stream().map(each -> again(each, failure)).toList();
        }
    }

    /// What is found again every time is said once.
    private void unlessSaid(Line line, Consumer<Line> log) {
        if (once.isNew(line)) {
            log.accept(line);
        }
    }

    private List<String> sweep(SQSMessage message, Consumer<Line> log) {
        try {
            var round = rounds.begin();
            round.unreadable().stream()
                    .map(each -> each.leftOut("its next frame says it anew"))
                    .forEach(line -> unlessSaid(line, log));
            log.accept(
                    Line.of(Line.Result.DONE, "went round the images that run")
                            .count("Asked", round.asked()));
            return List.of();
        } catch (TransientFailure | PermanentFailure failure) {
            log.accept(again(failure).about("message", message.getMessageId()));
            return List.of(again(message, failure));
        }
    }

    /// Its id; with the reason left where people look if it does not come back.
    private String again(SQSMessage message, RuntimeException failure) {
        rejections.failed(
                Arrival.of(message.getEventSourceArn(), message.getAttributes()),
                String.valueOf(failure.getMessage()),
                message.getBody(),
                clock.instant());
        return message.getMessageId();
    }

    private static Line again(RuntimeException failure) {
        return Line.of(Line.Result.AGAIN, "offering again: " + failure.getMessage());
    }
}
