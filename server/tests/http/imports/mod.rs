//! Lists of users and members over HTTP: what is received, what is added, and that nothing is lost on the way.
//! How each kind of list is read is tested in `import_reader/tests`, what its rows become in `db/tests`.
mod members;
mod pages;
mod upload;
mod users;

use crate::support::TestServer;
use domain::{
    ids::ImportId,
    imports::{stored::ImportState, views::ImportView},
};
use fixtures::TestUser;
use serde_json::{Value, json};

/// The import as its page gets it.
async fn opened(server: &TestServer, user: &TestUser, import: ImportId) -> ImportView {
    let call = server
        .ask("get_import", &json!({"import": import}))
        .by(user);
    let body = call.send().await.expect(200).body;
    let opened: Value = serde_json::from_slice(&body).unwrap();
    serde_json::from_value(opened["view"].clone()).unwrap()
}

/// A page of all rows of an import.
async fn rows(server: &TestServer, user: &TestUser, import: ImportId) -> Vec<Value> {
    let asked = json!({"import": import, "verdict": null, "cursor": null});
    let call = server.ask("list_import_rows", &asked).by(user);
    let body = call.send().await.expect(200).body;
    let page: Value = serde_json::from_slice(&body).unwrap();
    page["rows"].as_array().unwrap().clone()
}

/// Sends a form of an import.
async fn post(
    server: &TestServer,
    user: &TestUser,
    name: &str,
    import: ImportId,
    fields: &[(&str, &str)],
) {
    let import = import.to_string();
    let fields = [&[("import", import.as_str())], fields].concat();
    server.act(name, &fields).by(user).send().await.expect(200);
}

/// Uploads a list of users and adds all that can be added.
pub async fn import(server: &TestServer, admin: &TestUser, list: &str) {
    let import = server.import_of("users", "", list.as_bytes(), admin).await;
    post(server, admin, "start_import", import, &[]).await;
    let state = opened(server, admin, import).await.state;
    assert_eq!(state, ImportState::Done);
}
