//! Groups, courses and keys for the tests.
use super::TestServer;
use db::{
    AuditContext, coupons, courses, group_courses, groups, keys, mass_actions, members, orders,
    units,
};
use domain::{
    coupons::{CouponCode, CouponInfo, Discount},
    courses::{CourseInfo, CourseName, Markdown, UnitContent, UnitName},
    groups::{Description, EnrolmentPolicy, GroupInfo, GroupName, NewKey, RemovalPolicy},
    ids::{CouponId, CourseId, GroupId, KeyId, MassActionId, OrderId, UnitId, UserId},
    keys::{GroupKey, Limits},
    mass_actions::{MassActionKind, Selection},
    money::Price,
    orders::{Provider, Purchasable, Purchase},
    time::Timestamp,
};

/// A time in the past (negative: in the future).
pub fn minutes_ago(minutes: i64) -> Timestamp {
    db::now().plus_seconds(-60 * minutes)
}

fn portal() -> AuditContext {
    AuditContext::system(db::now())
}

impl TestServer {
    /// Opens the catalog to guests, or closes it.
    pub async fn public_catalog(&self, public: bool) {
        let name = domain::settings::PortalName::parse("Muster").unwrap();
        let (portal, currency) = (
            AuditContext::system(db::now()),
            domain::money::Currency::default(),
        );
        db::settings::update(&self.db, &portal, &name, currency, public)
            .await
            .unwrap();
    }

    pub async fn group(&self, name: &str) -> GroupId {
        let info = GroupInfo {
            name: GroupName::parse(name).unwrap(),
            description: Description::parse("For tests").unwrap(),
            price: Price::from_minor(0),
            enrolment_policy: EnrolmentPolicy::Manually,
            removal_policy: RemovalPolicy::KeepAccess,
        };
        groups::create(&self.db, &portal(), &info, None)
            .await
            .unwrap()
    }

    /// A course with one unit.
    pub async fn course(&self, name: &str, markdown: &str) -> (CourseId, UnitId) {
        let info = CourseInfo {
            name: CourseName::parse(name).unwrap(),
            description: Description::parse("For tests").unwrap(),
            category: None,
            price: Price::from_minor(0),
            active: true,
        };
        let course = courses::create(&self.db, &portal(), &info).await.unwrap();
        (course, self.unit(course, "Unit", markdown).await)
    }

    pub async fn unit(&self, course: CourseId, name: &str, markdown: &str) -> UnitId {
        let name = UnitName::parse(name).unwrap();
        let content = UnitContent::Text(Markdown::parse(markdown).unwrap());
        units::create(&self.db, &portal(), course, &name, &content)
            .await
            .unwrap()
    }

    pub async fn member(&self, group: GroupId, user: UserId) {
        members::add(&self.db, &portal(), group, user)
            .await
            .unwrap();
    }

    pub async fn group_course(&self, group: GroupId, course: CourseId) {
        group_courses::add(&self.db, &portal(), group, course)
            .await
            .unwrap();
    }

    pub async fn key(&self, group: GroupId, text: &str, limits: Limits) -> KeyId {
        let key = GroupKey::parse(text).unwrap();
        keys::create(&self.db, &portal(), group, &NewKey { key, limits })
            .await
            .unwrap()
    }

    /// A group of 50.00 with this course.
    pub async fn bundle(&self, name: &str, course: CourseId) -> GroupId {
        let group = self.group(name).await;
        self.execute(&format!(
            "UPDATE groups SET price_minor = 5000 WHERE id = {group}"
        ))
        .await;
        self.group_course(group, course).await;
        group
    }

    /// A bundle that the user ordered, and has not paid.
    pub async fn order(&self, buyer: UserId, group: GroupId) -> OrderId {
        let purchase = Purchase {
            item: Purchasable::Bundle(group),
            token: "a-token-of-a-form",
            coupon: "",
            provider: Provider::Invoice,
        };
        orders::buy(&self.db, &portal(), buyer, &purchase)
            .await
            .unwrap()
    }

    /// A coupon of 20 % for all bundles.
    pub async fn coupon(&self, code: &str) -> CouponId {
        let info = CouponInfo {
            code: CouponCode::parse(code).unwrap(),
            off: Discount::Percent(20),
            limits: Limits::default(),
            bundles: None,
        };
        coupons::create(&self.db, &portal(), &info).await.unwrap()
    }

    /// A mass action on all members that no worker runs yet.
    pub async fn started(&self, group: GroupId, kind: MassActionKind) -> MassActionId {
        mass_actions::start(&self.db, &portal(), group, kind, &Selection::AllMembers)
            .await
            .unwrap()
    }

    /// A finished mass action on all members.
    pub async fn done(&self, group: GroupId, kind: MassActionKind) -> MassActionId {
        let action = self.started(group, kind).await;
        while mass_actions::step(&self.db, action, 1, db::now())
            .await
            .unwrap()
            == mass_actions::Step::More
        {}
        action
    }
}
