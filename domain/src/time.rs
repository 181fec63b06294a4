//! Moments, in UTC.
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z. What is stored, sent and compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// As browsers shorten them for `en-GB`.
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
];

impl Timestamp {
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(86_400))
    }

    /// `2026-11-23T14:05:00Z`, for a `<time datetime>`.
    pub fn iso(self) -> String {
        let (date, time) = self.parts();
        format!(
            "{date}T{time}:{:02}Z",
            (self.0.div_euclid(1000)).rem_euclid(60)
        )
    }

    /// `23 Nov 2026, 14:05 UTC`: what a page shows until the browser's zone is known, as the browser writes it then.
    pub fn readable(self) -> String {
        let (_, time) = self.parts();
        format!("{}, {time} UTC", self.day())
    }

    /// `23 Nov 2026`, in UTC.
    pub fn day(self) -> String {
        let moment = self.moment();
        let month = MONTHS[usize::from(u8::from(moment.month()) - 1)];
        format!("{} {month} {}", moment.day(), moment.year())
    }

    /// `2026-11-23T14:05`, the value of an `<input type="datetime-local">` whose label says UTC.
    pub fn input_value(self) -> String {
        let (date, time) = self.parts();
        format!("{date}T{time}")
    }

    /// Parses an `<input type="datetime-local">` as UTC; `None` if it is not such a value.
    pub fn parse_input(text: &str) -> Option<Self> {
        let (date, clock) = text.trim().split_once('T')?;
        let mut date = date.splitn(3, '-').map(str::parse::<i32>);
        let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
        let mut clock = clock.split(':').map(str::parse::<u8>);
        let (hour, minute) = (clock.next()?.ok()?, clock.next()?.ok()?);
        let month = time::Month::try_from(u8::try_from(month).ok()?).ok()?;
        let date = time::Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()?;
        let moment = date.with_hms(hour, minute, 0).ok()?.assume_utc();
        Some(Self(moment.unix_timestamp().saturating_mul(1000)))
    }

    fn moment(self) -> time::OffsetDateTime {
        time::OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000))
            .unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
    }

    fn parts(self) -> (String, String) {
        let moment = self.moment();
        (
            format!(
                "{:04}-{:02}-{:02}",
                moment.year(),
                u8::from(moment.month()),
                moment.day()
            ),
            format!("{:02}:{:02}", moment.hour(), moment.minute()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_times_parse_back() {
        let moment = Timestamp(1_795_000_020_000);
        assert_eq!(Timestamp::parse_input(&moment.input_value()), Some(moment));
        assert_eq!(Timestamp(0).iso(), "1970-01-01T00:00:00Z");
        assert_eq!(Timestamp(0).readable(), "1 Jan 1970, 00:00 UTC");
        assert_eq!(moment.day(), "18 Nov 2026");
    }

    #[test]
    fn nonsense_is_not_a_date() {
        for text in [
            "",
            "tomorrow",
            "2026-13-01T00:00",
            "2026-02-30T00:00",
            "2026-01-01T24:00",
        ] {
            assert_eq!(Timestamp::parse_input(text), None, "{text}");
        }
    }
}
