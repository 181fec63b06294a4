//! What the home pages show. Whatever is `None` is not the actor's to see.
use crate::{ids::GroupId, time::Timestamp};
use serde::{Deserialize, Serialize};

/// How many days the line of completed courses has.
pub const DAYS: usize = 30;

/// In so many days an ending key needs attention.
pub const KEY_DAYS: i64 = 7;

/// How many events are recent.
pub const RECENT: i64 = 10;

/// How large the portal, or the branch, is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub active_users: Option<i64>,
    pub groups: Option<i64>,
    pub enrolments: Option<i64>,
    pub completions: Option<Completions>,
}

/// How many courses were completed on each of the last [`DAYS`] days, in UTC, the last being today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completions {
    pub today: Timestamp,
    pub days: Vec<i64>,
}

impl Completions {
    /// Returns how many courses were completed on all of the days.
    pub fn total(&self) -> i64 {
        self.days.iter().sum()
    }

    /// Returns each day with its number, the first day first.
    pub fn by_day(&self) -> impl Iterator<Item = (Timestamp, i64)> {
        let before = (0..self.days.len()).rev();
        let day = |ago: usize| self.today.plus_days(-i64::try_from(ago).unwrap_or(0));
        before.map(day).zip(self.days.iter().copied())
    }

    /// Returns the points of a line through the days in a box of this size, the most at its top.
    pub fn line(&self, width: i64, height: i64) -> Vec<(i64, i64)> {
        let most = self.days.iter().copied().max().unwrap_or(0).max(1);
        let last = i64::try_from(self.days.len()).unwrap_or(0) - 1;
        let place = |at: usize| i64::try_from(at).unwrap_or(0) * width / last.max(1);
        let days = self.days.iter().enumerate();
        days.map(|(at, number)| (place(at), height - number * height / most))
            .collect()
    }
}

/// How much waits for an administrator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attention {
    /// Enrolments that members lack in the courses of their groups.
    pub not_enrolled: Option<i64>,
    pub orders_waiting: Option<i64>,
    /// Accounts that an administrator has to approve.
    pub accounts_waiting: Option<i64>,
    /// Keys that are used up, or expire within [`KEY_DAYS`].
    pub keys_ending: Option<i64>,
}

impl Attention {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        let all = [
            self.not_enrolled,
            self.orders_waiting,
            self.accounts_waiting,
            self.keys_ending,
        ];
        all.into_iter().flatten().all(|number| number == 0)
    }
}

/// What is done first in a new portal, and whether it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstSteps {
    pub course: Option<bool>,
    pub group: Option<bool>,
    pub people: Option<bool>,
    pub key: Option<bool>,
    /// The group whose key is to be shared: the newest.
    pub newest_group: Option<GroupId>,
}

impl FirstSteps {
    /// Whether nothing is left to do.
    pub fn are_done(&self) -> bool {
        let all = [self.course, self.group, self.people, self.key];
        all.into_iter().flatten().all(|done| done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_has_its_most_at_the_top_and_fills_the_width() {
        let completions = Completions {
            today: Timestamp(29 * 86_400_000),
            days: vec![0, 5, 10],
        };
        assert_eq!(completions.total(), 15);
        assert_eq!(completions.line(100, 40), [(0, 40), (50, 20), (100, 0)]);
        let days: Vec<_> = completions.by_day().collect();
        assert_eq!(days[0], (Timestamp(27 * 86_400_000), 0));
        assert_eq!(days[2], (completions.today, 10));
    }

    #[test]
    fn without_completions_the_line_is_at_the_bottom() {
        let completions = Completions {
            today: Timestamp(0),
            days: vec![0; DAYS],
        };
        assert!(completions.line(290, 40).iter().all(|(_, y)| *y == 40));
        assert_eq!(completions.line(290, 40).last(), Some(&(290, 40)));
    }

    #[test]
    fn what_is_not_shown_neither_waits_nor_is_left_to_do() {
        assert!(Attention::default().is_empty());
        assert!(FirstSteps::default().are_done());
        let steps = FirstSteps {
            course: Some(true),
            key: Some(false),
            ..FirstSteps::default()
        };
        assert!(!steps.are_done());
    }
}
