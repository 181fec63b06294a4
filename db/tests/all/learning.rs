//! A learner's own courses, groups and progress.
use crate::support::{NOW, execute, number, on_both_engines};
use db::{AuditContext, Db, Error, learning, units};
use domain::ids::{CourseId, GroupId, UnitId, UserId};
use fixtures::Fixtures;
use futures::future::try_join_all;

async fn enrol(db: &Db, user: UserId, course: CourseId, source: &str, group: Option<GroupId>) {
    let text = "INSERT INTO enrolments (user_id, course_id, source, group_id, created_at) \
         VALUES ($1, $2, $3, $4, 0)";
    let group = group.map(|group| group.0);
    let values = vec![user.0.into(), course.0.into(), source.into(), group.into()];
    execute(db, text, values).await;
}

async fn completed(db: &Db, user: UserId, course: CourseId) -> (i64, bool) {
    let mine = learning::course(db, user, course).await.unwrap().course;
    (mine.completed, mine.completed_at.is_some())
}

#[tokio::test]
async fn a_course_is_listed_once_with_all_its_reasons() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let baking = fixtures.course("Baking").create().await;
        let cakes = fixtures.course("Cakes").create().await;
        let bakers = fixtures.group("Bakers").create().await;
        let cooks = fixtures.group("Cooks").create().await;
        enrol(&db, ana, baking, "direct", None).await;
        enrol(&db, ana, baking, "group", Some(bakers)).await;
        enrol(&db, ana, baking, "kept", Some(cooks)).await;
        enrol(&db, ana, cakes, "direct", None).await;
        let hidden = fixtures.course("Hidden").create().await;
        enrol(&db, ana, hidden, "direct", None).await;
        let text = "UPDATE courses SET active = FALSE WHERE id = $1";
        execute(&db, text, vec![hidden.0.into()]).await;
        let mine = learning::my_courses(&db, ana).await.unwrap();
        assert_eq!(mine.len(), 2);
        let why = |place: usize| {
            let reasons = mine[place].why.iter();
            reasons.map(|reason| reason.label()).collect::<Vec<_>>()
        };
        assert_eq!(
            why(0),
            ["Enrolled directly", "From Bakers", "Kept from Cooks"]
        );
        assert_eq!(why(1), ["Enrolled directly"]);
        let bob = fixtures.user("bob").create().await;
        assert!(learning::my_courses(&db, bob).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_completed_course_is_remembered() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (done, first) = fixtures.course("A").create_with_unit("Text").await;
        let (begun, second) = fixtures.course("B").create_with_unit("Text").await;
        fixtures.unit(begun, "More").create().await;
        let open = fixtures.course("C").create().await;
        let never = fixtures.course("D").create().await;
        for course in [done, begun, open, never] {
            enrol(&db, ana, course, "direct", None).await;
        }
        for (course, unit) in [(done, first), (begun, second)] {
            learning::set_unit(&db, ana, course, unit, true, NOW)
                .await
                .unwrap();
        }
        let text = "UPDATE courses SET active = FALSE WHERE id <> $1";
        execute(&db, text, vec![open.0.into()]).await;
        let mine = learning::my_courses(&db, ana).await.unwrap();
        let listed: Vec<_> = mine.iter().map(|one| (one.id, one.active)).collect();
        assert_eq!(listed, [(open, true), (begun, false), (done, false)]);
        assert_eq!(mine[2].completed_at, Some(NOW));
        let seen = learning::course(&db, ana, done).await.unwrap();
        assert!(seen.units.is_empty() && !seen.course.active);
        let seen = learning::course(&db, ana, never).await;
        assert!(matches!(seen, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn groups_in_the_trash_are_not_listed_for_their_members() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        for (name, deleted) in [("Cooks", false), ("Bakers", false), ("Old", true)] {
            let group = fixtures.group(name).create().await;
            let text = "INSERT INTO group_members (group_id, user_id, via, added_at) \
                 VALUES ($1, $2, 'added', 0)";
            execute(&db, text, vec![group.0.into(), ana.0.into()]).await;
            if deleted {
                let text = "UPDATE groups SET deleted_at = 1 WHERE id = $1";
                execute(&db, text, vec![group.0.into()]).await;
            }
        }
        let mine = learning::my_groups(&db, ana).await.unwrap();
        let names: Vec<_> = mine.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["Bakers", "Cooks"]);
    })
    .await;
}

#[tokio::test]
async fn completing_the_last_unit_completes_the_course_permanently() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let baking = fixtures.course("Baking").create().await;
        let a = fixtures.unit(baking, "a").create().await;
        let b = fixtures.unit(baking, "b").create().await;
        enrol(&db, ana, baking, "direct", None).await;
        let set = async |unit, done| {
            learning::set_unit(&db, ana, baking, unit, done, NOW)
                .await
                .unwrap();
        };
        set(a, true).await;
        set(a, true).await;
        assert_eq!(completed(&db, ana, baking).await, (1, false));
        set(b, true).await;
        assert_eq!(completed(&db, ana, baking).await, (2, true));
        let later = NOW.plus_days(1);
        learning::set_unit(&db, ana, baking, a, false, later)
            .await
            .unwrap();
        assert_eq!(completed(&db, ana, baking).await, (1, true));
        learning::set_unit(&db, ana, baking, a, true, later)
            .await
            .unwrap();
        let first = learning::course(&db, ana, baking).await.unwrap();
        assert_eq!(
            first.course.completed_at,
            Some(NOW),
            "when it was first completed"
        );
        assert!(first.units.iter().all(|unit| unit.completed));
        fixtures.unit(baking, "c").create().await;
        assert_eq!(completed(&db, ana, baking).await, (2, true));
    })
    .await;
}

#[tokio::test]
async fn completing_all_units_at_the_same_time_completes_the_course() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let baking = fixtures.course("Baking").create().await;
        enrol(&db, ana, baking, "direct", None).await;
        let mut all = Vec::new();
        for place in 0..8 {
            all.push(fixtures.unit(baking, &format!("u{place}")).create().await);
        }
        let sets = all
            .iter()
            .map(|unit| learning::set_unit(&db, ana, baking, *unit, true, NOW));
        try_join_all(sets).await.unwrap();
        assert_eq!(completed(&db, ana, baking).await, (8, true));
    })
    .await;
}

#[tokio::test]
async fn deleting_a_unit_completes_the_course_for_learners_who_did_all_others() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let bob = fixtures.user("bob").create().await;
        let baking = fixtures.course("Baking").create().await;
        let a = fixtures.unit(baking, "a").create().await;
        let b = fixtures.unit(baking, "b").create().await;
        let c = fixtures.unit(baking, "c").create().await;
        for learner in [ana, bob] {
            enrol(&db, learner, baking, "direct", None).await;
            learning::set_unit(&db, learner, baking, a, true, NOW)
                .await
                .unwrap();
        }
        learning::set_unit(&db, ana, baking, b, true, NOW)
            .await
            .unwrap();
        units::delete(&db, &AuditContext::system(NOW), baking, c)
            .await
            .unwrap();
        assert_eq!(completed(&db, ana, baking).await, (2, true));
        assert_eq!(completed(&db, bob, baking).await, (1, false));
        units::delete(&db, &AuditContext::system(NOW), baking, a)
            .await
            .unwrap();
        assert_eq!(completed(&db, ana, baking).await, (1, true));
        assert_eq!(completed(&db, bob, baking).await, (0, false));
    })
    .await;
}

#[tokio::test]
async fn courses_without_an_enrolment_are_not_found() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let bob = fixtures.user("bob").create().await;
        let baking = fixtures.course("Baking").create().await;
        let cakes = fixtures.course("Cakes").create().await;
        let a = fixtures.unit(baking, "a").create().await;
        enrol(&db, ana, baking, "direct", None).await;
        enrol(&db, ana, cakes, "direct", None).await;
        let wrong = [
            (bob, baking, a),
            (ana, cakes, a),
            (ana, baking, UnitId(999)),
        ];
        for (user, course, unit) in wrong {
            let set = learning::set_unit(&db, user, course, unit, true, NOW).await;
            assert!(matches!(set, Err(Error::NotFound)));
        }
        let seen = learning::course(&db, bob, baking).await;
        assert!(matches!(seen, Err(Error::NotFound)));
        execute(&db, "UPDATE courses SET active = FALSE", vec![]).await;
        let set = learning::set_unit(&db, ana, baking, a, true, NOW).await;
        assert!(matches!(set, Err(Error::NotFound)));
        assert_eq!(
            number(&db, "SELECT count(*) FROM progress", vec![]).await,
            0
        );
    })
    .await;
}

#[tokio::test]
async fn a_preview_shows_the_whole_course_and_no_progress() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (baking, flour) = fixtures.course("Baking").create_with_unit("Flour").await;
        let water = fixtures.unit(baking, "Water").text("*b*").create().await;
        enrol(&db, ana, baking, "direct", None).await;
        learning::set_unit(&db, ana, baking, flour, true, NOW)
            .await
            .unwrap();
        execute(&db, "UPDATE courses SET active = FALSE", vec![]).await;
        let seen = learning::preview(&db, baking).await.unwrap();
        let units: Vec<_> = seen
            .units
            .iter()
            .map(|one| (one.id, one.completed))
            .collect();
        assert_eq!(units, [(flour, false), (water, false)]);
        assert_eq!((seen.course.units, seen.course.completed), (2, 0));
        assert!(!seen.course.active && seen.course.why.is_empty());
        let text = learning::unit_text(&db, baking, water, 1).await.unwrap();
        assert_eq!(text.unwrap().content, "*b*");
        let cakes = fixtures.course("Cakes").create().await;
        let strange = learning::unit_text(&db, cakes, water, 1).await.unwrap();
        assert_eq!(strange, None, "of another course");
        execute(&db, "UPDATE courses SET deleted_at = 1", vec![]).await;
        let seen = learning::preview(&db, baking).await;
        assert!(matches!(seen, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn the_next_courses_are_those_of_the_same_groups_that_are_left() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let bakers = fixtures.group("Bakers").create().await;
        let mut courses = Vec::new();
        for name in ["First", "Second", "Third", "Fourth", "Inactive"] {
            let (course, unit) = fixtures.course(name).create_with_unit("Text").await;
            let place = i64::try_from(courses.len()).unwrap();
            let text = "INSERT INTO group_courses (group_id, course_id, position, added_at) VALUES ($1, $2, $3, 1)";
            let values = vec![bakers.0.into(), course.0.into(), place.into()];
            execute(&db, text, values).await;
            enrol(&db, ana, course, "group", Some(bakers)).await;
            courses.push((course, unit));
        }
        let elsewhere = fixtures.course("Elsewhere").create().await;
        enrol(&db, ana, elsewhere, "direct", None).await;
        let text = "UPDATE courses SET active = FALSE WHERE id = $1";
        execute(&db, text, vec![courses[4].0.0.into()]).await;
        let next = async |course| {
            let next = learning::next_courses(&db, ana, course).await.unwrap();
            next.into_iter().map(|one| one.name).collect::<Vec<_>>()
        };
        assert_eq!(next(courses[1].0).await, ["Third", "Fourth", "First"]);
        let (third, unit) = courses[2];
        learning::set_unit(&db, ana, third, unit, true, NOW)
            .await
            .unwrap();
        assert_eq!(next(courses[1].0).await, ["Fourth", "First"]);
        assert!(next(elsewhere).await.is_empty());
        let bob = fixtures.user("bob").create().await;
        let next = learning::next_courses(&db, bob, third).await.unwrap();
        assert!(next.is_empty(), "only what they have");
    })
    .await;
}
