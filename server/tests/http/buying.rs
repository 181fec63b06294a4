//! The catalog and purchases, for buyers, guests and attackers.
use crate::support::{TestServer, assert_unchanged};
use domain::coupons::Discount;
use serde_json::json;

const TOKEN: &str = "4rXo0Zt9-a-token-of-a-form";

async fn total(server: &TestServer) -> Vec<i64> {
    let rows = server
        .texts("SELECT CAST(total_minor AS TEXT) FROM orders ORDER BY id")
        .await;
    rows.iter().map(|total| total.parse().unwrap()).collect()
}

#[tokio::test]
async fn the_price_is_the_stored_one_whatever_the_form_says() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let bundle = fixtures.bundle("Bundle", &[course]).await;
    let item = format!("bundle-{bundle}");
    let cheat = [
        ("item", item.as_str()),
        ("token", TOKEN),
        ("price", "1"),
        ("price_minor", "1"),
        ("total", "0"),
        ("discount", "5000"),
        ("state", "paid"),
        ("provider", "free"),
    ];
    server
        .act("place_order", &cheat)
        .by(&ana)
        .send()
        .await
        .expect(200);
    assert_eq!(total(&server).await, [5_000]);
    let waiting = "SELECT count(*) FROM orders WHERE state = 'waiting'";
    assert_eq!(server.number(waiting).await, 1);
    assert_eq!(server.number("SELECT count(*) FROM enrolments").await, 0);
}

#[tokio::test]
async fn a_form_without_a_script_leads_to_its_one_order() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let bundle = fixtures.bundle("Bundle", &[course]).await;
    let page = format!("/catalog/bundles/{bundle}");
    let seen = server.get(&page).by(&ana).send().await.expect(200);
    let token = seen.text().split("name=\"token\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap().to_owned();
    let item = format!("bundle-{bundle}");
    let fields = [("item", item.as_str()), ("token", &token), ("coupon", "")];
    let mut led = Vec::new();
    for _ in 0..2 {
        let form = server.form("place_order", &page, &fields).by(&ana);
        led.push(form.send().await.expect(303).location().to_owned());
    }
    assert_eq!(led[0], led[1], "pressed twice");
    let order = server.get(&led[0]).by(&ana).send().await.expect(200);
    assert!(order.text().contains("Waiting for payment"));
    assert_eq!(total(&server).await.len(), 1);
}

#[tokio::test]
async fn the_order_of_another_buyer_is_not_found() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let eve = fixtures.user("eve").sign_in().await;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let bundle = fixtures.bundle("Bundle", &[course]).await;
    let order = fixtures.order(ana.id, bundle).create().await;
    for page in [
        format!("/orders/{order}"),
        format!("/orders/{order}/invoice"),
    ] {
        server.get(&page).by(&ana).send().await.expect(200);
        let seen = server.get(&page).by(&eve).send().await.expect(404);
        assert!(!seen.text().contains("Bundle"), "{page}");
    }
    let before = server.dump().await;
    let (order, arguments) = (order.to_string(), json!({"order": order}));
    let asked = server.ask("get_order", &arguments).by(&eve).send().await;
    asked.expect(404);
    let cancelled = server.act("cancel_my_order", &[("order", order.as_str())]);
    cancelled.by(&eve).send().await.expect(404);
    let mine = server.ask("list_my_orders", &json!({"cursor": null}));
    let mine = mine.by(&eve).send().await.expect(200);
    assert!(mine.text().contains("\"total\":0"));
    assert_unchanged("another learner", &before, &server.dump().await);
}

#[tokio::test]
async fn a_public_catalog_is_visible_to_guests_but_sells_only_to_users() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let bundle = fixtures.bundle("Bundle of one", &[course]).await;
    let page = format!("/catalog/bundles/{bundle}");
    for (public, status) in [(false, 303), (true, 200), (false, 303)] {
        fixtures.public_catalog(public).await;
        for path in [page.as_str(), "/catalog/courses", "/catalog/bundles"] {
            let seen = server.get(path).send().await.expect(status);
            assert_eq!(seen.text().contains("Course"), public, "{path}");
        }
        let asked = server
            .ask("get_bundle", &json!({"group": bundle}))
            .send()
            .await;
        asked.expect(if public { 200 } else { 401 });
        let item = format!("bundle-{bundle}");
        let bought = [("item", item.as_str()), ("token", TOKEN)];
        server.act("place_order", &bought).send().await.expect(401);
        server.get("/orders").send().await.expect(303);
        server.get("/groups").send().await.expect(303);
    }
}

#[tokio::test]
async fn in_a_public_catalog_buy_leads_to_sign_in_and_back() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let bundle = fixtures.bundle("Bundle of one", &[course]).await;
    fixtures.public_catalog(true).await;
    let seen = server
        .get(&format!("/catalog/bundles/{bundle}"))
        .send()
        .await;
    let seen = seen.expect(200);
    let back = format!("/sign-in?next=%2Fcatalog%2Fbundles%2F{bundle}");
    assert!(seen.text().contains(&back));
    assert!(!seen.text().contains("Have a coupon?"));
}

#[tokio::test]
async fn guessing_coupons_is_slowed_down() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let bundle = fixtures.bundle("Bundle", &[course]).await;
    fixtures.coupon("SPRING-2026", Discount::Percent(20)).await;
    let ask = async |coupon: &str| {
        let asked = json!({"group": bundle, "coupon": coupon});
        server.ask("check_coupon", &asked).by(&ana).send().await
    };
    for _ in 0..30 {
        let right = ask("spring-2026").await.expect(200);
        assert!(
            right.text().contains("4000"),
            "what is right is not counted"
        );
    }
    let mut statuses = Vec::new();
    for place in 0..30 {
        let guessed = ask(&format!("GUESS-{place}")).await;
        statuses.push(guessed.status.as_u16());
        if statuses.last() == Some(&200) {
            assert_eq!(guessed.text(), "null");
        }
    }
    assert_eq!(statuses[0], 200);
    assert_eq!(statuses.last(), Some(&429));
}

#[tokio::test]
async fn an_invalid_purchase_is_refused() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let before = server.dump().await;
    let free = format!("course-{course}");
    for (item, token, status) in [
        ("", TOKEN, 400),
        ("user-1", TOKEN, 400),
        ("bundle-1", "short", 400),
        ("bundle-1", "a\0token-with-a-nul-in-it", 400),
        ("bundle-999", TOKEN, 404),
        (free.as_str(), TOKEN, 404),
    ] {
        let bought = server.act("place_order", &[("item", item), ("token", token)]);
        bought.by(&ana).send().await.expect(status);
    }
    server.execute("DELETE FROM throttles").await;
    assert_unchanged("nonsense", &before, &server.dump().await);
}

#[tokio::test]
async fn a_coupon_form_shows_each_error_at_its_field() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("boss").sign_in().await;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let bundle = fixtures.bundle("Bundle", &[course]).await.to_string();
    let wrong = [
        ("code", "a b"),
        ("value", "150"),
        ("maximum", "0"),
        ("scope", "chosen"),
    ];
    let refused = server.act("create_coupon", &wrong).by(&admin).send().await;
    let refused = refused.expect(422);
    for field in ["code", "value", "maximum", "bundles"] {
        assert!(refused.text().contains(&format!("\"{field}\"")), "{field}");
    }
    let right = [
        ("code", "SPRING"),
        ("kind", "amount"),
        ("value", "5,50"),
        ("scope", "chosen"),
        ("bundles[3]", bundle.as_str()),
    ];
    let form = server
        .form("create_coupon", "/orders/coupons/new", &right)
        .by(&admin);
    let made = form.send().await.expect(303);
    assert!(made.location().starts_with("/orders/coupons?done=added-"));
    let stored = server
        .number("SELECT value FROM coupons WHERE NOT all_bundles")
        .await;
    assert_eq!(stored, 550);
    assert_eq!(server.number("SELECT count(*) FROM coupon_groups").await, 1);
}

#[tokio::test]
async fn what_is_not_listed_is_not_found() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let staff = fixtures.course("Staff").unlisted().create().await;
    let art = fixtures.course("Art").create().await;
    let draft = fixtures.group("Draft").price(5_000).draft();
    let draft = draft.with_courses(&[art]).create().await;
    let item = format!("bundle-{draft}");
    let before = server.dump().await;
    let taken = server.act("take_course", &[("course", &*staff.to_string())]);
    taken.by(&ana).send().await.expect(404);
    let fields = [("item", item.as_str()), ("token", TOKEN), ("coupon", "")];
    let order = server.act("place_order", &fields).by(&ana).send().await;
    order.expect(404);
    let page = format!("/catalog/bundles/{draft}");
    server.get(&page).by(&ana).send().await.expect(404);
    assert_unchanged("what is not listed", &before, &server.dump().await);
    let taken = server.act("take_course", &[("course", &*art.to_string())]);
    taken.by(&ana).send().await.expect(200);
}
