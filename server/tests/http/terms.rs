//! What is bought are the terms that were shown.
use crate::support::TestServer;
use domain::{coupons::Discount, ids::GroupId};
use fixtures::TestUser;

struct Shop {
    server: TestServer,
    ana: TestUser,
    page: String,
    bundle: GroupId,
}

/// A bundle of 50.00.
async fn shop() -> Shop {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let (course, _) = fixtures.course("Course").create_with_unit("Text").await;
    let bundle = fixtures.bundle("Bundle", &[course]).await;
    Shop {
        page: format!("/catalog/bundles/{bundle}"),
        bundle,
        server,
        ana,
    }
}

/// The hidden fields of the **Buy** form.
fn hidden(page: &str) -> Vec<(String, String)> {
    let form = page.split("action=\"/api/place_order\"").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let inputs = form.split("<input type=\"hidden\"").skip(1);
    inputs
        .map(|input| {
            let of = |attribute: &str| {
                let (_, rest) = input.split_once(attribute).unwrap();
                rest.split_once('"').unwrap().0.to_owned()
            };
            (of(" name=\""), of(" value=\""))
        })
        .collect()
}

impl Shop {
    async fn seen(&self, page: &str) -> String {
        let seen = self.server.get(page).by(&self.ana).send().await.expect(200);
        seen.text().to_owned()
    }

    /// Posts the form of this page without a script, with more fields; returns where it leads.
    async fn post(&self, seen: &str, more: &[(&str, &str)]) -> String {
        let fields = hidden(seen);
        assert!(fields.iter().any(|(name, _)| name == "terms"));
        let mut fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        fields.extend(more);
        let form = self.server.form("place_order", &self.page, &fields);
        form.by(&self.ana)
            .send()
            .await
            .expect(303)
            .location()
            .to_owned()
    }

    async fn totals(&self) -> Vec<String> {
        let totals = "SELECT CAST(total_minor AS TEXT) FROM orders";
        self.server.texts(totals).await
    }

    async fn set_price(&self, minor: i64) {
        let statement = format!("UPDATE groups SET price_minor = {minor}");
        self.server.execute(&statement).await;
    }
}

#[tokio::test]
async fn other_terms_than_shown_are_asked_about() {
    let shop = shop().await;
    let seen = shop.seen(&shop.page).await;
    shop.set_price(80_000).await;
    let asked = shop.post(&seen, &[]).await;
    let asked = shop.seen(&asked).await;
    assert!(asked.contains("This has changed: it now costs 800.00 EUR, with Course."));
    assert!(asked.contains("Buy all the same"));
    assert!(shop.totals().await.is_empty());
    shop.set_price(90_000).await;
    let again = shop.post(&asked, &[]).await;
    assert!(shop.seen(&again).await.contains("it now costs 900.00 EUR"));
    shop.set_price(80_000).await;
    let led = shop.post(&asked, &[]).await;
    assert!(led.starts_with("/orders/"), "{led}");
    assert_eq!(shop.totals().await, ["80000"]);
}

#[tokio::test]
async fn a_script_gets_the_present_terms_with_a_409() {
    let shop = shop().await;
    let seen = hidden(&shop.seen(&shop.page).await);
    let field = |name: &str| {
        let found = seen.iter().find(|(field, _)| field == name);
        found.unwrap().1.clone()
    };
    shop.set_price(80_000).await;
    let buy = async |terms: &str, status| {
        let (item, token) = (field("item"), field("token"));
        let fields = [("item", item.as_str()), ("token", &token), ("terms", terms)];
        let call = shop.server.act("place_order", &fields).by(&shop.ana);
        call.send().await.expect(status).text().to_owned()
    };
    let told = buy(&field("terms"), 409).await;
    let terms = told.split("\"fingerprint\":\"").nth(1).unwrap();
    let terms = terms.split('"').next().unwrap();
    assert!(told.contains("800.00 EUR"));
    buy(terms, 200).await;
    assert_eq!(shop.totals().await, ["80000"]);
}

#[tokio::test]
async fn a_typed_coupon_counts() {
    let shop = shop().await;
    let fixtures = &shop.server.fixtures;
    fixtures.coupon("HALF", Discount::Percent(50)).await;
    let seen = shop.seen(&shop.page).await;
    let wrong = shop.post(&seen, &[("coupon", "HALV")]).await;
    let wrong = shop.seen(&wrong).await;
    assert!(wrong.contains("This coupon is not valid for this bundle."));
    assert!(wrong.contains("value=\"HALV\""), "what was typed stays");
    let apply = [("coupon", "half"), ("apply", "yes")];
    let applied = shop.post(&seen, &apply).await;
    assert_eq!(
        applied,
        format!("/catalog/bundles/{}?coupon=half", shop.bundle)
    );
    assert!(shop.totals().await.is_empty(), "it only shows the price");
    assert!(shop.seen(&applied).await.contains("25.00 EUR"));
    let led = shop.post(&seen, &[("coupon", "half")]).await;
    assert!(led.starts_with("/orders/"), "{led}");
    assert_eq!(shop.totals().await, ["2500"]);
}

#[tokio::test]
async fn a_coupon_that_became_smaller_is_asked_about() {
    let shop = shop().await;
    let fixtures = &shop.server.fixtures;
    fixtures.coupon("HALF", Discount::Percent(50)).await;
    let seen = shop.seen(&format!("{}?coupon=HALF", shop.page)).await;
    assert!(seen.contains("25.00 EUR"));
    shop.server.execute("UPDATE coupons SET value = 10").await;
    let asked = shop.post(&seen, &[("coupon", "HALF")]).await;
    let asked = shop.seen(&asked).await;
    assert!(asked.contains("This has changed: it now costs 45.00 EUR"));
    assert_eq!(shop.server.number("SELECT used FROM coupons").await, 0);
}
