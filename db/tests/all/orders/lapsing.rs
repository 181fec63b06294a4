//! Orders that no one pays.
use super::*;
use db::sign_ups::MailConfig;
use domain::settings::{DEFAULT_LAPSE_DAYS, GeneralInfo};
use fixtures::{EditForm, general_info};

const SENDS: MailConfig<'_> = MailConfig {
    base_url: "https://learn.example.org",
    sends: true,
};

/// Cancels what is due at this moment; returns the orders.
async fn sweep(db: &Db, days: i64) -> Vec<OrderId> {
    let at = AuditContext::system(NOW.plus_days(days));
    let due = orders::lapsing(db, OrderId(0), at.at).await.unwrap();
    let mut lapsed = Vec::new();
    for order in &due {
        if orders::lapse(db, &at, SENDS, order).await.unwrap() {
            lapsed.push(order.order);
        }
    }
    lapsed
}

#[tokio::test]
async fn an_order_that_lapses_gives_its_use_back() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let eve = fixtures.user("eve").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let info = CouponInfo {
            limits: at_most(1),
            ..coupon_info("ONE", Discount::Percent(20))
        };
        let coupon = coupons::create(&db, &audit(ADMIN), &info).await.unwrap();
        let buy = async |buyer: UserId| {
            let purchase = Purchase {
                coupon: "one",
                ..purchase(Purchasable::Bundle(group))
            };
            orders::buy(&db, &audit(buyer), buyer, &purchase).await
        };
        let order = buy(ana).await.unwrap();
        assert!(matches!(buy(eve).await, Err(Error::CouponRejected)));
        assert!(sweep(&db, DEFAULT_LAPSE_DAYS - 1).await.is_empty());
        assert_eq!(sweep(&db, DEFAULT_LAPSE_DAYS).await, [order]);
        assert!(sweep(&db, DEFAULT_LAPSE_DAYS).await.is_empty());
        let seen = orders::get(&db, order).await.unwrap();
        assert!(seen.has_lapsed());
        assert_eq!(coupons::get(&db, coupon, NOW).await.unwrap().used, 0);
        let mails = number(&db, "SELECT count(*) FROM mails", vec![]).await;
        assert_eq!(mails, 1, "the buyer is told");
        buy(eve).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_paid_order_and_one_that_is_being_paid_do_not_lapse() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let eve = fixtures.user("eve").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let paid = fixtures.order(ana, group).create().await;
        orders::mark_paid(&db, &audit(ADMIN), paid).await.unwrap();
        let order = fixtures.order(eve, group).by_card().create().await;
        let at = AuditContext::system(NOW.plus_days(DEFAULT_LAPSE_DAYS));
        let due = orders::lapsing(&db, OrderId(0), at.at).await.unwrap();
        assert_eq!(due.iter().map(|due| due.order).collect::<Vec<_>>(), [order]);
        assert!(orders::set_reference(&db, order, "cs_1").await.unwrap());
        let lapsed = orders::lapse(&db, &at, SENDS, &due[0]).await.unwrap();
        assert!(!lapsed, "a page was opened since");
        assert_eq!(state(&db, order).await, OrderState::Waiting);
    })
    .await;
}

#[tokio::test]
async fn the_days_are_a_setting_for_new_orders() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let eve = fixtures.user("eve").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let before = fixtures.order(ana, group).create().await;
        let seen = fixtures::version(&db, EditForm::Settings).await;
        let info = GeneralInfo {
            lapse_days: 3,
            ..general_info("Muster", false)
        };
        settings::update(&db, &audit(ADMIN), &seen, &info)
            .await
            .unwrap();
        assert_eq!(settings::general(&db).await.unwrap().lapse_days, 3);
        let after = fixtures.order(eve, group).create().await;
        assert_eq!(sweep(&db, 3).await, [after]);
        assert_eq!(state(&db, before).await, OrderState::Waiting);
    })
    .await;
}

#[tokio::test]
async fn a_buyer_uses_a_coupon_no_more_often_than_its_limit_for_each() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let eve = fixtures.user("eve").create().await;
        let (one, _) = bundle(&db, "One").await;
        let (two, _) = bundle(&db, "Two").await;
        let info = CouponInfo {
            per_buyer: Some(1),
            ..coupon_info("ONCE", Discount::Percent(20))
        };
        coupons::create(&db, &audit(ADMIN), &info).await.unwrap();
        let buy = async |buyer: UserId, group: GroupId| {
            let purchase = Purchase {
                coupon: "once",
                ..purchase(Purchasable::Bundle(group))
            };
            orders::buy(&db, &audit(buyer), buyer, &purchase).await
        };
        let (first, second) = futures::join!(buy(ana, one), buy(ana, two));
        assert_eq!(
            u8::from(first.is_ok()) + u8::from(second.is_ok()),
            1,
            "at once"
        );
        let offered = coupons::offer(&db, ana, two, "once", NOW).await;
        assert!(matches!(offered, Err(Error::CouponRejected)));
        buy(eve, one).await.unwrap();
        let order = first.or(second).unwrap();
        orders::cancel(&db, &audit(ADMIN), order).await.unwrap();
        buy(ana, two).await.unwrap();
    })
    .await;
}
