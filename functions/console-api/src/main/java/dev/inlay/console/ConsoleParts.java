package dev.inlay.console;

import dev.inlay.alert.Alerts;
import dev.inlay.behaviour.Containers;
import dev.inlay.coverage.Gaps;
import dev.inlay.coverage.Rollout;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Images;
import dev.inlay.policy.Policies;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.Backlog;
import dev.inlay.queue.Queue;
import dev.inlay.queue.Rejections;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.Revocations;
import dev.inlay.session.SessionKeys;
import dev.inlay.session.ShownRoles;
import java.time.InstantSource;

/// Everything the routes work on.
///
/// @param door lets people and sensors in
/// @param tokens what images show
/// @param sessions opens them
/// @param roles what containers show in the place of a token
/// @param rejections what was never taken, and why
/// @param rollout whether enrolments may ask for services to be rolled here
public record ConsoleParts(
        Door door,
        EnrolmentTokens tokens,
        Revocations revocations,
        SessionKeys sessions,
        ShownRoles roles,
        Images images,
        Enrolments enrolments,
        Policies policies,
        Profiles profiles,
        Containers containers,
        Alerts alerts,
        Gaps gaps,
        Rollout rollout,
        Queue queue,
        Backlog backlog,
        Rejections rejections,
        InstantSource clock) {}
