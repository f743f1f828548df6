package dev.inlay.local.loop;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.failure.TransientFailure;
import dev.inlay.local.Journal;
import dev.inlay.local.sqlite.Message;
import dev.inlay.local.sqlite.SqliteQueue;
import dev.inlay.queue.QueueName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/// Takes messages from one queue to a handler, as Lambda's event source for SQS does: those the
/// handler names as failed come back later, the others are done.
public final class QueueLoop implements AutoCloseable {
    private static final Duration WAIT = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SqliteQueue queue;
    private final QueueName name;
    private final int batch;
    private final Duration limit;
    private final RequestHandler<SQSEvent, SQSBatchResponse> handler;
    private final IntFunction<Duration> backoff;
    private final Journal journal;
    private final Thread thread;
    private volatile boolean closed;

    /// @param batch how many messages a handler gets at most at once
    /// @param limit how long a handler may take before others get its messages
    /// @param backoff how long a message waits that failed for the n-th time
    public QueueLoop(
            SqliteQueue queue,
            QueueName name,
            int batch,
            Duration limit,
            RequestHandler<SQSEvent, SQSBatchResponse> handler,
            IntFunction<Duration> backoff,
            Journal journal) {
        this.queue = queue;
        this.name = name;
        this.batch = batch;
        this.limit = limit;
        this.handler = handler;
        this.backoff = backoff;
        this.journal = journal;
        this.thread = Thread.ofVirtual().name("queue-" + name).unstarted(this::run);
    }

    /// Begins to take messages.
    public QueueLoop start() {
        thread.start();
        return this;
    }

    private void run() {
        while (!closed && !queue.isStopped()) {
            try {
                var messages = queue.receive(name, batch, limit, WAIT);
                if (!messages.isEmpty()) {
                    deliver(messages);
                }
            } catch (TransientFailure e) {
                journal.failed("taking from the queue " + name, e);
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void deliver(List<Message> messages) {
        var context = new LocalContext(function(), journal, limit.toSeconds());
        Set<String> failed;
        try {
            failed = failed(handler.handleRequest(event(messages), context));
        } catch (RuntimeException e) {
            journal.failed(function(), e);
            giveBack(messages, String.valueOf(e.getMessage()));
            return;
        }
        queue.acknowledge(messages.stream().filter(each -> !failed.contains(id(each))).toList());
        giveBack(
                messages.stream().filter(each -> failed.contains(id(each))).toList(),
                context.said());
    }

    private void giveBack(List<Message> messages, String reason) {
        for (var message : messages) {
            queue.giveBack(message, reason, backoff.apply(message.receives()));
        }
    }

    private static Set<String> failed(SQSBatchResponse response) {
        var failed = new HashSet<String>();
        response.getBatchItemFailures().forEach(failure -> failed.add(failure.getItemIdentifier()));
        return failed;
    }

    private SQSEvent event(List<Message> messages) {
        var event = new SQSEvent();
        event.setRecords(messages.stream().map(this::record).toList());
        return event;
    }

    private SQSEvent.SQSMessage record(Message message) {
        var record = new SQSEvent.SQSMessage();
        record.setMessageId(id(message));
        record.setReceiptHandle(message.id() + "/" + message.receives());
        record.setBody(message.body());
        record.setEventSource("aws:sqs");
        record.setEventSourceArn("arn:aws:sqs:local:000000000000:" + name);
        record.setAttributes(
                Map.of(
                        "ApproximateReceiveCount",
                        Integer.toString(message.receives()),
                        "SentTimestamp",
                        Long.toString(message.sent().toEpochMilli())));
        return record;
    }

    private static String id(Message message) {
        return Long.toString(message.id());
    }

    private String function() {
        return handler.getClass().getSimpleName().replace("Handler", "");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets the handler finish what it has; `SqliteQueue.stop()` ends the waiting for more.
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
