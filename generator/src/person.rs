//! One user, with everything that they do.
use crate::{
    Plan,
    catalog::{Catalog, Group},
    names::{self, Name},
    random::{DAYS, Draw, chance, rng, since},
};
use domain::time::Timestamp;

pub(crate) struct Person {
    pub number: i64,
    pub name: Name,
    pub branch: Option<i64>,
    pub is_instructor: bool,
    pub active: bool,
    pub created_at: Timestamp,
    pub signed_in_at: Option<Timestamp>,
    pub memberships: Vec<Membership>,
    pub enrolments: Vec<Enrolment>,
    pub progress: Vec<Progress>,
    pub order: Option<Order>,
}

pub(crate) struct Membership {
    pub group: i64,
    pub via: &'static str,
    pub at: Timestamp,
}

/// A reason why the user has a course.
pub(crate) struct Enrolment {
    pub course: i64,
    pub source: &'static str,
    pub group: Option<i64>,
    pub at: Timestamp,
}

pub(crate) struct Progress {
    pub course: i64,
    pub started_at: Timestamp,
    /// When each unit was completed, the first ones of the course.
    pub units: Vec<Timestamp>,
    pub is_completed: bool,
}

/// An order of a bundle.
pub(crate) struct Order {
    pub group: i64,
    pub state: &'static str,
    pub at: Timestamp,
}

/// The portal grows evenly: the higher the number, the later the user was added.
fn joined_at(plan: &Plan, number: i64) -> Timestamp {
    let hours = DAYS * 24 * number / plan.users.max(1);
    plan.now.plus_days(-DAYS).plus_seconds(hours * 3600)
}

impl Person {
    pub(crate) fn new(plan: &Plan, catalog: &Catalog, number: i64) -> Self {
        let rng = &mut rng(plan.seed, Draw::Person, number);
        let created_at = joined_at(plan, number);
        let active = chance(rng, 96);
        let mut person = Self {
            number,
            name: names::draw(rng, number),
            branch: Catalog::branch_of(catalog.branches, number),
            is_instructor: chance(rng, 2),
            active,
            created_at,
            signed_in_at: chance(rng, 70).then(|| since(rng, created_at, plan.now)),
            memberships: Vec::new(),
            enrolments: Vec::new(),
            progress: Vec::new(),
            order: None,
        };
        person.join(plan, catalog, rng);
        person.buy(plan, catalog, rng);
        person.take_courses(plan, catalog, rng);
        person.learn(plan, catalog, rng);
        person
    }

    /// Nobody is in more than four groups; one in six is in none.
    fn join(&mut self, plan: &Plan, catalog: &Catalog, rng: &mut fastrand::Rng) {
        let wanted = rng.choice([0, 1, 1, 2, 2, 4]).unwrap_or(1);
        for _ in 0..wanted {
            let drawn = catalog.draw_group(rng, self.branch);
            let Some((number, group)) = drawn.and_then(|one| Some((one, catalog.group(one)?)))
            else {
                return;
            };
            let by_key = group.has_key && chance(rng, 50);
            let left = chance(rng, 6);
            let at = since(rng, self.created_at, plan.now);
            if self.memberships.iter().any(|one| one.group == number) || self.left(number) {
                continue;
            }
            if left && !group.keeps {
                continue;
            }
            if !left {
                let via = if by_key { "key" } else { "hand" };
                self.memberships.push(Membership {
                    group: number,
                    via,
                    at,
                });
            }
            let source = if left { "kept" } else { "group" };
            for course in &group.courses {
                // Some are out of sync.
                if chance(rng, 96) {
                    let (course, group) = (*course, Some(number));
                    self.enrolments.push(Enrolment {
                        course,
                        source,
                        group,
                        at,
                    });
                }
            }
        }
    }

    /// Whether the user has kept courses of this group.
    fn left(&self, group: i64) -> bool {
        self.enrolments.iter().any(|one| one.group == Some(group))
    }

    /// A paid order is a reason of its own, and makes the buyer a member.
    fn buy(&mut self, plan: &Plan, catalog: &Catalog, rng: &mut fastrand::Rng) {
        if !chance(rng, 20) {
            return;
        }
        let drawn = catalog.draw_group(rng, self.branch);
        let Some((number, group)) = drawn.and_then(|one| Some((one, catalog.group(one)?))) else {
            return;
        };
        let at = since(rng, self.created_at, plan.now);
        let is_member = self.memberships.iter().any(|one| one.group == number);
        if group.price == 0 || is_member || self.left(number) {
            return;
        }
        let states = [
            "paid",
            "paid",
            "paid",
            "paid",
            "refunded",
            "cancelled",
            "waiting",
        ];
        let state = rng.choice(states).unwrap_or("paid");
        self.order = Some(Order {
            group: number,
            state,
            at,
        });
        if state == "paid" {
            self.receive(number, group, at);
        }
    }

    /// What paying gives.
    fn receive(&mut self, number: i64, group: &Group, at: Timestamp) {
        let via = "bundle";
        let membership = Membership {
            group: number,
            via,
            at,
        };
        self.memberships.push(membership);
        for course in &group.courses {
            for (source, group) in [("group", Some(number)), ("bundle", None)] {
                let course = *course;
                self.enrolments.push(Enrolment {
                    course,
                    source,
                    group,
                    at,
                });
            }
        }
    }

    /// Someone gives them a course, or they take a free one.
    fn take_courses(&mut self, plan: &Plan, catalog: &Catalog, rng: &mut fastrand::Rng) {
        let count = i64::try_from(catalog.courses.len()).unwrap_or_default();
        if count == 0 || self.branch.is_some() || !chance(rng, 25) {
            return;
        }
        let course = rng.i64(0..count);
        let at = since(rng, self.created_at, plan.now);
        let (source, group) = ("direct", None);
        self.enrolments.push(Enrolment {
            course,
            source,
            group,
            at,
        });
    }

    /// Half of what someone has is begun, and half of that is done.
    fn learn(&mut self, plan: &Plan, catalog: &Catalog, rng: &mut fastrand::Rng) {
        let mut courses: Vec<(i64, Timestamp)> = Vec::new();
        for one in &self.enrolments {
            if !courses.iter().any(|(course, _)| *course == one.course) {
                courses.push((one.course, one.at));
            }
        }
        for (course, at) in courses {
            let units = catalog.course(course).map_or(0, |course| course.units);
            if units == 0 || self.signed_in_at.is_none() || !chance(rng, 55) {
                continue;
            }
            let done = if chance(rng, 50) {
                units
            } else {
                rng.i64(1..units)
            };
            let started_at = since(rng, at, plan.now);
            let mut last = started_at;
            let mut times = Vec::new();
            for _ in 0..done {
                times.push(last);
                last = Timestamp((last.0 + rng.i64(60_000..3_600_000)).min(plan.now.0));
            }
            self.progress.push(Progress {
                course,
                started_at,
                units: times,
                is_completed: done == units,
            });
        }
    }
}
