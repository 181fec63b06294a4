//! At what time of the day backups are made.
use domain::time::Timestamp;
use std::str::FromStr;

const DAY: i64 = 86_400_000;

/// A time of the day in UTC, as `03:15`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    minutes: i64,
}

/// The text is no time of the day.
#[derive(Debug, thiserror::Error)]
#[error("not a time of the day, as 03:15 (UTC)")]
pub struct InvalidTime;

impl FromStr for TimeOfDay {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let (hours, minutes) = text.trim().split_once(':').ok_or(InvalidTime)?;
        let number = |text: &str, end: i64| -> Result<i64, InvalidTime> {
            let is_number =
                (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            let number = text
                .parse()
                .ok()
                .filter(|number| is_number && *number < end);
            number.ok_or(InvalidTime)
        };
        let minutes = number(hours, 24)? * 60 + number(minutes, 60)?;
        Ok(Self { minutes })
    }
}

impl TimeOfDay {
    /// Returns when it was this time last; that is `now` if it is this minute.
    #[must_use]
    pub const fn last(self, now: Timestamp) -> Timestamp {
        let today = now.0.div_euclid(DAY) * DAY + self.minutes * 60_000;
        Timestamp(if today <= now.0 { today } else { today - DAY })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_time_is_today_or_yesterday() {
        let at: TimeOfDay = "03:15".parse().unwrap();
        let moment = |text: &str| Timestamp::parse_input(text).unwrap();
        let quarter = moment("2026-11-29T03:15");
        assert_eq!(at.last(moment("2026-11-29T03:15")), quarter);
        assert_eq!(at.last(moment("2026-11-30T03:14")), quarter);
        assert_eq!(
            at.last(Timestamp(quarter.0 - 1)),
            moment("2026-11-28T03:15")
        );
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "", "3", "24:00", "03:60", "-1:00", "+3:15", "03:15:00", "3 Uhr",
        ] {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
        }
        assert_eq!("3:05".parse::<TimeOfDay>().unwrap().minutes, 185);
    }
}
