//! The pages of an import, and the file of the rows left out.
use super::{opened, post, rows};
use crate::support::TestServer;

const LIST: &[u8] =
    b"First name;Last name;E-mail;Note\nAna;Souza;ana@p.example;\n=Ben;Li;nothing;a,b\n";

#[tokio::test]
async fn a_result_is_a_page_that_works_without_a_script() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let import = server.import_of("users", "", LIST, &boss).await;
    let read = async |path: &str| {
        let page = server.get(path).by(&boss).send().await.expect(200);
        page.text().to_owned()
    };
    let page = read(&format!("/imports/{import}")).await;
    for text in [
        "Add 1 user",
        "Start over",
        "left-out.csv",
        "This does not look like",
        "Check again",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let added = read(&format!("/imports/{import}?show=added")).await;
    assert!(added.contains("Ana Souza") && !added.contains("This does not look like"));
    let dialog = read(&format!("/imports/{import}?row=2")).await;
    assert!(
        dialog.contains("Correct a row") && dialog.contains("name=\"cell_2\""),
        "{dialog}"
    );
    let columns = read(&format!("/imports/{import}/columns")).await;
    for text in ["name=\"field_3\"", "Semicolon", "Not used", "ana@p.example"] {
        assert!(columns.contains(text), "{text}: {columns}");
    }
    let recent = read("/users/import").await;
    assert!(recent.contains(&format!("/imports/{import}")) && recent.contains("list.csv"));
}

#[tokio::test]
async fn rows_left_out_can_be_corrected_and_given_back() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let import = server.import_of("users", "", LIST, &boss).await;
    let path = format!("/imports/{import}/left-out.csv");
    let file = server.get(&path).by(&boss).send().await.expect(200);
    assert_eq!(
        file.text(),
        "\u{feff}First name;Last name;E-mail;Note;Line;Reason\n\
         '=Ben;Li;nothing;a,b;3;This does not look like an e-mail address.\n"
    );
    let corrected = file.text().replace("nothing", "ben@p.example");
    let again = server
        .import_of("users", "", corrected.as_bytes(), &boss)
        .await;
    let view = opened(&server, &boss, again).await;
    assert_eq!((view.counts.rows, view.counts.added), (1, 1));
    post(&server, &boss, "start_import", again, &[]).await;
    let names = server
        .texts("SELECT first_name FROM users ORDER BY id")
        .await;
    assert_eq!(names.last().unwrap(), "=Ben");
}

/// Only the importer and SuperAdmins reach it.
#[tokio::test]
async fn the_import_of_someone_else_is_not_found() {
    let server = TestServer::new().await;
    let one = server.fixtures.admin("one").sign_in().await;
    let two = server.fixtures.admin("two").sign_in().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let import = server.import_of("users", "", LIST, &one).await;
    for path in ["", "/columns", "/left-out.csv"] {
        let path = format!("/imports/{import}{path}");
        server.get(&path).by(&two).send().await.expect(404);
        server.get(&path).by(&boss).send().await.expect(200);
    }
    assert!(!rows(&server, &one, import).await.is_empty());
    let page = server
        .get("/users/import")
        .by(&two)
        .send()
        .await
        .expect(200);
    assert!(!page.text().contains("list.csv"));
}
