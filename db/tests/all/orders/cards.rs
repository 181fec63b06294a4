//! Payments reported by the provider.
use super::*;

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
async fn a_payment_that_is_reported_twenty_times_at_once_counts_once() {
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
async fn a_refund_that_arrives_before_its_payment_gives_nothing() {
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
async fn a_payment_of_another_amount_or_for_an_invoice_order_gives_nothing() {
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
