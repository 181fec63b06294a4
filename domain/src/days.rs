//! Days of the calendar, and how long ago something was.
use crate::{numbers::count, time::Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

const MILLISECONDS: i64 = 86_400_000;

/// A day in UTC, so that it is the same for all readers, with and without a script. In addresses it is `2026-11-23`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Day(i64);

impl Day {
    /// The day of a moment.
    pub const fn of(at: Timestamp) -> Self {
        Self(at.0.div_euclid(MILLISECONDS))
    }

    /// Parses an `<input type="date">`; `None` if it is not such a value.
    pub fn parse(text: &str) -> Option<Self> {
        Timestamp::parse_input(&format!("{}T00:00", text.trim())).map(Self::of)
    }

    /// The moment at which it begins.
    pub const fn start(self) -> Timestamp {
        Timestamp(self.0.saturating_mul(MILLISECONDS))
    }

    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// `Today`, `Yesterday`, or `23 Nov 2026`.
    pub fn label(self, today: Self) -> String {
        match today.0.saturating_sub(self.0) {
            0 => "Today".to_owned(),
            1 => "Yesterday".to_owned(),
            _ => self.start().day(),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = self.start().input_value();
        formatter.write_str(moment.split('T').next().unwrap_or_default())
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a day")
    }
}

/// `just now`, `5 min ago`, `3 h ago`, `12 days ago`. What a clock that is ahead has written is just now.
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    let minutes = now.0.saturating_sub(at.0) / 60_000;
    let days = minutes / 1440;
    match (minutes, days) {
        (..1, _) => "just now".to_owned(),
        (..60, _) => format!("{minutes} min ago"),
        (_, 0) => format!("{} h ago", minutes / 60),
        (_, ..31) => format!("{} ago", count(days, "day")),
        (_, ..365) => format!("{} ago", count(days / 30, "month")),
        _ => format!("{} ago", count(days / 365, "year")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_day_begins_and_ends_at_midnight_in_utc() {
        let first = day("2026-11-23");
        let start = Timestamp::parse_input("2026-11-23T00:00").unwrap();
        assert_eq!(first.start(), start);
        assert_eq!(Day::of(start), first);
        assert_eq!(Day::of(Timestamp(start.0 - 1)).next(), first);
        assert_eq!(Day::of(start.plus_days(1)), first.next());
        assert_eq!(Day::of(Timestamp(-1)).to_string(), "1969-12-31");
    }

    #[test]
    fn a_day_is_written_as_it_is_read() {
        assert_eq!(day("2026-11-23").to_string(), "2026-11-23");
        assert_eq!(day("2028-02-29").next().to_string(), "2028-03-01");
        for text in ["", "today", "2026-02-30", "2026-11-23T10:00", "23-11"] {
            assert_eq!(Day::parse(text), None, "{text}");
            assert!(Day::try_from(text.to_owned()).is_err());
        }
    }

    #[test]
    fn the_last_two_days_have_names() {
        let today = day("2026-03-01");
        let label = |text| day(text).label(today);
        assert_eq!(label("2026-03-01"), "Today");
        assert_eq!(label("2026-02-28"), "Yesterday");
        assert_eq!(label("2026-02-27"), "27 Feb 2026");
        assert_eq!(
            label("2026-03-02"),
            "2 Mar 2026",
            "by a clock that was ahead"
        );
    }

    #[test]
    fn what_was_is_told_in_its_largest_unit() {
        let now = Timestamp(1_795_000_000_000);
        for (seconds, told) in [
            (-90, "just now"),
            (0, "just now"),
            (59, "just now"),
            (60, "1 min ago"),
            (5 * 60, "5 min ago"),
            (59 * 60 + 59, "59 min ago"),
            (60 * 60, "1 h ago"),
            (24 * 60 * 60 - 1, "23 h ago"),
            (24 * 60 * 60, "1 day ago"),
            (30 * 86_400, "30 days ago"),
            (31 * 86_400, "1 month ago"),
            (364 * 86_400, "12 months ago"),
            (365 * 86_400, "1 year ago"),
            (800 * 86_400, "2 years ago"),
        ] {
            assert_eq!(ago(now.plus_seconds(-seconds), now), told);
        }
    }
}
