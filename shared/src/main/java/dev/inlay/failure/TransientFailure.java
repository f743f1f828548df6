package dev.inlay.failure;

import org.jspecify.annotations.Nullable;

/// The same attempt may succeed later: the network, a busy store, a throttled API.
public final class TransientFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    /// @param code short and stable (`registry-throttled`): a metric's dimension
    /// @param message what was attempted, on what, what the other side said, what to check
    public TransientFailure(String code, String message) {
        this(code, message, null);
    }

    /// As above, with the cause that is not told in the message.
    public TransientFailure(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// Short and stable.
    public String code() {
        return code;
    }
}
