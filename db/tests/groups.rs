//! Groups, their two tabs and the trash, on a real database.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use db::{Db, Error, Taken, group_courses, groups, members, trash};
use domain::{
    groups::{EnrolmentPolicy, GroupInfo, NewKey, RemovalPolicy},
    ids::{CourseId, GroupId, UserId},
    keys::{GroupKey, KeyState, Limits},
    mass_actions::MemberFilter,
    members::{GroupCourseQuery, MemberQuery},
    page::{Cursor, Search},
    realm::Realm,
    time::Timestamp,
};
use support::{NOW, assert_counts, by, course, group, info, number, on_both_engines, user, users};

fn new_key(text: &str) -> NewKey {
    NewKey {
        key: GroupKey::parse(text).unwrap(),
        limits: Limits::default(),
    }
}

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

/// A group with these members and courses, and whoever writes.
async fn filled(db: &Db, people: &[UserId], courses: &[CourseId]) -> (GroupId, db::By) {
    let admin = by(user(db, "zadmin").await);
    let group = group(db, "Sales").await;
    for user in people {
        members::add(db, &admin, group, *user).await.unwrap();
    }
    for course in courses {
        group_courses::add(db, &admin, group, *course)
            .await
            .unwrap();
    }
    (group, admin)
}

async fn sources(db: &Db, user: UserId, course: CourseId) -> Vec<String> {
    let mut found: Vec<String> = support::enrolments(db)
        .await
        .into_iter()
        .filter(|row| (row.0, row.1) == (user.0, course.0))
        .map(|row| row.2)
        .collect();
    found.sort();
    found
}

async fn courses(db: &Db) -> [CourseId; 2] {
    [course(db, "Phone").await, course(db, "Desk").await]
}

#[tokio::test]
async fn a_name_is_taken_whatever_its_case_and_width() {
    on_both_engines(async |db| {
        group(&db, "Sales").await;
        let admin = by(user(&db, "ada").await);
        let error = groups::create(&db, &admin, &info("ＳＡＬＥＳ"), None)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Taken(Taken::GroupName)), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn a_key_opens_one_group_only_and_a_refused_group_leaves_nothing() {
    on_both_engines(async |db| {
        let admin = by(user(&db, "ada").await);
        let first = new_key("sales-2026");
        groups::create(&db, &admin, &info("Sales"), Some(&first))
            .await
            .unwrap();
        let same = new_key("SALES 2026");
        let error = groups::create(&db, &admin, &info("Other"), Some(&same))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Taken(Taken::Key)), "{error:?}");
        assert_eq!(number(&db, "SELECT count(*) FROM groups", vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_editors_gets_the_group_as_it_is_now() {
    on_both_engines(async |db| {
        let admin = by(user(&db, "ada").await);
        let group = group(&db, "Sales").await;
        let version = groups::get(&db, group).await.unwrap().version;
        groups::update(&db, &admin, group, version, &info("Sales North"))
            .await
            .unwrap();
        let error = groups::update(&db, &admin, group, version, &info("Sales South"))
            .await
            .unwrap_err();
        let Error::GroupConflict(now) = error else {
            panic!("{error:?}")
        };
        assert_eq!(now.name, "Sales North");
    })
    .await;
}

#[tokio::test]
async fn copies_are_numbered_and_take_the_courses_along() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
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
async fn the_list_pages_there_and_back_with_the_best_key() {
    on_both_engines(async |db| {
        let admin = by(user(&db, "ada").await);
        for place in 0..120 {
            let key = new_key(&format!("key-{place:04}"));
            let name = info(&format!("Group {place:03}"));
            groups::create(&db, &admin, &name, (place == 0).then_some(&key))
                .await
                .unwrap();
        }
        let mut asked = search("");
        let mut seen = Vec::new();
        let mut back = Vec::new();
        loop {
            let page = groups::list(&db, Realm::WHOLE, &asked, groups::Sort::Name, NOW)
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
        let page = groups::list(&db, Realm::WHOLE, &asked, groups::Sort::Name, NOW)
            .await
            .unwrap();
        assert_eq!(page.rows[0].name, "Group 050");
        asked.cursor = page.previous.map(|cursor| cursor.0);
        let page = groups::list(&db, Realm::WHOLE, &asked, groups::Sort::Name, NOW)
            .await
            .unwrap();
        assert_eq!(page.rows[0].key, Some(KeyState::Open));
        assert_eq!((page.rows[1].key, page.previous), (None, None));

        asked.cursor = Some("a999999".into());
        let aged = groups::list(&db, Realm::WHOLE, &asked, groups::Sort::Name, NOW).await;
        assert_eq!(aged.unwrap().rows[0].name, "Group 000");
        let newest = groups::list(&db, Realm::WHOLE, &search(""), groups::Sort::Newest, NOW).await;
        assert_eq!(newest.unwrap().rows[0].name, "Group 119");
    })
    .await;
}

#[tokio::test]
async fn a_percent_sign_finds_a_percent_sign() {
    on_both_engines(async |db| {
        group(&db, "100% remote").await;
        group(&db, "1000 miles").await;
        let found = |text: &'static str| {
            let db = db.clone();
            async move {
                let page =
                    groups::list(&db, Realm::WHOLE, &search(text), groups::Sort::Name, NOW).await;
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

#[tokio::test]
async fn adding_does_not_enrol_and_synchronizing_does_once() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let (group, admin) = filled(&db, &[ana], &courses(&db).await).await;
        members::add(&db, &admin, group, ana).await.unwrap();
        let row = members::get(&db, group, ana).await.unwrap();
        assert_eq!((row.member, row.enrolled, row.courses), (true, 0, 2));
        assert!(row.out_of_sync());
        let given = members::synchronize(&db, &admin, group, ana).await.unwrap();
        assert_eq!(given, 2);
        let again = members::synchronize(&db, &admin, group, ana).await.unwrap();
        assert_eq!(again, 0);
        assert_eq!(groups::get(&db, group).await.unwrap().counts.drift, 0);
        assert_counts(&db).await;
        let log = db::activity::list(&db, Realm::WHOLE, &of_group(group), None)
            .await
            .unwrap();
        assert_eq!(log.rows[0].sentence, "enrolled Ana ana in 2 group courses");
        assert_eq!(log.rows[0].actor, "Ada Admin");
        assert_eq!(log.total, 5, "twice the same is one line");
    })
    .await;
}

#[tokio::test]
async fn an_automatic_group_enrols_whoever_and_whatever_is_added() {
    on_both_engines(async |db| {
        let [phone, desk] = courses(&db).await;
        let (ana, idle) = (user(&db, "ana").await, user(&db, "idle").await);
        support::deactivate(&db, idle).await;
        let (group, admin) = filled(&db, &[], &[phone]).await;
        let automatic = GroupInfo {
            enrolment_policy: EnrolmentPolicy::Automatically,
            ..info("Sales")
        };
        groups::update(&db, &admin, group, 1, &automatic)
            .await
            .unwrap();
        members::add(&db, &admin, group, ana).await.unwrap();
        members::add(&db, &admin, group, idle).await.unwrap();
        group_courses::add(&db, &admin, group, desk).await.unwrap();
        assert_eq!(sources(&db, ana, phone).await, ["group"]);
        assert_eq!(sources(&db, ana, desk).await, ["group"]);
        assert!(sources(&db, idle, desk).await.is_empty());
        assert_eq!(groups::get(&db, group).await.unwrap().counts.drift, 0);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn keeping_access_keeps_it_until_the_member_is_back() {
    on_both_engines(async |db| {
        let [phone, desk] = courses(&db).await;
        let ana = user(&db, "ana").await;
        let (group, admin) = filled(&db, &[ana], &[phone, desk]).await;
        members::synchronize(&db, &admin, group, ana).await.unwrap();
        let about = members::removal_preview(&db, group, ana).await.unwrap();
        assert_eq!((about.enrolments, about.members), (2, 1));
        members::remove(&db, &admin, group, ana, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        assert_eq!(sources(&db, ana, phone).await, ["kept"]);
        assert_counts(&db).await;
        members::add(&db, &admin, group, ana).await.unwrap();
        members::synchronize(&db, &admin, group, ana).await.unwrap();
        assert_eq!(sources(&db, ana, phone).await, ["group"]);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn withdrawing_leaves_progress_and_what_another_group_gave() {
    on_both_engines(async |db| {
        let [phone, _] = courses(&db).await;
        let ana = user(&db, "ana").await;
        let (first, admin) = filled(&db, &[ana], &[phone]).await;
        let second = group(&db, "Support").await;
        members::add(&db, &admin, second, ana).await.unwrap();
        group_courses::add(&db, &admin, second, phone)
            .await
            .unwrap();
        for group in [first, second] {
            members::synchronize(&db, &admin, group, ana).await.unwrap();
        }
        let text = "INSERT INTO progress (user_id, course_id, started_at, updated_at) \
             VALUES ($1, $2, 1, 2)";
        support::execute(&db, text, vec![ana.0.into(), phone.0.into()]).await;
        let taken = members::unassign(&db, &admin, first, ana).await.unwrap();
        assert_eq!(taken, 1);
        assert_eq!(sources(&db, ana, phone).await, ["group"], "by the other");
        members::remove(&db, &admin, second, ana, RemovalPolicy::WithdrawAccess)
            .await
            .unwrap();
        assert!(sources(&db, ana, phone).await.is_empty());
        let progress = number(&db, "SELECT count(*) FROM progress", vec![]).await;
        assert_eq!(progress, 1);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn strangers_and_missing_things_are_not_found() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let (group, admin) = filled(&db, &[], &[]).await;
        let keep = RemovalPolicy::KeepAccess;
        let refused = |result: Result<(), Error>| assert!(matches!(result, Err(Error::NotFound)));
        refused(members::remove(&db, &admin, group, ana, keep).await);
        refused(
            members::synchronize(&db, &admin, group, ana)
                .await
                .map(drop),
        );
        refused(members::unassign(&db, &admin, group, ana).await.map(drop));
        refused(members::removal_preview(&db, group, ana).await.map(drop));
        refused(members::add(&db, &admin, group, UserId(999_999)).await);
        refused(members::add(&db, &admin, GroupId(999_999), ana).await);
        refused(group_courses::add(&db, &admin, group, CourseId(999_999)).await);
        refused(group_courses::remove(&db, &admin, group, CourseId(1), keep).await);
        support::deactivate(&db, ana).await;
        members::add(&db, &admin, group, ana).await.unwrap();
        refused(
            members::synchronize(&db, &admin, group, ana)
                .await
                .map(drop),
        );
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn the_users_tab_lists_members_first_and_pages_over_both_sections() {
    on_both_engines(async |db| {
        let people = users(&db, "u", 130).await;
        let members_of_it = &people[60..130];
        let (group, _) = filled(&db, members_of_it, &courses(&db).await).await;
        let mut cursor = None;
        let mut logins = Vec::new();
        let mut previous = Vec::new();
        loop {
            let asked = query("", MemberFilter::All, cursor);
            let page = members::list(&db, group, &asked).await.unwrap();
            assert_eq!(page.total, 131, "with the administrator");
            logins.extend(page.rows.iter().map(|row| row.login.clone()));
            previous.push(page.previous.clone());
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let mut expected: Vec<String> = (60..130).map(|n| format!("u{n:03}")).collect();
        expected.extend((0..60).map(|n| format!("u{n:03}")));
        expected.push("zadmin".into());
        assert_eq!(logins, expected);

        let asked = query("", MemberFilter::All, previous[2].clone());
        let middle = members::list(&db, group, &asked).await.unwrap();
        assert_eq!(middle.rows[0].login, "u110");
        assert_eq!(middle.rows[49].login, "u029");
        let asked = query("", MemberFilter::All, middle.previous);
        let first = members::list(&db, group, &asked).await.unwrap();
        assert_eq!(
            (first.rows[0].login.as_str(), first.previous),
            ("u060", None)
        );
    })
    .await;
}

#[tokio::test]
async fn the_users_tab_filters_and_searches_with_exact_totals() {
    on_both_engines(async |db| {
        let people = users(&db, "u", 120).await;
        let (group, admin) = filled(&db, &people[..70], &courses(&db).await).await;
        members::synchronize(&db, &admin, group, people[0])
            .await
            .unwrap();
        let total = |text: &'static str, filter| {
            let db = db.clone();
            async move {
                let page = members::list(&db, group, &query(text, filter, None)).await;
                page.unwrap().total
            }
        };
        assert_eq!(total("", MemberFilter::Members).await, 70);
        assert_eq!(total("", MemberFilter::NotMembers).await, 51);
        assert_eq!(total("", MemberFilter::OutOfSync).await, 69);
        assert_eq!(total("u0", MemberFilter::All).await, 100);
        assert_eq!(total("u0", MemberFilter::Members).await, 70);
        assert_eq!(total("u000", MemberFilter::OutOfSync).await, 0);
        assert_eq!(total("ANA u11", MemberFilter::NotMembers).await, 10);
        assert_eq!(total("u%", MemberFilter::All).await, 0);
        let asked = query("", MemberFilter::NotMembers, Some(Cursor("am1".into())));
        let aged = members::list(&db, group, &asked).await.unwrap();
        assert_eq!(aged.rows[0].login, "u070", "a cursor of another filter");
    })
    .await;
}

#[tokio::test]
async fn the_courses_tab_keeps_the_groups_order_and_says_who_lacks_what() {
    on_both_engines(async |db| {
        let [phone, desk] = courses(&db).await;
        let art = course(&db, "Art").await;
        let people = users(&db, "u", 3).await;
        let (group, admin) = filled(&db, &people, &[phone, desk]).await;
        members::synchronize(&db, &admin, group, people[0])
            .await
            .unwrap();
        let names = async || {
            let page =
                group_courses::list(&db, Realm::WHOLE, group, &GroupCourseQuery::default()).await;
            let page = page.unwrap();
            assert_eq!(page.total, 3);
            let rows = page.rows.into_iter();
            rows.map(|row| (row.name, row.lacking)).collect::<Vec<_>>()
        };
        let row = |name: &str, lacking| (name.to_owned(), lacking);
        let expected = [row("Phone", 2), row("Desk", 2), row("Art", 0)];
        assert_eq!(names().await, expected);
        group_courses::shift(&db, group, desk, true).await.unwrap();
        group_courses::shift(&db, group, desk, true).await.unwrap();
        let expected = [row("Desk", 2), row("Phone", 2), row("Art", 0)];
        assert_eq!(names().await, expected);
        let stranger = group_courses::shift(&db, group, art, true).await;
        assert!(matches!(stranger, Err(Error::NotFound)));
        let about = group_courses::removal_preview(&db, group, desk)
            .await
            .unwrap();
        assert_eq!((about.enrolments, about.members), (1, 1));
        group_courses::remove(&db, &admin, group, desk, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        assert_eq!(sources(&db, people[0], desk).await, ["kept"]);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn the_courses_tab_filters_by_category_with_those_below() {
    on_both_engines(async |db| {
        let [phone, desk] = courses(&db).await;
        let (group, _) = filled(&db, &[], &[phone]).await;
        let text = "INSERT INTO categories (id, parent_id, name, name_folded) \
             VALUES (1, NULL, 'A', 'a'), (2, 1, 'B', 'b'), (3, NULL, 'C', 'c')";
        support::execute(&db, text, vec![]).await;
        let text = "UPDATE courses SET category_id = 2 WHERE id = $1";
        support::execute(&db, text, vec![desk.0.into()]).await;
        for (category, found) in [(1, 1), (2, 1), (3, 0)] {
            let query = GroupCourseQuery {
                category: Some(domain::ids::CategoryId(category)),
                ..GroupCourseQuery::default()
            };
            let page = group_courses::list(&db, Realm::WHOLE, group, &query)
                .await
                .unwrap();
            assert_eq!((page.rows.len(), page.total), (found, found as i64));
        }
    })
    .await;
}

#[tokio::test]
async fn the_trash_gives_back_members_courses_keys_and_enrolments() {
    on_both_engines(async |db| {
        for policy in [RemovalPolicy::KeepAccess, RemovalPolicy::WithdrawAccess] {
            let name = policy.code();
            let [phone, desk] = courses(&db).await;
            let people = users(&db, name, 3).await;
            let admin = by(user(&db, &format!("{name}-admin")).await);
            let key = new_key(name);
            let group = groups::create(&db, &admin, &info(name), Some(&key))
                .await
                .unwrap();
            for user in &people {
                members::add(&db, &admin, group, *user).await.unwrap();
            }
            group_courses::add(&db, &admin, group, phone).await.unwrap();
            members::synchronize(&db, &admin, group, people[0])
                .await
                .unwrap();
            members::remove(&db, &admin, group, people[0], RemovalPolicy::KeepAccess)
                .await
                .unwrap();
            group_courses::add(&db, &admin, group, desk).await.unwrap();
            members::synchronize(&db, &admin, group, people[1])
                .await
                .unwrap();
            let before = (
                support::enrolments(&db).await,
                support::memberships(&db).await,
            );

            let about = trash::preview(&db, group).await.unwrap();
            assert_eq!((about.enrolments, about.members), (2, 1));
            trash::delete(&db, &admin, group, policy).await.unwrap();
            assert!(matches!(
                groups::get(&db, group).await,
                Err(Error::NotFound)
            ));
            assert_eq!(trash::list(&db, Realm::WHOLE).await.unwrap()[0].id, group);
            let text = "SELECT count(*) FROM group_keys WHERE retired_at IS NULL AND group_id = $1";
            assert_eq!(number(&db, text, vec![group.0.into()]).await, 0);
            let left = match policy {
                RemovalPolicy::KeepAccess => vec!["kept"],
                RemovalPolicy::WithdrawAccess => vec![],
            };
            assert_eq!(sources(&db, people[1], desk).await, left);

            trash::restore(&db, &admin, group).await.unwrap();
            let after = (
                support::enrolments(&db).await,
                support::memberships(&db).await,
            );
            assert_eq!(before, after);
            assert_eq!(number(&db, text, vec![group.0.into()]).await, 1);
            assert!(trash::list(&db, Realm::WHOLE).await.unwrap().is_empty());
            assert_counts(&db).await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_meanwhile_keeps_a_group_in_the_trash() {
    on_both_engines(async |db| {
        let admin = by(user(&db, "ada").await);
        let key = new_key("sales-2026");
        let old = groups::create(&db, &admin, &info("Sales"), Some(&key))
            .await
            .unwrap();
        let keep = RemovalPolicy::KeepAccess;
        trash::delete(&db, &admin, old, keep).await.unwrap();
        let new = groups::create(&db, &admin, &info("sales"), None)
            .await
            .unwrap();
        let refused = trash::restore(&db, &admin, old).await;
        assert!(matches!(refused, Err(Error::Taken(Taken::GroupName))));
        groups::update(&db, &admin, new, 1, &info("Other"))
            .await
            .unwrap();
        groups::create(&db, &admin, &info("Third"), Some(&key))
            .await
            .unwrap();
        let refused = trash::restore(&db, &admin, old).await;
        assert!(matches!(refused, Err(Error::Taken(Taken::Key))));
        assert_eq!(trash::list(&db, Realm::WHOLE).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn after_thirty_days_the_trash_is_emptied_and_kept_access_becomes_direct() {
    on_both_engines(async |db| {
        let [phone, _] = courses(&db).await;
        let ana = user(&db, "ana").await;
        let (group, admin) = filled(&db, &[ana], &[phone]).await;
        members::synchronize(&db, &admin, group, ana).await.unwrap();
        trash::delete(&db, &admin, group, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        let last = NOW.plus_days(domain::groups::TRASH_DAYS);
        assert_eq!(trash::empty_old(&db, last).await.unwrap(), 0);
        let after = Timestamp(last.0 + 1);
        assert_eq!(trash::empty_old(&db, after).await.unwrap(), 1);
        assert_eq!(sources(&db, ana, phone).await, ["direct"]);
        let refused = trash::restore(&db, &admin, group).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_search_that_finds_many_still_has_members_first_and_an_exact_total() {
    on_both_engines(async |db| {
        support::many_users(&db, 1_200).await;
        let text = "SELECT id FROM users WHERE login = $1";
        let mut people = Vec::new();
        // One of them sorts far behind the first hundreds.
        for login in ["m2", "m999"] {
            people.push(UserId(number(&db, text, vec![login.into()]).await));
        }
        let (group, _) = filled(&db, &people, &[]).await;
        let asked = query("many", MemberFilter::All, None);
        let page = members::list(&db, group, &asked).await.unwrap();
        let logins: Vec<&str> = page.rows.iter().map(|row| row.login.as_str()).collect();
        assert_eq!(logins[..4], ["m2", "m999", "m1", "m10"]);
        assert_eq!((page.rows.len(), page.total), (50, 1_200));
        let asked = query("many", MemberFilter::All, page.next);
        let second = members::list(&db, group, &asked).await.unwrap();
        assert_eq!((second.rows.len(), second.total), (50, 1_200));
        assert!(second.rows[0].login > page.rows[49].login);
    })
    .await;
}

fn of_group(group: GroupId) -> domain::activity::ActivityFilter {
    domain::activity::ActivityFilter {
        group: Some(group),
        ..Default::default()
    }
}
