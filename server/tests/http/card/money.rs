//! Money that comes late, twice or not at all, and money that goes back.
use super::*;

#[tokio::test]
async fn a_late_payment_is_money_to_return() {
    let shop = shop().await;
    let admin = shop.server.fixtures.admin("admin").sign_in().await;
    let (ana, order) = (&shop.ana, &shop.order);
    assert_eq!(shop.act("cancel_my_order", ana, &[]).await, 200);
    let page = shop.page(ana).await;
    assert!(page.contains("No payment is recorded, and no access was given."));
    shop.tell(&shop.payment("evt_1", "pi_1")).await;
    for (user, told) in [
        (ana, "It is to be returned to you."),
        (&admin, "The order doesn’t wait for this money."),
    ] {
        let page = shop.page(user).await;
        assert!(page.contains(told), "{told}");
        assert!(!page.contains("No payment is recorded"));
    }
    let listed = shop.server.get("/orders?state=to_return").by(&admin);
    let listed = listed.send().await.expect(200);
    assert!(listed.text().contains(&format!("/orders/{order}")));
    assert!(
        listed.text().contains(", with money to return: "),
        "the badge"
    );
    let learner = shop.server.get("/").by(ana).send().await.expect(200);
    assert!(!learner.text().contains(", with money to return: "));
    let payment = shop
        .server
        .number("SELECT id FROM payments")
        .await
        .to_string();
    let named = [("payment", payment.as_str())];
    assert_eq!(shop.act("accept_payment", ana, &named).await, 403);
    assert_eq!(shop.act("accept_payment", &admin, &named).await, 200);
    let now = (shop.state().await, shop.enrolments().await);
    assert_eq!(now, ("paid".into(), 2));
    assert_eq!(shop.act("return_payment", &admin, &named).await, 200);
    assert_eq!(shop.state().await, "refunded");
    let asked = shop.stub.asked.lock().unwrap();
    assert_eq!(asked.last().unwrap()["payment_intent"], "pi_1");
}

#[tokio::test]
async fn a_second_payment_is_seen() {
    let shop = shop().await;
    let admin = shop.server.fixtures.admin("admin").sign_in().await;
    assert_eq!(shop.act("mark_order_paid", &admin, &[]).await, 200);
    shop.tell(&shop.payment("evt_1", "pi_1")).await;
    shop.tell(&shop.payment("evt_2", "pi_1")).await;
    assert!(shop.page(&admin).await.contains("Money to return"));
    assert_eq!(shop.server.number("SELECT count(*) FROM payments").await, 2);
    assert_eq!(shop.state().await, "paid");
    let payment = "SELECT id FROM payments WHERE reference = 'pi_1'";
    let payment = shop.server.number(payment).await.to_string();
    let named = [("payment", payment.as_str())];
    shop.stub.set_mood(Mood::Refusing("insufficient_funds"));
    assert_eq!(shop.act("return_payment", &admin, &named).await, 409);
    let page = shop.page(&admin).await;
    assert!(page.contains("Money to return"), "nothing changed");
    shop.stub
        .set_mood(Mood::Refusing("charge_already_refunded"));
    assert_eq!(shop.act("return_payment", &admin, &named).await, 200);
    assert!(!shop.page(&admin).await.contains("Money to return"));
    let now = (shop.state().await, shop.enrolments().await);
    assert_eq!(now, ("paid".into(), 2));
}

#[tokio::test]
async fn cancelling_ends_the_checkout() {
    let shop = shop().await;
    assert!(shop.pay().await.ends_with("/pay/cs_1"));
    for mood in [Mood::Complete, Mood::Broken] {
        shop.stub.set_mood(mood);
        assert_eq!(shop.act("cancel_my_order", &shop.ana, &[]).await, 409);
        assert_eq!(shop.state().await, "waiting", "{mood:?}");
    }
    shop.stub.set_mood(Mood::Willing);
    assert_eq!(shop.act("cancel_my_order", &shop.ana, &[]).await, 200);
    assert_eq!(shop.state().await, "cancelled");
    let last = shop.stub.paths().pop();
    assert_eq!(last.as_deref(), Some("/v1/checkout/sessions/cs_1/expire"));
    let asked = shop.stub.paths().len();
    assert_eq!(shop.pay().await, format!("/orders/{}", shop.order));
    assert_eq!(shop.stub.paths().len(), asked, "no new page");
}

#[tokio::test]
async fn a_page_that_expired_is_followed_by_another_one() {
    let shop = shop().await;
    shop.pay().await;
    shop.pay().await;
    let expired = json!({"id": "evt_1", "type": "checkout.session.expired", "data": {"object": {
        "id": "cs_1", "object": "checkout.session", "metadata": {"order": shop.order},
    }}});
    shop.tell(&expired).await;
    shop.pay().await;
    let asked = shop.stub.asked.lock().unwrap();
    assert_eq!(asked[0]["key"], asked[1]["key"], "the same page");
    assert_ne!(asked[1]["key"], asked[2]["key"]);
}

#[tokio::test]
async fn a_refusal_of_the_provider_is_told_as_one() {
    let shop = shop().await;
    let page = format!("/orders/{}", shop.order);
    for (code, told) in [
        (
            "amount_too_small",
            "The amount is too small for a card payment.",
        ),
        (
            "api_key_expired",
            "The payment provider doesn’t accept this payment by card.",
        ),
    ] {
        shop.stub.set_mood(Mood::Refusing(code));
        let led = shop.pay().await;
        assert!(led.starts_with(&format!("{page}?card=")), "{led}");
        let seen = shop.server.get(&led).by(&shop.ana).send().await.expect(200);
        assert!(seen.text().contains(told), "{code}");
        assert!(seen.text().contains("Pay by invoice instead"));
    }
    let invoice = [("provider", "invoice")];
    let eve = shop.server.fixtures.user("eve").sign_in().await;
    assert_eq!(shop.act("change_order_payment", &eve, &invoice).await, 404);
    let gold = [("provider", "gold")];
    assert_eq!(
        shop.act("change_order_payment", &shop.ana, &gold).await,
        400
    );
    assert_eq!(
        shop.act("change_order_payment", &shop.ana, &invoice).await,
        200
    );
    let seen = shop.page(&shop.ana).await;
    assert!(seen.contains("Pay by card instead") && !seen.contains("/pay\""));
}

#[tokio::test]
async fn a_refund_goes_back_through_the_provider() {
    let shop = shop().await;
    let admin = shop.server.fixtures.admin("admin").sign_in().await;
    shop.tell(&shop.payment("evt_1", "pi_1")).await;
    let ask = format!("/orders/{}?ask=refund", shop.order);
    let asked = shop.server.get(&ask).by(&admin).send().await.expect(200);
    let told = "50.00 EUR goes back to the card right away";
    assert!(asked.text().contains(told));
    for (mood, status, state, enrolments) in [
        (Mood::Broken, 409, "paid", 2),
        (Mood::Willing, 200, "refunded", 0),
    ] {
        shop.stub.set_mood(mood);
        assert_eq!(shop.act("refund_order", &admin, &[]).await, status);
        let now = (shop.state().await, shop.enrolments().await);
        assert_eq!(now, (state.into(), enrolments));
    }
    assert!(!shop.page(&admin).await.contains("Money to return"));
    let asked = shop.stub.asked.lock().unwrap();
    let paths: Vec<_> = asked.iter().map(|form| form["path"].as_str()).collect();
    assert_eq!(paths, ["/v1/refunds", "/v1/refunds"]);
    assert_eq!(asked[0]["key"], asked[1]["key"], "carried out once");
}

#[tokio::test]
async fn an_order_that_lapses_ends_its_payment_page() {
    let shop = shop().await;
    shop.pay().await;
    let page = shop.page(&shop.ana).await;
    assert!(page.contains("Lapses, if unpaid"));
    let sweep = || server::lapsing::sweep(&shop.server.portal);
    assert_eq!(sweep().await.unwrap(), 0);
    shop.server.execute("UPDATE orders SET lapses_at = 1").await;
    for mood in [Mood::Complete, Mood::Broken] {
        shop.stub.set_mood(mood);
        assert_eq!(sweep().await.unwrap(), 0, "{mood:?}");
    }
    shop.stub.set_mood(Mood::Willing);
    assert_eq!(sweep().await.unwrap(), 1);
    assert_eq!(shop.state().await, "cancelled");
    assert!(shop.page(&shop.ana).await.contains("so the order lapsed."));
    let last = shop.stub.paths().pop();
    assert_eq!(last.as_deref(), Some("/v1/checkout/sessions/cs_1/expire"));
}
