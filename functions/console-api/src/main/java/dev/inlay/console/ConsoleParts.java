package dev.inlay.console;

import dev.inlay.image.Enrolments;
import dev.inlay.image.Images;
import dev.inlay.policy.Policies;
import dev.inlay.queue.Queue;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.SessionKeys;
import dev.inlay.storage.Tables;
import java.time.Clock;

/// Everything the routes work on.
///
/// @param token what people show
/// @param tokens what images show
/// @param sessions what sensors show
public record ConsoleParts(
        ConsoleToken token,
        EnrolmentTokens tokens,
        SessionKeys sessions,
        Images images,
        Enrolments enrolments,
        Policies policies,
        Tables tables,
        Queue queue,
        Clock clock) {}
