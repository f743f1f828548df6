package dev.inlay.eval;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.log.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Takes one delivery: each image is evaluated once however often it is named.
final class Evaluations {
    private final Evaluation evaluation;
    private final Rounds rounds;

    Evaluations(Evaluation evaluation, Rounds rounds) {
        this.evaluation = evaluation;
        this.rounds = rounds;
    }

    /// The messages to offer again.
    List<String> take(List<SQSMessage> messages, Consumer<Line> log) {
        Map<Digest, List<String>> named = new LinkedHashMap<>();
        var again = new ArrayList<String>();
        for (var message : messages) {
            var id = message.getMessageId();
            switch (EvaluationMessage.parse(message.getBody())) {
                case EvaluationMessage.Image(var image) ->
                        named.computeIfAbsent(image, _ -> new ArrayList<>()).add(id);
                case EvaluationMessage.Sweep() -> again.addAll(sweep(id, log));
                case EvaluationMessage.Strange(var because) ->
                        log.accept(
                                Line.of(Line.Result.REJECTED, "ignored: " + because)
                                        .about("message", id));
            }
        }
        named.forEach((image, ids) -> again.addAll(evaluate(image, ids, log)));
        log.accept(Line.of(Line.Result.DONE, "evaluated images").count("Images", named.size()));
        return again;
    }

    /// What never succeeds ends in the dead-letter queue.
    private List<String> evaluate(Digest image, List<String> ids, Consumer<Line> log) {
        try {
            evaluation.evaluate(image);
            return List.of();
        } catch (TransientFailure | PermanentFailure failure) {
            log.accept(again(failure).about("image", image.value()));
            return ids;
        }
    }

    private List<String> sweep(String id, Consumer<Line> log) {
        try {
            log.accept(
                    Line.of(Line.Result.DONE, "went round the images that run")
                            .count("Asked", rounds.begin()));
            return List.of();
        } catch (TransientFailure | PermanentFailure failure) {
            log.accept(again(failure).about("message", id));
            return List.of(id);
        }
    }

    private static Line again(RuntimeException failure) {
        return Line.of(Line.Result.AGAIN, "offering again: " + failure.getMessage());
    }
}
