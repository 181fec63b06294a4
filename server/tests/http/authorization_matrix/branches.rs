//! Two branches: the administrators of one do not find what belongs to the other, at any endpoint.
use super::{Line, functions, matrix_fixtures::MatrixFixtures, routes};
use crate::support::{TestResponse, TestServer, assert_unchanged, on_both_engines};
use axum::http::Method;
use fixtures::TestUser;

/// Part of every name in the first branch, to be searched for in responses.
const MARK: &str = "Alpha";

/// The fixtures in the first branch, and an administrator of each.
struct Branches {
    world: MatrixFixtures,
    own: TestUser,
    other: TestUser,
}

impl Branches {
    async fn build(server: &TestServer) -> Self {
        let fixtures = &server.fixtures;
        let world = MatrixFixtures::build(server).await;
        let own = fixtures.admin("own").sign_in().await;
        let (first, second) = (fixtures.branch(MARK).await, fixtures.branch("Beta").await);
        for statement in [
            format!("UPDATE users SET branch_id = {first}, first_name = 'Alpha'"),
            format!("UPDATE groups SET branch_id = {first}, name = 'Alpha ' || name"),
            format!("UPDATE courses SET branch_id = {first}, name = 'Alpha ' || name"),
            format!("UPDATE mass_actions SET branch_id = {first} WHERE of_users"),
            "UPDATE orders SET title = 'Alpha ' || title, buyer_name = 'Alpha'".to_owned(),
            format!(
                "INSERT INTO branch_courses (branch_id, course_id) SELECT {first}, id FROM courses"
            ),
        ] {
            server.execute(&statement).await;
        }
        let other = fixtures.admin("other-branch").sign_in().await;
        let of_second = format!(
            "UPDATE users SET branch_id = {second} WHERE id = {}",
            other.id
        );
        server.execute(&of_second).await;
        Self { world, own, other }
    }

    /// Returns the response to this session at an endpoint.
    async fn knock(&self, server: &TestServer, door: &str, session: &str) -> TestResponse {
        if !door.contains(' ') {
            return functions::call(server, &self.world, door, session).await;
        }
        let (method, path) = routes::request(&self.world, door);
        if path == "/live" || method != Method::GET {
            return routes::knock(server, method, &path, session).await;
        }
        server.get(&path).session(session).send().await
    }
}

fn doors() -> impl Iterator<Item = Line> {
    routes::lines().into_iter().chain(functions::lines())
}

#[tokio::test]
async fn nothing_of_another_branch_is_found_or_changed() {
    on_both_engines(async |server| {
        let branches = Branches::build(&server).await;
        let mut wrong = Vec::new();
        for line in doors() {
            // Some endpoints end the session that calls them.
            let session = server.fixtures.session(branches.other.id).await;
            let before = server.dump().await;
            let answer = branches.knock(&server, &line.door, &session).await;
            let (status, gets) = (answer.status.as_u16(), line.of_branches[1].as_str());
            if gets == "ok" {
                if status >= 500 || [401, 403].contains(&status) {
                    wrong.push(format!("{}: {status} {}", line.door, answer.text()));
                }
            } else if status.to_string() == gets {
                assert_unchanged(&line.door, &before, &server.dump().await);
            } else {
                wrong.push(format!("{}: {status}, not {gets}", line.door));
            }
            if answer.text().contains(MARK) {
                wrong.push(format!("{} tells: {}", line.door, answer.text()));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

/// The same endpoints for the branch's own administrator: what the other administrator did not find
/// exists.
#[tokio::test]
async fn an_administrator_finds_what_belongs_to_their_branch() {
    let server = TestServer::new().await;
    let branches = Branches::build(&server).await;
    let original = server.close().await;
    let mut wrong = Vec::new();
    for line in doors() {
        let server = original.copy().await;
        let session = server.fixtures.session(branches.own.id).await;
        let answer = branches.knock(&server, &line.door, &session).await;
        let status = answer.status.as_u16();
        let right = match (line.of_branches[0].as_str(), line.of_branches[1].as_str()) {
            ("ok", "404") => status < 400,
            ("ok", _) => status < 500 && status != 403,
            (gets, _) => status.to_string() == gets,
        };
        if !right {
            wrong.push(format!("{}: {status} {}", line.door, answer.text()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
