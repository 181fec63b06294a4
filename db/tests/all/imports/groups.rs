//! Lists of groups, and of courses of a group.
use super::support::{
    apply, checked, choose, counts, into_group, kind, leaving_out, list, rows, undo, verdicts,
};
use crate::support::{NOW, assert_counts, audit, enrolments, number, on_both_engines};
use db::{groups, throttles::AddedKey};
use domain::{
    groups::EnrolmentPolicy,
    ids::GroupId,
    imports::stored::{ExistingRows, ImportChoices, ImportKind},
    keys::Limits,
    money::Price,
};
use fixtures::{Fixtures, new_key};

const GROUPS: [&str; 6] = [
    "Group name",
    "Description",
    "Key",
    "Price",
    "Courses",
    "Branch",
];

#[tokio::test]
async fn commas_separate_courses_that_exist() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        for name in ["Bread", "Cakes", "Soups, 2nd year"] {
            fixtures.course(name).create().await;
        }
        let lines: [&[&str]; 4] = [
            &["A", "", "", "1.234,50 €", "bread, Cakes", ""],
            &["B", "", "", "", "Soups, 2nd year", ""],
            &["C", "", "", "USD 5", "Bread, Wine", ""],
            &["D", "", "", "on request", "", ""],
        ];
        let list = list(&GROUPS, &lines);
        let import = checked(&db, &admin, &kind(ImportKind::Groups), list).await;
        choose(&db, import, leaving_out()).await;
        let reasons: Vec<String> = verdicts(&db, import)
            .await
            .into_iter()
            .map(|one| one.1)
            .collect();
        assert_eq!(
            reasons,
            [
                "",
                "",
                "This price is in USD, and prices here are in another currency. There is no course “Bread, Wine”.",
                "A price is a number such as 49 or 49.90.",
            ]
        );
        apply(&db, &admin, import).await;
        assert_counts(&db).await;
        let of_courses = "SELECT count(*) FROM group_courses";
        assert_eq!(number(&db, of_courses, vec![]).await, 3);
        let price = "SELECT price_minor FROM groups WHERE name = 'A'";
        assert_eq!(number(&db, price, vec![]).await, 123_450);
    })
    .await;
}

#[tokio::test]
async fn groups_are_added_with_key_price_and_courses() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let admin = audit(fixtures.super_admin("root").create().await);
        fixtures.course("Phone").create().await;
        let sales = fixtures.group("Sales").create().await;
        let taken = new_key("TAKEN-1", Limits::default());
        db::keys::create(&db, &admin, sales, AddedKey::uncounted(&taken))
            .await
            .unwrap();
        let lines: [&[&str]; 7] = [
            &["Bakers", "Bread", "BAKE-2026", "49.90 EUR", "Phone", ""],
            &["sales", "Sells", "", "10", "", ""],
            &["Riders", "", "taken1", "", "", ""],
            &["Drivers", "", "", "cheap?", "Radio", "South"],
            &["Sales", "", "", "", "", "North"],
            &["Writers", "", "BAKE2026", "", "", ""],
            &["bakers", "Cakes", "", "", "", ""],
        ];
        let import = checked(
            &db,
            &admin,
            &kind(ImportKind::Groups),
            list(&GROUPS, &lines),
        )
        .await;
        choose(&db, import, leaving_out()).await;
        let reasons: Vec<String> = verdicts(&db, import)
            .await
            .into_iter()
            .map(|one| one.1)
            .collect();
        assert_eq!(
            reasons,
            [
                "",
                "",
                "This key is in use. Choose another.",
                "There is no branch “South”.",
                "",
                "An earlier line has this group.",
                "An earlier line has this group.",
            ]
        );
        assert_eq!(counts(&db, import).await, [2, 0, 1, 4]);
        let choices = ImportChoices {
            existing: ExistingRows::Update,
            ..leaving_out()
        };
        choose(&db, import, choices).await;
        assert_eq!(rows(&db, import).await[1].changes[1].after, "10");
        apply(&db, &admin, import).await;
        assert_eq!(counts(&db, import).await, [2, 1, 0, 4]);
        let id = "SELECT id FROM groups WHERE name = 'Bakers'";
        let bakers = GroupId(number(&db, id, vec![]).await);
        let details = groups::get(&db, bakers).await.unwrap();
        assert_eq!(
            (details.description.as_str(), details.price),
            ("Bread", Price::from_minor(4990))
        );
        assert_eq!(details.counts.courses, 1);
        let keys = db::keys::list(&db, bakers, NOW).await.unwrap();
        assert_eq!(keys[0].key.as_ref().unwrap().as_str(), "BAKE-2026");
        let sold = groups::get(&db, sales).await.unwrap();
        assert_eq!(
            (sold.description.as_str(), sold.price),
            ("Sells", Price::from_minor(1000))
        );
        let in_north = "SELECT count(*) FROM groups WHERE name = 'Sales' AND branch_id = $1";
        assert_eq!(number(&db, in_north, vec![north.into()]).await, 1);
        assert_counts(&db).await;
        undo(&db, &admin, import).await;
        assert_eq!(number(&db, "SELECT count(*) FROM groups", vec![]).await, 1);
        let back = groups::get(&db, sales).await.unwrap();
        assert_eq!(
            (back.description.as_str(), back.price),
            ("For tests", Price::default())
        );
    })
    .await;
}

#[tokio::test]
async fn existing_groups_only_get_courses_and_keys_if_chosen() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let course = fixtures.course("Phone").create().await;
        let ana = fixtures.user("ana").create().await;
        let group = fixtures.group("Sales").with_members(&[ana]);
        let group = group
            .enrolment_policy(EnrolmentPolicy::Automatically)
            .create()
            .await;
        let lines: [&[&str]; 1] = [&["Sales", "Sells", "SELL-2026", "10", "Phone", ""]];
        let import = checked(
            &db,
            &admin,
            &kind(ImportKind::Groups),
            list(&GROUPS, &lines),
        )
        .await;
        let choices = ImportChoices {
            existing: ExistingRows::AddOnly,
            ..ImportChoices::default()
        };
        choose(&db, import, choices).await;
        apply(&db, &admin, import).await;
        let details = groups::get(&db, group).await.unwrap();
        assert_eq!(
            (details.description.as_str(), details.price),
            ("For tests", Price::default())
        );
        assert_eq!(
            enrolments(&db).await,
            [(ana.0, course.0, "group".to_owned(), Some(group.0))]
        );
        assert_eq!(db::keys::list(&db, group, NOW).await.unwrap().len(), 1);
        undo(&db, &admin, import).await;
        assert_eq!(enrolments(&db).await, []);
        assert_eq!(db::keys::list(&db, group, NOW).await.unwrap(), []);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn courses_are_added_to_the_group() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let admin = audit(fixtures.super_admin("root").create().await);
        let phone = fixtures.course("Phone").create().await;
        fixtures.course("Desk").create().await;
        db::branches::add_course(&db, &admin, north, phone)
            .await
            .unwrap();
        let group = fixtures.group("Sales").in_branch(north).create().await;
        let lines: [&[&str]; 4] = [&["phone"], &["Desk"], &["Radio"], &["Phone"]];
        let new = into_group(ImportKind::GroupCourses, group);
        let import = checked(&db, &admin, &new, list(&["Courses"], &lines)).await;
        let found = verdicts(&db, import).await;
        assert_eq!(
            found[1].1, "There is no course “Desk”.",
            "the branch does not have it"
        );
        assert_eq!(counts(&db, import).await, [1, 0, 1, 2]);
        apply(&db, &admin, import).await;
        assert_eq!(groups::get(&db, group).await.unwrap().counts.courses, 1);
        undo(&db, &admin, import).await;
        assert_eq!(groups::get(&db, group).await.unwrap().counts.courses, 0);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_name_out_of_reach_is_taken() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let mut teacher = audit(fixtures.instructor("teacher").create().await);
        teacher.scope.instructor = teacher.actor;
        fixtures.group("Sales").create().await;
        fixtures.course("Phone").create().await;
        let lines: [&[&str]; 3] = [
            &["Sales", "", "", "", "", ""],
            &["Mine", "", "", "", "", ""],
            &["Other", "", "", "", "Phone", ""],
        ];
        let import = checked(
            &db,
            &teacher,
            &kind(ImportKind::Groups),
            list(&GROUPS, &lines),
        )
        .await;
        choose(&db, import, leaving_out()).await;
        let found = verdicts(&db, import).await;
        assert_eq!(found[0].1, "Another group has this name.");
        assert_eq!(
            found[2].1, "There is no course “Phone”.",
            "none that they teach"
        );
        apply(&db, &teacher, import).await;
        assert_eq!(counts(&db, import).await, [1, 0, 0, 2]);
        let own = "SELECT count(*) FROM group_instructors WHERE user_id = $1";
        assert_eq!(
            number(&db, own, vec![teacher.actor.unwrap().into()]).await,
            1
        );
    })
    .await;
}

#[tokio::test]
async fn a_group_is_listed_only_where_its_row_says_so() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let old = fixtures.group("Old").price(500).create().await;
        let head = ["Group name", "Price", "Listed in the catalog"];
        let lines: [&[&str]; 4] = [
            &["Sold", "10", "yes"],
            &["Draft", "10", ""],
            &["Odd", "10", "perhaps"],
            &["Old", "", "no"],
        ];
        let groups = kind(ImportKind::Groups);
        let import = checked(&db, &admin, &groups, list(&head, &lines)).await;
        let choices = ImportChoices {
            existing: ExistingRows::Update,
            ..leaving_out()
        };
        choose(&db, import, choices).await;
        assert_eq!(
            verdicts(&db, import).await[2].1,
            "“perhaps” is neither yes nor no."
        );
        apply(&db, &admin, import).await;
        let listed = "SELECT count(*) FROM groups WHERE listed AND name = 'Sold'";
        assert_eq!(number(&db, listed, vec![]).await, 1);
        let listed = "SELECT count(*) FROM groups WHERE listed";
        assert_eq!(number(&db, listed, vec![]).await, 1);
        undo(&db, &admin, import).await;
        assert!(db::groups::get(&db, old).await.unwrap().listed);
    })
    .await;
}
