//! Paying by card: what Stripe is asked, and what is believed of what it tells.
use crate::support::{Kind, Options, Person, Site, assert_unchanged};
use axum::{Form, Json, Router, http::Method, routing::post};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use server::stripe::Stripe;
use sha2::Sha256;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

const SECRET: &str = "whsec_test";

type Asked = Arc<Mutex<Vec<HashMap<String, String>>>>;

/// Somebody who answers like Stripe; notes what he is asked.
async fn stub() -> (String, Asked) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Asked::default();
    let (noted, url) = (asked.clone(), format!("{address}/pay/cs_1"));
    let sessions = post(async move |Form(form): Form<HashMap<String, String>>| {
        noted.lock().unwrap().push(form);
        Json(json!({"id": "cs_1", "url": url}))
    });
    let router = Router::new().route("/v1/checkout/sessions", sessions);
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, asked)
}

struct Shop {
    site: Site,
    asked: Asked,
    ana: Person,
    order: String,
}

/// A portal with an order of 50.00 that waits to be paid by card.
async fn shop() -> Shop {
    let (address, asked) = stub().await;
    let stripe = Stripe::new(&address, "sk_test".into(), SECRET.into()).unwrap();
    let site = Site::with(Options {
        stripe: Some(stripe),
        ..Options::default()
    })
    .await;
    let ana = site.person("ana", Kind::Learner).await;
    let (course, _) = site.course("Course", "Text").await;
    let bundle = site.bundle("Bundle", course).await;
    let item = format!("bundle-{bundle}");
    let fields = [
        ("item", item.as_str()),
        ("token", "a-token-of-a-form"),
        ("provider", "stripe"),
    ];
    site.act("place_order", &fields)
        .by(&ana)
        .send()
        .await
        .expect(200);
    let order = site.number("SELECT max(id) FROM orders").await.to_string();
    Shop {
        site,
        asked,
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

    fn refund(&self, id: &str, all: bool) -> Value {
        json!({"id": id, "type": "charge.refunded", "data": {"object": {
            "id": "ch_1", "object": "charge", "amount": 5_000, "amount_refunded": 5_000,
            "currency": "eur", "refunded": all, "metadata": {"order": self.order},
        }}})
    }

    /// Tells an event, signed so many seconds ago with this secret.
    async fn tell_signed(&self, event: &Value, secret: &str, seconds: i64) -> u16 {
        let (body, at) = (event.to_string(), db::now().0 / 1000 - seconds);
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{at}.{body}").as_bytes());
        let hex = HEXLOWER.encode(&mac.finalize().into_bytes());
        let call = self.site.call(Method::POST, "/webhooks/stripe");
        let call = call.header("stripe-signature", &format!("t={at},v1={hex}"));
        call.body(body).send().await.status.as_u16()
    }

    async fn tell(&self, event: &Value) {
        assert_eq!(self.tell_signed(event, SECRET, 0).await, 200);
    }

    async fn state(&self) -> String {
        let states = self.site.texts("SELECT state FROM orders").await;
        states.into_iter().next().unwrap()
    }

    async fn enrolments(&self) -> i64 {
        self.site.number("SELECT count(*) FROM enrolments").await
    }
}

#[tokio::test]
async fn the_buyer_is_led_to_stripe_with_the_orders_own_price() {
    let shop = shop().await;
    let path = format!("/orders/{}/pay", shop.order);
    let page = format!("/orders/{}", shop.order);
    let seen = shop.site.get(&page).by(&shop.ana).send().await.expect(200);
    assert!(seen.text().contains("Pay by card"));
    let policy = seen.header("content-security-policy").to_owned();
    assert!(policy.contains("form-action 'self' https://checkout.stripe.com"));
    let pay = || {
        shop.site
            .call(Method::POST, &path)
            .header("sec-fetch-site", "same-origin")
    };
    let led = pay().by(&shop.ana).send().await.expect(303);
    assert!(led.location().ends_with("/pay/cs_1"));
    {
        let asked = shop.asked.lock().unwrap();
        assert_eq!(asked[0]["line_items[0][price_data][unit_amount]"], "5000");
        assert_eq!(asked[0]["line_items[0][price_data][currency]"], "eur");
        assert_eq!(asked[0]["metadata[order]"], shop.order);
        assert_eq!(asked[0]["success_url"], format!("http://muster.test{page}"));
    }
    let reference = shop.site.texts("SELECT reference FROM orders").await;
    assert_eq!(reference, ["cs_1"]);
    let eve = shop.site.person("eve", Kind::Learner).await;
    pay().by(&eve).send().await.expect(404);
    pay().send().await.expect(404);
    assert_eq!(shop.asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_payment_gives_the_courses_once_however_often_it_is_told() {
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
    assert_eq!(shop.site.number(logged).await, 1);
    shop.tell(&shop.refund("evt_3", false)).await;
    assert_eq!(shop.state().await, "paid", "a part of the money");
    shop.tell(&shop.refund("evt_4", true)).await;
    assert_eq!(
        (shop.state().await.as_str(), shop.enrolments().await),
        ("refunded", 0)
    );
}

#[tokio::test]
async fn a_refund_before_its_payment_leaves_nothing_given() {
    let shop = shop().await;
    shop.tell(&shop.refund("evt_2", true)).await;
    shop.tell(&shop.session("evt_1", 5_000)).await;
    assert_eq!(
        (shop.state().await.as_str(), shop.enrolments().await),
        ("refunded", 0)
    );
}

#[tokio::test]
async fn what_is_forged_stale_or_nonsense_changes_nothing() {
    let shop = shop().await;
    let event = shop.session("evt_1", 5_000);
    let before = shop.site.dump().await;
    assert_eq!(shop.tell_signed(&event, "whsec_guessed", 0).await, 400);
    assert_eq!(shop.tell_signed(&event, SECRET, 301).await, 400);
    assert_eq!(shop.tell_signed(&event, SECRET, -301).await, 400);
    assert_eq!(shop.tell_signed(&json!("no event"), SECRET, 0).await, 400);
    let unsigned = shop.site.call(Method::POST, "/webhooks/stripe");
    unsigned.body(event.to_string()).send().await.expect(400);
    let large = shop.site.call(Method::POST, "/webhooks/stripe");
    large.body(vec![b' '; 300_000]).send().await.expect(413);
    let other = json!({"id": "evt_9", "type": "customer.created", "data": {"object": {}}});
    assert_eq!(shop.tell_signed(&other, SECRET, 0).await, 200);
    assert_unchanged("what is not believed", &before, &shop.site.dump().await);
}

#[tokio::test]
async fn another_price_gives_nothing_and_is_noted() {
    let shop = shop().await;
    shop.tell(&shop.session("evt_1", 1)).await;
    assert_eq!(
        (shop.state().await.as_str(), shop.enrolments().await),
        ("waiting", 0)
    );
    let noted = "SELECT count(*) FROM activity WHERE verb = 'order.mismatch'";
    assert_eq!(shop.site.number(noted).await, 1);
}

#[tokio::test]
async fn where_stripe_is_away_the_order_says_so_and_waits() {
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let stripe = Stripe::new(&address, "sk_test".into(), SECRET.into()).unwrap();
    let site = Site::with(Options {
        stripe: Some(stripe),
        ..Options::default()
    })
    .await;
    let ana = site.person("ana", Kind::Learner).await;
    let (course, _) = site.course("Course", "Text").await;
    let bundle = site.bundle("Bundle", course).await;
    let order = site.order(ana.id, bundle).await;
    site.execute("UPDATE orders SET provider = 'stripe'").await;
    let pay = site.call(Method::POST, &format!("/orders/{order}/pay"));
    let pay = pay.header("sec-fetch-site", "same-origin").by(&ana);
    let led = pay.send().await.expect(303);
    let page = site.get(led.location()).by(&ana).send().await.expect(200);
    assert!(
        page.text()
            .contains("The payment provider isn’t responding.")
    );
}

#[tokio::test]
async fn without_keys_nobody_pays_by_card() {
    let site = Site::new().await;
    let ana = site.person("ana", Kind::Learner).await;
    let (course, _) = site.course("Course", "Text").await;
    let bundle = site.bundle("Bundle", course).await;
    let item = format!("bundle-{bundle}");
    let fields = [
        ("item", item.as_str()),
        ("token", "a-token-of-a-form"),
        ("provider", "stripe"),
    ];
    site.act("place_order", &fields)
        .by(&ana)
        .send()
        .await
        .expect(200);
    assert_eq!(site.texts("SELECT provider FROM orders").await, ["invoice"]);
    let told = site.call(Method::POST, "/webhooks/stripe").body("{}");
    told.send().await.expect(404);
}
