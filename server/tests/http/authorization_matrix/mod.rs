//! The authorization matrix: each server function and each route, called by every kind of user.
//!
//! The tables list what each caller gets. They are written by hand, independently of the policy
//! that they check. An endpoint without a line fails the test, and so does a line without an
//! endpoint.
mod adding;
mod branches;
pub mod functions;
pub mod matrix_fixtures;
pub mod routes;
mod system;
mod versions;

use crate::support::TestServer;
use leptos::server_fn::axum::server_fn_paths;
use matrix_fixtures::MatrixFixtures;

/// The columns of both tables, in order.
const CALLERS: [&str; 9] = [
    "guest",
    "ended",
    "inactive",
    "removed",
    "learner",
    "keyless",
    "instructor",
    "admin",
    "super",
];

/// The last two columns: administrators of the branch that contains all fixtures, and of another
/// branch.
const OF_BRANCHES: [&str; 2] = ["own", "other"];

/// One line of a table: the endpoint, its mark, and what each of [`CALLERS`] and [`OF_BRANCHES`]
/// gets.
pub struct Line {
    pub door: String,
    /// `writes` if an allowed call changes the portal.
    writes: bool,
    gets: Vec<String>,
    of_branches: Vec<String>,
}

/// The templates of all addresses that can be viewed.
pub fn routes() -> Vec<String> {
    let lines = routes::lines().into_iter();
    lines
        .filter_map(|line| line.door.strip_prefix("GET ").map(str::to_owned))
        .collect()
}

/// Reads a table. A cell is a status, or `ok`: any response but 401, 403, a redirect to sign in or
/// a server error.
fn read(table: &str) -> Vec<Line> {
    let mut lines = table.lines().filter(|line| !line.trim().is_empty());
    let head = cells(lines.next().unwrap());
    assert_eq!(head[0][1..], CALLERS, "the columns");
    assert_eq!(head[1], OF_BRANCHES, "the last columns");
    lines
        .map(|line| {
            let [door, gets, of_branches] = &cells(line)[..] else {
                panic!("a door | what callers get | what branches get: {line}");
            };
            assert_eq!(gets.len(), CALLERS.len(), "a cell for each caller: {line}");
            assert_eq!(
                of_branches.len(),
                OF_BRANCHES.len(),
                "and for two more: {line}"
            );
            let writes = door.last().is_some_and(|mark| mark == "writes");
            Line {
                writes,
                door: door[..door.len() - usize::from(writes)].join(" "),
                gets: gets.clone(),
                of_branches: of_branches.clone(),
            }
        })
        .collect()
}

/// The words of each cell of a line.
fn cells(line: &str) -> Vec<Vec<String>> {
    let words = |part: &str| part.split_whitespace().map(str::to_owned).collect();
    line.split('|').map(words).collect()
}

/// The functions of a list of exceptions, whose lines are names and the reason.
fn named_in(
    exceptions: &'static [(&'static str, &'static str)],
) -> impl Iterator<Item = &'static str> {
    exceptions
        .iter()
        .flat_map(|(names, _)| names.split_whitespace())
}

/// Fails if `doors` and the lines of the table differ.
fn assert_complete(what: &str, doors: &[String], lines: &[Line]) {
    for door in doors {
        assert!(
            lines.iter().any(|line| line.door == *door),
            "the {what} {door} is not in the table: say there who may pass it"
        );
    }
    for line in lines {
        assert!(
            doors.contains(&line.door),
            "the table has a line for the {what} {}, which does not exist",
            line.door
        );
    }
}

/// Tries refused callers first and checks that nothing has changed after each.
async fn refused_first(
    server: &TestServer,
    world: &MatrixFixtures,
    line: &Line,
    knock: impl AsyncFn(&str) -> u16,
) {
    let cells = || CALLERS.iter().zip(&line.gets);
    let before = server.dump().await;
    for (caller, gets) in cells().filter(|(_, gets)| *gets != "ok") {
        let what = format!("{} for {caller}", line.door);
        assert_eq!(
            knock(world.session(caller)).await.to_string(),
            *gets,
            "{what}"
        );
        crate::support::assert_unchanged(&what, &before, &server.dump().await);
    }
    for (caller, _) in cells().rev().filter(|(_, gets)| *gets == "ok") {
        let mut heard = server.db.events().subscribe();
        let status = knock(world.session(caller)).await;
        assert!(
            status < 500 && ![401, 403, 303].contains(&status),
            "{} refused {caller}: {status}",
            line.door
        );
        if *caller == "super" && !line.door.starts_with("GET") {
            let changed = server.dump().await != before;
            assert_eq!(changed, line.writes, "whether {} writes", line.door);
            assert_eq!(
                heard.try_recv().is_ok(),
                changed,
                "whether pages learn of {}",
                line.door
            );
        }
    }
}

/// Guards both ways: the table must not list a function that is not in the program, and linking
/// must not drop one that pages call.
#[test]
fn every_server_function_of_the_source_is_in_the_program() {
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../app/src"
    ))];
    let mut written = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let functions = text.lines().filter(|line| line.starts_with("#[server"));
            written += functions.count();
        }
    }
    assert_eq!(written, server_fn_paths().count());
}
