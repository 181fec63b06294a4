//! Orders: buying, paying, refunding, and coupons.
mod cards;
mod discounts;
mod keeping;
mod lapsing;
mod refunds;

use crate::support::{
    NOW, assert_counts, audit, enrolments, execute, memberships, number, on_both_engines,
};
use db::{
    AuditContext, Db, Error, catalog, coupons, group_courses, learning, members,
    orders::{self, EventOutcome},
    settings, trash, users,
};
use domain::{
    access_scope::AccessScope,
    coupons::{CouponInfo, Discount},
    enrolments::EnrolmentReason,
    groups::RemovalPolicy,
    ids::{CourseId, GroupId, OrderId, UserId},
    keys::{KeyState, Limits},
    money::{Currency, Price},
    orders::{
        OrderMoney, OrderQuery, OrderState, Payment, PaymentEvent, PaymentStatus, Provider,
        Purchasable, Purchase, Terms,
    },
    page::Search,
};
use fixtures::{Fixtures, at_most, coupon_info};
use futures::future::join_all;

const ADMIN: UserId = UserId(1);

/// A group of 50.00 with two courses.
async fn bundle(db: &Db, name: &str) -> (GroupId, [CourseId; 2]) {
    let fixtures = Fixtures::at(db, NOW);
    let courses = [
        fixtures.course("Art").create().await,
        fixtures.course("Bread").create().await,
    ];
    (fixtures.bundle(name, &courses).await, courses)
}

fn purchase(item: Purchasable) -> Purchase<'static> {
    Purchase {
        item,
        coupon: "",
        provider: Provider::Invoice,
        terms: "",
    }
}

async fn state(db: &Db, order: OrderId) -> OrderState {
    orders::get(db, order).await.unwrap().row.state
}

/// The courses that the user has because they bought them.
async fn bought(db: &Db, user: UserId) -> Vec<i64> {
    let all = enrolments(db).await;
    all.into_iter()
        .filter(|(who, _, source, _)| *who == user.0 && source == "bundle")
        .map(|(_, course, ..)| course)
        .collect()
}

#[tokio::test]
async fn an_order_keeps_the_price_and_the_courses_of_its_time() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let admin = fixtures.user("admin").create().await;
        let (group, [art, bread]) = bundle(&db, "Baking").await;
        let order = fixtures.order(ana, group).create().await;
        assert!(enrolments(&db).await.is_empty(), "it waits for the money");
        let cars = fixtures.course("Cars").create().await;
        group_courses::add(&db, &audit(admin), group, cars)
            .await
            .unwrap();
        let policy = RemovalPolicy::WithdrawAccess;
        group_courses::remove(&db, &audit(admin), group, bread, policy)
            .await
            .unwrap();
        execute(
            &db,
            "UPDATE groups SET price_minor = 1, name = 'New'",
            vec![],
        )
        .await;
        orders::mark_paid(&db, &audit(admin), order).await.unwrap();
        let seen = orders::get_own(&db, ana, order).await.unwrap();
        assert_eq!((seen.price.minor(), seen.row.total.minor()), (5_000, 5_000));
        assert_eq!(
            (seen.row.title.as_str(), seen.courses),
            ("Baking", vec!["Art".into(), "Bread".into()])
        );
        assert_eq!(bought(&db, ana).await, [art.0, bread.0]);
        assert_eq!(
            memberships(&db).await,
            [(group.0, ana.0, "bundle".to_owned())]
        );
        let mine = learning::my_courses(&db, ana).await.unwrap();
        let why: Vec<_> = mine[1].why.iter().map(EnrolmentReason::label).collect();
        assert_eq!(why, ["Bought with Baking"], "the group no longer has bread");
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn marking_an_order_paid_twenty_times_at_once_fulfils_it_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = fixtures.order(ana, group).create().await;
        let admin = audit(ana);
        let paid = join_all((0..20).map(|_| orders::mark_paid(&db, &admin, order))).await;
        let moved = paid.into_iter().map(Result::unwrap);
        assert_eq!(moved.filter(|moved| *moved).count(), 1);
        assert_eq!(bought(&db, ana).await.len(), 2);
        assert_eq!(
            enrolments(&db).await.len(),
            4,
            "two bought, two of the group"
        );
        let logged = "SELECT count(*) FROM activity WHERE verb = 'order.pay'";
        assert_eq!(number(&db, logged, vec![]).await, 1);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_sent_many_times_at_once_creates_one_order() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let made = join_all((0..10).map(|_| fixtures.order(ana, group).create())).await;
        assert!(made.iter().all(|order| *order == made[0]));
        assert_eq!(
            fixtures.order(ana, group).create().await,
            made[0],
            "it waits"
        );
        assert_eq!(number(&db, "SELECT count(*) FROM orders", vec![]).await, 1);
        let eve = fixtures.user("eve").create().await;
        assert_ne!(
            fixtures.order(eve, group).create().await,
            made[0],
            "another buyer"
        );
    })
    .await;
}

#[tokio::test]
async fn purchases_outlive_the_group() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = fixtures.order(ana, group).create().await;
        orders::mark_paid(&db, &audit(ana), order).await.unwrap();
        let policy = RemovalPolicy::KeepAccess;
        trash::delete(&db, &audit(ana), group, policy)
            .await
            .unwrap();
        assert_eq!(bought(&db, ana).await.len(), 2);
        orders::refund(&db, &audit(ana), order).await.unwrap();
        assert!(enrolments(&db).await.is_empty());
        trash::restore(&db, &audit(ana), group).await.unwrap();
        assert!(memberships(&db).await.is_empty(), "nor by the way back");
        assert_counts(&db).await;

        let order = fixtures.order(ana, group).create().await;
        trash::delete(&db, &audit(ana), group, policy)
            .await
            .unwrap();
        orders::mark_paid(&db, &audit(ana), order).await.unwrap();
        assert_eq!(bought(&db, ana).await.len(), 2, "paid is paid");
        let later = NOW.plus_days(40);
        assert_eq!(trash::purge_expired(&db, later).await.unwrap(), 1);
        assert_eq!(bought(&db, ana).await.len(), 2);
        assert_eq!(orders::get(&db, order).await.unwrap().item, None);
    })
    .await;
}

#[tokio::test]
async fn a_course_is_bought_like_a_bundle() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let cars = fixtures.course("Cars").create().await;
        let token = purchase(Purchasable::Course(cars));
        let free = orders::buy(&db, &audit(ana), ana, &token).await;
        assert!(matches!(free, Err(Error::NotFound)), "it has no price");
        execute(&db, "UPDATE courses SET price_minor = 900", vec![]).await;
        let order = orders::buy(&db, &audit(ana), ana, &token).await.unwrap();
        orders::mark_paid(&db, &audit(ana), order).await.unwrap();
        let mine = learning::my_courses(&db, ana).await.unwrap();
        let why: Vec<_> = mine[0].why.iter().map(EnrolmentReason::label).collect();
        assert_eq!(why, ["Bought"]);
        let again = purchase(Purchasable::Course(cars));
        let again = orders::buy(&db, &audit(ana), ana, &again).await;
        assert!(matches!(again, Err(Error::AlreadyEnrolled)));
    })
    .await;
}

#[tokio::test]
async fn orders_are_found_by_words_number_state_and_buyer() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let eve = fixtures.user("eve").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let of_ana = fixtures.order(ana, group).create().await;
        let of_eve = fixtures.order(eve, group).create().await;
        orders::cancel_own(&db, &audit(eve), eve, of_eve)
            .await
            .unwrap();
        let found = async |text: &str, state| {
            let query = OrderQuery {
                search: Search {
                    text: text.into(),
                    cursor: None,
                },
                state,
                ..OrderQuery::default()
            };
            let page = orders::list(&db, AccessScope::PORTAL, &query)
                .await
                .unwrap();
            page.rows.iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(found("", None).await, [of_eve, of_ana]);
        assert_eq!(found("baking ANA@example", None).await, [of_ana]);
        assert_eq!(found(&format!("{:05}", of_eve.0), None).await, [of_eve]);
        let waiting = Some(OrderState::Waiting);
        assert_eq!(found("", waiting).await, [of_ana]);
        let mine = orders::of_buyer(&db, eve, None).await.unwrap();
        assert_eq!((mine.total, mine.rows[0].id), (1, of_eve));
        let foreign = orders::get_own(&db, eve, of_ana).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        let foreign = orders::cancel_own(&db, &audit(eve), eve, of_ana).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        let early = orders::refund(&db, &audit(ana), of_ana).await;
        assert!(matches!(early, Err(Error::OrderStateChanged)));
    })
    .await;
}
