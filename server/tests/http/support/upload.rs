//! Lists, uploaded as the page's script or a plain form does it.
use super::{TestRequest, TestServer};
use axum::http::{Method, header};
use domain::ids::ImportId;
use fixtures::TestUser;
use serde_json::Value;

const BOUNDARY: &str = "----of-the-test";

/// A form with a file, in the order of its fields.
pub struct Upload {
    body: Vec<u8>,
}

impl Upload {
    /// The fields that say what the list is for. Without a group its field is empty.
    pub fn of(kind: &str, group: &str) -> Self {
        let body = Vec::new();
        Self { body }.field("kind", kind).field("group", group)
    }

    pub fn field(mut self, name: &str, value: &str) -> Self {
        let head = format!("content-disposition: form-data; name=\"{name}\"");
        self.part(&head, value.as_bytes());
        self
    }

    pub fn file(mut self, name: &str, bytes: &[u8]) -> Self {
        self.part(&file_head(name), bytes);
        self
    }

    /// The form up to the first byte of its file.
    pub fn until_file(mut self, name: &str) -> Vec<u8> {
        let head = format!("--{BOUNDARY}\r\n{}\r\n\r\n", file_head(name));
        self.body.extend_from_slice(head.as_bytes());
        self.body
    }

    fn part(&mut self, head: &str, bytes: &[u8]) {
        let head = format!("--{BOUNDARY}\r\n{head}\r\n\r\n");
        self.body.extend_from_slice(head.as_bytes());
        self.body.extend_from_slice(bytes);
        self.body.extend_from_slice(b"\r\n");
    }

    pub fn end(mut self) -> Vec<u8> {
        self.body.extend_from_slice(&end_of_form()[2..]);
        self.body
    }
}

fn file_head(name: &str) -> String {
    format!(
        "content-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: application/octet-stream"
    )
}

/// What follows the last byte of a file.
pub fn end_of_form() -> Vec<u8> {
    format!("\r\n--{BOUNDARY}--\r\n").into_bytes()
}

impl TestServer {
    /// An upload by the page's script; the body is still missing.
    pub fn upload(&self) -> TestRequest<'_> {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.call(Method::POST, "/imports")
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, &kind)
            .header(header::ORIGIN, &self.base_url)
            .header("sec-fetch-site", "same-origin")
    }

    /// Uploads a list, which is checked at once if it is short.
    pub async fn import_of(
        &self,
        kind: &str,
        group: &str,
        list: &[u8],
        user: &TestUser,
    ) -> ImportId {
        let form = Upload::of(kind, group).file("list.csv", list).end();
        let answer = self.upload().by(user).body(form).send().await.expect(200);
        let answer: Value = serde_json::from_slice(&answer.body).unwrap();
        let location = answer["location"].as_str().unwrap();
        location.strip_prefix("/imports/").unwrap().parse().unwrap()
    }
}
