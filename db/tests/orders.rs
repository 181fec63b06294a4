//! Orders: buying, paying, refunding, and coupons.
mod support;
use db::{
    By, Db, Error, coupons, group_courses, learning, members,
    orders::{self, Moved, Outcome},
    trash,
};
use domain::{
    coupons::{CouponCode, CouponInfo, Off},
    enrolments::Reason,
    groups::{GroupInfo, RemovalPolicy},
    ids::{CourseId, GroupId, OrderId, UserId},
    keys::{KeyState, Limits},
    money::Price,
    orders::{Item, OrderQuery, OrderState, PaymentEvent, Provider, Purchase, Told},
    page::Search,
    realm::Realm,
};
use futures::future::join_all;
use support::{
    NOW, assert_counts, by, course, enrolments, execute, info, memberships, number,
    on_both_engines, user,
};

const ADMIN: UserId = UserId(1);

/// A group of 50.00 with two courses.
async fn bundle(db: &Db, name: &str) -> (GroupId, [CourseId; 2]) {
    let info = GroupInfo {
        price: Price::from_minor(5_000),
        ..info(name)
    };
    let group = db::groups::create(db, &by(ADMIN), &info, None)
        .await
        .unwrap();
    let courses = [course(db, "Art").await, course(db, "Bread").await];
    for course in courses {
        group_courses::add(db, &by(ADMIN), group, course)
            .await
            .unwrap();
    }
    (group, courses)
}

fn purchase(item: Item, token: &str) -> Purchase<'_> {
    Purchase {
        item,
        token,
        coupon: "",
        provider: Provider::Invoice,
    }
}

async fn buy(db: &Db, buyer: UserId, group: GroupId, token: &str) -> OrderId {
    orders::buy(db, &by(buyer), buyer, &purchase(Item::Bundle(group), token))
        .await
        .unwrap()
}

async fn state(db: &Db, order: OrderId) -> OrderState {
    orders::get(db, order).await.unwrap().row.state
}

fn coupon_of(code: &str, off: Off, maximum: Option<i64>) -> CouponInfo {
    CouponInfo {
        code: CouponCode::parse(code).unwrap(),
        off,
        limits: Limits {
            maximum,
            ..Limits::default()
        },
        bundles: None,
    }
}

/// The courses that the user has because he bought them.
async fn bought(db: &Db, user: UserId) -> Vec<i64> {
    let all = enrolments(db).await;
    all.into_iter()
        .filter(|(who, _, source, _)| *who == user.0 && source == "bundle")
        .map(|(_, course, ..)| course)
        .collect()
}

#[tokio::test]
async fn an_order_keeps_the_price_and_the_courses_as_they_were() {
    on_both_engines(async |db| {
        let (ana, admin) = (user(&db, "ana").await, user(&db, "admin").await);
        let (group, [art, bread]) = bundle(&db, "Baking").await;
        let order = buy(&db, ana, group, "t").await;
        assert!(enrolments(&db).await.is_empty(), "it waits for the money");
        let cars = course(&db, "Cars").await;
        group_courses::add(&db, &by(admin), group, cars)
            .await
            .unwrap();
        let policy = RemovalPolicy::WithdrawAccess;
        group_courses::remove(&db, &by(admin), group, bread, policy)
            .await
            .unwrap();
        execute(
            &db,
            "UPDATE groups SET price_minor = 1, name = 'New'",
            vec![],
        )
        .await;
        orders::mark_paid(&db, &by(admin), order).await.unwrap();
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
        let why: Vec<_> = mine[1].why.iter().map(Reason::label).collect();
        assert_eq!(why, ["Bought with Baking"], "bread is the group's no more");
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn twenty_who_say_at_once_that_it_is_paid_fulfil_it_once() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = buy(&db, ana, group, "t").await;
        let admin = by(ana);
        let paid = join_all((0..20).map(|_| orders::mark_paid(&db, &admin, order))).await;
        let moved: Vec<Moved> = paid.into_iter().map(Result::unwrap).collect();
        assert_eq!(moved.iter().filter(|moved| moved.changed).count(), 1);
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
async fn a_form_that_is_sent_many_times_at_once_is_one_order() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let (group, _) = bundle(&db, "Baking").await;
        let made = join_all((0..10).map(|_| buy(&db, ana, group, "same"))).await;
        assert!(made.iter().all(|order| *order == made[0]));
        assert_eq!(buy(&db, ana, group, "other").await, made[0], "it waits");
        assert_eq!(number(&db, "SELECT count(*) FROM orders", vec![]).await, 1);
        let eve = user(&db, "eve").await;
        assert_ne!(buy(&db, eve, group, "same").await, made[0], "her own");
    })
    .await;
}

#[tokio::test]
async fn a_refund_takes_what_was_bought_and_leaves_other_reasons() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let (group, [art, _]) = bundle(&db, "Baking").await;
        execute(
            &db,
            "INSERT INTO enrolments (user_id, course_id, source, created_at) \
             VALUES ($1, $2, 'direct', 0)",
            vec![ana.0.into(), art.0.into()],
        )
        .await;
        let order = buy(&db, ana, group, "t").await;
        orders::mark_paid(&db, &by(ana), order).await.unwrap();
        assert_eq!(enrolments(&db).await.len(), 5);
        for changed in [true, false] {
            let moved = orders::refund(&db, &by(ana), order).await.unwrap();
            assert_eq!(moved.changed, changed);
        }
        let left = [(ana.0, art.0, "direct".to_owned(), None)];
        assert_eq!(enrolments(&db).await, left);
        assert!(memberships(&db).await.is_empty());
        let archived = "SELECT count(*) FROM enrolment_archive WHERE source = 'bundle'";
        assert_eq!(number(&db, archived, vec![]).await, 2);
        assert_counts(&db).await;
        let paid = orders::mark_paid(&db, &by(ana), order).await;
        assert!(matches!(paid, Err(Error::OrderMoved)));
    })
    .await;
}

#[tokio::test]
async fn whoever_was_a_member_before_he_paid_stays_one_after_the_refund() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = buy(&db, ana, group, "t").await;
        members::add(&db, &by(ana), group, ana).await.unwrap();
        orders::mark_paid(&db, &by(ana), order).await.unwrap();
        orders::refund(&db, &by(ana), order).await.unwrap();
        assert_eq!(memberships(&db).await.len(), 1);
        assert!(enrolments(&db).await.is_empty());
        assert_counts(&db).await;
        let again = purchase(Item::Bundle(group), "u");
        let again = orders::buy(&db, &by(ana), ana, &again).await;
        assert!(matches!(again, Err(Error::AlreadyIn)));
    })
    .await;
}

#[tokio::test]
async fn a_course_that_two_paid_orders_hold_goes_with_the_second() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let (one, courses) = bundle(&db, "One").await;
        let (two, _) = bundle(&db, "Two").await;
        for course in courses {
            group_courses::add(&db, &by(ana), two, course)
                .await
                .unwrap();
        }
        let first = buy(&db, ana, one, "1").await;
        let second = buy(&db, ana, two, "2").await;
        for order in [first, second] {
            orders::mark_paid(&db, &by(ana), order).await.unwrap();
        }
        assert_eq!(bought(&db, ana).await.len(), 4, "each once");
        orders::refund(&db, &by(ana), second).await.unwrap();
        assert_eq!(bought(&db, ana).await, courses.map(|course| course.0));
        orders::refund(&db, &by(ana), first).await.unwrap();
        assert!(enrolments(&db).await.is_empty());
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_bought_outlives_the_group() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = buy(&db, ana, group, "t").await;
        orders::mark_paid(&db, &by(ana), order).await.unwrap();
        let policy = RemovalPolicy::KeepAccess;
        trash::delete(&db, &by(ana), group, policy).await.unwrap();
        assert_eq!(bought(&db, ana).await.len(), 2);
        orders::refund(&db, &by(ana), order).await.unwrap();
        assert!(enrolments(&db).await.is_empty());
        trash::restore(&db, &by(ana), group).await.unwrap();
        assert!(memberships(&db).await.is_empty(), "nor by the way back");
        assert_counts(&db).await;

        let order = buy(&db, ana, group, "u").await;
        trash::delete(&db, &by(ana), group, policy).await.unwrap();
        orders::mark_paid(&db, &by(ana), order).await.unwrap();
        assert_eq!(bought(&db, ana).await.len(), 2, "paid is paid");
        let later = NOW.plus_days(40);
        assert_eq!(trash::empty_old(&db, later).await.unwrap(), 1);
        assert_eq!(bought(&db, ana).await.len(), 2);
        assert_eq!(orders::get(&db, order).await.unwrap().item, None);
    })
    .await;
}

#[tokio::test]
async fn a_course_is_bought_like_a_bundle() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let cars = course(&db, "Cars").await;
        let token = purchase(Item::Course(cars), "t");
        let free = orders::buy(&db, &by(ana), ana, &token).await;
        assert!(matches!(free, Err(Error::NotFound)), "it has no price");
        execute(&db, "UPDATE courses SET price_minor = 900", vec![]).await;
        let order = orders::buy(&db, &by(ana), ana, &token).await.unwrap();
        orders::mark_paid(&db, &by(ana), order).await.unwrap();
        let mine = learning::my_courses(&db, ana).await.unwrap();
        let why: Vec<_> = mine[0].why.iter().map(Reason::label).collect();
        assert_eq!(why, ["Bought"]);
        let again = purchase(Item::Course(cars), "u");
        let again = orders::buy(&db, &by(ana), ana, &again).await;
        assert!(matches!(again, Err(Error::CourseTaken)));
    })
    .await;
}

#[tokio::test]
async fn a_coupon_is_used_as_often_as_it_may_and_no_more() {
    on_both_engines(async |db| {
        let (group, _) = bundle(&db, "Baking").await;
        let info = coupon_of("SPRING", Off::Percent(20), Some(3));
        let coupon = coupons::add(&db, &by(ADMIN), &info).await.unwrap();
        let buyers = support::users(&db, "b", 12).await;
        let bought = join_all(buyers.iter().map(async |buyer| {
            let purchase = Purchase {
                coupon: "spring",
                ..purchase(Item::Bundle(group), "t")
            };
            orders::buy(&db, &by(*buyer), *buyer, &purchase).await
        }))
        .await;
        let made: Vec<OrderId> = bought
            .iter()
            .filter_map(|made| made.as_ref().ok().copied())
            .collect();
        assert_eq!(made.len(), 3);
        let refused = |made: &&Result<_, _>| matches!(made, Err(Error::CouponRefused));
        assert_eq!(bought.iter().filter(refused).count(), 9);
        let order = orders::get(&db, made[0]).await.unwrap();
        assert_eq!(
            (order.discount.minor(), order.row.total.minor()),
            (1_000, 4_000)
        );
        let row = coupons::get(&db, coupon, NOW).await.unwrap();
        assert_eq!((row.used, row.state), (3, KeyState::UsedUp));
        orders::cancel(&db, &by(ADMIN), made[0]).await.unwrap();
        orders::cancel(&db, &by(ADMIN), made[0]).await.unwrap();
        assert_eq!(coupons::get(&db, coupon, NOW).await.unwrap().used, 2);
    })
    .await;
}

#[tokio::test]
async fn what_a_coupon_makes_free_is_paid_at_once() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let (group, _) = bundle(&db, "Baking").await;
        let info = coupon_of("FREE", Off::Percent(100), None);
        coupons::add(&db, &by(ana), &info).await.unwrap();
        let purchase = Purchase {
            coupon: " free ",
            ..purchase(Item::Bundle(group), "t")
        };
        let order = orders::buy(&db, &by(ana), ana, &purchase).await.unwrap();
        assert_eq!(state(&db, order).await, OrderState::Paid);
        assert_eq!(bought(&db, ana).await.len(), 2);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn every_coupon_that_does_not_apply_gets_one_answer() {
    on_both_engines(async |db| {
        let (group, _) = bundle(&db, "Baking").await;
        let (other, _) = bundle(&db, "Other").await;
        let five = Off::Amount(Price::from_minor(500));
        let limited = |code, limits| CouponInfo {
            limits,
            ..coupon_of(code, five, None)
        };
        let admin = by(ADMIN);
        let open = coupons::add(&db, &admin, &coupon_of("OPEN", five, None))
            .await
            .unwrap();
        let early = Limits {
            starts_at: Some(NOW.plus_days(1)),
            ..Limits::default()
        };
        let late = Limits {
            expires_at: Some(NOW),
            ..Limits::default()
        };
        let elsewhere = CouponInfo {
            bundles: Some(vec![other]),
            ..coupon_of("ELSEWHERE", five, None)
        };
        for info in [limited("EARLY", early), limited("LATE", late), elsewhere] {
            coupons::add(&db, &admin, &info).await.unwrap();
        }
        let offer = async |code| coupons::offer(&db, ADMIN, group, code, NOW).await;
        assert_eq!(offer("open").await.unwrap().total.minor(), 4_500);
        coupons::set_paused(&db, &admin, open, true).await.unwrap();
        for code in ["open", "early", "late", "elsewhere", "never-made", "?", ""] {
            let refused = offer(code).await;
            assert!(matches!(refused, Err(Error::CouponRefused)), "{code}");
        }
        let twin = coupons::add(&db, &admin, &coupon_of("Open", five, None)).await;
        assert!(matches!(twin, Err(Error::Taken(db::Taken::CouponCode))));
    })
    .await;
}

#[tokio::test]
async fn of_two_who_edit_a_coupon_the_second_is_told() {
    on_both_engines(async |db| {
        let (group, _) = bundle(&db, "Baking").await;
        let admin = by(ADMIN);
        let info = coupon_of("SPRING", Off::Percent(20), None);
        let coupon = coupons::add(&db, &admin, &info).await.unwrap();
        let chosen = CouponInfo {
            bundles: Some(vec![group, GroupId(999)]),
            ..info.clone()
        };
        coupons::update(&db, &admin, coupon, 1, &chosen)
            .await
            .unwrap();
        let row = coupons::list(&db, NOW).await.unwrap().remove(0);
        assert_eq!(row.bundles, Some(vec![group]));
        let late = coupons::update(&db, &admin, coupon, 1, &info).await;
        assert!(matches!(late, Err(Error::Conflict)));
    })
    .await;
}

#[tokio::test]
async fn orders_are_found_by_words_number_state_and_buyer() {
    on_both_engines(async |db| {
        let (ana, eve) = (user(&db, "ana").await, user(&db, "eve").await);
        let (group, _) = bundle(&db, "Baking").await;
        let (of_ana, of_eve) = (
            buy(&db, ana, group, "t").await,
            buy(&db, eve, group, "t").await,
        );
        orders::cancel_own(&db, &by(eve), eve, of_eve)
            .await
            .unwrap();
        let found = async |text: &str, state| {
            let query = OrderQuery {
                search: Search {
                    text: text.into(),
                    cursor: None,
                },
                state,
            };
            let page = orders::list(&db, Realm::WHOLE, &query).await.unwrap();
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
        let foreign = orders::cancel_own(&db, &by(eve), eve, of_ana).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        let early = orders::refund(&db, &by(ana), of_ana).await;
        assert!(matches!(early, Err(Error::OrderMoved)));
    })
    .await;
}

fn event(id: &str, order: OrderId, told: Told) -> PaymentEvent {
    PaymentEvent {
        id: id.into(),
        order,
        told,
        amount: 5_000,
        currency: "EUR".into(),
    }
}

async fn by_card(db: &Db, buyer: UserId, group: GroupId) -> OrderId {
    let purchase = Purchase {
        provider: Provider::Stripe,
        ..purchase(Item::Bundle(group), "card")
    };
    orders::buy(db, &by(buyer), buyer, &purchase).await.unwrap()
}

#[tokio::test]
async fn a_payment_that_is_told_twenty_times_at_once_counts_once() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = by_card(&db, ana, group).await;
        let (stripe, paid) = (By::portal(NOW), event("evt_1", order, Told::Paid));
        let told = join_all((0..20).map(|_| orders::take(&db, &stripe, &paid))).await;
        let moved = told
            .iter()
            .filter(|told| matches!(told, Ok(Outcome::Moved(_))));
        assert_eq!(moved.count(), 1);
        assert!(told.iter().all(Result::is_ok));
        assert_eq!(bought(&db, ana).await.len(), 2);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_overtakes_its_payment_leaves_nothing_given() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana").await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = by_card(&db, ana, group).await;
        let stripe = By::portal(NOW);
        let refunded = event("evt_2", order, Told::Refunded);
        let told = orders::take(&db, &stripe, &refunded).await.unwrap();
        assert!(matches!(told, Outcome::Moved(_)));
        let paid = event("evt_1", order, Told::Paid);
        let told = orders::take(&db, &stripe, &paid).await.unwrap();
        assert_eq!(told, Outcome::Nothing);
        assert_eq!(state(&db, order).await, OrderState::Refunded);
        assert!(enrolments(&db).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_payment_of_another_amount_or_of_an_invoice_gives_nothing() {
    on_both_engines(async |db| {
        let (ana, eve) = (user(&db, "ana").await, user(&db, "eve").await);
        let (group, _) = bundle(&db, "Baking").await;
        let order = by_card(&db, ana, group).await;
        let invoice = buy(&db, eve, group, "t").await;
        let stripe = By::portal(NOW);
        let cheap = PaymentEvent {
            amount: 1,
            ..event("evt_1", order, Told::Paid)
        };
        let yen = PaymentEvent {
            currency: "JPY".into(),
            ..event("evt_2", order, Told::Paid)
        };
        for wrong in [cheap, yen, event("evt_3", invoice, Told::Paid)] {
            let told = orders::take(&db, &stripe, &wrong).await.unwrap();
            assert_eq!(told, Outcome::Mismatch);
        }
        let nobodys = event("evt_4", OrderId(999), Told::Paid);
        let told = orders::take(&db, &stripe, &nobodys).await.unwrap();
        assert_eq!(told, Outcome::Unknown);
        assert!(enrolments(&db).await.is_empty());
        let logged = "SELECT count(*) FROM activity WHERE verb = 'order.mismatch'";
        assert_eq!(number(&db, logged, vec![]).await, 3);
    })
    .await;
}
