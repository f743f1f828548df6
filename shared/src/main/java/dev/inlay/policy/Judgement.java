package dev.inlay.policy;

import dev.inlay.behaviour.Verdict;
import java.util.Optional;

/// A verdict with its reason.
///
/// @param because in words for people
/// @param rule the id of the policy's rule that decided, if one did
public record Judgement(Verdict verdict, String because, Optional<String> rule) {}
