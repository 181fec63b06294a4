//! A portal with one of everything, so that each door would open on something.
use crate::support::{Kind, Person, Site};
use domain::{
    ids::{CouponId, CourseId, GroupId, KeyId, MassActionId, OrderId, UnitId},
    keys::Limits,
    mass_actions::Kind as Mass,
};
use std::collections::HashMap;

pub struct World {
    sessions: HashMap<&'static str, String>,
    /// Another administrator, who has a password.
    pub other: Person,
    /// The id of the other administrator's type, as forms send it.
    pub admin_type: String,
    /// Has members who lack its second course, a key, and a mass action that is done.
    pub group: GroupId,
    /// Its mass action waits for somebody to run it.
    pub busy: GroupId,
    /// Joined by the key [`World::KEY`]; the people are not in it.
    pub open: GroupId,
    pub trashed: GroupId,
    pub course: CourseId,
    pub second_course: CourseId,
    /// In no group.
    pub spare_course: CourseId,
    pub unit: UnitId,
    pub key: KeyId,
    pub done: MassActionId,
    pub running: MassActionId,
    /// Confirms joining the open group.
    pub ticket: String,
    /// For sale; the people are not in it.
    pub bundle: GroupId,
    /// The SuperAdmin's own.
    pub waiting: OrderId,
    pub paid: OrderId,
    pub coupon: CouponId,
    /// Confirms importing the other administrator.
    pub import: String,
}

impl World {
    pub const KEY: &'static str = "OPEN-SESAME-2026";
    pub const COUPON: &'static str = "SPRING-2026";

    pub async fn build(site: &Site) -> Self {
        let sessions = people(site).await;
        let other = site
            .person_with_password("other", Kind::Administrator)
            .await;
        let (group, busy) = (site.group("Group").await, site.group("Busy").await);
        let (open, trashed) = (site.group("Open").await, site.group("Trashed").await);
        let (course, unit) = site.course("Course", "# Text").await;
        let (second_course, _) = site.course("Second course", "Text").await;
        let (spare_course, _) = site.course("Spare course", "Text").await;
        site.unit(course, "Second unit", "Text").await;
        site.group_course(group, course).await;
        site.group_course(busy, course).await;
        site.group_course(open, spare_course).await;
        for person in ["other", "learner", "super"] {
            let id = format!("SELECT id FROM users WHERE login = '{person}'");
            let id = domain::ids::UserId(site.number(&id).await);
            site.member(group, id).await;
            site.member(busy, id).await;
        }
        let done = site.done(group, Mass::Assign).await;
        site.group_course(group, second_course).await;
        let running = site.started(busy, Mass::Assign).await;
        let key = site.key(group, "GROUP-KEY-2026", Limits::default()).await;
        site.key(open, Self::KEY, Limits::default()).await;
        let portal = db::By::portal(db::now());
        let policy = domain::groups::RemovalPolicy::KeepAccess;
        db::trash::delete(&site.db, &portal, trashed, policy)
            .await
            .unwrap();
        let name = domain::courses::CategoryName::parse("Category").unwrap();
        db::categories::create(&site.db, &portal, None, &name)
            .await
            .unwrap();
        let bundle = site.bundle("Bundle", spare_course).await;
        let sold = site.bundle("Sold", spare_course).await;
        let owner = "SELECT id FROM users WHERE login = 'super'";
        let owner = domain::ids::UserId(site.number(owner).await);
        let waiting = site.order(owner, sold).await;
        let paid = site.order(other.id, sold).await;
        db::orders::mark_paid(&site.db, &portal, paid)
            .await
            .unwrap();
        Self {
            bundle,
            waiting,
            paid,
            coupon: site.coupon(Self::COUPON).await,
            sessions,
            other,
            admin_type: site.user_type(Kind::Administrator).await.to_string(),
            group,
            busy,
            open,
            trashed,
            course,
            second_course,
            spare_course,
            unit,
            key,
            done,
            running,
            ticket: kept(site, Self::KEY).await,
            import: kept(site, "other\n").await,
        }
    }

    /// The session cookie of one of the table's callers; a stranger's is empty.
    pub fn session(&self, caller: &str) -> &str {
        &self.sessions[caller]
    }
}

/// The ticket under which something to be confirmed is kept.
async fn kept(site: &Site, what: &str) -> String {
    db::flashes::put(&site.db, what, db::flashes::LONG, db::now())
        .await
        .unwrap()
}

async fn people(site: &Site) -> HashMap<&'static str, String> {
    let mut sessions = HashMap::from([("stranger", String::new())]);
    for (caller, kind) in [
        ("learner", Kind::Learner),
        ("keyless", Kind::Keyless),
        ("instructor", Kind::Instructor),
        ("admin", Kind::Administrator),
        ("super", Kind::SuperAdmin),
        // What these may no longer do is the most there is.
        ("ended", Kind::SuperAdmin),
        ("inactive", Kind::SuperAdmin),
        ("removed", Kind::SuperAdmin),
    ] {
        sessions.insert(caller, site.person(caller, kind).await.session);
    }
    let portal = db::By::portal(db::now());
    db::sessions::sign_out(&site.db, &portal, &sessions["ended"])
        .await
        .unwrap();
    // By hand: the session stays, and must be worth nothing all the same.
    site.execute("UPDATE users SET active = FALSE WHERE login = 'inactive'")
        .await;
    site.execute("DELETE FROM users WHERE login = 'removed'")
        .await;
    sessions
}
