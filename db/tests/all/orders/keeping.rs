//! What was bought stays, is not sold again, and is given when the group comes back.
use super::*;

#[tokio::test]
async fn what_was_bought_is_not_sold_again() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = fixtures.order(ana, group).create().await;
        let admin = audit(ADMIN);
        orders::mark_paid(&db, &admin, order).await.unwrap();
        let asked = members::removal_preview(&db, group, ana).await.unwrap();
        assert_eq!((asked.enrolments, asked.bought), (2, 2));
        let policy = RemovalPolicy::WithdrawAccess;
        members::remove(&db, &admin, group, ana, policy)
            .await
            .unwrap();
        assert_eq!(bought(&db, ana).await.len(), 2, "bought stays");
        let seen = catalog::bundle(&db, Some(ana), group).await.unwrap();
        assert_eq!((seen.member, seen.bought), (false, Some(order)));
        let again = purchase(Purchasable::Bundle(group));
        let refused = orders::buy(&db, &audit(ana), ana, &again).await;
        assert!(matches!(refused, Err(Error::AlreadyBought)));
        orders::refund(&db, &admin, order).await.unwrap();
        orders::buy(&db, &audit(ana), ana, &again).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn buyers_who_paid_meanwhile_join_the_group_that_comes_back() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let eve = fixtures.user("eve").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let admin = audit(ADMIN);
        let of_ana = fixtures.order(ana, group).create().await;
        let of_eve = fixtures.order(eve, group).create().await;
        let policy = RemovalPolicy::KeepAccess;
        trash::delete(&db, &admin, group, policy).await.unwrap();
        for order in [of_ana, of_eve] {
            orders::mark_paid(&db, &admin, order).await.unwrap();
        }
        orders::refund(&db, &admin, of_eve).await.unwrap();
        assert!(memberships(&db).await.is_empty());
        trash::restore(&db, &admin, group).await.unwrap();
        let joined = [(group.0, ana.0, "bundle".to_owned())];
        assert_eq!(memberships(&db).await, joined);
        assert_eq!(enrolments(&db).await.len(), 4, "bought, and of the group");
        assert_counts(&db).await;
    })
    .await;
}

/// All within one millisecond, as the clock of the test stands still.
#[tokio::test]
async fn a_buyer_who_was_removed_is_not_restored() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let admin = audit(ADMIN);
        let order = fixtures.order(ana, group).create().await;
        orders::mark_paid(&db, &admin, order).await.unwrap();
        let policy = RemovalPolicy::KeepAccess;
        members::remove(&db, &admin, group, ana, policy)
            .await
            .unwrap();
        trash::delete(&db, &admin, group, policy).await.unwrap();
        trash::restore(&db, &admin, group).await.unwrap();
        assert!(memberships(&db).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn deleting_a_user_names_their_waiting_orders() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let eve = fixtures.user("eve").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = fixtures.order(eve, group).create().await;
        let asked = users::deletion_preview(&db, eve).await.unwrap();
        assert_eq!(asked.waiting, [order]);
        let none = users::deletion_preview(&db, ana).await.unwrap();
        assert!(none.waiting.is_empty());
        users::delete(&db, &audit(ana), eve).await.unwrap();
        let paid = PaymentEvent {
            id: "evt_1".into(),
            order,
            told: PaymentStatus::Paid,
            payment: Some("pi_1".into()),
            amount: 5_000,
            returned: 0,
            currency: "EUR".into(),
        };
        execute(&db, "UPDATE orders SET provider = 'stripe'", vec![]).await;
        let stripe = AuditContext::system(NOW);
        let told = orders::apply_event(&db, &stripe, &paid).await.unwrap();
        assert_eq!(told, EventOutcome::Mismatch, "no one would get the courses");
        let seen = orders::get(&db, order).await.unwrap();
        assert_eq!(seen.row.money, OrderMoney::ToReturn);
        let payment = seen.payments[0].id;
        let accepted = orders::accept_payment(&db, &audit(ana), order, payment).await;
        assert!(matches!(accepted, Err(Error::OrderStateChanged)));
    })
    .await;
}

#[tokio::test]
async fn terms_that_were_not_shown_make_no_order() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, courses) = bundle(&db, "Baking").await;
        let info = CouponInfo {
            limits: at_most(1),
            ..coupon_info("SPRING", Discount::Percent(20))
        };
        let coupon = coupons::create(&db, &audit(ADMIN), &info).await.unwrap();
        let shown = Terms {
            currency: Currency::Eur,
            price: Price::from_minor(5_000),
            discount: Price::from_minor(2_500),
            courses: courses.to_vec(),
        };
        let buy = async |terms: &str| {
            let purchase = Purchase {
                coupon: "SPRING",
                terms,
                ..purchase(Purchasable::Bundle(group))
            };
            orders::buy(&db, &audit(ana), ana, &purchase).await
        };
        let Err(Error::TermsChanged(now)) = buy(&shown.fingerprint()).await else {
            panic!("50 % were shown, 20 % are given");
        };
        assert_eq!((now.total.as_str(), now.courses.len()), ("40.00 EUR", 2));
        let row = coupons::get(&db, coupon, NOW).await.unwrap();
        assert_eq!(row.used, 0, "nothing was ordered");
        buy(&now.fingerprint).await.unwrap();
    })
    .await;
}
