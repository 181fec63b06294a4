//! Lists of members: import and export.
use crate::support::{NOW, audit, on_both_engines};
use db::{Error, members};
use domain::{
    ids::{GroupId, UserId},
    member_imports::{MemberImportLine, Verdict},
};
use fixtures::Fixtures;

const ADMIN: UserId = UserId(1);

fn line(line: usize, typed: &str) -> MemberImportLine {
    MemberImportLine {
        line,
        typed: typed.to_owned(),
        candidates: vec![typed.to_owned()],
        ..MemberImportLine::default()
    }
}

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
        let lines = lines.map(|(number, typed)| line(number, typed)).to_vec();
        let (rows, to_add) = members::preview_import(&db, sales, lines).await.unwrap();
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
        let nowhere = members::preview_import(&db, GroupId(99), Vec::new()).await;
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
        let lines = vec![line(1, &email.to_uppercase())];
        let (rows, to_add) = members::preview_import(&db, sales, lines).await.unwrap();
        assert_eq!((rows[0].verdict, to_add), (Verdict::Adds, vec![ana]));
    })
    .await;
}

#[tokio::test]
async fn any_text_of_a_line_names_its_user_but_not_two() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let users = fixtures.users("u", 3).await;
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let with = |number, candidates: &[&str], fallback: &[&str]| MemberImportLine {
            candidates: texts(candidates),
            fallback: texts(fallback),
            ..line(number, "x12345")
        };
        let word = MemberImportLine {
            is_word: true,
            ..line(5, "and")
        };
        let lines = vec![
            with(1, &["x12345", "u000"], &["u001"]),
            with(2, &["u001", "u002"], &[]),
            with(3, &["x12345"], &["u002"]),
            with(4, &[], &[]),
            word,
        ];
        let (rows, to_add) = members::preview_import(&db, sales, lines).await.unwrap();
        let verdicts: Vec<_> = rows.iter().map(|row| row.verdict).collect();
        assert_eq!(
            verdicts,
            [
                Verdict::Adds,
                Verdict::Ambiguous,
                Verdict::Adds,
                Verdict::Unknown,
                Verdict::Word
            ]
        );
        assert_eq!(
            (rows[0].typed.as_str(), rows[2].typed.as_str()),
            ("u000", "u002")
        );
        assert_eq!(to_add, [users[0], users[2]]);
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
