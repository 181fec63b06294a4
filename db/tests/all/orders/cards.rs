//! Payments reported by the provider.
use super::*;

fn event(id: &str, order: OrderId, told: PaymentStatus) -> PaymentEvent {
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
        ..purchase(Purchasable::Bundle(group), "card")
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
        let invoice = fixtures.order(eve, group).token("t").create().await;
        let stripe = AuditContext::system(NOW);
        let cheap = PaymentEvent {
            amount: 1,
            ..event("evt_1", order, PaymentStatus::Paid)
        };
        let yen = PaymentEvent {
            currency: "JPY".into(),
            ..event("evt_2", order, PaymentStatus::Paid)
        };
        for wrong in [cheap, yen, event("evt_3", invoice, PaymentStatus::Paid)] {
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
