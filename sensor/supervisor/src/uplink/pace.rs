//! When to do what. Decides on moments it is given, so that it is tested without waiting.

use std::time::{Duration, Instant};

use inlay_contract::config::Intervals;

/// The first wait after a failure; doubled each time.
const FIRST_RETRY: Duration = Duration::from_millis(500);
/// The longest wait after failures.
const LAST_RETRY: Duration = Duration::from_secs(30);
/// While anything is being learnt, evidence goes out at least so often.
const LEARNING_AT_MOST: Duration = Duration::from_secs(60);
/// The least time between frames for what cannot wait.
const URGENT: Duration = Duration::from_millis(250);

/// The pace of one uplink.
#[derive(Debug)]
pub(super) struct Pace {
    learning: Duration,
    steady: Duration,
    policy: Duration,
    next_policy: Instant,
    last_frame: Option<Instant>,
    quiet: Duration,
    urgent: bool,
    failures: u32,
    retry: Option<Instant>,
    dice: u64,
}

impl Pace {
    /// The first frame and the first question for a policy are due at once. `seed` spreads many sensors over time.
    pub(super) fn new(intervals: Intervals, now: Instant, seed: u64) -> Self {
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        let learning = seconds(intervals.learning);
        Self {
            learning,
            steady: seconds(intervals.steady).max(learning),
            policy: seconds(intervals.policy),
            next_policy: now,
            last_frame: None,
            quiet: learning,
            urgent: false,
            failures: 0,
            retry: None,
            dice: seed,
        }
    }

    /// When to look next.
    pub(super) fn next(&self, now: Instant) -> Instant {
        if let Some(retry) = self.retry {
            return retry;
        }
        let frame = match self.last_frame {
            None => now,
            Some(last) if self.urgent => last + URGENT,
            Some(last) => {
                // Looks come in steps of the learning interval: news may have come meanwhile.
                let passed = now.duration_since(last).as_millis();
                let steps = passed / self.learning.as_millis().max(1) + 1;
                last + self.learning * u32::try_from(steps).unwrap_or(u32::MAX)
            }
        };
        frame.min(self.next_policy)
    }

    /// Something cannot wait.
    pub(super) fn urge(&mut self) {
        self.urgent = true;
    }

    /// Whether failures ask for patience still.
    pub(super) fn must_wait(&self, now: Instant) -> bool {
        self.retry.is_some_and(|retry| now < retry)
    }

    /// Whether a policy is to be asked for.
    pub(super) fn is_policy_due(&self, now: Instant) -> bool {
        now >= self.next_policy
    }

    /// Whether a frame is to be sent, given whether there is news and whether anything is being learnt.
    pub(super) fn is_frame_due(&self, now: Instant, has_news: bool, learns: bool) -> bool {
        let Some(last) = self.last_frame else {
            return true;
        };
        let passed = now.saturating_duration_since(last);
        let most = if learns {
            self.steady.min(LEARNING_AT_MOST)
        } else {
            self.steady
        };
        (self.urgent && passed >= URGENT)
            || (has_news && passed >= self.learning)
            || passed >= self.quiet.min(most)
    }

    /// The policy was asked for.
    pub(super) fn policy_asked(&mut self, now: Instant) {
        self.next_policy = now + self.spread(self.policy);
    }

    /// Frames went out; `had_news` when they told something new.
    pub(super) fn frame_sent(&mut self, now: Instant, had_news: bool) {
        self.last_frame = Some(now);
        self.urgent = false;
        self.quiet = if had_news {
            self.learning
        } else {
            (self.quiet * 2).min(self.steady)
        };
    }

    /// The other side is there.
    pub(super) fn succeeded(&mut self) {
        (self.failures, self.retry) = (0, None);
    }

    /// The other side is away.
    pub(super) fn failed(&mut self, now: Instant) {
        let wait = FIRST_RETRY * 2_u32.saturating_pow(self.failures.min(10));
        self.failures = self.failures.saturating_add(1);
        let wait = self.spread(wait.min(LAST_RETRY));
        self.retry = Some(now + wait);
    }

    /// Between three quarters of it and all of it.
    fn spread(&mut self, time: Duration) -> Duration {
        self.dice = self
            .dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let share = u32::try_from(self.dice >> 32 & 0xff).unwrap_or(0);
        time.saturating_sub(time / 4 * share / 256)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn pace(now: Instant) -> Pace {
        Pace::new(
            Intervals {
                learning: 5,
                steady: 300,
                policy: 5,
            },
            now,
            42,
        )
    }

    #[test]
    fn begins_at_once() {
        let now = Instant::now();
        let pace = pace(now);

        assert!(pace.is_frame_due(now, false, false) && pace.is_policy_due(now));
        assert_eq!(pace.next(now), now);
    }

    #[test]
    fn sends_news_soon_and_gets_slower_when_there_is_none() {
        let now = Instant::now();
        let mut pace = pace(now);
        pace.frame_sent(now, true);
        assert!(!pace.is_frame_due(now + 4 * SECOND, true, true));
        assert!(pace.is_frame_due(now + 5 * SECOND, true, true));
        let mut waits = Vec::new();
        let mut last = now;
        for _ in 0..9 {
            let due = (1..1000)
                .find(|wait| pace.is_frame_due(last + *wait * SECOND, false, false))
                .unwrap();
            waits.push(due);
            last += due * SECOND;
            pace.frame_sent(last, false);
        }
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 300, 300, 300]);
        assert!(
            pace.is_frame_due(last + 60 * SECOND, false, true),
            "what is learnt is told each minute"
        );
        assert!(
            pace.is_frame_due(last + 5 * SECOND, true, false),
            "news is told soon all the same"
        );
    }

    #[test]
    fn what_cannot_wait_goes_out_at_once_but_not_in_a_loop() {
        let now = Instant::now();
        let mut pace = pace(now);
        pace.frame_sent(now, true);
        pace.policy_asked(now);
        pace.urge();

        assert!(!pace.is_frame_due(now, false, false));
        assert_eq!(pace.next(now), now + URGENT);
        assert!(pace.is_frame_due(now + URGENT, false, false));
        pace.frame_sent(now + URGENT, true);
        assert!(!pace.is_frame_due(now + 2 * URGENT, false, false));
    }

    #[test]
    fn looks_for_news_at_every_learning_interval() {
        let now = Instant::now();
        let mut pace = Pace::new(
            Intervals {
                learning: 5,
                steady: 300,
                policy: 86_400,
            },
            now,
            42,
        );
        pace.policy_asked(now);
        pace.frame_sent(now, false);

        assert_eq!(pace.next(now + SECOND), now + 5 * SECOND);
        assert_eq!(pace.next(now + 5 * SECOND), now + 10 * SECOND);
        assert_eq!(pace.next(now + 299 * SECOND), now + 300 * SECOND);
    }

    #[test]
    fn failures_make_it_patient_within_bounds() {
        let now = Instant::now();
        let mut pace = pace(now);
        let mut waits = Vec::new();
        for _ in 0..40 {
            pace.failed(now);
            waits.push(pace.next(now).duration_since(now));
            assert!(pace.must_wait(now) && !pace.must_wait(now + LAST_RETRY));
        }
        assert!(waits[0] <= FIRST_RETRY && waits[0] >= FIRST_RETRY * 3 / 4);
        assert!(waits[39] <= LAST_RETRY && waits[39] >= LAST_RETRY * 3 / 4);
        assert_ne!(waits[38], waits[39]);

        pace.succeeded();
        assert!(!pace.must_wait(now));
        pace.frame_sent(now, true);
        pace.policy_asked(now);
        assert!(
            pace.next(now) > now,
            "what lies behind is not waited for again"
        );
    }
}
