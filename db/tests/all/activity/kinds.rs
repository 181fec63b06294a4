//! Kinds of activity: the filter, and lines that older versions wrote.
use super::sentences;
use crate::support::{NOW, audit, execute, on_both_engines};
use db::{activity, members};
use domain::{
    access_scope::AccessScope,
    activity::{ActivityFilter, ActivityKind},
};
use fixtures::Fixtures;

#[tokio::test]
async fn the_log_is_filtered_by_kind() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (ada, ana) = (
            fixtures.user("ada").create().await,
            fixtures.user("ana").create().await,
        );
        let (sales, bakers) = (
            fixtures.group("Sales").create().await,
            fixtures.group("Bakers").create().await,
        );
        members::add(&db, &audit(ada), sales, ana).await.unwrap();
        members::add(&db, &audit(ada), bakers, ana).await.unwrap();
        members::add(&db, &audit(ana), bakers, ada).await.unwrap();
        let filter = ActivityFilter {
            kind: Some(ActivityKind::MemberAdded),
            ..Default::default()
        };
        for (filter, lines) in [
            (filter, 3),
            (
                ActivityFilter {
                    group: Some(bakers),
                    ..filter
                },
                2,
            ),
            (
                ActivityFilter {
                    user: Some(ada),
                    ..filter
                },
                3,
            ),
            (
                ActivityFilter {
                    user: Some(ada),
                    group: Some(sales),
                    ..filter
                },
                1,
            ),
            (
                ActivityFilter {
                    kind: Some(ActivityKind::GroupAdded),
                    ..filter
                },
                2,
            ),
            (
                ActivityFilter {
                    kind: Some(ActivityKind::KeyAdded),
                    ..filter
                },
                0,
            ),
        ] {
            let page = activity::list(&db, AccessScope::PORTAL, &filter, None)
                .await
                .unwrap();
            assert_eq!(page.rows.len(), lines, "{filter:?}");
            let file = activity::export(&db, AccessScope::PORTAL, &filter, None)
                .await
                .unwrap();
            assert_eq!(file, page.rows);
        }
    })
    .await;
}

#[tokio::test]
async fn lines_without_readable_parameters_are_shown_too() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        for name in ["First", "Second", "Third", "Fourth"] {
            fixtures.group(name).create().await;
        }
        let set = async |what: &str, line: &str| {
            let text = format!("UPDATE activity SET {what} WHERE params LIKE '%{line}%'");
            assert_eq!(execute(&db, &text, vec![]).await, 1);
        };
        set("params = NULL, detail = 'added the group of old'", "First").await;
        set("params = '{\"group\":7}'", "Second").await;
        set("params = '{'", "Third").await;
        set("verb = 'group.invent'", "Fourth").await;
        fixtures.group("Fifth").create().await;
        let filter = ActivityFilter::default();
        let page = activity::list(&db, AccessScope::PORTAL, &filter, None)
            .await
            .unwrap();
        let unreadable = |verb| format!("did something that this version can’t describe: {verb}");
        let expected = [
            "added the group Fifth".to_owned(),
            unreadable("group.invent"),
            unreadable("group.add"),
            unreadable("group.add"),
            "added the group of old".to_owned(),
        ];
        assert_eq!(sentences(&page.rows), expected);
        let of_kind = ActivityFilter {
            kind: Some(ActivityKind::GroupAdded),
            ..filter
        };
        let file = activity::export(&db, AccessScope::PORTAL, &of_kind, None)
            .await
            .unwrap();
        assert_eq!(
            file.len(),
            4,
            "the filter reads the verb, also of old lines"
        );
    })
    .await;
}

/// What is stored is never renamed: these are lines as the first version with parameters wrote them.
#[tokio::test]
async fn stored_parameters_stay_readable() {
    let lines = [
        ("member.add", r#"{"user":"Ana"}"#, "added Ana to the group"),
        ("key.add", "{}", "added a key"),
        (
            "group.add",
            r#"{"group":"Sales","copy_of":null}"#,
            "added the group Sales",
        ),
        (
            "group.delete",
            r#"{"group":"Sales","policy":"keep_access","was_default":false}"#,
            "moved the group Sales to the trash, keeping its members' access",
        ),
        (
            "mass_action.finish",
            r#"{"result":{"kind":"undo","undone":"assign","users":2,"changes":3,"skipped":1}}"#,
            "undid the mass action “Assign group courses”: 3 changes; skipped 1 inactive user",
        ),
        (
            "user.password",
            r#"{"how":"email_link"}"#,
            "reset their password by e-mail",
        ),
        (
            "user.end_session",
            r#"{"sessions":"all_others"}"#,
            "signed out all their other sessions",
        ),
        (
            "member.join",
            r#"{"with":"link"}"#,
            "joined with the join link",
        ),
        (
            "instructor.add",
            r#"{"user":"Ana","of":"group-7"}"#,
            "made Ana an instructor of the group",
        ),
        (
            "order.pay",
            r#"{"order":12,"buyer":"Ana"}"#,
            "marked order 00012 of Ana as paid",
        ),
        (
            "order.mismatch",
            r#"{"order":12,"reason":"order_cancelled"}"#,
            "received a payment for cancelled order 00012",
        ),
        (
            "user_type.edit",
            r#"{"edit":{"user_type":"Tutor","old_name":null,"added":["administrator.users.edit"],"removed":[]}}"#,
            "edited the user type Tutor; added Administrator > Users > Add and edit",
        ),
        (
            "user_type.delete",
            r#"{"user_type":"Tutor","moved":{"users":1,"to":"Learner"}}"#,
            "deleted the user type Tutor and moved 1 user to Learner",
        ),
        (
            "branch.edit",
            r#"{"branch":"North","edit":{"default_group":null}}"#,
            "removed the default group of the branch North",
        ),
        (
            "settings.edit",
            r#"{"setting":{"currency":"Eur"}}"#,
            "set the currency to EUR",
        ),
        (
            "settings.edit",
            r#"{"setting":{"sign_up":"approval"}}"#,
            "set sign-up to By approval",
        ),
        (
            "settings.edit",
            r#"{"setting":{"key_mail":"restored"}}"#,
            "restored the default text of group key e-mails",
        ),
    ];
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.group("Sales").create().await;
        for (verb, params, sentence) in lines {
            let text = "UPDATE activity SET verb = $1, params = $2";
            execute(&db, text, vec![verb.into(), params.into()]).await;
            let filter = ActivityFilter::default();
            let shown = activity::list(&db, AccessScope::PORTAL, &filter, None)
                .await
                .unwrap();
            assert_eq!(sentences(&shown.rows), [sentence]);
        }
    })
    .await;
}
