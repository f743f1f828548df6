package dev.inlay.scan;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.log.Line;
import dev.inlay.queue.Arrival;
import dev.inlay.queue.QueueName;
import dev.inlay.queue.Rejections;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Takes one delivery, message by message.
final class Scanning {
    private final Scanner scanner;
    private final Rejections rejections;
    private final InstantSource clock;

    Scanning(Scanner scanner, Rejections rejections, InstantSource clock) {
        this.scanner = scanner;
        this.rejections = rejections;
        this.clock = clock;
    }

    /// The messages to offer again.
    List<String> take(List<SQSMessage> messages, Consumer<Line> log) {
        var again = new ArrayList<String>();
        for (var message : messages) {
            var id = message.getMessageId();
            try {
                scanner.scan(message.getBody())
                        .forEach(text -> log.accept(line(Line.Result.DONE, text, id)));
            } catch (TransientFailure e) {
                rejections.failed(
                        arrival(message),
                        String.valueOf(e.getMessage()),
                        message.getBody(),
                        clock.instant());
                log.accept(line(Line.Result.AGAIN, "offering again: " + e.getMessage(), id));
                again.add(id);
            } catch (PermanentFailure e) {
                park(e, message);
                log.accept(line(Line.Result.REJECTED, "rejected: " + e.getMessage(), id));
            }
        }
        return again;
    }

    private void park(PermanentFailure failure, SQSMessage message) {
        rejections.park(
                arrival(message).queue(),
                QueueName.SCAN.name(),
                failure.code() + ": " + failure.getMessage(),
                message.getBody(),
                clock.instant());
    }

    private static Arrival arrival(SQSMessage message) {
        return Arrival.of(message.getEventSourceArn(), message.getAttributes());
    }

    private static Line line(Line.Result result, String text, String message) {
        return Line.of(result, text).about("message", message);
    }
}
