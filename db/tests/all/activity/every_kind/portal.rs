//! Courses, sales, user types, branches and instructors.
use super::*;
use db::{
    branches as all_branches, catalog, categories, coupons, course_trash, courses as all_courses,
    direct_enrolments, group_courses, groups, instructors,
    orders::{self, LapsingOrder},
    sign_ups::MailConfig,
    units, users,
};
use domain::{
    branches::BranchName,
    coupons::{CouponCode, CouponInfo, Discount},
    courses::{CategoryName, CourseInfo, CourseName, NewUnit, UnitContent, UnitKind, UnitName},
    groups::{Description, GroupInfo},
    ids::{CourseId, OrderId},
    keys::Limits,
    money::Price,
    orders::{PaymentEvent, PaymentStatus, Provider, Purchasable, Purchase},
    permissions::{Permission, Role},
    user_types::{UserTypeInfo, UserTypeName},
};
use fixtures::{EditForm, group_info};

fn course_info(name: &str) -> CourseInfo {
    CourseInfo {
        name: CourseName::parse(name).unwrap(),
        description: Description::parse("").unwrap(),
        category: None,
        price: Price::from_minor(0),
        active: true,
        listed: true,
    }
}

async fn course(db: &Db, cast: &Cast, name: &str) -> Result<CourseId, Error> {
    all_courses::create(db, &cast.admin, &course_info(name)).await
}

pub async fn courses(db: &Db, cast: &Cast) -> Result<(), Error> {
    let (admin, ana) = (&cast.admin, cast.ana);
    let bread = course(db, cast, "Bread").await?;
    all_courses::update(
        db,
        admin,
        bread,
        &fixtures::version(db, bread).await,
        &course_info("Breads"),
    )
    .await?;
    let name = UnitName::parse("Yeast").unwrap();
    let text = UnitContent::parse(UnitKind::Text, "It rises.").unwrap();
    units::create(db, admin, bread, &name, &text).await?;
    let unit = units::create(db, admin, bread, &name, &text).await?;
    let new = NewUnit {
        name,
        content: text,
    };
    let seen = fixtures::version(db, EditForm::Unit(bread, unit)).await;
    units::update(db, admin, bread, unit, &seen, &new).await?;
    units::shift(db, admin, bread, unit, true).await?;
    units::delete(db, admin, bread, unit).await?;
    let name = CategoryName::parse("Crafts").unwrap();
    let category = categories::create(db, admin, None, &name).await?;
    categories::rename(
        db,
        admin,
        category,
        &fixtures::version(db, category).await,
        &CategoryName::parse("Trades").unwrap(),
    )
    .await?;
    categories::delete(db, admin, category).await?;
    direct_enrolments::grant(db, admin, ana, bread).await?;
    direct_enrolments::revoke(db, admin, ana, bread).await?;
    catalog::take_course(db, &audit(ana), ana, bread).await?;
    course_trash::delete(db, admin, bread).await?;
    course_trash::restore(db, admin, bread).await?;
    course_trash::delete(db, admin, bread).await?;
    course_trash::purge_expired(db, admin.at.plus_days(31)).await?;
    Ok(())
}

pub async fn sales(db: &Db, cast: &Cast) -> Result<(), Error> {
    let admin = &cast.admin;
    let info = GroupInfo {
        price: Price::from_minor(5_000),
        ..group_info("Bundle")
    };
    let bundle = groups::create(db, admin, &info, None).await?;
    group_courses::add(db, admin, bundle, course(db, cast, "Cars").await?).await?;
    let buy = async || {
        let purchase = Purchase {
            item: Purchasable::Bundle(bundle),
            coupon: "",
            provider: Provider::Invoice,
            terms: "",
        };
        orders::buy(db, &audit(cast.ana), cast.ana, &purchase).await
    };
    let order: OrderId = buy().await?;
    let event = PaymentEvent {
        id: "event".into(),
        order,
        told: PaymentStatus::Paid,
        payment: Some("pi_1".into()),
        amount: 1,
        returned: 0,
        currency: "EUR".into(),
    };
    orders::apply_event(db, admin, &event).await?;
    orders::mark_paid(db, admin, order).await?;
    orders::refund(db, admin, order).await?;
    let payment = orders::get(db, order).await?.payments[0].id;
    orders::accept_payment(db, admin, order, payment).await?;
    orders::refund(db, admin, order).await?;
    orders::record_return(db, admin, order, payment).await?;
    let order = buy().await?;
    orders::set_provider(db, &audit(cast.ana), cast.ana, order, Provider::Stripe).await?;
    orders::cancel(db, admin, order).await?;
    let late = AuditContext {
        at: admin.at.plus_days(15),
        ..admin.clone()
    };
    let (order, checkout) = (buy().await?, None);
    let silent = MailConfig {
        base_url: "",
        sends: false,
    };
    orders::lapse(db, &late, silent, &LapsingOrder { order, checkout }).await?;

    let coupon = CouponInfo {
        code: CouponCode::parse("SPRING").unwrap(),
        off: Discount::Amount(Price::from_minor(100)),
        limits: Limits::default(),
        per_buyer: None,
        bundles: None,
    };
    let id = coupons::create(db, admin, &coupon).await?;
    coupons::update(db, admin, id, &fixtures::version(db, id).await, &coupon).await?;
    coupons::set_paused(db, admin, id, true).await?;
    coupons::set_paused(db, admin, id, false).await?;
    coupons::delete(db, admin, id, 0).await?;
    let used = coupons::create(db, admin, &coupon).await?;
    let bought = "UPDATE orders SET coupon_id = $1 WHERE id = (SELECT max(id) FROM orders)";
    crate::support::execute(db, bought, vec![used.0.into()]).await;
    coupons::delete(db, admin, used, 1).await?;
    coupons::restore(db, admin, used).await
}

pub async fn user_types(db: &Db, cast: &Cast) -> Result<(), Error> {
    let (admin, root) = (&cast.admin, cast.admin.actor.unwrap());
    let info = |name| UserTypeInfo {
        name: UserTypeName::parse(name).unwrap(),
        default_role: Role::Learner,
        permissions: [Permission::Learn].into(),
    };
    let tutor = db::user_types::create(db, admin, root, &info("Tutor")).await?;
    db::user_types::update(
        db,
        admin,
        root,
        tutor,
        &fixtures::version(db, tutor).await,
        &info("Tutors"),
    )
    .await?;
    let copy = db::user_types::clone(db, admin, root, tutor).await?;
    db::user_types::delete(db, admin, root, copy, None).await
}

pub async fn branches(db: &Db, cast: &Cast) -> Result<(), Error> {
    let (admin, name) = (&cast.admin, |name| BranchName::parse(name).unwrap());
    let north = all_branches::create(db, admin, &name("North")).await?;
    all_branches::rename(
        db,
        admin,
        north,
        &fixtures::version(db, north).await,
        &name("South"),
    )
    .await?;
    let art = course(db, cast, "Art").await?;
    all_branches::add_course(db, admin, north, art).await?;
    all_branches::move_group(
        db,
        admin,
        Fixtures::at(db, NOW).group("Movers").create().await,
        Some(north),
    )
    .await?;
    let hal = users::create(db, admin, &user_info("hal", cast.learner), None).await?;
    all_branches::move_user(db, admin, hal, Some(north)).await?;
    all_branches::delete(db, admin, north).await?;
    let trainer = Fixtures::at(db, NOW).user_type(BuiltIn::Trainer).await;
    let ida = users::create(db, admin, &user_info("ida", trainer), None).await?;
    instructors::add(db, admin, art.into(), ida).await?;
    instructors::remove(db, admin, art.into(), ida).await
}
