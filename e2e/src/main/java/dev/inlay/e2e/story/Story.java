package dev.inlay.e2e.story;

import java.util.ArrayList;
import java.util.List;

/// Runs steps one after the other and keeps how each went. After a step without which the rest
/// makes no sense nothing more is tried, and the rest counts as not happened.
public final class Story {
    private final Telling telling;
    private final List<Step> steps = new ArrayList<>();
    private boolean broken;

    /// A story without steps yet.
    ///
    /// @param telling who is told
    public Story(Telling telling) {
        this.telling = telling;
    }

    /// What a step does; it throws when it did not happen.
    @FunctionalInterface
    public interface Action {
        /// Does it, and looks.
        ///
        /// @return what was seen, in words
        String happens();
    }

    /// For what a step wants to say on the way.
    public Telling telling() {
        return telling;
    }

    /// A chapter begins.
    public void chapter(String title) {
        telling.chapter(title);
    }

    /// A step that everything after it needs.
    public void must(String name, Action action) {
        broken |= !attempt(name, action);
    }

    /// A step that later ones do not build on.
    public void shows(String name, Action action) {
        attempt(name, action);
    }

    /// All steps until now.
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /// Whether every step happened.
    public boolean happened() {
        return !steps.isEmpty() && steps.stream().allMatch(Step::ok);
    }

    private boolean attempt(String name, Action action) {
        telling.begins(name);
        long start = System.nanoTime();
        boolean ok = false;
        String detail;
        try {
            detail = broken ? "not reached" : action.happens();
            ok = !broken;
        } catch (RuntimeException | AssertionError e) {
            detail = "did not happen: " + e.getMessage();
        }
        var step = new Step(name, ok, (System.nanoTime() - start) / 1e9, detail);
        steps.add(step);
        telling.ended(step);
        return ok;
    }
}
