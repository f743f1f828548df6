package dev.inlay.local.loop;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.inlay.local.Journal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// What a handler is told about its invocation here, and what it said during it.
final class LocalContext implements Context, LambdaLogger {
    private static final int MEMORY_MB = 512;

    private final String function;
    private final Journal journal;
    private final String request = UUID.randomUUID().toString();
    private final long end;
    private final List<String> said = new ArrayList<>();

    LocalContext(String function, Journal journal, long seconds) {
        this.function = function;
        this.journal = journal;
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /// Everything the handler logged, in one line.
    synchronized String said() {
        return String.join("; ", said);
    }

    @Override
    public synchronized void log(String message) {
        said.add(message.strip());
        journal.tellRarely(function + ": " + message.strip());
    }

    @Override
    public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public LambdaLogger getLogger() {
        return this;
    }

    @Override
    public String getAwsRequestId() {
        return request;
    }

    @Override
    public String getLogGroupName() {
        return "/inlay/" + function;
    }

    @Override
    public String getLogStreamName() {
        return "local";
    }

    @Override
    public String getFunctionName() {
        return function;
    }

    @Override
    public String getFunctionVersion() {
        return "local";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:local:000000000000:function:" + function;
    }

    @Override
    public CognitoIdentity getIdentity() {
        throw new UnsupportedOperationException("handlers of ours have no mobile identity");
    }

    @Override
    public ClientContext getClientContext() {
        throw new UnsupportedOperationException("handlers of ours have no mobile client");
    }

    @Override
    public int getRemainingTimeInMillis() {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        return Math.clamp(left, 0, Integer.MAX_VALUE);
    }

    @Override
    public int getMemoryLimitInMB() {
        return MEMORY_MB;
    }
}
