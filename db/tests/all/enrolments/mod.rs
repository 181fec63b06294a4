//! The counters match the tables after any actions in any order.
mod acts;

use acts::{After, Operation, acts};
use db::throttles::GuessedKey;

use crate::support::{NOW, assert_counts, audit, enrolments, memberships, on_both_engines};
use db::{
    AuditContext, Db, Error, course_trash, direct_enrolments, group_courses, groups, joining,
    mass_actions, members, orders, trash, users,
};
use domain::{
    courses::CourseLosses,
    groups::{EnrolmentPolicy, GroupInfo},
    ids::{CourseId, GroupId, MassActionId, OrderId, UserId},
    mass_actions::{MassActionKind, Selection},
    members::MemberFilter,
    money::Price,
    orders::{Provider, Purchasable, Purchase},
};
use fixtures::{Fixtures, group_info};
use proptest::prelude::*;

/// The groups and their keys.
const KEYS: [(&str, &str); 2] = [("One", "key-one"), ("Two", "key-two")];
/// The price of each group, in minor units.
const PRICE: i64 = 500;

struct World {
    db: Db,
    fixtures: Fixtures,
    admin: AuditContext,
    groups: Vec<GroupId>,
    users: Vec<UserId>,
    courses: Vec<CourseId>,
    done: Vec<(GroupId, MassActionId)>,
    sold: Vec<OrderId>,
    deleted: Vec<CourseId>,
}

impl World {
    async fn new(db: Db) -> Self {
        let fixtures = Fixtures::at(&db, NOW);
        let mut courses = Vec::new();
        for name in ["Art", "Bread", "Cars", "Desks"] {
            courses.push(fixtures.course(name).create().await);
        }
        let mut groups = Vec::new();
        for (name, key) in KEYS {
            let group = fixtures.group(name).price(PRICE).create().await;
            fixtures.key(group, key).create().await;
            groups.push(group);
        }
        Self {
            admin: audit(fixtures.user("zadmin").create().await),
            groups,
            users: fixtures.users("u", 6).await,
            courses,
            done: Vec::new(),
            sold: Vec::new(),
            deleted: Vec::new(),
            fixtures,
            db,
        }
    }

    async fn act(&mut self, (act, group, user, course): (Operation, usize, usize, usize)) {
        let (db, admin) = (&self.db.clone(), &self.admin.clone());
        let key = KEYS[group].1;
        let (group, user) = (self.groups[group], self.users[user]);
        let course = self.courses[course];
        let result = match act {
            Operation::AddMember => members::add(db, admin, group, user).await,
            Operation::RemoveMember(policy) => {
                members::remove(db, admin, group, user, policy).await
            }
            Operation::AddCourse => group_courses::add(db, admin, group, course).await,
            Operation::RemoveCourse(policy) => {
                group_courses::remove(db, admin, group, course, policy).await
            }
            Operation::Synchronize => members::synchronize(db, admin, group, user).await.map(drop),
            Operation::Unassign => members::unassign(db, admin, group, user).await.map(drop),
            Operation::Join => joining::redeem(db, &audit(user), user, GuessedKey::uncounted(key))
                .await
                .map(drop),
            Operation::Give => direct_enrolments::grant(db, admin, user, course).await,
            Operation::Withdraw => direct_enrolments::revoke(db, admin, user, course).await,
            Operation::SetActive(active) => users::set_active(db, admin, user, active).await,
            Operation::SetPolicy(policy) => set_policy(db, admin, group, policy).await,
            Operation::Trash(policy) => {
                let before = (enrolments(db).await, memberships(db).await);
                trash::delete(db, admin, group, policy).await.unwrap();
                assert_counts(db).await;
                trash::restore(db, admin, group).await.unwrap();
                assert_eq!(before, (enrolments(db).await, memberships(db).await));
                Ok(())
            }
            Operation::TrashCourse => self.trash_course(course).await,
            Operation::DeleteCourse => {
                let deleted = course_trash::delete(db, admin, course).await;
                if deleted.is_ok() {
                    self.deleted.push(course);
                }
                deleted
            }
            Operation::RestoreCourse => match self.deleted.pop() {
                Some(course) => course_trash::restore(db, admin, course).await.map(drop),
                None => Ok(()),
            },
            Operation::Mass(kind, selection, after) => {
                self.mass(group, kind, &self.selection(selection), after)
                    .await;
                Ok(())
            }
            Operation::UndoLatest => {
                if let Some((group, action)) = self.done.pop() {
                    self.fixtures.by(admin).undo(group, action).await;
                }
                Ok(())
            }
            Operation::Buy => self.buy(group, user).await,
            Operation::RefundLatest => match self.sold.pop() {
                Some(order) => orders::refund(db, admin, order).await.map(drop),
                None => Ok(()),
            },
        };
        assert!(
            matches!(
                result,
                Ok(()) | Err(Error::NotFound | Error::AlreadyMember | Error::AlreadyBought)
            ),
            "{act:?}: {result:?}"
        );
        assert_counts(db).await;
    }

    async fn trash_course(&self, course: CourseId) -> Result<(), Error> {
        let (db, admin) = (&self.db, &self.admin);
        let before = (enrolments(db).await, memberships(db).await);
        course_trash::delete(db, admin, course).await?;
        assert_counts(db).await;
        let losses = course_trash::restore(db, admin, course).await?;
        assert_eq!(losses, CourseLosses::default());
        assert_eq!(before, (enrolments(db).await, memberships(db).await));
        Ok(())
    }

    async fn buy(&mut self, group: GroupId, user: UserId) -> Result<(), Error> {
        let purchase = Purchase {
            item: Purchasable::Bundle(group),
            coupon: "",
            provider: Provider::Invoice,
            terms: "",
        };
        let order = orders::buy(&self.db, &self.admin, user, &purchase).await?;
        if orders::mark_paid(&self.db, &self.admin, order)
            .await
            .is_ok()
        {
            self.sold.push(order);
        }
        Ok(())
    }

    fn selection(&self, number: u8) -> Selection {
        let matching = |search: &str, filter| Selection::Matching {
            search: search.into(),
            filter,
        };
        match number {
            0 => Selection::AllMembers,
            1 => matching("u00", MemberFilter::All),
            2 => matching("", MemberFilter::NotMembers),
            3 => matching("", MemberFilter::OutOfSync),
            _ => Selection::Selected(vec![self.users[1], self.users[4], self.users[1]]),
        }
    }

    async fn mass(
        &mut self,
        group: GroupId,
        kind: MassActionKind,
        selection: &Selection,
        after: After,
    ) {
        let (db, admin) = (&self.db, &self.admin);
        let before = (enrolments(db).await, memberships(db).await);
        let preview = mass_actions::preview(db, group, kind, selection)
            .await
            .unwrap();
        let action = mass_actions::start(db, admin, group, kind, selection).await;
        let action = action.unwrap();
        if matches!(after, After::Cancelled) {
            mass_actions::cancel(db, admin, group, action)
                .await
                .unwrap();
        }
        self.fixtures.finish(action).await;
        let recent = mass_actions::recent(db, group, 1, NOW).await.unwrap();
        match after {
            After::Cancelled => assert_eq!(recent[0].changes, 0),
            After::Left => {
                assert_eq!(recent[0].changes, preview.changes);
                assert_eq!(recent[0].skipped, preview.skipped);
                self.done.push((group, action));
            }
            After::Undone => {
                assert_counts(db).await;
                self.fixtures.by(admin).undo(group, action).await;
                assert_eq!(before, (enrolments(db).await, memberships(db).await));
            }
        }
    }
}

async fn set_policy(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    policy: EnrolmentPolicy,
) -> Result<(), Error> {
    let now = groups::get(db, group).await?;
    let info = GroupInfo {
        enrolment_policy: policy,
        price: Price::from_minor(PRICE),
        ..group_info(&now.name)
    };
    groups::update(db, audit, group, &now.version, &info).await?;
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_counters_are_right_after_any_actions(acts in prop::collection::vec(acts(), 10..60)) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(on_both_engines(async |db| {
            let mut world = World::new(db).await;
            for act in &acts {
                world.act(*act).await;
            }
        }));
    }
}

#[tokio::test]
async fn joining_enrols_right_away_and_only_once() {
    on_both_engines(async |db| {
        let world = World::new(db).await;
        let (db, group, ana) = (&world.db, world.groups[0], world.users[0]);
        for course in &world.courses {
            group_courses::add(db, &world.admin, group, *course)
                .await
                .unwrap();
        }
        for expected in [true, false] {
            let joined =
                joining::redeem(db, &audit(ana), ana, GuessedKey::uncounted(KEYS[0].1)).await;
            assert_eq!(joined.is_ok(), expected);
        }
        assert_eq!(enrolments(db).await.len(), 4);
        assert_counts(db).await;
    })
    .await;
}
