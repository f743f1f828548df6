package dev.inlay.queue;

import java.util.List;

class MemoryQueueTest extends QueueContract {
    private final MemoryQueue queue = new MemoryQueue();

    @Override
    protected Queue queue() {
        return queue;
    }

    @Override
    protected List<String> received(QueueName name) {
        return queue.take(name);
    }
}
