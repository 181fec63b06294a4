//! A portal with one of everything, so that each endpoint has something to act on.
use crate::support::TestServer;
use db::AuditContext;
use db::flashes::FlashKind;
use domain::{
    coupons::Discount,
    groups::LeavingPolicy,
    ids::{
        BranchId, CouponId, CourseId, GroupId, ImportId, KeyId, MassActionId, OrderId, PaymentId,
        UnitId, UserId, UserTypeId,
    },
    mass_actions::{MassActionKind as Mass, Selection, UserSelection, UsersAction, UsersTarget},
    orders::{PaymentEvent, PaymentStatus},
    permissions::BuiltIn,
    settings::SignUpMode,
};
use fixtures::TestUser;
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
    pub trashed_course: CourseId,
    /// Lets its members leave: the learner and the SuperAdmin.
    pub leavable: GroupId,
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
    /// Started on the list of users: one put the tutor into the leavable group, no worker runs the other.
    pub users_done: MassActionId,
    pub users_running: MassActionId,
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
    /// Cancelled, with a payment to return.
    pub overpaid: OrderId,
    pub payment: PaymentId,
    pub coupon: CouponId,
    pub archived_coupon: CouponId,
    /// A list of the caller `admin` that is checked, one that is being applied, and one that was.
    pub checked: ImportId,
    pub started: ImportId,
    pub applied: ImportId,
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
        // Of all that it waits for, in a future of its own: a test's thread has a small stack.
        Box::pin(Self::build_all(server)).await
    }

    async fn build_all(server: &TestServer) -> Self {
        let fixtures = &server.fixtures;
        let sessions = users(server).await;
        let importer = importer(server, &sessions).await;
        let other = fixtures.admin("other").with_password().sign_in().await;
        let group = fixtures.group("Group").create().await;
        let busy = fixtures.group("Busy").create().await;
        let open = fixtures.group("Open").create().await;
        let trashed = fixtures.group("Trashed").create().await;
        let leavable = fixtures.group("Leavable");
        let leavable = leavable.leaving_policy(LeavingPolicy::Everyone);
        let leavable = leavable.create().await;
        let (course, unit) = fixtures.course("Course").create_with_unit("# Old").await;
        fixtures.edit_unit(course, unit, "# Text").await;
        let (second_course, _) = fixtures
            .course("Second course")
            .create_with_unit("Text")
            .await;
        let (spare_course, _) = fixtures
            .course("Spare course")
            .create_with_unit("Text")
            .await;
        fixtures
            .unit(course, "Second unit")
            .text("Text")
            .create()
            .await;
        fixtures.group_course(group, course).await;
        fixtures.group_course(busy, course).await;
        fixtures.group_course(open, spare_course).await;
        for user in ["other", "learner", "super"] {
            let id = format!("SELECT id FROM users WHERE login = '{user}'");
            let id = domain::ids::UserId(server.number(&id).await);
            fixtures.member(group, id).await;
            fixtures.member(busy, id).await;
            fixtures.member(leavable, id).await;
        }
        let done = fixtures.mass_action_on_all(group, Mass::Assign).await;
        fixtures.group_course(group, second_course).await;
        let running = fixtures
            .start(busy, Mass::Assign, &Selection::AllMembers)
            .await;
        let key = fixtures.key(group, "GROUP-KEY-2026").create().await;
        let open_key = fixtures.key(open, Self::KEY).create().await;
        let portal = db::AuditContext::system(db::now());
        let (given, _) = fixtures
            .course("Given course")
            .create_with_unit("Text")
            .await;
        fixtures.direct_enrolment(other.id, given).await;
        let policy = domain::groups::RemovalPolicy::KeepAccess;
        db::trash::delete(&server.db, &portal, trashed, policy)
            .await
            .unwrap();
        let trashed_course = fixtures.course("Trashed course").create().await;
        db::course_trash::delete(&server.db, &portal, trashed_course)
            .await
            .unwrap();
        fixtures.category("Category", None).await;
        let of_other = format!("SELECT id FROM sessions WHERE user_id = {}", other.id);
        let bundle = fixtures.bundle("Bundle", &[spare_course]).await;
        let sold = fixtures.bundle("Sold", &[spare_course]).await;
        let owner = "SELECT id FROM users WHERE login = 'super'";
        let owner = domain::ids::UserId(server.number(owner).await);
        let waiting_order = fixtures.order(owner, sold).by_card().create().await;
        let paid = fixtures.order(other.id, sold).create().await;
        db::orders::mark_paid(&server.db, &portal, paid)
            .await
            .unwrap();
        let (overpaid, payment) = overpaid(server, other.id, bundle).await;
        let key_owner = sessions["learner"].clone();
        let tutor = fixtures.instructor("tutor").create().await;
        let into_group = (Mass::AddMembers, UsersTarget::Group(leavable));
        let users_done = fixtures.users_action(&on_user(into_group, tutor)).await;
        let inviting = (Mass::InviteUsers, UsersTarget::None);
        let users_running = fixtures.start_on_users(&on_user(inviting, tutor)).await;
        Self {
            bundle,
            waiting_order,
            paid,
            overpaid,
            payment,
            coupon: fixtures.coupon(Self::COUPON, Discount::Percent(20)).await,
            archived_coupon: archived_coupon(server).await,
            sessions,
            given,
            session_of_other: server.number(&of_other).await,
            link: db::keys::link(&server.db, open, open_key).await.unwrap(),
            other,
            spare_type: fixtures
                .add_user_type("Spare", &BuiltIn::Learner.permissions())
                .await,
            admin_type: fixtures.user_type(BuiltIn::Admin).await.to_string(),
            group,
            busy,
            open,
            trashed,
            trashed_course,
            leavable,
            course,
            second_course,
            spare_course,
            branch: branch(server, spare_course).await,
            unit,
            key,
            done,
            running,
            ticket: kept_key(server, &key_owner, Self::KEY).await,
            checked: import(server, &importer, "ida").await,
            started: started(server, &importer, "ivy").await,
            applied: applied(server, &importer).await,
            waiting: waiting(server).await,
            learner_type: fixtures.user_type(BuiltIn::Learner).await,
            teacher: teacher(server, course).await,
            tutor,
            users_done,
            users_running,
        }
    }

    /// The session cookie of one of the table's callers; a guest's is empty.
    pub fn session(&self, caller: &str) -> &str {
        &self.sessions[caller]
    }
}

fn on_user((kind, target): (Mass, UsersTarget), user: UserId) -> UsersAction {
    UsersAction {
        kind,
        target,
        selection: UserSelection::Selected(vec![user]),
    }
}

async fn branch(server: &TestServer, course: CourseId) -> BranchId {
    let branch = server.fixtures.branch("Branch").await;
    let portal = db::AuditContext::system(db::now());
    db::branches::add_course(&server.db, &portal, branch, course)
        .await
        .unwrap();
    branch
}

/// A coupon that was used, and deleted.
async fn archived_coupon(server: &TestServer) -> CouponId {
    let coupon = server.fixtures.coupon("USED-2026", Discount::Percent(5));
    let coupon = coupon.await;
    let archive = format!("UPDATE coupons SET archived_at = 1 WHERE id = {coupon}");
    server.execute(&archive).await;
    coupon
}

/// An order that was paid by card after it was cancelled.
async fn overpaid(server: &TestServer, buyer: UserId, bundle: GroupId) -> (OrderId, PaymentId) {
    let portal = db::AuditContext::system(db::now());
    let order = server.fixtures.order(buyer, bundle).by_card();
    let order = order.create().await;
    db::orders::cancel(&server.db, &portal, order)
        .await
        .unwrap();
    let event = PaymentEvent {
        id: "event".into(),
        order,
        told: PaymentStatus::Paid,
        payment: Some("pi_1".into()),
        amount: 5_000,
        returned: 0,
        currency: "EUR".into(),
    };
    db::orders::apply_event(&server.db, &portal, &event)
        .await
        .unwrap();
    let found = db::orders::get(&server.db, order).await.unwrap();
    (order, found.payments[0].id)
}

/// Sets sign-up to require approval, and signs someone up.
async fn waiting(server: &TestServer) -> UserId {
    server.fixtures.set_sign_up(SignUpMode::Approval).await;
    let call = server.sign_up("wendy", "wendy@example.net", "");
    call.send().await.expect(200);
    let id = "SELECT id FROM users WHERE login = 'wendy'";
    UserId(server.number(id).await)
}

/// Adds an instructor of the course.
async fn teacher(server: &TestServer, course: CourseId) -> UserId {
    let fixtures = &server.fixtures;
    let teacher = fixtures.instructor("teacher");
    let teacher = teacher.create().await;
    fixtures.assign_instructor(course, teacher).await;
    teacher
}

/// The caller `admin`.
async fn importer(server: &TestServer, sessions: &HashMap<&'static str, String>) -> TestUser {
    let id = "SELECT id FROM users WHERE login = 'admin'";
    TestUser {
        id: UserId(server.number(id).await),
        login: "admin".into(),
        session: sessions["admin"].clone(),
    }
}

/// A list of one new user, checked.
async fn import(server: &TestServer, importer: &TestUser, login: &str) -> ImportId {
    let list = format!("First name,Last name,E-mail\nIda,New,{login}@example.com\n");
    server
        .import_of("users", "", list.as_bytes(), importer)
        .await
}

/// A list that was started, and that no one goes on with.
async fn started(server: &TestServer, importer: &TestUser, login: &str) -> ImportId {
    let import = import(server, importer, login).await;
    let audit = AuditContext {
        actor: Some(importer.id),
        ..AuditContext::system(db::now())
    };
    db::imports::start(&server.db, &audit, import)
        .await
        .unwrap();
    import
}

async fn applied(server: &TestServer, importer: &TestUser) -> ImportId {
    let import = started(server, importer, "ian").await;
    app::server::imports::run(server.db.clone(), import).await;
    import
}

/// The ticket of the key that the user with this session is about to join with.
async fn kept_key(server: &TestServer, session: &str, key: &str) -> String {
    let owner = db::sessions::owner(&server.db, session).await.unwrap();
    db::flashes::put_own(&server.db, FlashKind::Join, owner, key, db::now())
        .await
        .unwrap()
}

async fn users(server: &TestServer) -> HashMap<&'static str, String> {
    let fixtures = &server.fixtures;
    let mut sessions = HashMap::from([("guest", String::new())]);
    for (caller, kind) in [
        ("learner", BuiltIn::Learner),
        ("instructor", BuiltIn::Trainer),
        ("admin", BuiltIn::Admin),
        ("super", BuiltIn::SuperAdmin),
        // Must get nothing, although their type has every permission.
        ("ended", BuiltIn::SuperAdmin),
        ("inactive", BuiltIn::SuperAdmin),
        ("removed", BuiltIn::SuperAdmin),
    ] {
        let user = fixtures.user(caller).of(kind).sign_in().await;
        sessions.insert(caller, user.session);
    }
    let keyless = fixtures.add_keyless_type().await;
    let keyless = fixtures.user("keyless").of_type(keyless).sign_in().await;
    sessions.insert("keyless", keyless.session);
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
