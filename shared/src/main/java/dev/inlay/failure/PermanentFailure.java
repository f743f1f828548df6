package dev.inlay.failure;

import org.jspecify.annotations.Nullable;

/// Trying again changes nothing: the input is wrong, a right is missing, the other side refused for
/// good.
public final class PermanentFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    /// @param code short and stable (`manifest-malformed`): a metric's dimension
    /// @param message what was attempted, on what, what the other side said, what to check
    public PermanentFailure(String code, String message) {
        this(code, message, null);
    }

    /// As above, with the cause that is not told in the message.
    public PermanentFailure(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// Short and stable.
    public String code() {
        return code;
    }
}
