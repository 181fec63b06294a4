//! Requests of pages, changed by chance; each says what it is.
use super::{SECRET, mutations};
use crate::{
    authorization_matrix::{
        functions,
        matrix_fixtures::MatrixFixtures,
        routes::{self, request},
    },
    support::{TestRequest, TestServer, Upload},
};
use axum::http::{Method, header};
use data_encoding::HEXLOWER;
use fastrand::Rng;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

/// What pages send to a function: its name, type and body.
pub type Sent = (String, &'static str, String);

/// Of every function, while everything still exists.
pub async fn bodies(server: &TestServer, world: &MatrixFixtures) -> Vec<Sent> {
    let mut bodies = Vec::new();
    for line in functions::lines() {
        let session = world.session("super");
        let (kind, sent) = functions::body(server, world, &line.door, session).await;
        bodies.push((line.door, kind, sent));
    }
    bodies
}

pub fn function<'a>(
    server: &'a TestServer,
    bodies: &[Sent],
    random: &mut Rng,
    session: &str,
) -> (String, TestRequest<'a>) {
    let (name, kind, sent) = &bodies[random.usize(..bodies.len())];
    let body = mutations::body(random, kind, sent);
    let what = format!("{name} {}", shown(&body));
    let call = server.act(name, &[]).header(header::CONTENT_TYPE, kind);
    let call = if random.bool() {
        call.header(header::ACCEPT, "text/html")
            .header(header::REFERER, &format!("{}/groups", server.base_url))
    } else {
        call
    };
    (what, call.session(session).body(body))
}

/// The beginning of what was sent; the seed makes the rest.
fn shown(bytes: &[u8]) -> String {
    format!(
        "{:?}",
        String::from_utf8_lossy(&bytes[..bytes.len().min(700)])
    )
}

pub fn page<'a>(
    server: &'a TestServer,
    world: &MatrixFixtures,
    random: &mut Rng,
    session: &str,
) -> (String, TestRequest<'a>) {
    let lines = routes::lines();
    let (method, path) = loop {
        let door = &lines[random.usize(..lines.len())].door;
        // Streams do not end.
        if door != "GET /live" && door != "POST /webhooks/stripe" && door != "POST /imports" {
            break request(world, door);
        }
    };
    let path = mutations::path(random, &path);
    let call = server
        .call(method, &path)
        .header(header::ACCEPT, "text/html");
    let call = call.session(session);
    let call = match random.u8(..6) {
        0 => call.header(header::COOKIE, &mutations::header(random)),
        1 => {
            let names = ["session", "flash", "theme", "ticket", "device", "export"];
            let name = names[random.usize(..names.len())];
            call.header(
                header::COOKIE,
                &format!("{name}={}", mutations::header(random)),
            )
        }
        2 => call.header(header::REFERER, &mutations::header(random)),
        3 => call.header(header::ACCEPT_LANGUAGE, &mutations::header(random)),
        _ => call,
    };
    (path, call)
}

pub fn upload<'a>(
    server: &'a TestServer,
    world: &MatrixFixtures,
    random: &mut Rng,
    session: &str,
) -> (String, TestRequest<'a>) {
    let list =
        b"First name;Last name;E-mail;Login\nAda;L;ada@example.org;ada\nBo;M;bo@example.org;bo\n";
    let mut list = list.to_vec();
    mutations::damage(random, &mut list);
    let names = ["list.csv", "list.xlsx", "", "a\u{202e}.csv", "list.ods"];
    let form = Upload::of(
        ["users", "members", "x"][random.usize(..3)],
        &world.group.to_string(),
    );
    let mut body = form.file(names[random.usize(..names.len())], &list).end();
    if random.u8(..3) == 0 {
        mutations::damage(random, &mut body);
    }
    let what = format!("upload {}", shown(&body));
    (what, server.upload().session(session).body(body))
}

pub fn event<'a>(
    server: &'a TestServer,
    world: &MatrixFixtures,
    random: &mut Rng,
) -> (String, TestRequest<'a>) {
    let kinds = [
        "charge.refunded",
        "checkout.session.completed",
        "checkout.session.expired",
    ];
    let event = json!({"id": "evt_1", "type": kinds[random.usize(..3)], "data": {"object": {
        "id": "cs_1", "amount": 5_000, "amount_total": 5_000, "amount_refunded": 1_000, "currency": "eur",
        "payment_intent": "pi_1", "payment_status": "paid", "refunded": false,
        "metadata": {"order": world.waiting_order.to_string()},
    }}});
    let body = mutations::body(random, "application/json", &event.to_string());
    let at = db::now().0 / 1000;
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{at}.").as_bytes());
    mac.update(&body);
    let mut signature = format!(
        "t={at},v1={}",
        HEXLOWER.encode(&mac.finalize().into_bytes())
    );
    if random.u8(..5) == 0 {
        signature = mutations::header(random);
    }
    let what = format!("event {}", shown(&body));
    let call = server.call(Method::POST, "/webhooks/stripe");
    (what, call.header("stripe-signature", &signature).body(body))
}

/// A text of a unit; saving it renders it.
pub fn text<'a>(
    server: &'a TestServer,
    world: &MatrixFixtures,
    random: &mut Rng,
    session: &str,
) -> (String, TestRequest<'a>) {
    let markdown = mutations::markdown(random);
    let course = world.course.to_string();
    let fields = [
        ("course", course.as_str()),
        ("name", "Unit"),
        ("kind", "text"),
        ("content", &markdown),
    ];
    let what = format!("text {markdown:?}");
    (what, server.act("create_unit", &fields).session(session))
}
