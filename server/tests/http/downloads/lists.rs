//! What is in each list, for whom.
use super::formats::{get, lines};
use crate::support::{TestServer, on_both_engines};
use axum::http::header;
use domain::{
    groups::RemovalPolicy,
    imports::name_lists,
    permissions::{Permission, PermissionSet},
};
use fixtures::{Names, TestUser};
use import_reader::read_bytes;
use std::time::Duration;

#[tokio::test]
async fn users_have_their_branch_and_groups() {
    on_both_engines(async |server| {
        let fixtures = &server.fixtures;
        let admin = fixtures.admin("admin").sign_in().await;
        let north = fixtures.branch("=North; \"2\"").await;
        let ana = fixtures.user("ana").in_branch(north).create().await;
        let names = ["Bakers; Cooks", "\"Deep\" dive", "=1+1 | x", "Zoo"];
        for name in names {
            let group = fixtures.group(name).create().await;
            fixtures.member(group, ana).await;
        }
        let trashed = fixtures.group("Trashed").create().await;
        fixtures.member(trashed, ana).await;
        let portal = db::AuditContext::system(db::now());
        let policy = RemovalPolicy::KeepAccess;
        db::trash::delete(&server.db, &portal, trashed, policy)
            .await
            .unwrap();
        for query in ["", "?format=csv&separator=semicolon", "?format=xlsx"] {
            let file = get(&server, &format!("/users/export{query}"), &admin).await;
            let list = read_bytes(&file.body).unwrap();
            let cell = |place: usize| domain::formulas::unescape(list.rows[1].cell(place));
            assert_eq!(cell(6), "=North; \"2\"");
            let mut groups = name_lists::split(&cell(7));
            groups.sort();
            assert_eq!(
                groups,
                ["\"Deep\" dive", "=1+1 | x", "Bakers; Cooks", "Zoo"],
                "{query}"
            );
            assert_eq!(list.rows[0].cell(7), "");
        }
    })
    .await;
}

#[tokio::test]
async fn users_are_those_that_the_list_shows() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let (north, south) = (
        fixtures.branch("North").await,
        fixtures.branch("South").await,
    );
    let ana = fixtures.user("ana").in_branch(north).create().await;
    fixtures.user("ben").in_branch(south).create().await;
    let boss = fixtures.admin("boss").in_branch(north).sign_in().await;
    fixtures.deactivate(ana).await;
    let logins = async |query: &str, user: &TestUser| {
        let file = get(&server, &format!("/users/export?{query}"), user).await;
        let login = |line: &String| line.split('|').next().unwrap_or_default().to_owned();
        lines(&file).iter().skip(1).map(login).collect::<Vec<_>>()
    };
    assert_eq!(logins("", &admin).await, ["admin", "ana", "ben", "boss"]);
    assert_eq!(logins("filter=inactive", &admin).await, ["ana"]);
    assert_eq!(logins("q=BEN&filter=&branch=", &admin).await, ["ben"]);
    assert_eq!(logins(&format!("branch={south}"), &admin).await, ["ben"]);
    assert_eq!(logins("", &boss).await, ["ana", "boss"]);
    assert_eq!(
        logins(&format!("branch={south}"), &boss).await,
        ["ana", "boss"]
    );
}

/// Who may not see groups does not see them in a file.
#[tokio::test]
async fn groups_are_those_that_the_reader_sees() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let permissions = PermissionSet::from([Permission::ViewUsers]);
    let clerk = fixtures.add_user_type("Clerk", &permissions).await;
    let clerk = fixtures.user("clerk").of_type(clerk).sign_in().await;
    let group = fixtures.group("Secret").create().await;
    fixtures.member(group, clerk.id).await;
    let file = get(&server, "/users/export", &clerk).await;
    assert_eq!(
        lines(&file)[0],
        "Login|E-mail|First name|Last name|User type|Active|Branch|Added"
    );
    assert!(!file.text().contains("Secret"));
}

#[tokio::test]
async fn a_report_has_each_member_in_each_course() {
    on_both_engines(async |server| {
        let fixtures = &server.fixtures;
        let admin = fixtures.admin("admin").sign_in().await;
        let (bread, first) = fixtures.course("Bread").create_with_unit("Text").await;
        let second = fixtures.unit(bread, "Second").text("Text").create().await;
        let (cake, _) = fixtures.course("Cake").create_with_unit("Text").await;
        let (ana, ben) = (fixtures.user("ana").create().await, fixtures.user("ben").create().await);
        let group = fixtures.group("Bäcker").with_courses(&[bread, cake]);
        let group = group.with_members(&[ana, ben]).synchronized().create().await;
        for (user, unit) in [(ana, first), (ana, second), (ben, first)] {
            db::learning::set_unit(&server.db, user, bread, unit, true, db::now()).await.unwrap();
        }
        let file = get(&server, &format!("/groups/{group}/report/export"), &admin).await;
        let name = file.header(header::CONTENT_DISPOSITION);
        assert_eq!(
            name,
            format!("attachment; filename=\"group-{group}-report.csv\"; filename*=UTF-8''b%C3%A4cker-report.csv")
        );
        let rows = lines(&file);
        let row = |user: &str, course: &str| {
            let of = |row: &&String| row.starts_with(&format!("{user}|")) && row.contains(&format!("|{course}|"));
            rows.iter().find(of).unwrap().split_once(&format!("|{course}|")).unwrap().1.to_owned()
        };
        assert_eq!(rows.len(), 5);
        assert!(row("ana", "Bread").starts_with("yes|Completed|100%|2|2|2"), "{rows:?}");
        assert!(row("ben", "Bread").starts_with("yes|In progress|50%|1|2|2"), "{rows:?}");
        assert_eq!(row("ana", "Cake"), "yes|Not started|0%|0|1");
        // An instructor sees the courses that they teach.
        let ida = fixtures.instructor("ida").sign_in().await;
        fixtures.assign_instructor(group, ida.id).await;
        fixtures.assign_instructor(cake, ida.id).await;
        let file = get(&server, &format!("/groups/{group}/report/export"), &ida).await;
        assert_eq!(lines(&file).len(), 3);
        assert!(!file.text().contains("Bread"));
    })
    .await;
}

/// Pages end between two courses of one member, too.
#[tokio::test]
async fn a_long_report_is_whole() {
    on_both_engines(async |server| {
        let fixtures = &server.fixtures;
        let admin = fixtures.admin("admin").sign_in().await;
        fixtures.many_users(700, Names::Numbered).await;
        fixtures.many_courses(3).await;
        let group = fixtures.group("Many").create().await;
        fixtures.fill_group(group, 1, 3).await;
        let members = server.number("SELECT count(*) FROM group_members").await;
        let file = get(&server, &format!("/groups/{group}/report/export"), &admin).await;
        let mut rows = lines(&file).split_off(1);
        assert_eq!(i64::try_from(rows.len()).unwrap(), members * 3);
        rows.dedup();
        assert_eq!(
            i64::try_from(rows.len()).unwrap(),
            members * 3,
            "no row comes twice"
        );
    })
    .await;
}

#[tokio::test]
async fn orders_are_those_that_the_list_shows() {
    on_both_engines(async |server| {
        let fixtures = &server.fixtures;
        let admin = fixtures.admin("admin").sign_in().await;
        let north = fixtures.branch("North").await;
        let boss = fixtures.admin("boss").in_branch(north).sign_in().await;
        let (bread, _) = fixtures.course("Bread; 1").create_with_unit("Text").await;
        let (cake, _) = fixtures.course("Cake").create_with_unit("Text").await;
        let bundle = fixtures.bundle("=Bundle", &[bread, cake]).await;
        let ana = fixtures.user("ana").create().await;
        let order = fixtures.order(ana, bundle).create().await;
        let file = get(&server, "/orders/export", &admin).await;
        let rows = lines(&file);
        let number = domain::orders::number(order);
        assert!(
            rows[0].starts_with("Order|Ordered (UTC)|Buyer|E-mail|Title|Courses|Price"),
            "{rows:?}"
        );
        assert!(rows[1].starts_with(&format!("{number}|")), "{rows:?}");
        assert!(
            rows[1].ends_with(
                "|=Bundle|\"Bread; 1\"; Cake|50.00|0.00|50.00|EUR||Invoice|Waiting for payment"
            ),
            "{rows:?}"
        );
        let count = async |query: &str, user: &TestUser| {
            let file = get(&server, &format!("/orders/export?{query}"), user).await;
            // The columns are no user's, so that the reader finds no headings without rows.
            file.text().lines().count() - 1
        };
        assert_eq!(count("state=waiting", &admin).await, 1);
        assert_eq!(count("state=paid", &admin).await, 0);
        assert_eq!(count("q=ana&state=", &admin).await, 1);
        assert_eq!(count("q=nothing", &admin).await, 0);
        assert_eq!(count("", &boss).await, 0, "another branch");
    })
    .await;
}

#[tokio::test]
async fn the_log_has_no_end_before_its_first_line() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let many = "INSERT INTO activity (at, actor_name, address, verb, detail) \
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100500) \
                SELECT i, 'Many', '', 'group.add', 'line ' || i FROM n";
    server.execute(many).await;
    let lines = server.number("SELECT count(*) FROM activity").await;
    let response = server.get("/activity/export").by(&admin).open().await;
    let body = axum::body::to_bytes(response.into_body(), usize::MAX);
    let body = tokio::time::timeout(Duration::from_secs(120), body)
        .await
        .unwrap()
        .unwrap();
    let sent = std::str::from_utf8(&body).unwrap().lines().count() - 1;
    assert_eq!(i64::try_from(sent).unwrap(), lines);
}
