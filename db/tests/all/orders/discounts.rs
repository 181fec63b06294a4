//! Coupons.
use super::*;

#[tokio::test]
async fn a_coupon_is_used_no_more_often_than_its_limit() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (group, _) = bundle(&db, "Baking").await;
        let info = CouponInfo {
            limits: at_most(3),
            ..coupon_info("SPRING", Discount::Percent(20))
        };
        let coupon = coupons::create(&db, &audit(ADMIN), &info).await.unwrap();
        let buyers = fixtures.users("b", 12).await;
        let bought = join_all(buyers.iter().map(async |buyer| {
            let purchase = Purchase {
                coupon: "spring",
                ..purchase(Purchasable::Bundle(group))
            };
            orders::buy(&db, &audit(*buyer), *buyer, &purchase).await
        }))
        .await;
        let made: Vec<OrderId> = bought
            .iter()
            .filter_map(|made| made.as_ref().ok().copied())
            .collect();
        assert_eq!(made.len(), 3);
        let refused = |made: &&Result<_, _>| matches!(made, Err(Error::CouponRejected));
        assert_eq!(bought.iter().filter(refused).count(), 9);
        let order = orders::get(&db, made[0]).await.unwrap();
        assert_eq!(
            (order.discount.minor(), order.row.total.minor()),
            (1_000, 4_000)
        );
        let row = coupons::get(&db, coupon, NOW).await.unwrap();
        assert_eq!((row.used, row.state), (3, KeyState::UsedUp));
        orders::cancel(&db, &audit(ADMIN), made[0]).await.unwrap();
        orders::cancel(&db, &audit(ADMIN), made[0]).await.unwrap();
        assert_eq!(coupons::get(&db, coupon, NOW).await.unwrap().used, 2);
    })
    .await;
}

#[tokio::test]
async fn an_order_that_a_coupon_makes_free_is_paid_right_away() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let info = coupon_info("FREE", Discount::Percent(100));
        coupons::create(&db, &audit(ana), &info).await.unwrap();
        let purchase = Purchase {
            coupon: " free ",
            ..purchase(Purchasable::Bundle(group))
        };
        let order = orders::buy(&db, &audit(ana), ana, &purchase).await.unwrap();
        assert_eq!(state(&db, order).await, OrderState::Paid);
        assert_eq!(bought(&db, ana).await.len(), 2);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn every_coupon_that_does_not_apply_gets_the_same_error() {
    on_both_engines(async |db| {
        let (group, _) = bundle(&db, "Baking").await;
        let (other, _) = bundle(&db, "Other").await;
        let five = Discount::Amount(Price::from_minor(500));
        let limited = |code, limits| CouponInfo {
            limits,
            ..coupon_info(code, five)
        };
        let admin = audit(ADMIN);
        let open = coupons::create(&db, &admin, &coupon_info("OPEN", five))
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
            ..coupon_info("ELSEWHERE", five)
        };
        for info in [limited("EARLY", early), limited("LATE", late), elsewhere] {
            coupons::create(&db, &admin, &info).await.unwrap();
        }
        let offer = async |code| coupons::offer(&db, ADMIN, group, code, NOW).await;
        assert_eq!(offer("open").await.unwrap().total.minor(), 4_500);
        coupons::set_paused(&db, &admin, open, true).await.unwrap();
        for code in ["open", "early", "late", "elsewhere", "never-made", "?", ""] {
            let refused = offer(code).await;
            assert!(matches!(refused, Err(Error::CouponRejected)), "{code}");
        }
        let twin = coupons::create(&db, &admin, &coupon_info("Open", five)).await;
        assert!(matches!(twin, Err(Error::Taken(db::Taken::CouponCode))));
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_editors_of_a_coupon_is_told() {
    on_both_engines(async |db| {
        let (group, _) = bundle(&db, "Baking").await;
        let admin = audit(ADMIN);
        let info = coupon_info("SPRING", Discount::Percent(20));
        let coupon = coupons::create(&db, &admin, &info).await.unwrap();
        let chosen = CouponInfo {
            bundles: Some(vec![group, GroupId(999)]),
            ..info.clone()
        };
        let seen = fixtures::version(&db, coupon).await;
        coupons::update(&db, &admin, coupon, &seen, &chosen)
            .await
            .unwrap();
        let row = coupons::list(&db, false, NOW).await.unwrap().remove(0);
        assert_eq!(row.bundles, Some(vec![group]));
        let late = coupons::update(&db, &admin, coupon, &seen, &info).await;
        assert!(matches!(late, Err(Error::Edited(_))));
    })
    .await;
}

#[tokio::test]
async fn a_coupon_without_orders_is_deleted_and_any_other_is_archived() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (ana, eve) = (
            fixtures.user("ana").create().await,
            fixtures.user("eve").create().await,
        );
        let (group, _) = bundle(&db, "Baking").await;
        let admin = audit(ADMIN);
        let ten = Discount::Percent(10);
        let unused = fixtures.coupon("UNUSED", ten).await;
        let spring = fixtures.coupon("SPRING", ten).await;
        let buy = async |buyer| {
            let purchase = Purchase {
                coupon: "spring",
                ..purchase(Purchasable::Bundle(group))
            };
            orders::buy(&db, &audit(buyer), buyer, &purchase).await
        };
        let order = buy(ana).await.unwrap();

        let numbers = async |coupon| {
            let seen = coupons::preview_deletion(&db, coupon).await.unwrap();
            (seen.code, seen.orders, seen.waiting)
        };
        assert_eq!(numbers(unused).await, ("UNUSED".into(), 0, 0));
        assert_eq!(numbers(spring).await, ("SPRING".into(), 1, 1));
        let late = coupons::delete(&db, &admin, spring, 0).await;
        assert!(matches!(late, Err(Error::Conflict)), "used since");
        assert!(!coupons::delete(&db, &admin, unused, 0).await.unwrap());
        assert!(coupons::delete(&db, &admin, spring, 1).await.unwrap());

        let codes = async |archived| {
            let rows = coupons::list(&db, archived, NOW).await.unwrap();
            let codes = rows.into_iter().map(|row| (row.code, row.used));
            codes.collect::<Vec<_>>()
        };
        assert_eq!(codes(false).await, []);
        assert_eq!(codes(true).await, [("SPRING".to_owned(), 1)]);
        let kept = orders::get(&db, order).await.unwrap();
        assert_eq!(kept.coupon.as_deref(), Some("SPRING"));
        assert!(matches!(buy(eve).await, Err(Error::CouponRejected)));
        for gone in [unused, spring] {
            let gone = coupons::get(&db, gone, NOW).await;
            assert!(matches!(gone, Err(Error::NotFound)), "to be edited");
        }

        let again = fixtures.coupon("Spring", ten).await;
        let back = coupons::restore(&db, &admin, spring).await;
        assert!(matches!(back, Err(Error::Taken(db::Taken::CouponCode))));
        coupons::delete(&db, &admin, again, 0).await.unwrap();
        coupons::restore(&db, &admin, spring).await.unwrap();
        assert_eq!(codes(false).await, [("SPRING".to_owned(), 1)]);
        let second = coupons::restore(&db, &admin, spring).await;
        assert!(matches!(second, Err(Error::NotFound)));
        buy(eve).await.unwrap();
        let logged = "SELECT count(*) FROM activity WHERE verb IN \
                      ('coupon.delete', 'coupon.archive', 'coupon.restore')";
        assert_eq!(number(&db, logged, vec![]).await, 4);
    })
    .await;
}
