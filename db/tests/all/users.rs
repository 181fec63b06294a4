//! Users: the list and the editor.
use crate::support::{NO_MAIL, NOW, audit, execute, number, on_both_engines, sentences};
use db::{AuditContext, Error, Taken, sessions, users};
use domain::{
    access_scope::AccessScope,
    activity::ActivityKind,
    ids::UserTypeId,
    page::Search,
    permissions::BuiltIn,
    users::{Email, Login, PersonName, UserFilter},
};
use fixtures::{Fixtures, password, user_info};
use sea_orm::ConnectionTrait;

fn search(text: &str) -> Search {
    Search {
        text: text.into(),
        cursor: None,
    }
}

#[tokio::test]
async fn a_user_is_found_by_any_part_of_their_names_and_addresses() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let mut zoe = user_info("zoe", learner);
        zoe.first_name = PersonName::parse("Zoë").unwrap();
        zoe.last_name = PersonName::parse("Ωμέγα 100%").unwrap();
        let zoe = users::create(&db, &AuditContext::system(NOW), &zoe, None)
            .await
            .unwrap();
        fixtures.user("bob").create().await;
        for text in ["zoe@exam", "ZOË", "ωμέγα zo", "100%", ""] {
            let page = users::list(&db, AccessScope::PORTAL, &search(text), UserFilter::All)
                .await
                .unwrap();
            assert!(page.rows.iter().any(|row| row.id == zoe), "{text}");
        }
        for text in ["%", "_"] {
            let page = users::list(&db, AccessScope::PORTAL, &search(text), UserFilter::All)
                .await
                .unwrap();
            assert_eq!(page.rows.len(), usize::from(text == "%"), "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_list_is_paged_by_last_name() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        for place in 0..60 {
            fixtures.user(&format!("p{:02}", 59 - place)).create().await;
        }
        let first = users::list(&db, AccessScope::PORTAL, &search(""), UserFilter::All)
            .await
            .unwrap();
        assert_eq!((first.rows.len(), first.total), (50, 60));
        assert_eq!(first.rows[0].name, "Ana p00");
        let next = Search {
            text: String::new(),
            cursor: first.next.map(|cursor| cursor.0),
        };
        let second = users::list(&db, AccessScope::PORTAL, &next, UserFilter::All)
            .await
            .unwrap();
        assert_eq!(second.rows.len(), 10);
        assert_eq!(second.rows[9].name, "Ana p59");
    })
    .await;
}

#[tokio::test]
async fn a_row_counts_groups_and_distinct_courses() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let course = fixtures.course("Baking").create().await;
        execute(
            &db,
            "INSERT INTO groups (name, name_folded, search, description, price_minor, \
             enrolment_policy, removal_policy, created_at, deleted_at) \
             VALUES ('A', 'a', 'a', '', 0, 'manually', 'keep_access', 0, NULL), \
             ('B', 'b', 'b', '', 0, 'manually', 'keep_access', 0, 5)",
            vec![],
        )
        .await;
        execute(
            &db,
            "INSERT INTO group_members (group_id, user_id, via, added_at) \
             SELECT id, $1, 'added', 0 FROM groups",
            vec![ana.0.into()],
        )
        .await;
        for source in ["direct", "kept"] {
            execute(
                &db,
                "INSERT INTO enrolments (user_id, course_id, source, created_at) \
                 VALUES ($1, $2, $3, 0)",
                vec![ana.0.into(), course.0.into(), source.into()],
            )
            .await;
        }
        let page = users::list(&db, AccessScope::PORTAL, &search("ana"), UserFilter::Active)
            .await
            .unwrap();
        assert_eq!((page.rows[0].groups, page.rows[0].courses), (1, 1));
        assert_eq!(page.rows[0].user_type, "Learner-Type");
    })
    .await;
}

#[tokio::test]
async fn logins_and_addresses_are_unique_in_any_case_and_across_each_other() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        fixtures.user("ana").create().await;
        let portal = AuditContext::system(NOW);
        let mut twin = user_info("ANA", learner);
        twin.email = Email::parse("other@example.org").unwrap();
        let made = users::create(&db, &portal, &twin, None).await;
        assert!(matches!(made, Err(Error::Taken(Taken::Login))));
        let mut twin = user_info("bob", learner);
        twin.email = Email::parse("Ana@Example.org").unwrap();
        let made = users::create(&db, &portal, &twin, None).await;
        assert!(matches!(made, Err(Error::Taken(Taken::Email))));
        let mut thief = user_info("thief", learner);
        thief.login = Login::parse("ana@example.org").unwrap();
        thief.email = Email::parse("thief@example.org").unwrap();
        let made = users::create(&db, &portal, &thief, None).await;
        assert!(matches!(made, Err(Error::Taken(Taken::LoginIsAddress))));
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_is_named() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let portal = AuditContext::system(NOW);
        // The login stayed when the address changed.
        let mut moved = user_info("ana", learner);
        moved.login = Login::parse("old@example.org").unwrap();
        users::create(&db, &portal, &moved, None).await.unwrap();
        let new = |login: &str, email: &str| {
            let mut new = user_info("bob", learner);
            new.login = Login::parse(login).unwrap();
            new.email = Email::parse(email).unwrap();
            new
        };
        let free = new("free", "free@example.org");
        for (info, is_taken) in [
            (new("OLD@example.org", "bob@example.org"), Taken::Login),
            (
                new("ANA@example.org", "bob@example.org"),
                Taken::LoginIsAddress,
            ),
            (new("bob", "ANA@example.org"), Taken::Email),
            (new("bob", "OLD@example.org"), Taken::EmailIsLogin),
        ] {
            let by_form = users::create(&db, &portal, &info, None).await;
            let list = [free.clone(), info];
            let by_list = users::create_many(&db, &portal, &list).await;
            for refused in [by_form.map(drop), by_list.map(drop)] {
                assert!(
                    matches!(&refused, Err(Error::Taken(taken)) if *taken == is_taken),
                    "{refused:?} and not {is_taken:?}"
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn two_users_with_one_login_at_the_same_time_make_one() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let portal = AuditContext::system(NOW);
        let mut second = user_info("ana", learner);
        second.email = Email::parse("second@example.org").unwrap();
        let first = user_info("ana", learner);
        let (one, two) = futures::join!(
            users::create(&db, &portal, &first, None),
            users::create(&db, &portal, &second, None)
        );
        assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
        let lost = one.and(two).unwrap_err();
        assert!(matches!(lost, Error::Taken(Taken::Login)), "{lost:?}");
    })
    .await;
}

#[tokio::test]
async fn the_longest_names_fit_even_if_case_folding_lengthens_them() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let mut long = user_info("long", fixtures.user_type(BuiltIn::Learner).await);
        long.first_name = PersonName::parse(&"\u{FDFA}".repeat(100)).unwrap();
        long.last_name = PersonName::parse(&"𠀀".repeat(100)).unwrap();
        users::create(&db, &AuditContext::system(NOW), &long, None)
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_missing_type_is_not_found() {
    on_both_engines(async |db| {
        let missing = user_info("ana", UserTypeId(999));
        let made = users::create(&db, &AuditContext::system(NOW), &missing, None).await;
        assert!(matches!(made, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_editors_gets_a_conflict() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let seen = users::get(&db, ana).await.unwrap().version;
        let mut edit = user_info("ana", learner);
        edit.first_name = PersonName::parse("Anna").unwrap();
        users::update(&db, &audit(ana), NO_MAIL, ana, &seen, &edit, None)
            .await
            .unwrap();
        let second = users::update(
            &db,
            &audit(ana),
            NO_MAIL,
            ana,
            &seen,
            &user_info("ana", learner),
            None,
        )
        .await;
        assert!(matches!(second, Err(Error::Edited(_))));
        assert_eq!(users::get(&db, ana).await.unwrap().first_name, "Anna");
    })
    .await;
}

#[tokio::test]
async fn a_new_password_and_deactivating_end_the_sessions() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let token = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let version = users::get(&db, ana).await.unwrap().version;
        users::update(
            &db,
            &audit(ana),
            NO_MAIL,
            ana,
            &version,
            &user_info("ana", learner),
            Some(password()),
        )
        .await
        .unwrap();
        assert!(sessions::find(&db, &token, NOW).await.unwrap().is_none());

        sessions::open(&db, ana, "", "", NOW).await.unwrap();
        users::set_active(&db, &audit(ana), ana, false)
            .await
            .unwrap();
        assert_eq!(
            number(&db, "SELECT count(*) FROM sessions", vec![]).await,
            0
        );
        let told = sentences(&db, ActivityKind::UserDeactivated).await;
        assert_eq!(told, ["deactivated Ana ana"]);
    })
    .await;
}

#[tokio::test]
async fn the_index_that_refuses_tells_what_is_taken() {
    on_both_engines(async |db| {
        Fixtures::at(&db, NOW).users("ana", 2).await;
        let twice = async |column: &str, table: &str| {
            let txn = db.write().await.unwrap();
            let text = format!("UPDATE {table} SET {column} = 'the same'");
            Error::from(txn.execute_unprepared(&text).await.unwrap_err())
        };
        let login = twice("login_folded", "users").await;
        assert!(matches!(login, Error::Taken(Taken::Login)), "{login:?}");
        let email = twice("email_folded", "users").await;
        assert!(matches!(email, Error::Taken(Taken::Email)), "{email:?}");
        execute(
            &db,
            "INSERT INTO user_types (name, name_folded) VALUES ('U', 'u')",
            vec![],
        )
        .await;
        let name = twice("name_folded", "user_types").await;
        assert!(
            matches!(name, Error::Taken(Taken::UserTypeName)),
            "{name:?}"
        );
        // An index that no person runs into stays an error of the database.
        let token = "INSERT INTO user_type_permissions (user_type_id, permission) \
             SELECT min(id), 'x' FROM user_types UNION ALL SELECT min(id), 'x' FROM user_types";
        let txn = db.write().await.unwrap();
        let other = Error::from(txn.execute_unprepared(token).await.unwrap_err());
        assert!(matches!(other, Error::Database(_)), "{other:?}");
    })
    .await;
}

/// What is typed for an address that is seen as `ana.b@exam.example`.
const LOOK_ALIKE: [&str; 5] = [
    "ana.b@exam\u{200B}.example",
    "\u{202A}ana.b@exam.example\u{202C}",
    "ana.b@ex\u{AD}am.example\u{FEFF}",
    "ana.b\u{200D}@exam.example\u{FE0F}",
    "ＡＮＡ．b＠exam.example\u{A0}",
];

#[tokio::test]
async fn two_addresses_that_look_alike_are_one() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let mut ana = user_info("ana", learner);
        ana.email = Email::parse("ana.b@exam.example").unwrap();
        let portal = AuditContext::system(NOW);
        let ana = users::create(&db, &portal, &ana, None).await.unwrap();
        for (place, typed) in LOOK_ALIKE.into_iter().enumerate() {
            let mut twin = user_info(&format!("twin{place}"), learner);
            twin.email = Email::parse(typed).unwrap();
            let refused = users::create(&db, &portal, &twin, None).await;
            assert!(
                matches!(refused, Err(Error::Taken(Taken::Email))),
                "{typed:?}"
            );
            twin.email = Email::parse("other@exam.example").unwrap();
            twin.login = Login::parse(typed).unwrap();
            let refused = users::create(&db, &portal, &twin, None).await;
            assert!(
                matches!(refused, Err(Error::Taken(Taken::LoginIsAddress))),
                "{typed:?}"
            );
            let found = sessions::user_named(&db, typed).await.unwrap();
            assert_eq!(found, Some(ana), "{typed:?}");
        }
    })
    .await;
}
