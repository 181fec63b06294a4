//! Downloads: who can get them, and that no cell is run as a formula.
mod formats;
mod lists;

use crate::support::{TestServer, on_both_engines};
use axum::http::header;
use domain::{ids::GroupId, mass_actions::MassActionKind as Mass};
use fixtures::TestUser;

const FORMULAS: [&str; 5] = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"];

/// A group with members whose names are formulas, and a mass action that skipped them.
async fn server() -> (TestServer, TestUser, GroupId, String) {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let group = fixtures.group("=Group, \"quoted\"/..\\").create().await;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    fixtures.group_course(group, course).await;
    for (number, formula) in FORMULAS.iter().enumerate() {
        let user = fixtures.user(&format!("-p{number}")).sign_in().await;
        fixtures.member(group, user.id).await;
        let quoted = formula.replace('\'', "''");
        server
            .execute(&format!(
                "UPDATE users SET first_name = '{quoted}', last_name = '{quoted}', active = FALSE \
             WHERE id = {}",
                user.id
            ))
            .await;
    }
    let action = fixtures
        .mass_action_on_all(group, Mass::Assign)
        .await
        .to_string();
    (server, admin, group, action)
}

/// All cells below the header line.
fn cells(file: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), FORMULAS.len());
    let cells = rows.iter().flat_map(|row| row.iter().map(str::to_owned));
    cells.collect()
}

#[tokio::test]
async fn a_formula_is_text_when_opened() {
    let (server, admin, group, action) = server().await;
    for path in [
        format!("/groups/{group}/members.csv"),
        format!("/groups/{group}/mass-actions/{action}/skipped.csv"),
    ] {
        let file = server.get(&path).by(&admin).send().await.expect(200);
        let cells = cells(file.text());
        for formula in FORMULAS {
            let shown = cells.iter().filter(|cell| cell.contains(formula));
            assert!(shown.count() > 0, "{formula} is in {path}");
        }
        for cell in cells {
            let first = cell.chars().next();
            let runs = matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\0'));
            assert!(!runs, "{cell:?} in {path}");
        }
    }
}

#[tokio::test]
async fn a_file_is_downloaded_and_never_displayed() {
    let (server, admin, group, action) = server().await;
    for path in [
        format!("/groups/{group}/members.csv"),
        format!("/groups/{group}/mass-actions/{action}/skipped.csv"),
    ] {
        let file = server.get(&path).by(&admin).send().await.expect(200);
        let kind = file.header(header::CONTENT_TYPE);
        assert_eq!(kind, "text/csv; charset=utf-8");
        assert_eq!(file.header(header::CACHE_CONTROL), "no-store");
        let saved = file.header(header::CONTENT_DISPOSITION);
        let list = if path.contains("skipped") {
            "skipped"
        } else {
            "members"
        };
        assert_eq!(
            saved,
            format!(
                "attachment; filename=\"group-{group}-{list}.csv\"; \
                 filename*=UTF-8''group-quoted-{list}.csv"
            )
        );
    }
}

#[tokio::test]
async fn only_users_who_can_view_the_groups_can_download() {
    let (server, _, group, action) = server().await;
    let learner = server.fixtures.user("learner").sign_in().await;
    server.fixtures.member(group, learner.id).await;
    let instructor = server.fixtures.instructor("instructor").sign_in().await;
    for path in [
        format!("/groups/{group}/members.csv"),
        format!("/groups/{group}/mass-actions/{action}/skipped.csv"),
    ] {
        // The instructor does not teach this group.
        for (user, status) in [(&learner, 403), (&instructor, 404)] {
            let answer = server.get(&path).by(user).send().await.expect(status);
            assert!(!answer.text().contains("@example.org"));
        }
        let answer = server.get(&path).send().await.expect(401);
        assert_eq!(answer.text(), "Please sign in.");
    }
}

#[tokio::test]
async fn the_log_is_downloaded_filtered_and_without_formulas() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let formula = fixtures.group("=1+1").create().await;
    let other = fixtures.group("Other").create().await;
    fixtures.member(formula, admin.id).await;
    server
        .execute("UPDATE activity SET detail = '=cmd|x', params = NULL, actor_name = '@x'")
        .await;
    let whole = server
        .get("/activity.csv")
        .by(&admin)
        .send()
        .await
        .expect(200);
    let lines = |file: &str| file.lines().count() - 1;
    assert_eq!(
        i64::try_from(lines(whole.text())).unwrap(),
        server.number("SELECT count(*) FROM activity").await
    );
    for runs in [",=1+1", ",=cmd", ",@x"] {
        assert!(!whole.text().contains(runs), "{runs}");
    }
    assert!(whole.text().contains("'=cmd|x") && whole.text().contains("'=1+1"));
    let path = format!("/activity.csv?group={other}");
    let of_other = server.get(&path).by(&admin).send().await.expect(200);
    assert_eq!(lines(of_other.text()), 1);
    let path = format!("/activity.csv?group={formula}&kind=group.add");
    let of_kind = server.get(&path).by(&admin).send().await.expect(200);
    assert_eq!(lines(of_kind.text()), 1);
    let unknown = server.get("/activity.csv?kind=group.invent").by(&admin);
    unknown.send().await.expect(400);
    let none = server
        .get("/activity.csv?group=404")
        .by(&admin)
        .send()
        .await;
    assert_eq!(lines(none.expect(200).text()), 0);
}

/// The first lines are read before the response begins.
#[tokio::test]
async fn a_failing_database_is_no_empty_file() {
    on_both_engines(async |server| {
        let fixtures = &server.fixtures;
        let admin = fixtures.admin("admin").sign_in().await;
        let group = fixtures.group("Group").create().await;
        fixtures.member(group, admin.id).await;
        let move_away = "ALTER TABLE group_members RENAME TO away";
        server.execute(move_away).await;
        let path = format!("/groups/{group}/members.csv");
        let answer = server.get(&path).by(&admin).send().await.expect(500);
        assert!(answer.text().contains("Something went wrong on our side."));
        if server.db.is_sqlite() {
            return;
        }
        // PostgreSQL can be made to report what it would report in earnest.
        for (code, status) in [("53100", 507), ("57P01", 503)] {
            for statement in [
                format!(
                    "CREATE OR REPLACE FUNCTION fail() RETURNS boolean LANGUAGE plpgsql AS \
                     $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$"
                ),
                "DROP VIEW IF EXISTS group_members".to_owned(),
                "CREATE VIEW group_members AS SELECT * FROM away WHERE fail()".to_owned(),
            ] {
                server.execute(&statement).await;
            }
            server.get(&path).by(&admin).send().await.expect(status);
        }
    })
    .await;
}
