//! Payments reported by the provider.
use super::*;

fn event(id: &str, order: OrderId, told: PaymentStatus) -> PaymentEvent {
    PaymentEvent {
        id: id.into(),
        order,
        told,
        payment: Some("pi_1".into()),
        amount: 5_000,
        returned: if told == PaymentStatus::Refunded {
            5_000
        } else {
            0
        },
        currency: "EUR".into(),
    }
}

async fn by_card(db: &Db, buyer: UserId, group: GroupId) -> OrderId {
    let purchase = Purchase {
        provider: Provider::Stripe,
        ..purchase(Purchasable::Bundle(group))
    };
    orders::buy(db, &audit(buyer), buyer, &purchase)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_payment_that_is_reported_twenty_times_at_once_counts_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = by_card(&db, ana, group).await;
        let (stripe, paid) = (
            AuditContext::system(NOW),
            event("evt_1", order, PaymentStatus::Paid),
        );
        let told = join_all((0..20).map(|_| orders::apply_event(&db, &stripe, &paid))).await;
        let moved = told
            .iter()
            .filter(|told| matches!(told, Ok(EventOutcome::Moved)));
        assert_eq!(moved.count(), 1);
        assert!(told.iter().all(Result::is_ok));
        assert_eq!(bought(&db, ana).await.len(), 2);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_arrives_before_its_payment_gives_nothing() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = by_card(&db, ana, group).await;
        let stripe = AuditContext::system(NOW);
        let refunded = event("evt_2", order, PaymentStatus::Refunded);
        let told = orders::apply_event(&db, &stripe, &refunded).await.unwrap();
        assert!(matches!(told, EventOutcome::Moved));
        let paid = event("evt_1", order, PaymentStatus::Paid);
        let told = orders::apply_event(&db, &stripe, &paid).await.unwrap();
        assert_eq!(told, EventOutcome::Nothing);
        assert_eq!(state(&db, order).await, OrderState::Refunded);
        assert!(enrolments(&db).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_payment_of_another_amount_or_for_an_invoice_order_gives_nothing() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let eve = fixtures.user("eve").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = by_card(&db, ana, group).await;
        let invoice = fixtures.order(eve, group).create().await;
        let stripe = AuditContext::system(NOW);
        let cheap = PaymentEvent {
            amount: 1,
            ..event("evt_1", order, PaymentStatus::Paid)
        };
        let yen = PaymentEvent {
            currency: "JPY".into(),
            ..event("evt_2", order, PaymentStatus::Paid)
        };
        let of_invoice = event("evt_3", invoice, PaymentStatus::Paid);
        for (place, wrong) in [cheap, yen, of_invoice].into_iter().enumerate() {
            let payment = Some(format!("pi_{place}"));
            let wrong = PaymentEvent { payment, ..wrong };
            let told = orders::apply_event(&db, &stripe, &wrong).await.unwrap();
            assert_eq!(told, EventOutcome::Mismatch);
        }
        let nobodys = event("evt_4", OrderId(999), PaymentStatus::Paid);
        let told = orders::apply_event(&db, &stripe, &nobodys).await.unwrap();
        assert_eq!(told, EventOutcome::Unknown);
        assert!(enrolments(&db).await.is_empty());
        let logged = "SELECT count(*) FROM activity WHERE verb = 'order.mismatch'";
        assert_eq!(number(&db, logged, vec![]).await, 3);
    })
    .await;
}

#[tokio::test]
async fn twenty_events_of_one_payment_stay_one() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = by_card(&db, ana, group).await;
        let stripe = AuditContext::system(NOW);
        let events: Vec<_> = (0..20)
            .map(|number| event(&format!("evt_{number}"), order, PaymentStatus::Paid))
            .collect();
        let told = join_all(
            events
                .iter()
                .map(|one| orders::apply_event(&db, &stripe, one)),
        )
        .await;
        let moved = told
            .iter()
            .filter(|told| matches!(told, Ok(EventOutcome::Moved)));
        assert_eq!(moved.count(), 1);
        assert!(told.iter().all(Result::is_ok));
        let seen = orders::get(&db, order).await.unwrap();
        assert_eq!(seen.payments.len(), 1);
        assert_eq!(seen.row.money, OrderMoney::Plain);
        assert_counts(&db).await;
    })
    .await;
}

/// The payments of the order: what came, what went back, and whether it pays the order.
async fn payments(db: &Db, order: OrderId) -> Vec<(i64, i64, bool)> {
    let payments = orders::get(db, order).await.unwrap().payments;
    let told = |one: &Payment| (one.amount.minor(), one.returned.minor(), one.settles);
    payments.iter().map(told).collect()
}

async fn to_return(db: &Db) -> Vec<OrderId> {
    let query = OrderQuery {
        to_return: true,
        ..OrderQuery::default()
    };
    let page = orders::list(db, AccessScope::PORTAL, &query).await.unwrap();
    let count = orders::count_to_return(db, AccessScope::PORTAL).await;
    assert_eq!(count.unwrap(), page.total);
    page.rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn a_late_payment_can_be_returned_or_accepted_after_all() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let eve = fixtures.user("eve").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let (stripe, admin) = (AuditContext::system(NOW), audit(ADMIN));
        let mut late = Vec::new();
        for (buyer, payment) in [(ana, "pi_1"), (eve, "pi_2")] {
            let order = by_card(&db, buyer, group).await;
            orders::cancel(&db, &admin, order).await.unwrap();
            let paid = PaymentEvent {
                payment: Some(payment.into()),
                ..event(payment, order, PaymentStatus::Paid)
            };
            let told = orders::apply_event(&db, &stripe, &paid).await.unwrap();
            assert_eq!(told, EventOutcome::Mismatch);
            let seen = orders::get(&db, order).await.unwrap();
            assert_eq!(seen.row.state, OrderState::Cancelled);
            assert_eq!(seen.row.money, OrderMoney::ToReturn);
            late.push((order, seen.payments[0].id));
        }
        assert_eq!(to_return(&db).await, [late[1].0, late[0].0]);
        let (order, payment) = late[0];
        let foreign = orders::record_return(&db, &admin, late[1].0, payment).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        for news in [true, false] {
            let told = orders::record_return(&db, &admin, order, payment).await;
            assert_eq!(told.unwrap(), news);
        }
        assert_eq!(payments(&db, order).await, [(5_000, 5_000, false)]);
        let late_act = orders::accept_payment(&db, &admin, order, payment).await;
        assert!(
            matches!(late_act, Err(Error::OrderStateChanged)),
            "it went back"
        );
        let (order, payment) = late[1];
        orders::accept_payment(&db, &admin, order, payment)
            .await
            .unwrap();
        assert_eq!(state(&db, order).await, OrderState::Paid);
        assert_eq!(bought(&db, eve).await.len(), 2);
        assert!(to_return(&db).await.is_empty());
        let twice = orders::accept_payment(&db, &admin, order, payment).await;
        assert!(matches!(twice, Err(Error::OrderStateChanged)));
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_second_payment_is_money_to_return() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = by_card(&db, ana, group).await;
        let stripe = AuditContext::system(NOW);
        orders::mark_paid(&db, &audit(ADMIN), order).await.unwrap();
        let paid = event("evt_1", order, PaymentStatus::Paid);
        let told = orders::apply_event(&db, &stripe, &paid).await.unwrap();
        assert_eq!(told, EventOutcome::Mismatch);
        let both = [(5_000, 0, true), (5_000, 0, false)];
        assert_eq!(payments(&db, order).await, both);
        assert_eq!(to_return(&db).await, [order]);
        let refunded = event("evt_2", order, PaymentStatus::Refunded);
        orders::apply_event(&db, &stripe, &refunded).await.unwrap();
        assert_eq!(state(&db, order).await, OrderState::Paid, "the first stays");
        assert!(to_return(&db).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_part_that_went_back_is_seen_and_the_rest_removes_the_courses() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = by_card(&db, ana, group).await;
        let stripe = AuditContext::system(NOW);
        let part = |id: &str, returned| PaymentEvent {
            returned,
            ..event(id, order, PaymentStatus::Refunded)
        };
        // The first part overtakes the payment, and two parts arrive in the wrong order.
        orders::apply_event(&db, &stripe, &part("evt_1", 1_000))
            .await
            .unwrap();
        let paid = event("evt_2", order, PaymentStatus::Paid);
        orders::apply_event(&db, &stripe, &paid).await.unwrap();
        orders::apply_event(&db, &stripe, &part("evt_3", 3_000))
            .await
            .unwrap();
        orders::apply_event(&db, &stripe, &part("evt_4", 2_000))
            .await
            .unwrap();
        assert_eq!(payments(&db, order).await, [(5_000, 3_000, true)]);
        let seen = orders::get(&db, order).await.unwrap().row;
        assert_eq!(
            (seen.state, seen.money),
            (OrderState::Paid, OrderMoney::PartlyReturned)
        );
        assert_eq!(bought(&db, ana).await.len(), 2);
        orders::apply_event(&db, &stripe, &part("evt_5", 5_000))
            .await
            .unwrap();
        assert_eq!(state(&db, order).await, OrderState::Refunded);
        assert!(enrolments(&db).await.is_empty());
        assert!(to_return(&db).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn money_of_a_refunded_invoice_is_to_be_returned_by_hand() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = fixtures.order(ana, group).create().await;
        let admin = audit(ADMIN);
        orders::mark_paid(&db, &admin, order).await.unwrap();
        assert!(to_return(&db).await.is_empty());
        orders::refund(&db, &admin, order).await.unwrap();
        assert_eq!(to_return(&db).await, [order]);
        let payment = orders::get(&db, order).await.unwrap().payments[0].id;
        orders::record_return(&db, &admin, order, payment)
            .await
            .unwrap();
        assert!(to_return(&db).await.is_empty());
        assert_eq!(state(&db, order).await, OrderState::Refunded);
    })
    .await;
}

#[tokio::test]
async fn a_payment_page_ends_once_and_the_next_is_another_attempt() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let eve = fixtures.user("eve").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = by_card(&db, ana, group).await;
        assert!(orders::set_reference(&db, order, "cs_1").await.unwrap());
        assert_eq!(
            orders::open_checkout(&db, order).await.unwrap().as_deref(),
            Some("cs_1")
        );
        for reference in ["cs_0", "cs_1", "cs_1"] {
            orders::close_checkout(&db, order, reference).await.unwrap();
        }
        assert_eq!(orders::open_checkout(&db, order).await.unwrap(), None);
        assert_eq!(
            orders::payable_order(&db, ana, order)
                .await
                .unwrap()
                .attempt,
            1
        );
        orders::set_provider(&db, &audit(ana), ana, order, Provider::Invoice)
            .await
            .unwrap();
        assert!(
            !orders::set_reference(&db, order, "cs_2").await.unwrap(),
            "no longer by card"
        );
        let foreign = orders::set_provider(&db, &audit(eve), eve, order, Provider::Stripe).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
    })
    .await;
}
