//! Lists of members: who of a list of people is found.
use super::{opened, post, rows};
use crate::support::TestServer;
use domain::imports::stored::ImportState;

const CASES: [(&str, [i64; 2], &[i64]); 9] = [
    ("50-entra-group-members.csv", [3, 4], &[]),
    ("52-outlook-line.txt", [1, 1], &[]),
    ("53-addresses-on-one-line.txt", [1, 1], &[1]),
    ("54-two-on-each-line.txt", [1, 2], &[1, 2]),
    ("55-username-of-another-system.csv", [2, 3], &[]),
    ("56-google-users.csv", [2, 3], &[]),
    ("59-blanks-between.txt", [1, 1], &[]),
    ("62-sep-line.csv", [3, 4], &[]),
    ("63-line-break-in-a-cell.csv", [2, 4], &[]),
];

#[tokio::test]
async fn members_are_found_in_any_list_of_people() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    for login in ["ana", "ben"] {
        server.fixtures.user(login).create().await;
    }
    let group = server.fixtures.group("Bakers").create().await.to_string();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../import_reader/tests/cases/");
    for (file, lines, others) in CASES {
        let list = std::fs::read_to_string(format!("{folder}{file}")).unwrap();
        let list = list
            .replace("{M1}", "ana@example.org")
            .replace("{M2}", "ben@example.org");
        let import = server
            .import_of("members", &group, list.as_bytes(), &boss)
            .await;
        let rows = rows(&server, &boss, import).await;
        let with = |verdict| {
            let rows = rows.iter().filter(move |row| row["verdict"] == verdict);
            let mut lines: Vec<_> = rows.map(|row| row["line"].as_i64().unwrap()).collect();
            lines.sort_unstable();
            lines
        };
        assert_eq!(with("added"), lines, "{file}");
        assert_eq!(with("left_out"), others, "{file}");
        assert_eq!(rows.len(), lines.len() + others.len(), "{file}");
    }
}

#[tokio::test]
async fn members_are_added_by_a_mass_action_of_their_group() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    server.fixtures.user("ana").create().await;
    let group = server.fixtures.group("Bakers").create().await.to_string();
    let import = server
        .import_of("members", &group, b"ana\nnobody\n", &boss)
        .await;
    post(&server, &boss, "start_import", import, &[]).await;
    let view = opened(&server, &boss, import).await;
    assert_eq!(
        (view.state, view.mass_action.is_some()),
        (ImportState::Done, true)
    );
    let page = server
        .get(&format!("/groups/{group}/users"))
        .by(&boss)
        .send()
        .await;
    assert!(page.expect(200).text().contains("Add to group"));
}
