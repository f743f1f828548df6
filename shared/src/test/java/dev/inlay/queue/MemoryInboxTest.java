package dev.inlay.queue;

class MemoryInboxTest extends InboxContract {
    private final MemoryInbox inbox = new MemoryInbox();

    @Override
    protected Inbox inbox() {
        return inbox;
    }

    @Override
    protected void arrives(String body) {
        inbox.with(body);
    }
}
