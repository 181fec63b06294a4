//! Lists that are read page by page, and exports of members.
use crate::support::{NOW, audit, number, on_both_engines};
use db::{Db, branches, categories, courses, groups, members, users};
use domain::{
    access_scope::AccessScope,
    courses::CourseQuery,
    groups::RemovalPolicy,
    ids::UserId,
    members::{MemberFilter, MemberQuery},
    page::Search,
    permissions::BuiltIn,
    users::{PersonName, UserFilter},
};
use fixtures::{Fixtures, user_info};

const ADMIN: UserId = UserId(1);

#[tokio::test]
async fn an_export_covers_all_members_page_by_page() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let users = fixtures.users("u", 3).await;
        db::group_courses::add(
            &db,
            &audit(ADMIN),
            sales,
            fixtures.course("Bread").create().await,
        )
        .await
        .unwrap();
        for user in &users[..2] {
            members::add(&db, &audit(ADMIN), sales, *user)
                .await
                .unwrap();
        }
        members::synchronize(&db, &audit(ADMIN), sales, users[0])
            .await
            .unwrap();
        let page = members::export(&db, sales, UserId(0)).await.unwrap();
        let seen: Vec<_> = page
            .iter()
            .map(|member| (member.person.id, member.enrolled, member.courses))
            .collect();
        assert_eq!(seen, [(users[0], 1, 1), (users[1], 0, 1)]);
        let rest = members::export(&db, sales, users[1]).await.unwrap();
        assert!(rest.is_empty());
    })
    .await;
}

fn at(cursor: &str) -> Search {
    Search {
        text: String::new(),
        cursor: Some(cursor.into()),
    }
}

/// The logins on the page of a branch's users at this cursor.
async fn users_at(db: &Db, scope: AccessScope, cursor: &str) -> Vec<String> {
    let page = users::list(db, scope, &at(cursor), UserFilter::All).await;
    page.unwrap()
        .rows
        .into_iter()
        .map(|row| row.login)
        .collect()
}

/// A position between two rows would tell where the name of a row of another branch is.
#[tokio::test]
async fn a_cursor_of_a_foreign_row_is_one_of_none() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let branch = fixtures.branch("Nordic").await;
        let scope = AccessScope::for_branch(Some(branch));
        let mut foreign = Vec::new();
        for number in 0..8 {
            let login = format!("user{number}");
            fixtures.user(&login).in_branch(branch).create().await;
            foreign.push(fixtures.user(&format!("{login}x")).create().await);
        }
        let group = fixtures.group("Sales").in_branch(branch).create().await;
        let member_query = |cursor: &str| MemberQuery {
            search: at(cursor),
            filter: MemberFilter::All,
        };
        let first = users_at(&db, scope, "").await;
        assert_eq!(first.len(), 8);
        let ids = foreign.iter().map(|user| user.0).chain([999_999]);
        for id in ids {
            for direction in ["a", "b"] {
                let cursor = format!("{direction}{id}");
                assert_eq!(users_at(&db, scope, &cursor).await, first, "{cursor}");
                let cursor = format!("{direction}n{id}");
                let tab = members::list(&db, group, &member_query(&cursor)).await;
                assert_eq!(tab.unwrap().rows.len(), 8, "{cursor}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_cursor_is_one_of_its_own_list_and_of_no_other() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.users("u", 60).await;
        for number in 0..60 {
            fixtures.group(&format!("Group {number:02}")).create().await;
        }
        let portal = AccessScope::PORTAL;
        let list = async |cursor: &str| {
            let page = groups::list(&db, portal, &at(cursor), Default::default(), NOW).await;
            page.unwrap()
        };
        let first = users::list(&db, portal, &at(""), UserFilter::All).await;
        let of_users = first.unwrap().next.unwrap().0;
        assert_eq!(users_at(&db, portal, &of_users).await.len(), 10);
        assert_eq!(list(&of_users).await.previous, None, "the first page");
        let of_groups = list("").await.next.unwrap();
        assert_eq!(
            list("").await.next,
            Some(of_groups.clone()),
            "always the same"
        );
        // It continues where it was, although the row is no longer there.
        let last = list("").await.rows.pop().unwrap();
        assert_eq!(last.name, "Group 49");
        db::trash::delete(&db, &audit(ADMIN), last.id, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        assert_eq!(list(&of_groups.0).await.rows[0].name, "Group 50");
    })
    .await;
}

/// The order in which people look for them.
const IN_ORDER: [&str; 12] = [
    "10 Steps",
    "Äpfel",
    "Apfelmus",
    "Élan",
    "elan vital",
    "Group 2",
    "Group 10",
    "O’Brien",
    "Oakley",
    "Øst",
    "Zebra",
    "Ωmega",
];

#[tokio::test]
async fn names_stand_as_people_look_for_them() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let portal = AccessScope::PORTAL;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let mut infos = Vec::new();
        for (place, name) in IN_ORDER.iter().enumerate().rev() {
            fixtures.group(name).create().await;
            fixtures.course(name).create().await;
            fixtures.branch(name).await;
            fixtures.category(name, None).await;
            let mut info = user_info(&format!("u{}", 99 - place), learner);
            info.last_name = PersonName::parse(name).unwrap();
            infos.push(info);
        }
        let added = users::create_many(&db, &audit(ADMIN), &infos).await;
        added.unwrap();

        let users = users::list(&db, portal, &at(""), UserFilter::All).await;
        let users = users.unwrap().rows.into_iter();
        let logins: Vec<_> = users.map(|row| row.login).collect();
        let expected: Vec<_> = (0..12).map(|place| format!("u{}", 99 - place)).collect();
        assert_eq!(logins, expected);
        let found = groups::list(&db, portal, &at(""), Default::default(), NOW).await;
        let found: Vec<_> = found
            .unwrap()
            .rows
            .into_iter()
            .map(|row| row.name)
            .collect();
        assert_eq!(found, IN_ORDER);
        let found = courses::list(&db, portal, &CourseQuery::default()).await;
        let found: Vec<_> = found
            .unwrap()
            .rows
            .into_iter()
            .map(|row| row.name)
            .collect();
        assert_eq!(found, IN_ORDER);
        let found = branches::list(&db, &at("")).await;
        let found: Vec<_> = found
            .unwrap()
            .rows
            .into_iter()
            .map(|row| row.name)
            .collect();
        assert_eq!(found, IN_ORDER);
        let found = categories::list(&db).await.unwrap().into_iter();
        let found: Vec<_> = found.map(|row| row.name).collect();
        assert_eq!(found, IN_ORDER);
        if !db.is_sqlite() {
            // Whatever the language of the database is.
            let by_bytes = "SELECT count(*) FROM information_schema.columns \
                 WHERE column_name = 'sort_name' AND collation_name = 'C'";
            assert_eq!(number(&db, by_bytes, vec![]).await, 6);
        }
    })
    .await;
}

/// Pages in the new order meet, forwards and backwards.
#[tokio::test]
async fn pages_continue_in_the_order_of_names() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let mut names = Vec::new();
        for letter in ["a", "ä", "b", "é", "ø", "z"] {
            for number in 1..=10 {
                names.push(format!("{letter}{letter} {number}"));
            }
        }
        for name in names.iter().rev() {
            fixtures.group(name).create().await;
        }
        let portal = AccessScope::PORTAL;
        let list = async |cursor: &str| {
            let page = groups::list(&db, portal, &at(cursor), Default::default(), NOW).await;
            page.unwrap()
        };
        let first = list("").await;
        let second = list(&first.next.unwrap().0).await;
        let seen = first.rows.iter().chain(&second.rows);
        // Accents count only between names that are otherwise the same: aa 1, ää 1, aa 2.
        names[..20].sort_by_key(|name| name[name.find(' ').unwrap() + 1..].parse::<u8>().unwrap());
        assert_eq!(seen.map(|row| row.name.clone()).collect::<Vec<_>>(), names);
        let back = list(&second.previous.unwrap().0).await;
        assert_eq!(back.rows.len(), 50);
        assert_eq!(back.rows[49].name, names[49]);
    })
    .await;
}
