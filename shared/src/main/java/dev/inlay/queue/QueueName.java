package dev.inlay.queue;

/// The queues of the flow.
public enum QueueName {
    /// Registry events, as EventBridge delivers them.
    SCAN,
    /// Images to instrument.
    INSTRUMENT,
    /// Frames with a blocked or detected behaviour: no batching window.
    VIOLATIONS,
    /// All other frames.
    TELEMETRY,
    /// Images whose profile or violations changed.
    EVALUATE,
    /// Alerts on their way to whoever asked to be told.
    DELIVER
}
