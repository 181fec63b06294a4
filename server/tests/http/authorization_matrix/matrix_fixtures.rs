//! A portal with one of everything, so that each endpoint has something to act on.
use crate::support::{Kind, TestServer, TestUser};
use domain::{
    ids::{
        BranchId, CouponId, CourseId, GroupId, KeyId, MassActionId, OrderId, UnitId, UserId,
        UserTypeId,
    },
    keys::Limits,
    mass_actions::MassActionKind as Mass,
    permissions::BuiltIn,
    settings::SignUpMode,
};
use std::collections::HashMap;

pub struct MatrixFixtures {
    sessions: HashMap<&'static str, String>,
    /// Another administrator, who has a password.
    pub other: TestUser,
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

impl MatrixFixtures {
    pub const KEY: &'static str = "OPEN-SESAME-2026";
    pub const COUPON: &'static str = "SPRING-2026";

    pub async fn build(server: &TestServer) -> Self {
        let sessions = users(server).await;
        let other = server
            .user_with_password("other", Kind::Administrator)
            .await;
        let (group, busy) = (server.group("Group").await, server.group("Busy").await);
        let (open, trashed) = (server.group("Open").await, server.group("Trashed").await);
        let (course, unit) = server.course("Course", "# Text").await;
        let (second_course, _) = server.course("Second course", "Text").await;
        let (spare_course, _) = server.course("Spare course", "Text").await;
        server.unit(course, "Second unit", "Text").await;
        server.group_course(group, course).await;
        server.group_course(busy, course).await;
        server.group_course(open, spare_course).await;
        for user in ["other", "learner", "super"] {
            let id = format!("SELECT id FROM users WHERE login = '{user}'");
            let id = domain::ids::UserId(server.number(&id).await);
            server.member(group, id).await;
            server.member(busy, id).await;
        }
        let done = server.done(group, Mass::Assign).await;
        server.group_course(group, second_course).await;
        let running = server.started(busy, Mass::Assign).await;
        let key = server.key(group, "GROUP-KEY-2026", Limits::default()).await;
        let open_key = server.key(open, Self::KEY, Limits::default()).await;
        let portal = db::AuditContext::system(db::now());
        let (given, _) = server.course("Given course", "Text").await;
        db::direct_enrolments::grant(&server.db, &portal, other.id, given)
            .await
            .unwrap();
        let policy = domain::groups::RemovalPolicy::KeepAccess;
        db::trash::delete(&server.db, &portal, trashed, policy)
            .await
            .unwrap();
        let name = domain::courses::CategoryName::parse("Category").unwrap();
        db::categories::create(&server.db, &portal, None, &name)
            .await
            .unwrap();
        let of_other = format!("SELECT id FROM sessions WHERE user_id = {}", other.id);
        let bundle = server.bundle("Bundle", spare_course).await;
        let sold = server.bundle("Sold", spare_course).await;
        let owner = "SELECT id FROM users WHERE login = 'super'";
        let owner = domain::ids::UserId(server.number(owner).await);
        let waiting_order = server.order(owner, sold).await;
        let paid = server.order(other.id, sold).await;
        db::orders::mark_paid(&server.db, &portal, paid)
            .await
            .unwrap();
        Self {
            bundle,
            waiting_order,
            paid,
            coupon: server.coupon(Self::COUPON).await,
            sessions,
            given,
            session_of_other: server.number(&of_other).await,
            link: db::keys::link(&server.db, open, open_key).await.unwrap(),
            other,
            spare_type: server
                .spare_type("Spare", &BuiltIn::Learner.permissions())
                .await,
            admin_type: server.user_type(Kind::Administrator).await.to_string(),
            group,
            busy,
            open,
            trashed,
            course,
            second_course,
            spare_course,
            branch: branch(server, spare_course).await,
            unit,
            key,
            done,
            running,
            ticket: kept(server, Self::KEY).await,
            import: kept(server, "other\n").await,
            users: kept(server, "Ida,New,ida.new@example.org\n").await,
            waiting: waiting(server).await,
            learner_type: server.user_type(Kind::Learner).await,
            teacher: teacher(server, course).await,
            tutor: server.user("tutor", Kind::Instructor).await.id,
        }
    }

    /// The session cookie of one of the table's callers; a guest's is empty.
    pub fn session(&self, caller: &str) -> &str {
        &self.sessions[caller]
    }
}

async fn branch(server: &TestServer, course: CourseId) -> BranchId {
    let portal = db::AuditContext::system(db::now());
    let name = domain::branches::BranchName::parse("Branch").unwrap();
    let branch = db::branches::create(&server.db, &portal, &name)
        .await
        .unwrap();
    db::branches::add_course(&server.db, &portal, branch, course)
        .await
        .unwrap();
    branch
}

/// Sets sign-up to require approval, and signs someone up.
async fn waiting(server: &TestServer) -> UserId {
    server.set_sign_up(SignUpMode::Approval).await;
    let call = server.sign_up("wendy", "wendy@example.net", "");
    call.send().await.expect(200);
    let id = "SELECT id FROM users WHERE login = 'wendy'";
    UserId(server.number(id).await)
}

/// Adds an instructor of the course.
async fn teacher(server: &TestServer, course: CourseId) -> UserId {
    let teacher = server.user("teacher", Kind::Instructor).await.id;
    let portal = db::AuditContext::system(db::now());
    db::instructors::add(&server.db, &portal, course.into(), teacher)
        .await
        .unwrap();
    teacher
}

/// The ticket under which something to be confirmed is stored.
async fn kept(server: &TestServer, what: &str) -> String {
    db::flashes::put(&server.db, what, db::flashes::LONG, db::now())
        .await
        .unwrap()
}

async fn users(server: &TestServer) -> HashMap<&'static str, String> {
    let mut sessions = HashMap::from([("guest", String::new())]);
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
        sessions.insert(caller, server.user(caller, kind).await.session);
    }
    let portal = db::AuditContext::system(db::now());
    db::sessions::sign_out(&server.db, &portal, &sessions["ended"])
        .await
        .unwrap();
    // Written directly: the session stays, and must still be worthless.
    server
        .execute("UPDATE users SET active = FALSE WHERE login = 'inactive'")
        .await;
    server
        .execute("DELETE FROM users WHERE login = 'removed'")
        .await;
    sessions
}
