//! Exports of members.
use crate::support::{NOW, audit, on_both_engines};
use db::members;
use domain::ids::UserId;
use fixtures::Fixtures;

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
