//! Formats, separators and encodings: each list comes in each of them, and a choice is remembered for its user alone.
use super::server;
use crate::support::{TestResponse, TestServer};
use axum::{body::Body, http::header};
use domain::exports::{Encoding, ExportChoice, ExportFormat, Separator};
use fixtures::{Names, TestUser};
use futures::StreamExt;
use import_reader::{List, read_bytes};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn choices() -> Vec<ExportChoice> {
    let mut choices = Vec::new();
    for separator in Separator::ALL {
        for encoding in Encoding::ALL {
            choices.push(ExportChoice {
                format: ExportFormat::Csv,
                separator: *separator,
                encoding: *encoding,
            });
        }
    }
    let format = ExportFormat::Xlsx;
    choices.push(ExportChoice {
        format,
        ..ExportChoice::default()
    });
    choices
}

fn query(choice: ExportChoice) -> String {
    let ExportChoice {
        format,
        separator,
        encoding,
    } = choice;
    let (format, separator) = (format.code(), separator.code());
    format!(
        "format={format}&separator={separator}&encoding={}",
        encoding.code()
    )
}

/// The cells of a list with their headings, as they were before they were escaped.
pub fn cells(list: &List) -> Vec<Vec<String>> {
    let head = list.headings.as_ref();
    let rows = head.into_iter().chain(&list.rows);
    let row = |row: &domain::imports::Record| {
        row.cells
            .iter()
            .map(|cell| domain::formulas::unescape(cell))
            .collect()
    };
    rows.map(row).collect()
}

/// Rows as lines of `a|b|c`, without the blank cells at their ends.
pub fn lines(answer: &TestResponse) -> Vec<String> {
    let list = read_bytes(&answer.body).unwrap();
    let line = |cells: Vec<String>| cells.join("|").trim_end_matches('|').to_owned();
    cells(&list).into_iter().map(line).collect()
}

pub async fn get(server: &TestServer, path: &str, user: &TestUser) -> TestResponse {
    server.get(path).by(user).send().await.expect(200)
}

#[tokio::test]
async fn each_list_comes_in_each_format() {
    let (server, admin, group, action) = server().await;
    let learner = server.fixtures.user("learner").create().await;
    let (course, _) = server
        .fixtures
        .course("Sold")
        .create_with_unit("Text")
        .await;
    let bundle = server.fixtures.bundle("Bundle", &[course]).await;
    server.fixtures.order(learner, bundle).create().await;
    for path in [
        "/users/export".to_owned(),
        format!("/groups/{group}/members/export"),
        format!("/groups/{group}/report/export"),
        format!("/groups/{group}/mass-actions/{action}/skipped/export"),
        "/orders/export".to_owned(),
        "/activity/export".to_owned(),
    ] {
        let plain = get(&server, &path, &admin).await;
        let expected = lines(&plain);
        assert!(expected.len() > 1, "{path}");
        for choice in choices() {
            let path = format!("{path}?{}", query(choice));
            let answer = get(&server, &path, &admin).await;
            assert_eq!(lines(&answer), expected, "{path}");
            let (kind, ending) = match choice.format {
                ExportFormat::Xlsx => (WORKBOOK.to_owned(), ".xlsx\""),
                ExportFormat::Csv => (
                    format!("text/csv; charset={}", choice.encoding.code()),
                    ".csv\"",
                ),
            };
            assert_eq!(answer.header(header::CONTENT_TYPE), kind);
            let name = answer.header(header::CONTENT_DISPOSITION);
            assert!(
                name.starts_with("attachment; filename=\"") && name.contains(ending),
                "{name}"
            );
            assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
            let mark: &[u8] = match (choice.format, choice.encoding) {
                (ExportFormat::Xlsx, _) => b"PK\x03\x04",
                (_, Encoding::Utf8) => b"\xEF\xBB\xBF",
                (_, Encoding::Utf16) => b"\xFF\xFE",
                (_, Encoding::Windows1252) => b"",
            };
            assert!(answer.body.starts_with(mark), "{path}");
        }
    }
}

#[tokio::test]
async fn a_format_that_does_not_exist_is_refused() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    for query in ["format=pdf", "format=csv&separator=;", "encoding=latin1"] {
        let path = format!("/users/export?{query}");
        server.get(&path).by(&admin).send().await.expect(400);
    }
}

/// The options that the dialog has selected.
async fn selected(server: &TestServer, user: &TestUser, cookie: &str) -> Vec<String> {
    let session = format!("session={}; {cookie}", user.session);
    let page = server
        .get("/users?export=users")
        .header(header::COOKIE, &session);
    let page = page.send().await.expect(200);
    let text = page.text();
    let tags = text
        .split('<')
        .filter(|tag| tag.starts_with("option") || tag.starts_with("input"));
    let chosen = tags.filter(|tag| tag.contains(" selected") || tag.contains(" checked"));
    let value = |tag: &str| {
        tag.split_once("value=\"")
            .unwrap()
            .1
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    chosen
        .map(value)
        .filter(|value| !value.is_empty())
        .collect()
}

#[tokio::test]
async fn a_choice_is_remembered_for_its_user() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let other = server.fixtures.admin("other").sign_in().await;
    assert_eq!(
        selected(&server, &admin, "").await,
        ["csv", "comma", "utf-8"]
    );
    let path = "/users/export?format=xlsx&separator=semicolon&encoding=windows-1252";
    let answer = get(&server, path, &admin).await;
    let name = format!("export-{}", admin.id);
    let cookie = answer.cookie(&name).unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap();
    let chosen = ["xlsx", "semicolon", "windows-1252"];
    assert_eq!(selected(&server, &admin, cookie).await, chosen);
    // In the same browser.
    assert_eq!(
        selected(&server, &other, cookie).await,
        ["csv", "comma", "utf-8"]
    );
    let broken = format!("{name}=xlsx.semicolon.utf-7");
    assert_eq!(
        selected(&server, &admin, &broken).await,
        ["csv", "comma", "utf-8"]
    );
    // A script's address chooses nothing.
    assert_eq!(
        get(&server, "/users/export.csv", &admin)
            .await
            .cookie(&name),
        None
    );
}

#[tokio::test]
async fn rows_are_read_while_the_client_receives_them() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    server.fixtures.many_users(3_500, Names::Numbered).await;
    for format in ["csv", "xlsx"] {
        let path = format!("/users/export?format={format}");
        let response = server.get(&path).by(&admin).open().await;
        let mut body = Body::into_data_stream(response.into_body());
        let mut file = body.next().await.unwrap().unwrap().to_vec();
        let rename = format!("UPDATE users SET last_name = 'Later {format}' WHERE login = 'm3400'");
        server.execute(&rename).await;
        while let Some(part) = body.next().await {
            file.extend(part.unwrap());
        }
        let list = read_bytes(&file).unwrap();
        assert_eq!(list.rows.len(), 3_501);
        let later = list.rows.iter().find(|row| row.cell(0) == "m3400").unwrap();
        assert_eq!(later.cell(3), format!("Later {format}"));
    }
}

/// A workbook is a ZIP.
#[tokio::test]
async fn workbooks_are_not_compressed_twice() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    for (format, encoding) in [("csv", "gzip"), ("xlsx", "")] {
        let path = format!("/users/export?format={format}");
        let call = server.get(&path).by(&admin);
        let call = call
            .header(header::ACCEPT_ENCODING, "gzip")
            .header("sec-fetch-site", "same-origin");
        let answer = call.send().await.expect(200);
        assert_eq!(
            answer.header(header::CONTENT_ENCODING),
            encoding,
            "{format}"
        );
    }
}
