//! Groups, their two tabs and the trash, on a real database.
mod deletion;
mod leaving;
mod memberships;
mod tabs;

use crate::support::{NOW, assert_counts, audit, number, on_both_engines};
use db::throttles::AddedKey;
use db::{Db, Error, Taken, group_courses, groups, members, trash};
use domain::{
    access_scope::AccessScope,
    groups::{EnrolmentPolicy, GroupInfo, RemovalPolicy},
    ids::{CourseId, GroupId, UserId},
    keys::{KeyState, Limits},
    list_columns::GroupColumn,
    members::{GroupCourseQuery, MemberFilter, MemberQuery},
    page::{Cursor, Search},
    sorting::Sorting,
    time::Timestamp,
};
use fixtures::{Fixtures, Names, group_info, new_key};

fn search(text: &str) -> Search {
    Search {
        text: text.into(),
        cursor: None,
    }
}

fn query(text: &str, filter: MemberFilter, cursor: Option<Cursor>) -> MemberQuery {
    MemberQuery {
        search: Search {
            text: text.into(),
            cursor: cursor.map(|cursor| cursor.0),
        },
        filter,
    }
}

/// A group with these members and courses, and the audit context used.
async fn filled(db: &Db, users: &[UserId], courses: &[CourseId]) -> (GroupId, db::AuditContext) {
    let fixtures = Fixtures::at(db, NOW);
    let admin = audit(fixtures.user("zadmin").create().await);
    let group = fixtures.group("Sales").with_members(users);
    let group = group.with_courses(courses).create().await;
    (group, admin)
}

async fn sources(db: &Db, user: UserId, course: CourseId) -> Vec<String> {
    let mut found: Vec<String> = crate::support::enrolments(db)
        .await
        .into_iter()
        .filter(|row| (row.0, row.1) == (user.0, course.0))
        .map(|row| row.2)
        .collect();
    found.sort();
    found
}

async fn courses(db: &Db) -> [CourseId; 2] {
    let fixtures = Fixtures::at(db, NOW);
    [
        fixtures.course("Phone").create().await,
        fixtures.course("Desk").create().await,
    ]
}

#[tokio::test]
async fn a_taken_name_is_recognised_in_any_case_and_width() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.group("Sales").create().await;
        let admin = audit(fixtures.user("ada").create().await);
        let error = groups::create(&db, &admin, &group_info("ＳＡＬＥＳ"), None)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Taken(Taken::GroupName)), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn a_key_opens_only_one_group_and_a_refused_group_leaves_nothing() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.user("ada").create().await);
        let first = new_key("sales-2026", Limits::default());
        groups::create(
            &db,
            &admin,
            &group_info("Sales"),
            Some(AddedKey::uncounted(&first)),
        )
        .await
        .unwrap();
        let same = new_key("SALES 2026", Limits::default());
        let error = groups::create(
            &db,
            &admin,
            &group_info("Other"),
            Some(AddedKey::uncounted(&same)),
        )
        .await
        .unwrap_err();
        assert!(matches!(error, Error::Taken(Taken::Key)), "{error:?}");
        assert_eq!(number(&db, "SELECT count(*) FROM groups", vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_editors_gets_the_current_group() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.user("ada").create().await);
        let group = fixtures.group("Sales").create().await;
        let version = groups::get(&db, group).await.unwrap().version;
        groups::update(&db, &admin, group, &version, &group_info("Sales North"))
            .await
            .unwrap();
        let error = groups::update(&db, &admin, group, &version, &group_info("Sales South"))
            .await
            .unwrap_err();
        let Error::Edited(edited) = error else {
            panic!("{error:?}")
        };
        let [name] = &edited.changed[..] else {
            panic!("{edited:?}")
        };
        assert_eq!((&*name.label, &*name.now), ("Name", "Sales North"));
        let now = groups::get(&db, group).await.unwrap();
        assert_eq!((&*now.name, now.version), ("Sales North", edited.version));
    })
    .await;
}

#[tokio::test]
async fn copies_are_numbered_and_include_the_courses() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (original, admin) = filled(&db, &[ana], &courses(&db).await).await;
        let first = groups::clone(&db, &admin, original).await.unwrap();
        let second = groups::clone(&db, &admin, original).await.unwrap();
        let first = groups::get(&db, first).await.unwrap();
        assert_eq!(first.name, "Sales (copy)");
        assert_eq!((first.counts.members, first.counts.courses), (0, 2));
        let second = groups::get(&db, second).await.unwrap();
        assert_eq!(second.name, "Sales (copy 2)");
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn the_list_pages_forwards_and_backwards_with_the_best_key() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.user("ada").create().await);
        for place in 0..120 {
            let key = new_key(&format!("key-{place:04}"), Limits::default());
            let name = group_info(&format!("Group {place:03}"));
            groups::create(
                &db,
                &admin,
                &name,
                (place == 0).then_some(AddedKey::uncounted(&key)),
            )
            .await
            .unwrap();
        }
        let mut asked = search("");
        let mut seen = Vec::new();
        let mut back = Vec::new();
        loop {
            let page = groups::list(&db, AccessScope::PORTAL, &asked, Default::default(), NOW)
                .await
                .unwrap();
            assert_eq!(page.total, 120);
            seen.extend(page.rows.iter().map(|row| row.name.clone()));
            back.push(page.previous.clone());
            let Some(next) = page.next else { break };
            asked.cursor = Some(next.0);
        }
        assert_eq!(seen.len(), 120);
        assert!(seen.is_sorted());
        assert_eq!((back.len(), back[0].clone()), (3, None));

        asked.cursor = back[2].clone().map(|cursor| cursor.0);
        let page = groups::list(&db, AccessScope::PORTAL, &asked, Default::default(), NOW)
            .await
            .unwrap();
        assert_eq!(page.rows[0].name, "Group 050");
        asked.cursor = page.previous.map(|cursor| cursor.0);
        let page = groups::list(&db, AccessScope::PORTAL, &asked, Default::default(), NOW)
            .await
            .unwrap();
        assert_eq!(page.rows[0].key, Some(KeyState::Open));
        assert_eq!((page.rows[1].key, page.previous), (None, None));

        asked.cursor = Some("a999999".into());
        let aged = groups::list(&db, AccessScope::PORTAL, &asked, Default::default(), NOW).await;
        assert_eq!(aged.unwrap().rows[0].name, "Group 000");
        let newest = groups::list(
            &db,
            AccessScope::PORTAL,
            &search(""),
            Sorting::descending(GroupColumn::Added),
            NOW,
        )
        .await;
        assert_eq!(newest.unwrap().rows[0].name, "Group 119");
    })
    .await;
}

#[tokio::test]
async fn a_percent_sign_finds_a_percent_sign() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.group("100% remote").create().await;
        fixtures.group("1000 miles").create().await;
        let found = |text: &'static str| {
            let db = db.clone();
            async move {
                let page = groups::list(
                    &db,
                    AccessScope::PORTAL,
                    &search(text),
                    Default::default(),
                    NOW,
                )
                .await;
                page.unwrap().total
            }
        };
        assert_eq!(found("%").await, 1);
        assert_eq!(found("100").await, 2);
        assert_eq!(found("_").await, 0);
        assert_eq!(found("REMOTE 100%").await, 1);
        assert_eq!(found("'; DROP TABLE groups; --").await, 0);
    })
    .await;
}

fn of_group(group: GroupId) -> domain::activity::ActivityFilter {
    domain::activity::ActivityFilter {
        group: Some(group),
        ..Default::default()
    }
}
