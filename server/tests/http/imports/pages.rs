//! The pages of an import, and the file of the rows left out.
use super::{opened, post, rows};
use crate::support::{TestServer, Upload};
use serde_json::Value;

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
        "left-out?format=csv",
        "left-out?format=xlsx",
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
    let path = format!("/imports/{import}/left-out");
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

#[tokio::test]
async fn rows_left_out_are_a_workbook_too() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let import = server.import_of("users", "", LIST, &boss).await;
    let path = format!("/imports/{import}/left-out?format=xlsx");
    let file = server.get(&path).by(&boss).send().await.expect(200);
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"left-out.xlsx\""
    );
    let remembered = file.header("set-cookie");
    assert_eq!(remembered, "", "the format of a link is no choice");
    let again = server.import_of("users", "", &file.body, &boss).await;
    let view = opened(&server, &boss, again).await;
    assert_eq!((view.counts.rows, view.counts.left_out), (1, 1));
    let left_out = rows(&server, &boss, again).await;
    let why = left_out[0]["problems"][0]["reason"].as_str().unwrap();
    assert!(why.contains("e-mail address"), "{why}");
}

/// What is given as a file is not shown as a text, and what was applied is no longer kept.
#[tokio::test]
async fn a_pasted_list_can_be_changed() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let form = Upload::of("users", "")
        .field("list", "Name;Mail\n<Ana \"A\">;\"a\n")
        .end();
    let answer = server
        .upload()
        .by(&boss)
        .body(form)
        .send()
        .await
        .expect(200);
    let location: Value = serde_json::from_str(answer.text()).unwrap();
    let path = location["location"].as_str().unwrap();
    let import: i64 = path.strip_prefix("/imports/").unwrap().parse().unwrap();
    let refused = server.get(path).by(&boss).send().await.expect(200);
    let again = format!("/users/import?again={import}");
    assert!(refused.text().contains(&again), "{}", refused.text());
    let page = server.get(&again).by(&boss).send().await.expect(200);
    let text = "Name;Mail\n&lt;Ana \"A\"&gt;;\"a";
    assert!(page.text().contains(text), "{}", page.text());

    let file = server.import_of("users", "", LIST, &boss).await;
    let again = format!("/users/import?again={file}");
    let page = server.get(&again).by(&boss).send().await.expect(200);
    assert!(!page.text().contains("Souza"), "{}", page.text());
}

/// Only the importer and SuperAdmins reach it.
#[tokio::test]
async fn the_import_of_someone_else_is_not_found() {
    let server = TestServer::new().await;
    let one = server.fixtures.admin("one").sign_in().await;
    let two = server.fixtures.admin("two").sign_in().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let import = server.import_of("users", "", LIST, &one).await;
    for path in ["", "/columns", "/left-out"] {
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
