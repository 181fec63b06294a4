//! What the clients of a test work on: enough of each that no act is done twice.
use crate::cookie;
use domain::{
    groups::EnrolmentPolicy,
    ids::{CourseId, GroupId, UnitId, UserId},
};
use fixtures::Fixtures;

pub struct Learner {
    pub id: UserId,
    pub login: String,
    pub cookie: String,
}

pub struct World {
    pub admin: String,
    pub learners: Vec<Learner>,
    /// With their keys.
    pub joinable: Vec<(GroupId, String)>,
    pub bundles: Vec<GroupId>,
    /// Filled by the administrator.
    pub filled: Vec<GroupId>,
    /// Have all learners, and mass actions.
    pub crowds: Vec<GroupId>,
    /// Every learner has it.
    pub course: CourseId,
    pub units: Vec<UnitId>,
}

impl World {
    /// With so many learners, and so many of each kind of group.
    pub async fn build(fixtures: &Fixtures, learners: usize, groups: usize) -> Self {
        let admin = fixtures.super_admin("admin").sign_in().await;
        let mut world = Self {
            admin: cookie(&admin.session),
            learners: Vec::new(),
            joinable: Vec::new(),
            bundles: Vec::new(),
            filled: Vec::new(),
            crowds: Vec::new(),
            course: fixtures.course("Course").create().await,
            units: Vec::new(),
        };
        for number in 0..groups {
            let unit = fixtures.unit(world.course, &format!("Unit {number}"));
            world.units.push(unit.text("Text").create().await);
        }
        for number in 0..learners {
            let login = format!("learner{number}");
            let learner = fixtures.user(&login).with_password().sign_in().await;
            fixtures.direct_enrolment(learner.id, world.course).await;
            world.learners.push(Learner {
                id: learner.id,
                cookie: cookie(&learner.session),
                login,
            });
        }
        world.groups(fixtures, groups).await;
        world
    }

    /// The groups whose members have all their courses.
    pub fn entered(&self) -> Vec<GroupId> {
        let joinable = self.joinable.iter().map(|(group, _)| *group);
        joinable.chain(self.filled.iter().copied()).collect()
    }

    async fn groups(&mut self, fixtures: &Fixtures, count: usize) {
        let mut courses = vec![self.course];
        courses.push(fixtures.course("Second course").create().await);
        for number in 0..count {
            let group = fixtures.group(&format!("Joined {number}"));
            let group = group.with_courses(&courses).create().await;
            let key = format!("FAULTS-KEY-{number}");
            fixtures.key(group, &key).create().await;
            self.joinable.push((group, key));
            let name = format!("Sold {number}");
            self.bundles.push(fixtures.bundle(&name, &courses).await);
            let group = fixtures.group(&format!("Filled {number}"));
            let group = group.enrolment_policy(EnrolmentPolicy::Automatically);
            self.filled
                .push(group.with_courses(&courses).create().await);
        }
        let members: Vec<_> = self.learners.iter().map(|learner| learner.id).collect();
        for number in 0..2 {
            let group = fixtures.group(&format!("Crowd {number}"));
            let group = group.with_courses(&courses).with_members(&members);
            self.crowds.push(group.create().await);
        }
    }
}
