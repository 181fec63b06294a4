//! Kinds of activity: the filter, and lines that older versions wrote.
use super::sentences;
use crate::support::{audit, execute, group, on_both_engines, user};
use db::{activity, members};
use domain::{
    access_scope::AccessScope,
    activity::{ActivityFilter, ActivityKind},
};

#[tokio::test]
async fn the_log_is_filtered_by_kind() {
    on_both_engines(async |db| {
        let (ada, ana) = (user(&db, "ada").await, user(&db, "ana").await);
        let (sales, bakers) = (group(&db, "Sales").await, group(&db, "Bakers").await);
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
        for name in ["First", "Second", "Third", "Fourth"] {
            group(&db, name).await;
        }
        let set = async |what: &str, line: &str| {
            let text = format!("UPDATE activity SET {what} WHERE params LIKE '%{line}%'");
            assert_eq!(execute(&db, &text, vec![]).await, 1);
        };
        set("params = NULL, detail = 'added the group of old'", "First").await;
        set("params = '{\"group\":7}'", "Second").await;
        set("params = '{'", "Third").await;
        set("verb = 'group.invent'", "Fourth").await;
        group(&db, "Fifth").await;
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
