//! Times as the documents write them: RFC 3339 in UTC with milliseconds.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

const MILLIS_PER_DAY: u64 = 86_400_000;
/// 9999-12-31T23:59:59.999Z: four digits are all the format has.
const LATEST: u64 = 253_402_300_799_999;

/// A moment, to the millisecond, from 1970 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(u64);

/// The text is not such a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a time is written 2026-01-02T03:04:05.678Z, this is {0:?}")]
pub struct NotATime(String);

impl Timestamp {
    /// Milliseconds since 1970, held to what the format can write.
    #[must_use]
    pub fn from_millis(millis: u64) -> Self {
        Self(millis.min(LATEST))
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn millis(self) -> u64 {
        self.0
    }

    /// This moment and `later`.
    #[must_use]
    pub fn plus(self, later: Duration) -> Self {
        Self::from_millis(
            self.0
                .saturating_add(u64::try_from(later.as_millis()).unwrap_or(LATEST)),
        )
    }
}

impl From<SystemTime> for Timestamp {
    /// Before 1970 counts as 1970: a container's clock may not be set yet.
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::from_millis(u64::try_from(since.as_millis()).unwrap_or(LATEST))
    }
}

impl From<Timestamp> for String {
    fn from(time: Timestamp) -> Self {
        time.to_string()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, in_day) = (self.0 / MILLIS_PER_DAY, self.0 % MILLIS_PER_DAY);
        let (year, month, date) = civil(day);
        let (seconds, millis) = (in_day / 1000, in_day % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(
            out,
            "{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z"
        )
    }
}

/// Year, month, day of a number of days since 1970, by the 400-year cycle of the calendar counted from a March.
fn civil(day: u64) -> (u64, u64, u64) {
    let shifted = day + 719_468;
    let (era, in_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * in_year + 2) / 153;
    let date = in_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (era * 400 + year_of_era + u64::from(month <= 2), month, date)
}

/// The inverse of [`civil`].
fn days(year: u64, month: u64, date: u64) -> Option<u64> {
    let year = if month <= 2 {
        year.checked_sub(1)?
    } else {
        year
    };
    let (era, year_of_era) = (year / 400, year % 400);
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let in_year = (153 * from_march + 2) / 5 + date.checked_sub(1)?;
    let in_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + in_year;
    (era * 146_097 + in_era).checked_sub(719_468)
}

impl TryFrom<String> for Timestamp {
    type Error = NotATime;

    fn try_from(text: String) -> Result<Self, NotATime> {
        parse(&text).ok_or_else(|| NotATime(text.chars().take(40).collect()))
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let number = |from: usize, to: usize| -> Option<u64> {
        let digits = text.get(from..to)?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| digits.parse().ok())?
    };
    let day = days(number(0, 4)?, number(5, 7)?, number(8, 10)?)?;
    let seconds = number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?;
    let time = Timestamp(day * MILLIS_PER_DAY + seconds * 1000 + number(20, 23)?);
    // What does not read back the same is no date (the 31st of February), or has other separators or more behind it.
    (time.0 <= LATEST && time.to_string() == text).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads_known_moments() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_767_323_045_678, "2026-01-02T03:04:05.678Z"),
            (LATEST, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(Timestamp(millis).to_string(), text);
            assert_eq!(Timestamp::try_from(text.to_owned()), Ok(Timestamp(millis)));
        }
    }

    #[test]
    fn every_day_reads_back() {
        for day in (0..LATEST / MILLIS_PER_DAY).step_by(7) {
            let time = Timestamp(day * MILLIS_PER_DAY + 1);
            assert_eq!(Timestamp::try_from(time.to_string()), Ok(time));
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "2026-01-02",
            "2026-02-30T03:04:05.678Z",
            "2026-01-02T24:04:05.678Z",
            "2026-13-02T03:04:05.678Z",
            "2026-00-02T03:04:05.678Z",
            "2026-01-00T03:04:05.678Z",
            "0000-01-01T00:00:00.000Z",
            "2026-01-02 03:04:05.678Z",
            "2026-01-02T03:04:05.678Zz",
            "2026-01-02T03:04:05.678+01:00",
            "+026-01-02T03:04:05.678Z",
            "é026-01-02T03:04:05.67Z",
        ] {
            assert!(Timestamp::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
