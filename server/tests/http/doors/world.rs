//! A portal with one of everything, so that each endpoint has something to act on.
use crate::support::{Kind, Person, Site};
use domain::{
    ids::{
        BranchId, CouponId, CourseId, GroupId, KeyId, MassActionId, OrderId, UnitId, UserId,
        UserTypeId,
    },
    keys::Limits,
    mass_actions::Kind as Mass,
    permissions::BuiltIn,
    settings::SignUp,
};
use std::collections::HashMap;

pub struct World {
    sessions: HashMap<&'static str, String>,
    /// Another administrator, who has a password.
    pub other: Person,
    /// The id of the other administrator's type, as forms send it.
    pub admin_type: String,
    /// A user type for learners that no one has.
    pub spare_type: UserTypeId,
    /// Has members who lack its second course, a key, and a finished mass action.
    pub group: GroupId,
    /// Its mass action has not been started by a worker.
    pub busy: GroupId,
    /// Can be joined with the key [`World::KEY`]; the callers are not members.
    pub open: GroupId,
    pub trashed: GroupId,
    pub course: CourseId,
    pub second_course: CourseId,
    /// In one group, and in the branch.
    pub spare_course: CourseId,
    /// Has a course, but no users.
    pub branch: BranchId,
    pub unit: UnitId,
    pub key: KeyId,
    pub done: MassActionId,
    pub running: MassActionId,
    /// Granted to the other administrator directly.
    pub given: CourseId,
    /// A session that only its owner can end.
    pub session_of_other: i64,
    /// The token of the link to the open group.
    pub link: String,
    /// Confirms joining the open group.
    pub ticket: String,
    /// For sale; the callers are not members.
    pub bundle: GroupId,
    /// An order of the SuperAdmin.
    pub waiting_order: OrderId,
    pub paid: OrderId,
    pub coupon: CouponId,
    /// Confirms importing the other administrator.
    pub import: String,
    /// Confirms importing a new user.
    pub users: String,
    /// Signed up, and waiting for approval.
    pub waiting: UserId,
    pub learner_type: UserTypeId,
    /// An instructor of the course.
    pub teacher: UserId,
    /// An instructor who does not teach the course.
    pub tutor: UserId,
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
        let open_key = site.key(open, Self::KEY, Limits::default()).await;
        let portal = db::By::portal(db::now());
        let (given, _) = site.course("Given course", "Text").await;
        db::direct::give(&site.db, &portal, other.id, given)
            .await
            .unwrap();
        let policy = domain::groups::RemovalPolicy::KeepAccess;
        db::trash::delete(&site.db, &portal, trashed, policy)
            .await
            .unwrap();
        let name = domain::courses::CategoryName::parse("Category").unwrap();
        db::categories::create(&site.db, &portal, None, &name)
            .await
            .unwrap();
        let of_other = format!("SELECT id FROM sessions WHERE user_id = {}", other.id);
        let bundle = site.bundle("Bundle", spare_course).await;
        let sold = site.bundle("Sold", spare_course).await;
        let owner = "SELECT id FROM users WHERE login = 'super'";
        let owner = domain::ids::UserId(site.number(owner).await);
        let waiting_order = site.order(owner, sold).await;
        let paid = site.order(other.id, sold).await;
        db::orders::mark_paid(&site.db, &portal, paid)
            .await
            .unwrap();
        Self {
            bundle,
            waiting_order,
            paid,
            coupon: site.coupon(Self::COUPON).await,
            sessions,
            given,
            session_of_other: site.number(&of_other).await,
            link: db::keys::link(&site.db, open, open_key).await.unwrap(),
            other,
            spare_type: site
                .spare_type("Spare", &BuiltIn::Learner.permissions())
                .await,
            admin_type: site.user_type(Kind::Administrator).await.to_string(),
            group,
            busy,
            open,
            trashed,
            course,
            second_course,
            spare_course,
            branch: branch(site, spare_course).await,
            unit,
            key,
            done,
            running,
            ticket: kept(site, Self::KEY).await,
            import: kept(site, "other\n").await,
            users: kept(site, "Ida,New,ida.new@example.org\n").await,
            waiting: waiting(site).await,
            learner_type: site.user_type(Kind::Learner).await,
            teacher: teacher(site, course).await,
            tutor: site.person("tutor", Kind::Instructor).await.id,
        }
    }

    /// The session cookie of one of the table's callers; a guest's is empty.
    pub fn session(&self, caller: &str) -> &str {
        &self.sessions[caller]
    }
}

async fn branch(site: &Site, course: CourseId) -> BranchId {
    let portal = db::By::portal(db::now());
    let name = domain::branches::BranchName::parse("Branch").unwrap();
    let branch = db::branches::create(&site.db, &portal, &name)
        .await
        .unwrap();
    db::branches::add_course(&site.db, &portal, branch, course)
        .await
        .unwrap();
    branch
}

/// Sets sign-up to require approval, and signs someone up.
async fn waiting(site: &Site) -> UserId {
    site.set_sign_up(SignUp::Approval).await;
    let call = site.sign_up("wendy", "wendy@example.net", "");
    call.send().await.expect(200);
    let id = "SELECT id FROM users WHERE login = 'wendy'";
    UserId(site.number(id).await)
}

/// Adds an instructor of the course.
async fn teacher(site: &Site, course: CourseId) -> UserId {
    let teacher = site.person("teacher", Kind::Instructor).await.id;
    let portal = db::By::portal(db::now());
    db::instructors::add(&site.db, &portal, course.into(), teacher)
        .await
        .unwrap();
    teacher
}

/// The ticket under which something to be confirmed is stored.
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
        // Must get nothing, although their type has every permission.
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
    // Written directly: the session stays, and must still be worthless.
    site.execute("UPDATE users SET active = FALSE WHERE login = 'inactive'")
        .await;
    site.execute("DELETE FROM users WHERE login = 'removed'")
        .await;
    sessions
}
