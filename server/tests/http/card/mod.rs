//! Paying by card: what is sent to Stripe, and which of its events are trusted.
mod money;
mod stub;

use crate::support::{Options, TestServer, assert_unchanged};
use axum::http::{Method, header};
use data_encoding::HEXLOWER;
use fixtures::TestUser;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use server::stripe::Stripe;
use sha2::Sha256;
use stub::{Mood, Stub};

const SECRET: &str = "whsec_test";

/// The type of a form without fields.
const FORM: &str = "application/x-www-form-urlencoded";

struct Shop {
    server: TestServer,
    stub: Stub,
    ana: TestUser,
    order: String,
}

/// A portal with an order of 50.00 that waits for payment by card.
async fn shop() -> Shop {
    let stub = Stub::start().await;
    let stripe = Stripe::new(&stub.address, "sk_test".into(), SECRET.into()).unwrap();
    let server = TestServer::with(Options {
        stripe: Some(stripe),
        ..Options::default()
    })
    .await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let bundle = fixtures.bundle("Bundle", &[course]).await;
    let item = format!("bundle-{bundle}");
    let fields = [
        ("item", item.as_str()),
        ("token", "a-token-of-a-form"),
        ("provider", "stripe"),
    ];
    server
        .act("place_order", &fields)
        .by(&ana)
        .send()
        .await
        .expect(200);
    let order = server
        .number("SELECT max(id) FROM orders")
        .await
        .to_string();
    Shop {
        server,
        stub,
        ana,
        order,
    }
}

impl Shop {
    fn session(&self, id: &str, amount: i64) -> Value {
        json!({"id": id, "type": "checkout.session.completed", "data": {"object": {
            "id": "cs_1", "object": "checkout.session", "amount_total": amount,
            "currency": "eur", "payment_status": "paid", "metadata": {"order": self.order},
        }}})
    }

    /// As [`session`](Self::session), of a payment with a name.
    fn payment(&self, id: &str, payment: &str) -> Value {
        let mut event = self.session(id, 5_000);
        event["data"]["object"]["payment_intent"] = payment.into();
        event
    }

    /// **Pay by card**; returns where it leads.
    async fn pay(&self) -> String {
        let path = format!("/orders/{}/pay", self.order);
        let call = self.server.call(Method::POST, &path).by(&self.ana);
        let call = call.header("sec-fetch-site", "same-origin");
        let call = call.header(header::CONTENT_TYPE, FORM);
        call.send().await.expect(303).location().to_owned()
    }

    /// What the order's page shows this user.
    async fn page(&self, user: &TestUser) -> String {
        let page = format!("/orders/{}", self.order);
        let seen = self.server.get(&page).by(user).send().await.expect(200);
        seen.text().to_owned()
    }

    /// Calls a server function about the order; returns the status.
    async fn act(&self, function: &str, user: &TestUser, more: &[(&str, &str)]) -> u16 {
        let mut fields = vec![("order", self.order.as_str())];
        fields.extend(more);
        let call = self.server.act(function, &fields).by(user);
        call.send().await.status.as_u16()
    }

    fn refund(&self, id: &str, all: bool) -> Value {
        json!({"id": id, "type": "charge.refunded", "data": {"object": {
            "id": "ch_1", "object": "charge", "amount": 5_000, "amount_refunded": 5_000,
            "currency": "eur", "refunded": all, "metadata": {"order": self.order},
        }}})
    }

    /// Sends an event, signed so many seconds ago with this secret.
    async fn tell_signed(&self, event: &Value, secret: &str, seconds: i64) -> u16 {
        let (body, at) = (event.to_string(), db::now().0 / 1000 - seconds);
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{at}.{body}").as_bytes());
        let hex = HEXLOWER.encode(&mac.finalize().into_bytes());
        let call = self.server.call(Method::POST, "/webhooks/stripe");
        let call = call.header("stripe-signature", &format!("t={at},v1={hex}"));
        call.body(body).send().await.status.as_u16()
    }

    async fn tell(&self, event: &Value) {
        assert_eq!(self.tell_signed(event, SECRET, 0).await, 200);
    }

    async fn state(&self) -> String {
        let states = self.server.texts("SELECT state FROM orders").await;
        states.into_iter().next().unwrap()
    }

    async fn enrolments(&self) -> i64 {
        self.server.number("SELECT count(*) FROM enrolments").await
    }
}

#[tokio::test]
async fn the_buyer_is_led_to_stripe_with_the_price_of_the_order() {
    let shop = shop().await;
    let path = format!("/orders/{}/pay", shop.order);
    let page = format!("/orders/{}", shop.order);
    let seen = shop
        .server
        .get(&page)
        .by(&shop.ana)
        .send()
        .await
        .expect(200);
    assert!(seen.text().contains("Pay by card"));
    let policy = seen.header("content-security-policy").to_owned();
    assert!(policy.contains("form-action 'self' https://checkout.stripe.com"));
    let pay = || {
        shop.server
            .call(Method::POST, &path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, FORM)
    };
    let led = pay().by(&shop.ana).send().await.expect(303);
    assert!(led.location().ends_with("/pay/cs_1"));
    {
        let asked = shop.stub.asked.lock().unwrap();
        assert_eq!(asked[0]["line_items[0][price_data][unit_amount]"], "5000");
        assert_eq!(asked[0]["line_items[0][price_data][currency]"], "eur");
        assert_eq!(asked[0]["metadata[order]"], shop.order);
        assert_eq!(asked[0]["success_url"], format!("http://muster.test{page}"));
    }
    let reference = shop.server.texts("SELECT reference FROM orders").await;
    assert_eq!(reference, ["cs_1"]);
    let eve = shop.server.fixtures.user("eve").sign_in().await;
    pay().by(&eve).send().await.expect(404);
    let led = pay().send().await.expect(303);
    let next = format!("/sign-in?next=%2Forders%2F{}", shop.order);
    assert_eq!(led.location(), next, "a guest signs in and comes back");
    assert_eq!(shop.stub.asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_payment_gives_the_courses_once_however_often_it_is_reported() {
    let shop = shop().await;
    for _ in 0..3 {
        shop.tell(&shop.session("evt_1", 5_000)).await;
    }
    shop.tell(&shop.session("evt_2", 5_000)).await;
    assert_eq!(
        (shop.state().await.as_str(), shop.enrolments().await),
        ("paid", 2)
    );
    let logged = "SELECT count(*) FROM activity WHERE verb = 'order.pay'";
    assert_eq!(shop.server.number(logged).await, 1);
    shop.tell(&shop.refund("evt_3", false)).await;
    assert_eq!(shop.state().await, "paid", "a part of the money");
    shop.tell(&shop.refund("evt_4", true)).await;
    assert_eq!(
        (shop.state().await.as_str(), shop.enrolments().await),
        ("refunded", 0)
    );
}

#[tokio::test]
async fn a_refund_before_its_payment_gives_nothing() {
    let shop = shop().await;
    shop.tell(&shop.refund("evt_2", true)).await;
    shop.tell(&shop.session("evt_1", 5_000)).await;
    assert_eq!(
        (shop.state().await.as_str(), shop.enrolments().await),
        ("refunded", 0)
    );
}

#[tokio::test]
async fn forged_stale_or_invalid_events_change_nothing() {
    let shop = shop().await;
    let event = shop.session("evt_1", 5_000);
    let before = shop.server.dump().await;
    assert_eq!(shop.tell_signed(&event, "whsec_guessed", 0).await, 400);
    assert_eq!(shop.tell_signed(&event, SECRET, 301).await, 400);
    assert_eq!(shop.tell_signed(&event, SECRET, -301).await, 400);
    assert_eq!(shop.tell_signed(&json!("no event"), SECRET, 0).await, 400);
    let unsigned = shop.server.call(Method::POST, "/webhooks/stripe");
    unsigned.body(event.to_string()).send().await.expect(400);
    let large = shop.server.call(Method::POST, "/webhooks/stripe");
    large.body(vec![b' '; 300_000]).send().await.expect(413);
    let other = json!({"id": "evt_9", "type": "customer.created", "data": {"object": {}}});
    assert_eq!(shop.tell_signed(&other, SECRET, 0).await, 200);
    assert_unchanged("what is not believed", &before, &shop.server.dump().await);
}

#[tokio::test]
async fn a_payment_of_another_amount_gives_nothing_and_is_recorded() {
    let shop = shop().await;
    shop.tell(&shop.session("evt_1", 1)).await;
    assert_eq!(
        (shop.state().await.as_str(), shop.enrolments().await),
        ("waiting", 0)
    );
    let noted = "SELECT count(*) FROM activity WHERE verb = 'order.mismatch'";
    assert_eq!(shop.server.number(noted).await, 1);
}

#[tokio::test]
async fn the_order_waits_and_says_so_if_stripe_is_unreachable() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let stripe = Stripe::new(&address, "sk_test".into(), SECRET.into()).unwrap();
    let server = TestServer::with(Options {
        stripe: Some(stripe),
        ..Options::default()
    })
    .await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let bundle = fixtures.bundle("Bundle", &[course]).await;
    let order = fixtures.order(ana.id, bundle).create().await;
    server
        .execute("UPDATE orders SET provider = 'stripe'")
        .await;
    let pay = server.call(Method::POST, &format!("/orders/{order}/pay"));
    let pay = pay.header("sec-fetch-site", "same-origin").by(&ana);
    let pay = pay.header(header::CONTENT_TYPE, FORM);
    let led = pay.send().await.expect(303);
    let page = server.get(led.location()).by(&ana).send().await.expect(200);
    assert!(
        page.text()
            .contains("The payment provider isn’t responding.")
    );
}

#[tokio::test]
async fn without_keys_no_one_can_pay_by_card() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let bundle = fixtures.bundle("Bundle", &[course]).await;
    let item = format!("bundle-{bundle}");
    let fields = [
        ("item", item.as_str()),
        ("token", "a-token-of-a-form"),
        ("provider", "stripe"),
    ];
    server
        .act("place_order", &fields)
        .by(&ana)
        .send()
        .await
        .expect(200);
    assert_eq!(
        server.texts("SELECT provider FROM orders").await,
        ["invoice"]
    );
    let told = server.call(Method::POST, "/webhooks/stripe").body("{}");
    told.send().await.expect(404);
}
