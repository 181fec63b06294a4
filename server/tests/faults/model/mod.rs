//! Joins, leaves, removals, mass actions, undos, deletions and restores, compared with a model of a few lines, while
//! the process is killed.
mod acts;
mod state;

use crate::{Engine, Row, cookie, setup, whole, world::Learner};
use acts::{Deed, outcome};
use domain::{
    groups::{EnrolmentPolicy, LeavingPolicy},
    ids::{CourseId, GroupId},
};
use fixtures::running::Portal;
use state::State;
use std::time::{Duration, Instant};
use tokio::time::sleep;

const GROUPS: usize = 2;
const LEARNERS: usize = 6;

/// What the acts are about, by their numbers.
#[derive(Default)]
struct World {
    admin: String,
    groups: Vec<GroupId>,
    courses: Vec<[CourseId; 2]>,
    learners: Vec<Learner>,
}

/// So many seeds for so long each, on both engines in turn.
pub async fn rows(seeds: usize, each: Duration, first: u64) -> Vec<Row> {
    let (mut acts, mut in_doubt, mut kills, mut wrong) = (0, 0, 0, Vec::new());
    for number in 0..seeds {
        let engine = [Engine::Sqlite, Engine::Postgres][number % 2];
        let Some(portal) = setup(engine).await else {
            continue;
        };
        let mut world = World::default();
        let portal = portal.start(async |fixtures| world = Box::pin(build(fixtures)).await);
        let portal = Box::pin(portal).await;
        let seed = first + number as u64;
        let run = Run {
            portal: &portal,
            world: &world,
            until: Instant::now() + each,
        };
        let (killed, result) =
            futures::join!(kill(&run, seed), Box::pin(run.compare(seed, engine)));
        kills += killed;
        match result {
            Ok((done, doubts)) => (acts, in_doubt) = (acts + done, in_doubt + doubts),
            Err(difference) => {
                println!("       SOAK_SEED={seed} {engine:?}: {difference}");
                wrong.push(seed);
            }
        }
    }
    let measured = format!(
        "{acts} acts, {kills} kills, {in_doubt} unanswered: {} differ",
        wrong.len()
    );
    vec![Row::new(
        format!("model: {seeds} seeds of {} s", each.as_secs()),
        measured,
        "0",
        wrong.is_empty() && acts > 0,
    )]
}

async fn build(fixtures: &fixtures::Fixtures) -> World {
    let admin = fixtures.super_admin("admin").sign_in().await;
    let mut world = World {
        admin: cookie(&admin.session),
        ..World::default()
    };
    let mut courses = Vec::new();
    for name in ["Art", "Bread", "Cars"] {
        courses.push(fixtures.course(name).create().await);
    }
    for number in 0..GROUPS {
        // The groups share a course.
        let own = [courses[number], courses[number + 1]];
        let group = fixtures.group(&format!("Group {number}"));
        let group = group.with_courses(&own);
        let group = group.enrolment_policy(EnrolmentPolicy::Automatically);
        let group = group.leaving_policy(LeavingPolicy::Everyone).create().await;
        let key = format!("MODEL-KEY-{number}");
        fixtures.key(group, &key).create().await;
        world.groups.push(group);
        world.courses.push(own);
    }
    for number in 0..LEARNERS {
        let login = format!("learner{number}");
        let learner = fixtures.user(&login).sign_in().await;
        world.learners.push(Learner {
            id: learner.id,
            cookie: cookie(&learner.session),
            login,
        });
    }
    world
}

struct Run<'a> {
    portal: &'a Portal,
    world: &'a World,
    until: Instant,
}

async fn kill(run: &Run<'_>, seed: u64) -> usize {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut kills = 0;
    loop {
        sleep(Duration::from_millis(random.u64(400..2_000))).await;
        if Instant::now() > run.until {
            return kills;
        }
        run.portal.kill();
        run.portal.start_again().await;
        kills += 1;
    }
}

impl Run<'_> {
    /// Returns how many acts were done and how many were not answered, or where portal and model differ.
    async fn compare(&self, seed: u64, engine: Engine) -> Result<(usize, usize), String> {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut model = State::default();
        let (mut acts, mut in_doubt) = (0, 0);
        println!("       model: seed {seed} on {engine:?}");
        while Instant::now() < self.until {
            let act = Deed::random(&mut random);
            let Some((after, expected)) = outcome(&model, act) else {
                continue;
            };
            let status = self.send(act).await;
            if matches!(act, Deed::Mass(..) | Deed::Undo(_)) && status != 404 {
                self.wait_for_mass_actions().await?;
            }
            match status {
                // It happened wholly or not at all.
                0 => {
                    in_doubt += 1;
                    let stored = self.stored().await;
                    if stored.shows(&after) {
                        let is_seen = !stored.shows(&model);
                        model = after;
                        if !is_seen {
                            // Which mass action is the last one is not known.
                            model.before[act.group()] = None;
                        }
                    } else if !stored.shows(&model) {
                        return Err(format!("half of {act:?}: {}", stored.against(&model)));
                    }
                }
                status if expected.contains(&status) => model = after,
                status => return Err(format!("{act:?}: {status}, expected {expected:?}")),
            }
            acts += 1;
            if acts % 10 == 0 && status != 0 {
                let stored = self.stored().await;
                if !stored.shows(&model) {
                    return Err(format!("after {act:?}: {}", stored.against(&model)));
                }
            }
        }
        self.at_the_end(&model).await?;
        Ok((acts, in_doubt))
    }

    async fn at_the_end(&self, model: &State) -> Result<(), String> {
        self.portal
            .until(async |portal| portal.get("/healthz", "").await.status == 200)
            .await;
        self.wait_for_mass_actions().await?;
        let stored = self.stored().await;
        if !stored.shows(model) {
            return Err(format!("at the end: {}", stored.against(model)));
        }
        let db = self.portal.db().await;
        let broken = whole::broken(&db).await;
        db.close().await.unwrap();
        if broken.is_empty() {
            Ok(())
        } else {
            Err(broken.join("; "))
        }
    }

    async fn wait_for_mass_actions(&self) -> Result<(), String> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(75) {
            if whole::running_mass_actions(self.portal).await == 0 {
                return Ok(());
            }
            sleep(Duration::from_millis(50)).await;
        }
        Err("a mass action does not go on".to_owned())
    }

    async fn stored(&self) -> state::Stored {
        let db = self.portal.db().await;
        let stored = state::Stored::read(&db, self.world).await;
        db.close().await.unwrap();
        stored
    }
}
