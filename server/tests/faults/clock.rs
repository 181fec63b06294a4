//! A clock that is a day ahead or behind, and is put right while the portal runs or between two runs.
use crate::{PROGRAM, RECOVERY, Row, cookie, resuming};
use domain::ids::GroupId;
use fixtures::{
    PASSWORD,
    running::{Portal, Setup},
};
use std::{
    fs,
    os::unix::fs::FileExt,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::time::sleep;

const DAY: i64 = 86_400;

/// The clock of one process.
struct Clock {
    folder: TempDir,
}

impl Clock {
    /// Returns `None` where there is no compiler for C, or another kind of library.
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/clock.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]);
        compiler.arg(folder.path().join("clock.so")).arg(source);
        let is_built = compiler.status().is_ok_and(|status| status.success());
        let clock = Self { folder };
        clock.set(0);
        is_built.then_some(clock)
    }

    fn set(&self, ahead: i64) {
        let file = fs::File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(self.folder.path().join("ahead"));
        file.unwrap().write_all_at(&ahead.to_ne_bytes(), 0).unwrap();
    }

    fn of(&self, setup: Setup) -> Setup {
        let path = |name| self.folder.path().join(name).display().to_string();
        setup
            .variable("LD_PRELOAD", &path("clock.so"))
            .variable("WRONG_CLOCK", &path("ahead"))
    }
}

/// Who does what while the clock is wrong.
struct World {
    admin: String,
    learner: String,
    crowd: GroupId,
}

pub async fn rows() -> Vec<Row> {
    let Some(clock) = Clock::new() else {
        println!("not measured: no compiler for C makes a wrong clock");
        return Vec::new();
    };
    let mut world = None;
    let setup = clock.of(Setup::new(PROGRAM));
    let portal = setup.start(async |fixtures| {
        let learner = fixtures.user("learner").with_password().sign_in().await;
        world = Some(World {
            admin: cookie(&fixtures.super_admin("admin").sign_in().await.session),
            learner: cookie(&learner.session),
            crowd: resuming::crowd(fixtures).await,
        });
        let group = fixtures.group("Group").create().await;
        fixtures.key(group, "CLOCK-KEY-2026").create().await;
    });
    let portal = Box::pin(portal).await;
    let world = world.unwrap();
    let mut rows = Vec::new();
    for (name, ahead) in [("ahead", DAY), ("behind", -DAY)] {
        clock.set(ahead);
        rows.push(works(&portal, &world, &format!("clock: a day {name}")).await);
        let (session, status) = sign_in_in_time(&portal).await;
        for _ in 0..12 {
            sign_in(&portal, "wrong").await;
        }
        let started = resuming::start(&portal, world.crowd, &world.admin, name).await;
        portal.kill();
        clock.set(0);
        let took = resuming::until_it_goes_on(&portal).await;
        rows.push(resuming::row(
            &format!("clock: a mass action of a day {name}"),
            started,
            took,
        ));
        rows.push(works(&portal, &world, &format!("clock: right after a day {name}")).await);
        let kept = portal.get("/profile", &session).await.status;
        rows.push(Row::new(
            format!("clock: a session of a day {name}"),
            format!("signed in {status}, later {kept}"),
            "200, 200",
            (status, kept) == (200, 200),
        ));
        rows.push(waits(&portal, name).await);
    }
    rows
}

/// What learners and administrators do every day.
async fn works(portal: &Portal, world: &World, what: &str) -> Row {
    let page = portal.get("/", &world.learner).await.status;
    let groups = portal.get("/groups", &world.admin).await.status;
    let key = [("key", "CLOCK-KEY-2026")];
    let joined = portal.act("join_group", &key, "10.7.0.1", &world.learner);
    let joined = joined.await.status;
    Row::new(
        what,
        format!("pages {page}, {groups}; joining {joined}"),
        "200, 200; 200, or 409 the second time",
        (page, groups) == (200, 200) && [200, 409].contains(&joined),
    )
}

async fn sign_in(portal: &Portal, password: &str) -> (String, u16) {
    let fields = [("login", "learner"), ("password", password)];
    let answer = portal.act("sign_in", &fields, "10.7.0.2", "").await;
    (answer.cookies(), answer.status)
}

/// Who has just been told to wait for a second does.
async fn sign_in_in_time(portal: &Portal) -> (String, u16) {
    let begun = Instant::now();
    loop {
        let (session, status) = sign_in(portal, PASSWORD).await;
        if status != 429 || begun.elapsed() > RECOVERY {
            return (session, status);
        }
        sleep(Duration::from_millis(100)).await;
    }
}

/// Wrong passwords of a wrong day make no one wait longer than those of today: a quarter of an hour.
async fn waits(portal: &Portal, name: &str) -> Row {
    let fields = [("login", "learner"), ("password", PASSWORD)];
    let answer = portal.act("sign_in", &fields, "10.7.0.2", "").await;
    let digits = answer.body.split("seconds\":").nth(1).unwrap_or_default();
    let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
    let wait = digits.parse().unwrap_or(0);
    Row::new(
        format!("clock: wrong passwords of a day {name}"),
        format!("{} with {wait} s to wait", answer.status),
        "200, or at most 900 s",
        answer.status == 200 || (answer.status == 429 && wait <= 900),
    )
}
