//! The boxes of the home pages: what they count, for whom, and that triggers keep the figures right.
mod plans;

use crate::support::{NOW, audit, execute, number, on_both_engines};
use db::{Db, activity, groups, home, joining, keys, learning, users};
use domain::{
    access_scope::AccessScope,
    activity::ActivityKind,
    groups::{GroupFilter, RemovalPolicy},
    home::{Attention, DAYS, FirstSteps},
    ids::{GroupId, UserId},
    keys::Limits,
    page::Search,
    permissions::{Permission, PermissionSet},
    policy::Actor,
};
use fixtures::{Fixtures, assert_counts, at_most};

async fn actor(db: &Db, fixtures: &Fixtures, user: UserId) -> Actor {
    let session = fixtures.session(user).await;
    let found = db::sessions::find(db, &session, NOW).await.unwrap();
    found.unwrap().1
}

async fn figures(db: &Db, actor: &Actor) -> [Option<i64>; 4] {
    let figures = home::figures(db, actor, NOW).await.unwrap();
    [
        figures.active_users,
        figures.groups,
        figures.enrolments,
        figures.completions.map(|completions| completions.total()),
    ]
}

/// Completes the only unit of the course so many days before today.
async fn complete(db: &Db, fixtures: &Fixtures, user: UserId, days_ago: i64) {
    let name = format!("Course {} {days_ago}", user.0);
    let (course, unit) = fixtures.course(&name).create_with_unit("Text").await;
    fixtures.direct_enrolment(user, course).await;
    learning::set_unit(db, user, course, unit, true, NOW.plus_days(-days_ago))
        .await
        .unwrap();
}

#[tokio::test]
async fn the_figures_follow_every_change() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let root_actor = actor(&db, &fixtures, root).await;
        assert_eq!(
            figures(&db, &root_actor).await,
            [Some(1), Some(0), Some(0), Some(0)]
        );
        let (ana, bob) = (
            fixtures.user("ana").create().await,
            fixtures.user("bob").create().await,
        );
        let course = fixtures.course("Baking").create().await;
        let group = fixtures
            .group("Bakers")
            .with_courses(&[course])
            .with_members(&[ana, bob]);
        let group = group.synchronized().create().await;
        assert_eq!(
            figures(&db, &root_actor).await,
            [Some(3), Some(1), Some(2), Some(0)]
        );
        for days_ago in [0, 0, 29, 30] {
            let learner = fixtures.user(&format!(
                "lea{}",
                number(&db, "SELECT count(*) FROM users", vec![]).await
            ));
            complete(&db, &fixtures, learner.create().await, days_ago).await;
        }
        assert_eq!(
            figures(&db, &root_actor).await,
            [Some(7), Some(1), Some(6), Some(3)]
        );
        let days = home::figures(&db, &root_actor, NOW)
            .await
            .unwrap()
            .completions
            .unwrap()
            .days;
        assert_eq!((days.len(), days[0], days[DAYS - 1]), (DAYS, 1, 2));

        fixtures.deactivate(bob).await;
        users::delete(&db, &audit(root), ana).await.unwrap();
        let policy = RemovalPolicy::WithdrawAccess;
        db::trash::delete(&db, &audit(root), group, policy)
            .await
            .unwrap();
        assert_eq!(figures(&db, &root_actor).await[..2], [Some(5), Some(0)]);
        assert_counts(&db).await;
        home::fold(&db).await.unwrap();
        assert_eq!(figures(&db, &root_actor).await[..2], [Some(5), Some(0)]);
        assert_counts(&db).await;
        let tallies = "SELECT count(*) FROM (SELECT kind, branch_id, day FROM tallies \
             GROUP BY kind, branch_id, day HAVING count(*) > 1) t";
        assert_eq!(number(&db, tallies, vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_figures_of_a_branch_move_with_its_users() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let north = fixtures.branch("North").await;
        let nora = fixtures.admin("nora").in_branch(north).create().await;
        let of_north = actor(&db, &fixtures, nora).await;
        let ana = fixtures.user("ana").create().await;
        complete(&db, &fixtures, ana, 3).await;
        assert_eq!(
            figures(&db, &of_north).await,
            [Some(1), Some(0), Some(0), Some(0)]
        );
        let moved = "UPDATE users SET branch_id = $1 WHERE id = $2";
        execute(&db, moved, vec![north.0.into(), ana.0.into()]).await;
        assert_eq!(
            figures(&db, &of_north).await,
            [Some(2), Some(0), Some(1), Some(1)]
        );
        assert_counts(&db).await;
        users::delete(&db, &audit(root), ana).await.unwrap();
        assert_eq!(
            figures(&db, &of_north).await,
            [Some(1), Some(0), Some(0), Some(0)]
        );
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn what_needs_attention_is_counted_and_listed() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let root_actor = actor(&db, &fixtures, root).await;
        assert!(
            home::attention(&db, &root_actor, NOW)
                .await
                .unwrap()
                .is_empty()
        );
        let (ana, bob) = (
            fixtures.user("ana").create().await,
            fixtures.user("bob").create().await,
        );
        let course = fixtures.course("Baking").create().await;
        fixtures
            .group("Behind")
            .with_courses(&[course])
            .with_members(&[ana, bob])
            .create()
            .await;
        let bundle = fixtures.bundle("Bundle", &[course]).await;
        fixtures.order(ana, bundle).create().await;
        execute(
            &db,
            "UPDATE users SET active = FALSE, state = 'waiting' WHERE id = $1",
            vec![bob.0.into()],
        )
        .await;
        execute(
            &db,
            "UPDATE groups SET drift = 1 WHERE name = 'Behind'",
            vec![],
        )
        .await;
        let ending = |days: i64| Limits {
            expires_at: Some(NOW.plus_days(days)),
            ..Limits::default()
        };
        for (name, limits) in [
            ("Soon", ending(6)),
            ("Later", ending(8)),
            ("Over", ending(-1)),
            ("Full", at_most(1)),
        ] {
            let group = fixtures.group(name).create().await;
            fixtures
                .key(group, &format!("key-of-{name}"))
                .limits(limits)
                .create()
                .await;
        }
        execute(
            &db,
            "UPDATE group_keys SET used = maximum WHERE maximum IS NOT NULL",
            vec![],
        )
        .await;
        let expected = Attention {
            not_enrolled: Some(1),
            orders_waiting: Some(1),
            accounts_waiting: Some(1),
            keys_ending: Some(2),
        };
        assert_eq!(
            home::attention(&db, &root_actor, NOW).await.unwrap(),
            expected
        );
        let of = async |filter| {
            let order = (Default::default(), NOW);
            let page =
                groups::list_filtered(&db, AccessScope::PORTAL, filter, &Search::default(), order)
                    .await;
            page.unwrap()
                .rows
                .into_iter()
                .map(|row| row.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(GroupFilter::NotEnrolled).await, ["Behind"]);
        assert_eq!(of(GroupFilter::KeysEnding).await, ["Full", "Soon"]);
        assert_eq!(of(GroupFilter::All).await.len(), 6);

        // Another branch has none of it.
        let north = fixtures.branch("North").await;
        let nora = fixtures.admin("nora").in_branch(north).create().await;
        let nora = actor(&db, &fixtures, nora).await;
        assert!(home::attention(&db, &nora, NOW).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_may_not_see_something_is_told_nothing_of_it() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let only_users: PermissionSet = [Permission::ViewUsers].into_iter().collect();
        let kind = fixtures.add_user_type("Clerks", &only_users).await;
        let clerk = fixtures.user("clerk").of_type(kind).create().await;
        let clerk = actor(&db, &fixtures, clerk).await;
        assert_eq!(figures(&db, &clerk).await, [Some(1), None, None, None]);
        assert_eq!(
            home::attention(&db, &clerk, NOW).await.unwrap(),
            Attention::default()
        );
        assert_eq!(home::first_steps(&db, &clerk).await.unwrap(), None);
        let ida = fixtures.instructor("ida").create().await;
        let ida = actor(&db, &fixtures, ida).await;
        assert_eq!(figures(&db, &ida).await, [None; 4]);
        assert_eq!(
            home::attention(&db, &ida, NOW).await.unwrap(),
            Attention::default()
        );
    })
    .await;
}

#[tokio::test]
async fn first_steps_are_shown_until_they_are_done_or_closed() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let root_actor = actor(&db, &fixtures, root).await;
        let steps = FirstSteps {
            course: Some(false),
            group: Some(false),
            people: Some(false),
            key: Some(false),
            newest_group: None,
        };
        let shown = async || home::first_steps(&db, &root_actor).await.unwrap();
        assert_eq!(shown().await, Some(steps));
        fixtures.course("Baking").create().await;
        let group = fixtures.group("Bakers").create().await;
        let steps = FirstSteps {
            course: Some(true),
            group: Some(true),
            newest_group: Some(group),
            ..steps
        };
        assert_eq!(shown().await, Some(steps));
        home::close_first_steps(&db, root).await.unwrap();
        assert_eq!(shown().await, None);

        let other = fixtures.super_admin("other").create().await;
        let other = actor(&db, &fixtures, other).await;
        let steps = home::first_steps(&db, &other).await.unwrap().unwrap();
        assert_eq!((steps.people, steps.key), (Some(true), Some(false)));
        join(&db, &fixtures, group, "ana").await;
        assert_eq!(home::first_steps(&db, &other).await.unwrap(), None);
    })
    .await;
}

/// A new learner joins with a new key.
async fn join(db: &Db, fixtures: &Fixtures, group: GroupId, login: &str) {
    let learner = fixtures.user(login).create().await;
    let key = fixtures
        .key(group, &format!("key-of-{login}"))
        .create()
        .await;
    let link = keys::link(db, group, key).await.unwrap();
    joining::redeem_link(db, &audit(learner), learner, &link)
        .await
        .unwrap();
}

#[tokio::test]
async fn the_newest_joins_and_purchases_come_first() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let course = fixtures.course("Baking").create().await;
        let group = fixtures.group("Bakers").create().await;
        let north = fixtures.branch("North").await;
        let bundle = fixtures.bundle("Bundle", &[course]).await;
        join(&db, &fixtures, group, "ana").await;
        let bob = fixtures.user("bob").create().await;
        fixtures.order(bob, bundle).create().await;
        join(&db, &fixtures, group, "cid").await;
        let (joined, bought) = (ActivityKind::MemberJoined, ActivityKind::OrderPlaced);
        let said = async |scope, kinds: &[ActivityKind], most| {
            let lines = activity::recent(&db, scope, kinds, most).await.unwrap();
            lines
                .into_iter()
                .map(|line| line.sentence)
                .collect::<Vec<_>>()
        };
        let all = said(AccessScope::PORTAL, &[joined, bought], 10).await;
        assert_eq!(all.len(), 3);
        assert!(all[1].starts_with("placed order"), "{all:?}");
        assert_eq!(said(AccessScope::PORTAL, &[joined], 1).await.len(), 1);
        assert_eq!(said(AccessScope::PORTAL, &[joined], 10).await.len(), 2);
        let of_north = AccessScope::for_branch(Some(north));
        assert!(said(of_north, &[joined, bought], 10).await.is_empty());
    })
    .await;
}
