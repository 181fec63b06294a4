use super::*;
use crate::{
    activity::{Activity, ActivityKind, Mark},
    ids::{ActivityId, CourseId, GroupId, UserId},
    messages::activity::{sentence, sentence_in},
};

const NOON: Timestamp = Timestamp(1_795_003_200_000);

/// A line of Ada, this many seconds before noon.
fn line(seconds: i64, activity: &Activity) -> ActivityRow {
    ActivityRow {
        id: ActivityId(100_000 - seconds),
        at: NOON.plus_seconds(-seconds),
        actor: "Ada".into(),
        actor_id: Some(UserId(1)),
        kind: Some(activity.kind()),
        deed: activity.kind().deed(),
        sentence: sentence(activity),
        parts: SentencePart::parts_of(&sentence_in(activity, Mark::THE_GROUP)),
        group: None,
        user: None,
        course: None,
        names: SubjectNames::default(),
        address: String::new(),
    }
}

fn member(seconds: i64, user: i64, group: i64) -> ActivityRow {
    let name = Mark::User.around(&format!("User {user}"));
    ActivityRow {
        group: Some(GroupId(group)),
        user: Some(UserId(user)),
        ..line(seconds, &Activity::MemberAdded { user: name })
    }
}

fn signed_in(seconds: i64) -> ActivityRow {
    line(seconds, &Activity::SignedIn { factor: None })
}

/// What each entry says, of all days.
fn told(rows: Vec<ActivityRow>) -> Vec<String> {
    let text = |parts: &[SentencePart]| parts.iter().map(SentencePart::text).collect();
    let entries = by_day(rows).into_iter().flat_map(|day| day.entries);
    let told = |entry: ActivityEntry| match entry.summary.as_slice() {
        [] => text(&entry.newest.parts),
        summary => text(summary),
    };
    entries.map(told).collect()
}

#[test]
fn what_one_actor_repeats_on_one_thing_is_one_line() {
    let rows = (0..17).map(|user| member(user, user, 3)).collect();
    let days = by_day(rows);
    let [day] = days.as_slice() else {
        panic!("one day")
    };
    let [entry] = day.entries.as_slice() else {
        panic!("one entry")
    };
    let expected = [
        SentencePart::Text("added 17 people to ".into()),
        SentencePart::TheGroup,
    ];
    assert_eq!(entry.summary, expected);
    assert_eq!(entry.newest.user, Some(UserId(0)));
    let others: Vec<_> = entry.others.iter().filter_map(|line| line.user).collect();
    assert_eq!(others, (1..17).map(UserId).collect::<Vec<_>>());
}

#[test]
fn lines_of_others_in_between_do_not_matter() {
    let other = ActivityRow {
        actor: "Ben".into(),
        actor_id: Some(UserId(2)),
        ..member(1, 11, 3)
    };
    assert_eq!(
        told(vec![
            member(0, 10, 3),
            other,
            member(2, 12, 3),
            member(3, 13, 4)
        ]),
        [
            "added 2 people to the group",
            "added User 11 to the group",
            "added User 13 to the group"
        ]
    );
}

#[test]
fn lines_are_together_for_ten_minutes() {
    let rows = vec![member(0, 1, 3), member(600, 2, 3), member(601, 3, 3)];
    assert_eq!(
        told(rows),
        ["added 2 people to the group", "added User 3 to the group"]
    );
    let kinds = vec![member(0, 1, 3), signed_in(1), member(2, 2, 3), signed_in(3)];
    assert_eq!(
        told(kinds),
        ["added 2 people to the group", "signed in, 2 times"]
    );
}

#[test]
fn who_was_added_twice_is_not_two_people() {
    let rows = vec![member(0, 1, 3), member(1, 1, 3)];
    assert_eq!(told(rows), ["added User 1 to the group, 2 times"]);
    let rows = vec![member(0, 1, 3), member(1, 1, 3), member(2, 2, 3)];
    assert_eq!(told(rows), ["added 2 people to the group"]);
}

#[test]
fn what_has_no_sentence_together_is_folded_only_if_it_is_equal() {
    let edited = |seconds, course: &str| {
        let course = Mark::Course.around(course);
        ActivityRow {
            course: Some(CourseId(7)),
            ..line(seconds, &Activity::CourseEdited { course })
        }
    };
    let rows = vec![edited(0, "Bread"), edited(1, "Bread"), edited(2, "Cakes")];
    assert_eq!(
        told(rows),
        [
            "edited the course Bread, 2 times",
            "edited the course Cakes"
        ]
    );
}

#[test]
fn units_are_counted_by_their_names_and_the_course_is_named() {
    let added = |seconds, unit: &str| {
        let (unit, course) = (unit.to_owned(), Mark::Course.around("Bread"));
        ActivityRow {
            course: Some(CourseId(7)),
            ..line(seconds, &Activity::UnitAdded { unit, course })
        }
    };
    let days = by_day(vec![added(0, "Yeast"), added(1, "Salt"), added(2, "Salt")]);
    assert_eq!(
        days[0].entries[0].summary,
        [
            SentencePart::Text("added 2 units to ".into()),
            SentencePart::Course("Bread".into())
        ]
    );
}

#[test]
fn other_addresses_and_unknown_kinds_are_others() {
    let elsewhere = ActivityRow {
        address: "192.0.2.7".into(),
        ..signed_in(1)
    };
    assert_eq!(
        told(vec![signed_in(0), elsewhere]),
        ["signed in", "signed in"]
    );
    let unknown = |seconds| ActivityRow {
        kind: None,
        ..member(seconds, seconds, 3)
    };
    let rows = vec![unknown(0), unknown(1)];
    assert_eq!(
        told(rows),
        ["added User 0 to the group", "added User 1 to the group"]
    );
}

#[test]
fn days_have_their_lines_and_none_is_in_two() {
    let midnight = 12 * 60 * 60;
    let rows = vec![
        signed_in(0),
        signed_in(midnight),
        signed_in(midnight + 1),
        signed_in(2 * 86_400),
    ];
    let days = by_day(rows);
    let labels: Vec<_> = days
        .iter()
        .map(|day| day.day.label(Day::of(NOON)))
        .collect();
    assert_eq!(labels, ["Today", "Yesterday", "16 Nov 2026"]);
    let entries: Vec<_> = days.iter().map(|day| day.entries.len()).collect();
    assert_eq!(entries, [2, 1, 1]);
    assert_eq!(by_day(Vec::new()), []);
}

#[test]
fn each_kind_of_act_has_kinds() {
    let acts: HashSet<_> = ActivityKind::ALL.iter().map(|kind| kind.deed()).collect();
    assert_eq!(acts.len(), 12);
}
