//! Guessing passwords and group keys: counted, slowed down, and told nothing.
use crate::support::{Answer, Kind, Options, PASSWORD, Person, Site, assert_unchanged};
use axum::http::header;
use domain::{
    keys::Limits,
    throttle::{KEY_ACCOUNT, KEY_ADDRESS, SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS},
};

const ADDRESS: [u8; 4] = [192, 0, 2, 1];

async fn try_password(site: &Site, login: &str, password: &str, address: [u8; 4]) -> Answer {
    let fields = [("login", login), ("password", password)];
    site.act("sign_in", &fields).address(address).send().await
}

/// The tries that are free, all wrong, each from a machine of its own.
async fn use_up_account(site: &Site, login: &str) {
    for number in 0..u8::try_from(SIGN_IN_ACCOUNT.free).unwrap() {
        let answer = try_password(site, login, "wrong", [198, 51, 100, number]).await;
        answer.expect(401);
    }
}

#[tokio::test]
async fn after_a_few_wrong_passwords_one_waits_even_with_the_right_one() {
    let site = Site::new().await;
    let ana = site.person_with_password("ana", Kind::Learner).await;
    use_up_account(&site, "ana").await;
    let tries = "SELECT tries FROM throttles WHERE scope = 'sign_in_account'";
    assert_eq!(site.number(tries).await, SIGN_IN_ACCOUNT.free);
    // The first waits are as short as a test is slow.
    tried(
        &site,
        "sign_in_account",
        &ana.text(),
        SIGN_IN_ACCOUNT.free + 8,
    )
    .await;
    let before = site.dump().await;
    let right = try_password(&site, "ana", PASSWORD, ADDRESS).await;
    let right = right.expect(429);
    assert!(right.text().contains("Wait"), "{}", right.text());
    assert_eq!(right.cookie("session"), None);
    assert_unchanged("waiting", &before, &site.dump().await);
}

/// Sets the tries an account or address has made, as if just now.
async fn tried(site: &Site, scope: &str, subject: &str, tries: i64) {
    let now = db::now().0;
    site.execute(&format!(
        "INSERT INTO throttles (scope, subject, tries, last_at) \
         VALUES ('{scope}', '{subject}', {tries}, {now}) \
         ON CONFLICT (scope, subject) DO UPDATE SET tries = {tries}, last_at = {now}"
    ))
    .await;
}

#[tokio::test]
async fn a_refused_form_says_how_long_to_wait() {
    let site = Site::new().await;
    let ana = site.person_with_password("ana", Kind::Learner).await;
    tried(&site, "sign_in_account", &ana.text(), SIGN_IN_ACCOUNT.most).await;
    let fields = [("login", "ana"), ("password", PASSWORD)];
    let form = site.form("sign_in", "/sign-in", &fields).send().await;
    let page = site.get(form.expect(303).location()).send().await;
    let sentence = "Too many attempts. Try again in 24 hours.";
    assert!(page.expect(200).text().contains(sentence));
}

/// However the login is written, and by e-mail address too, it is one account.
#[tokio::test]
async fn an_account_is_counted_once_under_all_its_names() {
    let site = Site::new().await;
    let ana = site.person_with_password("ana", Kind::Learner).await;
    tried(&site, "sign_in_account", &ana.text(), SIGN_IN_ACCOUNT.most).await;
    for name in [
        "ana",
        "ANA",
        " ana ",
        "ａｎａ",
        "𝒂𝒏𝒂",
        "ana@example.org",
        "Ana@Example.ORG",
    ] {
        let answer = try_password(&site, name, "wrong", ADDRESS).await;
        assert_eq!(answer.status, 429, "{name}");
    }
}

#[tokio::test]
async fn whoever_is_unknown_gets_the_same_answers() {
    let site = Site::new().await;
    site.person_with_password("ana", Kind::Learner).await;
    site.person("ben", Kind::Learner).await;
    site.person_with_password("cleo", Kind::Learner).await;
    site.execute("UPDATE users SET active = FALSE WHERE login = 'cleo'")
        .await;
    // A wrong password, none, a deactivated user with the right one, nobody.
    let mut answers = Vec::new();
    for (login, password) in [
        ("ana", "wrong"),
        ("ben", "wrong"),
        ("ben", ""),
        ("cleo", PASSWORD),
        ("nobody", PASSWORD),
        ("", ""),
    ] {
        let answer = try_password(&site, login, password, ADDRESS).await;
        answers.push((answer.status.as_u16(), answer.text().to_owned()));
    }
    assert_eq!(answers[0], (401, "\"SignInRefused\"".to_owned()));
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );

    use_up_account(&site, "nobody2").await;
    let counted = "SELECT count(*) FROM throttles WHERE scope = 'sign_in_account' AND tries = 5";
    assert_eq!(
        site.number(counted).await,
        1,
        "unknown accounts are slowed down too"
    );
    let subjects = site.texts("SELECT subject FROM throttles").await;
    assert!(subjects.iter().all(|subject| !subject.contains("nobody")));
}

#[tokio::test]
async fn an_address_is_counted_over_all_accounts() {
    let site = Site::new().await;
    site.person_with_password("ana", Kind::Learner).await;
    tried(&site, "sign_in_address", "192.0.2.1", SIGN_IN_ADDRESS.most).await;
    try_password(&site, "ana", PASSWORD, ADDRESS)
        .await
        .expect(429);
    try_password(&site, "ana", PASSWORD, [192, 0, 2, 2])
        .await
        .expect(200);
}

/// Whoever has an account could otherwise sign in to it after every few guesses at others.
#[tokio::test]
async fn ones_own_success_forgives_only_ones_own_tries() {
    let site = Site::new().await;
    site.person_with_password("mallory", Kind::Learner).await;
    for login in ["v1", "v2", "v3"] {
        try_password(&site, login, "wrong", ADDRESS)
            .await
            .expect(401);
    }
    try_password(&site, "mallory", "typo", ADDRESS)
        .await
        .expect(401);
    try_password(&site, "mallory", PASSWORD, ADDRESS)
        .await
        .expect(200);
    let tries = "SELECT tries FROM throttles WHERE scope = 'sign_in_address'";
    assert_eq!(site.number(tries).await, 3);
}

#[tokio::test]
async fn a_forwarded_for_of_a_stranger_buys_nothing() {
    let site = Site::new().await;
    let spoof = async |site: &Site, number: u8| {
        let fields = [("login", &*format!("user{number}")), ("password", "wrong")];
        let call = site.act("sign_in", &fields).address([10, 0, 0, 1]);
        let claimed = format!("203.0.113.{number}");
        let call = call.header("x-forwarded-for", &claimed);
        let call = call.header(header::FORWARDED, &format!("for={claimed}"));
        call.header("x-real-ip", &claimed).send().await.expect(401);
    };
    for number in 0..3 {
        spoof(&site, number).await;
    }
    let query = "SELECT subject || ' ' || tries FROM throttles WHERE scope = 'sign_in_address'";
    assert_eq!(site.texts(query).await, ["10.0.0.1 3"]);

    let proxied = Site::with(Options {
        trusted_proxies: vec![[10, 0, 0, 1].into()],
        ..Default::default()
    })
    .await;
    spoof(&proxied, 7).await;
    assert_eq!(
        proxied.texts(query).await,
        ["203.0.113.7 1"],
        "of a proxy it does"
    );
}

async fn site_with_key() -> (Site, Person) {
    let site = Site::new().await;
    let group = site.group("Open").await;
    site.key(group, "OPEN-SESAME", Limits::default()).await;
    let ana = site.person("ana", Kind::Learner).await;
    (site, ana)
}

async fn guess(site: &Site, who: &Person, key: &str) -> Answer {
    let call = site.act("preview_join", &[("key", key)]).by(who);
    call.address(ADDRESS).send().await
}

#[tokio::test]
async fn guesses_at_keys_are_counted_for_the_account_over_both_doors() {
    let (site, ana) = site_with_key().await;
    guess(&site, &ana, "WRONG-1").await.expect(422);
    let call = site.act("join_group", &[("key", "WRONG-2")]).by(&ana);
    call.address([192, 0, 2, 9]).send().await.expect(422);
    let tries = "SELECT tries FROM throttles WHERE scope = 'key_account'";
    assert_eq!(site.number(tries).await, 2);
    tried(&site, "key_account", &ana.text(), KEY_ACCOUNT.most).await;
    let before = site.dump().await;
    for name in ["preview_join", "join_group"] {
        let call = site.act(name, &[("key", "OPEN-SESAME")]).by(&ana);
        let answer = call.send().await.expect(429);
        assert!(answer.text().contains("Wait"), "{}", answer.text());
    }
    assert_unchanged("waiting", &before, &site.dump().await);
    let ben = site.person("ben", Kind::Learner).await;
    guess(&site, &ben, "OPEN-SESAME").await.expect(200);
}

#[tokio::test]
async fn guesses_at_keys_are_counted_for_the_address_over_all_accounts() {
    let (site, ana) = site_with_key().await;
    tried(&site, "key_address", "192.0.2.1", KEY_ADDRESS.most).await;
    guess(&site, &ana, "OPEN-SESAME").await.expect(429);
}

/// Whoever is in a group knows a key that opens one.
#[tokio::test]
async fn a_known_key_between_guesses_does_not_make_them_forgotten() {
    let (site, ana) = site_with_key().await;
    guess(&site, &ana, "WRONG-1").await.expect(422);
    guess(&site, &ana, "OPEN-SESAME").await.expect(200);
    guess(&site, &ana, "WRONG-2").await.expect(422);
    let call = site.act("join_group", &[("key", "OPEN-SESAME")]).by(&ana);
    call.address(ADDRESS).send().await.expect(200);
    guess(&site, &ana, "WRONG-3").await.expect(422);
    guess(&site, &ana, "OPEN-SESAME").await.expect(409);
    for scope in ["key_account", "key_address"] {
        let tries = format!("SELECT tries FROM throttles WHERE scope = '{scope}'");
        assert_eq!(site.number(&tries).await, 3, "{scope}");
    }
}
