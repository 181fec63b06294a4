//! Lists of members: import and export.
use crate::support::{NOW, audit, on_both_engines};
use db::{Error, members};
use domain::{
    ids::{GroupId, UserId},
    member_imports::Verdict,
};
use fixtures::Fixtures;

const ADMIN: UserId = UserId(1);

#[tokio::test]
async fn every_line_of_a_list_gets_its_result() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let users = fixtures.users("u", 4).await;
        members::add(&db, &audit(ADMIN), sales, users[1])
            .await
            .unwrap();
        fixtures.deactivate(users[2]).await;
        let lines = [
            (1, "U000"),
            (2, "u001"),
            (3, "u002"),
            (4, "nobody"),
            (6, "\u{ff55}000"),
            (7, "u003\0"),
            (8, "%"),
        ];
        let lines = lines.map(|(line, typed)| (line, typed.to_owned())).to_vec();
        let (rows, to_add) = members::check(&db, sales, lines).await.unwrap();
        let verdicts: Vec<_> = rows.iter().map(|row| (row.line, row.verdict)).collect();
        assert_eq!(
            verdicts,
            [
                (1, Verdict::Adds),
                (2, Verdict::AlreadyMember),
                (3, Verdict::Inactive),
                (4, Verdict::Unknown),
                (6, Verdict::Repeated),
                (7, Verdict::Adds),
                (8, Verdict::Unknown),
            ]
        );
        assert_eq!(to_add, [users[0], users[2], users[3]]);
        let nowhere = members::check(&db, GroupId(99), Vec::new()).await;
        assert!(matches!(nowhere, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn an_e_mail_address_identifies_a_user_too() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let ana = fixtures.user("ana").create().await;
        let email = db::users::get(&db, ana).await.unwrap().email;
        let lines = vec![(1, email.to_uppercase())];
        let (rows, to_add) = members::check(&db, sales, lines).await.unwrap();
        assert_eq!((rows[0].verdict, to_add), (Verdict::Adds, vec![ana]));
    })
    .await;
}

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
