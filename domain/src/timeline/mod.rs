//! Lines of the activity as pages show them: by day, and what someone repeats told once.
#[cfg(test)]
mod tests;

use crate::{
    activity::{ActivityRow, SentencePart, SubjectNames},
    days::Day,
    messages::activity::{Counted, Summary, Thing, summary, times},
    page::Page,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::{collections::HashSet, hash::Hash};

/// Lines of one actor are told together if they are at most this far apart.
const TOGETHER: i64 = 10 * 60 * 1000;

/// The lines of one page, as they are at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    pub days: Page<ActivityDay>,
    /// The group, user and course of the filter.
    pub names: SubjectNames,
    /// What is "Today", and what "5 min ago" is counted from.
    pub now: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityDay {
    pub day: Day,
    pub entries: Vec<ActivityEntry>,
}

/// A line, or several that are told together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityEntry {
    /// What all say together; empty for one line.
    pub summary: Vec<SentencePart>,
    pub newest: ActivityRow,
    /// The others, the newest first.
    pub others: Vec<ActivityRow>,
}

impl ActivityEntry {
    /// All its lines, the newest first.
    fn lines(&self) -> impl Iterator<Item = &ActivityRow> {
        std::iter::once(&self.newest).chain(&self.others)
    }
}

/// Returns the lines of a page, which are the newest first, by day and folded.
pub fn by_day(rows: Vec<ActivityRow>) -> Vec<ActivityDay> {
    let mut days: Vec<ActivityDay> = Vec::new();
    for row in rows {
        let day = Day::of(row.at);
        match days.last_mut().filter(|last| last.day == day) {
            Some(last) => add(&mut last.entries, row),
            None => days.push(ActivityDay {
                day,
                entries: vec![entry(row)],
            }),
        }
    }
    for entry in days.iter_mut().flat_map(|day| &mut day.entries) {
        entry.summary = told_together(entry);
    }
    days
}

const fn entry(newest: ActivityRow) -> ActivityEntry {
    ActivityEntry {
        summary: Vec::new(),
        newest,
        others: Vec::new(),
    }
}

/// Adds a line to the newest entry that it belongs to, also if there are lines of others in between.
fn add(entries: &mut Vec<ActivityEntry>, row: ActivityRow) {
    let fits = |entry: &&mut ActivityEntry| is_together(&entry.newest, &row);
    match entries.iter_mut().rev().find(fits) {
        Some(entry) => entry.others.push(row),
        None => entries.push(entry(row)),
    }
}

/// Whether both lines are of one actor, of one time, and on the same thing.
fn is_together(newest: &ActivityRow, row: &ActivityRow) -> bool {
    let who = |row: &ActivityRow| {
        (
            row.actor_id,
            row.kind,
            row.address.clone(),
            row.actor.clone(),
        )
    };
    newest.at.0.saturating_sub(row.at.0) <= TOGETHER
        && who(newest) == who(row)
        && is_same_thing(newest, row)
}

fn is_same_thing(one: &ActivityRow, other: &ActivityRow) -> bool {
    let is_equal = (one.group, one.user, one.course, &one.parts)
        == (other.group, other.user, other.course, &other.parts);
    is_equal
        || match one.kind.and_then(summary).map(|summary| summary.of) {
            Some(Thing::Group) => one.group.is_some() && one.group == other.group,
            Some(Thing::Course) => one.course.is_some() && one.course == other.course,
            Some(Thing::Portal) => true,
            None => false,
        }
}

/// Nothing for one line; otherwise how many people or things it was, or how often it was done.
fn told_together(entry: &ActivityEntry) -> Vec<SentencePart> {
    if entry.others.is_empty() {
        return Vec::new();
    }
    let counted = entry
        .newest
        .kind
        .and_then(summary)
        .map(|summary| (summary, number(entry, summary.counted)));
    match counted {
        Some((summary, number)) if number > 1 => summary_parts(entry, summary, number),
        _ => {
            let lines = i64::try_from(entry.others.len() + 1).unwrap_or(i64::MAX);
            let mut parts = entry.newest.parts.clone();
            parts.push(SentencePart::Text(times(lines)));
            parts
        }
    }
}

fn summary_parts(entry: &ActivityEntry, summary: Summary, number: i64) -> Vec<SentencePart> {
    let is_course = |part: &&SentencePart| matches!(part, SentencePart::Course(_));
    let thing = match summary.of {
        Thing::Group => Some(SentencePart::TheGroup),
        Thing::Course => entry.newest.parts.iter().find(is_course).cloned(),
        Thing::Portal => None,
    };
    let text = SentencePart::Text(summary.text(number));
    std::iter::once(text).chain(thing).collect()
}

/// Counts what differs in the lines.
fn number(entry: &ActivityEntry, counted: Counted) -> i64 {
    match counted {
        Counted::People => number_of(entry.lines().map(|line| line.user)),
        Counted::Courses => number_of(entry.lines().map(|line| line.course)),
        Counted::Other(_) => number_of(entry.lines().map(|line| &line.sentence)),
    }
}

fn number_of<T: Eq + Hash>(all: impl Iterator<Item = T>) -> i64 {
    let different: HashSet<T> = all.collect();
    i64::try_from(different.len()).unwrap_or(i64::MAX)
}
