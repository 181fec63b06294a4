//! `--demo`: the demo data.
use crate::portal::Portal;
use db::{
    branches, catalog, coupons, courses, groups, instructors, joining, keys, learners, learning,
    mass_actions, members, orders, sessions, users,
};
use domain::{
    access_scope::AccessScope,
    catalog::CatalogQuery,
    courses::CourseQuery,
    keys::KeyState,
    members::MemberQuery,
    orders::{OrderQuery, OrderState},
    page::Search,
    users::UserFilter,
};
use server::demo::{self, Error};
use std::time::Instant;

#[tokio::test]
async fn the_demo_data_has_consistent_numbers() {
    let portal = Portal::sqlite();
    let db = portal.migrated().await;
    let begin = Instant::now();
    let accounts = demo::fill(&db, None).await.unwrap();
    println!("filled in {:?}", begin.elapsed());
    let now = db::now();
    let all = Search::default();
    let every = CourseQuery::default();

    let users = users::list(&db, AccessScope::PORTAL, &all, UserFilter::All)
        .await
        .unwrap();
    assert_eq!(users.total, 400);
    assert_eq!(
        courses::list(&db, AccessScope::PORTAL, &every)
            .await
            .unwrap()
            .total,
        30
    );
    let groups = groups::list(&db, AccessScope::PORTAL, &all, Default::default(), now)
        .await
        .unwrap();
    assert_eq!(groups.total, 12, "ten, and one of each branch");

    let mut states = Vec::new();
    for group in &groups.rows {
        let mut query = MemberQuery {
            filter: domain::members::MemberFilter::Members,
            ..Default::default()
        };
        let (mut found, mut lacking) = (0, 0);
        loop {
            let page = members::list(&db, group.id, &query).await.unwrap();
            found += i64::try_from(page.rows.len()).unwrap();
            let drifting = page.rows.iter().filter(|row| row.active);
            lacking += drifting.map(|row| row.courses - row.enrolled).sum::<i64>();
            match page.next {
                Some(next) => query.search.cursor = Some(next.0),
                None => break,
            }
        }
        assert_eq!(found, group.counts.members, "{}", group.name);
        assert_eq!(lacking, group.counts.drift, "{}", group.name);
        states.extend(group.key);
        for key in keys::list(&db, group.id, now).await.unwrap() {
            let used = keys::redemptions(&db, group.id, 1_000).await.unwrap().len();
            assert_eq!(key.used, i64::try_from(used).unwrap());
        }
        let actions = mass_actions::recent(&db, group.id, 10, now).await.unwrap();
        assert!(actions.iter().all(|action| action.finished_at.is_some()));
    }
    for state in [
        KeyState::Open,
        KeyState::Paused,
        KeyState::NotYetOpen,
        KeyState::Expired,
        KeyState::UsedUp,
    ] {
        assert!(states.contains(&state), "{state:?}");
    }
    assert!(groups.rows.iter().any(|group| group.counts.drift > 0));
    assert!(
        groups
            .rows
            .iter()
            .any(|group| group.name.chars().count() >= 140)
    );
    assert!(
        groups
            .rows
            .iter()
            .any(|group| group.counts == Default::default())
    );

    let logins: Vec<_> = accounts
        .iter()
        .map(|account| account.login.as_str())
        .collect();
    assert_eq!(
        logins,
        ["admin", "trainer", "learner", "learner2", "nokey", "nordic"]
    );
    for account in &accounts {
        let token = sessions::sign_in(&db, &account.login, &account.password, "", "", now)
            .await
            .unwrap()
            .expect(&account.role);
        let (_, actor) = sessions::find(&db, &token, now).await.unwrap().unwrap();
        let may_join = actor.may(domain::policy::Action::JoinByKey);
        let keyless = ["nokey", "nordic"].contains(&account.login.as_str());
        assert_eq!(may_join, !keyless, "{}", account.login);
        let mine = learning::my_courses(&db, actor.id).await.unwrap();
        if account.login == "learner" {
            let done = mine.iter().filter(|course| course.completed_at.is_some());
            assert_eq!(done.count(), 1);
            assert!(
                mine.iter()
                    .any(|course| (1..course.units).contains(&course.completed))
            );
            assert!(mine.iter().any(|course| course.completed == 0));
        }
        if account.login == "trainer" {
            let own = actor.scope(domain::policy::Action::ListCourses);
            let teaching = instructors::count_taught(&db, own).await.unwrap();
            assert_eq!((teaching.courses, teaching.groups), (3, 2));
            for course in courses::list(&db, own, &every).await.unwrap().rows {
                let learners = learners::list(&db, own, course.id, &all).await.unwrap();
                let begun = |some: &domain::enrolments::LearnerRow| some.completed > 0;
                assert!(learners.rows.iter().any(begun), "{}", course.name);
                assert!(!learners.rows.iter().all(begun), "{}", course.name);
            }
        }
        if account.login == "learner2" {
            assert!(learning::my_groups(&db, actor.id).await.unwrap().is_empty());
            let seen = joining::preview(
                &db,
                actor.id,
                db::throttles::GuessedKey::uncounted("Welcome 2026"),
                now,
            )
            .await
            .unwrap();
            assert_eq!((seen.courses.len(), seen.already_in), (3, false));
        }
    }

    let sold = orders::list(&db, AccessScope::PORTAL, &OrderQuery::default())
        .await
        .unwrap();
    for state in OrderState::ALL {
        assert!(
            sold.rows.iter().any(|order| order.state == *state),
            "{state:?}"
        );
    }
    let coupon = coupons::list(&db, false, now).await.unwrap().remove(0);
    assert_eq!(coupon.used, 3);
    let bundles = catalog::bundles(&db, None, &CatalogQuery::default()).await;
    assert_eq!(bundles.unwrap().total, 3);

    let parts = branches::list(&db, &all).await.unwrap().rows;
    let names: Vec<_> = parts.iter().map(|branch| branch.name.as_str()).collect();
    assert_eq!(names, ["Iberia", "Nordic"]);
    assert_eq!(
        parts.iter().map(|branch| branch.users).sum::<i64>(),
        17 + 21
    );
    let iberia = branches::get(&db, parts[0].id).await.unwrap();
    assert_eq!(iberia.skipped, ["Information security basics"]);

    let again = demo::fill(&db, None).await;
    assert!(matches!(again, Err(Error::NotEmpty)));
}

#[tokio::test]
async fn the_demo_password_can_be_set_and_must_be_valid() {
    let portal = Portal::sqlite();
    let db = portal.migrated().await;
    let short = demo::fill(&db, Some("short")).await;
    assert!(matches!(short, Err(Error::Password(_))));
    let users = users::list(
        &db,
        AccessScope::PORTAL,
        &Search::default(),
        UserFilter::All,
    )
    .await
    .unwrap();
    assert_eq!(users.total, 0, "refused before anything was written");
}
