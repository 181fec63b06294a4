//! A disk that fills up: a file system of its own, of a few megabytes.
use crate::{PROGRAM, RECOVERY, Row, cookie, seconds};
use domain::messages::refusals::STORAGE_FULL;
use fixtures::running::{Portal, Reply, Setup};
use std::{fs, io::Write, path::Path, process::Command};
use tempfile::TempDir;

/// A small file system in memory.
struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// Returns `None` where mounting is not permitted.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=12m", "tmpfs"]);
        let mount = mount.arg(folder.path()).output();
        let is_mounted = mount.is_ok_and(|done| done.status.success());
        is_mounted.then_some(Self { folder })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Leaves no room at all.
    fn fill(&self) {
        let mut file = fs::File::create(self.path().join("filler")).unwrap();
        let piece = [0; 4_096];
        while file.write_all(&piece).is_ok() {}
    }

    fn free(&self) {
        let _ = fs::remove_file(self.path().join("filler"));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.folder.path()).status();
    }
}

struct World {
    course: String,
    admin: String,
    /// Signs in, which writes.
    learner: String,
}

pub async fn rows() -> Vec<Row> {
    let Some(disk) = SmallDisk::mount() else {
        println!("not measured: mounting a small disk is not permitted here");
        return Vec::new();
    };
    let mut world = None;
    let setup = Setup::new(PROGRAM).data_in(&disk.path().join("data"));
    let portal = setup.start(async |fixtures| {
        world = Some(World {
            admin: cookie(&fixtures.super_admin("admin").sign_in().await.session),
            learner: cookie(&fixtures.user("learner").sign_in().await.session),
            course: fixtures.course("Course").create().await.to_string(),
        });
    });
    let portal = portal.await;
    let world = world.unwrap();
    disk.fill();
    let mut rows = vec![full(&portal, &world, "disk: full").await];
    portal.kill();
    rows.push(started_while_full(&portal, &world).await);
    disk.free();
    if portal.get("/healthz", "").await.status == 0 {
        portal.start_again().await;
    }
    let took = portal.until(async |portal| save(portal, &world).await.status == 200);
    let took = took.await;
    let panics = portal.log().matches("panicked").count();
    let measured = match took {
        Some(took) => format!("saves again after {}, {panics} panics", seconds(took)),
        None => "does not save again".to_owned(),
    };
    let holds = panics == 0 && took.is_some_and(|took| took < RECOVERY);
    rows.push(Row::new("disk: with room again", measured, "5 s, 0", holds));
    rows
}

/// It starts, or ends with a sentence that says why.
async fn started_while_full(portal: &Portal, world: &World) -> Row {
    let what = "disk: started again while full";
    if portal.try_again().await.is_some() {
        return full(portal, world, what).await;
    }
    let log = portal.log();
    let said = log.lines().last().unwrap_or_default();
    let says_so = said.contains("no space left");
    Row::new(
        what,
        format!("ends: {said:.40}"),
        "starts, or says that there is no space",
        says_so,
    )
}

async fn save(portal: &Portal, world: &World) -> Reply {
    let text = "Some text. ".repeat(6_000);
    let fields = [
        ("course", &*world.course),
        ("name", "Unit"),
        ("kind", "text"),
        ("content", &text),
    ];
    portal
        .act("create_unit", &fields, "10.5.0.1", &world.admin)
        .await
}

/// Saves until nothing more can be saved; then everything can still be read.
async fn full(portal: &Portal, world: &World, what: &str) -> Row {
    let mut saved = 0;
    let mut answer = save(portal, world).await;
    while answer.status == 200 && saved < 300 {
        saved += 1;
        answer = save(portal, world).await;
    }
    let says_so = answer.body.contains("StorageFull") || answer.body.contains(STORAGE_FULL);
    let mut read = Vec::new();
    for (path, cookie) in [
        ("/", &world.learner),
        ("/profile", &world.learner),
        ("/groups", &world.admin),
        ("/courses", &world.admin),
        ("/healthz", &world.admin),
    ] {
        read.push(portal.get(path, cookie).await.status);
    }
    let measured = format!(
        "{saved} saved, then {}{}; pages {read:?}",
        answer.status,
        if says_so { " with a sentence" } else { "" }
    );
    let all_read = read.iter().all(|status| *status == 200);
    Row::new(
        what,
        measured,
        "507 with a sentence; pages 200",
        answer.status == 507 && says_so && all_read,
    )
}
