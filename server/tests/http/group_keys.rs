//! What non-members and members learn from a key.
use crate::support::{TestResponse, TestServer, assert_unchanged, minutes_ago};
use domain::{ids::GroupId, keys::Limits};
use fixtures::TestUser;

/// Keys that do not work, each for another reason.
const SHUT: [&str; 7] = [
    "NEVER-MADE",
    "PAUSED-KEY",
    "EXPIRED-KEY",
    "FUTURE-KEY",
    "USED-UP-KEY",
    "RETIRED-KEY",
    "TRASHED-KEY",
];

async fn server() -> (TestServer, GroupId) {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let group = fixtures.group("Secret group").create().await;
    let portal = db::AuditContext::system(db::now());
    let paused = fixtures.key(group, "PAUSED-KEY").create().await;
    db::keys::set_paused(&server.db, &portal, group, paused, true)
        .await
        .unwrap();
    let expired = Limits {
        expires_at: Some(minutes_ago(1)),
        ..Default::default()
    };
    fixtures
        .key(group, "EXPIRED-KEY")
        .limits(expired)
        .create()
        .await;
    let future = Limits {
        starts_at: Some(minutes_ago(-60)),
        ..Default::default()
    };
    fixtures
        .key(group, "FUTURE-KEY")
        .limits(future)
        .create()
        .await;
    let once = Limits {
        maximum: Some(1),
        ..Default::default()
    };
    let used = fixtures
        .key(group, "USED-UP-KEY")
        .limits(once)
        .create()
        .await;
    server
        .execute(&format!("UPDATE group_keys SET used = 1 WHERE id = {used}"))
        .await;
    let retired = fixtures.key(group, "RETIRED-KEY").create().await;
    db::keys::retire(&server.db, &portal, group, retired)
        .await
        .unwrap();
    let trashed = fixtures.group("Trashed group").create().await;
    fixtures.key(trashed, "TRASHED-KEY").create().await;
    let policy = domain::groups::RemovalPolicy::KeepAccess;
    db::trash::delete(&server.db, &portal, trashed, policy)
        .await
        .unwrap();
    (server, group)
}

async fn try_key(server: &TestServer, name: &str, key: &str, who: &TestUser) -> TestResponse {
    server.execute("DELETE FROM throttles").await;
    server.act(name, &[("key", key)]).by(who).send().await
}

/// All parts of a response that could distinguish it from another.
fn seen(answer: TestResponse) -> (u16, String, Vec<String>) {
    let mut names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
    names.sort();
    (answer.status.as_u16(), answer.text().to_owned(), names)
}

#[tokio::test]
async fn every_key_that_does_not_work_gets_the_same_response() {
    let (server, _) = server().await;
    let outsider = server.fixtures.user("outsider").sign_in().await;
    let before = server.dump().await;
    for name in ["preview_join", "join_group"] {
        let first = seen(try_key(&server, name, SHUT[0], &outsider).await);
        assert_eq!((first.0, &*first.1), (422, "\"KeyRejected\""), "{name}");
        for key in SHUT {
            let answer = seen(try_key(&server, name, key, &outsider).await);
            assert_eq!(answer, first, "{name} {key}");
        }
    }
    assert_unchanged("refused keys", &before, &server.dump().await);
}

#[tokio::test]
async fn a_form_without_a_script_reveals_the_same() {
    let (server, _) = server().await;
    let outsider = server.fixtures.user("outsider").sign_in().await;
    for key in SHUT {
        server.execute("DELETE FROM throttles").await;
        let form = server.form("preview_join", "/join", &[("key", key)]);
        let back = form.by(&outsider).send().await.expect(303);
        let page = server.get(back.location()).by(&outsider).send().await;
        let page = page.expect(200);
        assert!(page.text().contains("This key doesn’t work."));
        assert!(!page.text().contains("Secret group"));
        assert!(page.text().contains(key), "what was typed");
    }
    let flash = server.number("SELECT count(*) FROM flashes").await;
    assert_eq!(usize::try_from(flash).unwrap(), SHUT.len());
}

#[tokio::test]
async fn a_member_is_told_that_they_are_a_member() {
    let (server, group) = server().await;
    let member = server.fixtures.user("member").sign_in().await;
    server.fixtures.member(group, member.id).await;
    server.fixtures.key(group, "OPEN-KEY").create().await;
    let before = server.dump().await;
    for key in [
        "OPEN-KEY",
        "PAUSED-KEY",
        "EXPIRED-KEY",
        "FUTURE-KEY",
        "USED-UP-KEY",
    ] {
        for name in ["preview_join", "join_group"] {
            let answer = try_key(&server, name, key, &member).await;
            assert_eq!(
                answer.expect(409).text(),
                "\"AlreadyMember\"",
                "{name} {key}"
            );
        }
    }
    assert_unchanged("joining again", &before, &server.dump().await);
}

/// A ticket shows what its key opens now, to who typed the key, and cannot bypass it.
#[tokio::test]
async fn a_confirmation_is_worth_no_more_than_its_key() {
    let (server, group) = server().await;
    let key = server.fixtures.key(group, "OPEN-KEY").create().await;
    let ana = server.fixtures.user("ana").sign_in().await;
    let form = server.form("preview_join", "/join", &[("key", "open key")]);
    let on = form.by(&ana).send().await.expect(303);
    assert!(on.location().starts_with("/join/confirm/"));
    let page = server.get(on.location()).by(&ana).send().await.expect(200);
    assert!(page.text().contains("Secret group"));
    let eve = server.fixtures.user("eve").sign_in().await;
    server.get(on.location()).by(&eve).send().await.expect(404);

    let portal = db::AuditContext::system(db::now());
    db::keys::set_paused(&server.db, &portal, group, key, true)
        .await
        .unwrap();
    let page = server.get(on.location()).by(&ana).send().await.expect(422);
    assert!(!page.text().contains("Secret group"));
    try_key(&server, "join_group", "open key", &ana)
        .await
        .expect(422);
    let members = "SELECT count(*) FROM group_members";
    assert_eq!(server.number(members).await, 0);
}

#[tokio::test]
async fn a_key_admits_as_many_users_as_its_limit_says() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let group = fixtures.group("Full").create().await;
    let limits = Limits {
        maximum: Some(3),
        ..Default::default()
    };
    fixtures
        .key(group, "THREE-ONLY")
        .limits(limits)
        .create()
        .await;
    let mut users = Vec::new();
    for number in 0..12 {
        users.push(fixtures.user(&format!("p{number:02}")).sign_in().await);
    }
    // All at the same time, and each twice.
    let attempts = users.iter().chain(&users).map(|user| {
        let call = server.act("join_group", &[("key", "THREE-ONLY")]).by(user);
        call.send()
    });
    let answers = futures::future::join_all(attempts).await;
    let with = |status: u16| {
        let found = answers.iter().filter(|answer| answer.status == status);
        found.count()
    };
    assert_eq!(with(200), 3);
    assert_eq!(with(200) + with(409) + with(422), 24);
    assert_eq!(server.number("SELECT count(*) FROM group_members").await, 3);
    assert_eq!(server.number("SELECT used FROM group_keys").await, 3);
    assert_eq!(server.number("SELECT count(*) FROM redemptions").await, 3);
}

/// A door that tells whether a key exists, and does not count, gives keys away (S7).
#[tokio::test]
async fn every_door_that_compares_a_key_counts() {
    let (server, _) = server().await;
    let fixtures = &server.fixtures;
    fixtures
        .set_sign_up(domain::settings::SignUpMode::Direct)
        .await;
    let ana = fixtures.user("ana").sign_in().await;
    let trainer = fixtures.instructor("trainer").sign_in().await;
    let mine = fixtures.group("Mine").create().await.to_string();
    let teaches = "INSERT INTO group_instructors (group_id, user_id) VALUES";
    let teaches = format!("{teaches} ({mine}, {})", trainer.id);
    server.execute(&teaches).await;
    let failures = async || {
        let sum = "SELECT CAST(coalesce(sum(tries), 0) AS bigint) FROM throttles";
        server.number(sum).await
    };
    let guess = [("key", "PAUSED-KEY")];
    let add = [("group", mine.as_str()), guess[0]];
    let create = [("name", "Another"), guess[0]];
    let of_ana = ["preview_join", "join_group"].map(|name| server.act(name, &guess).by(&ana));
    let of_trainer = [
        server.act("create_key", &add).by(&trainer),
        server.act("create_group", &create).by(&trainer),
    ];
    let by_guest = server.sign_up("gil", "gil@example.org", "PAUSED-KEY");
    for door in of_ana.into_iter().chain(of_trainer).chain([by_guest]) {
        let before = failures().await;
        door.send().await.expect(422);
        assert!(failures().await > before, "counts");
    }
}

#[tokio::test]
async fn who_is_shut_out_gets_the_response_to_a_wrong_key() {
    let (server, group) = server().await;
    server.fixtures.key(group, "OPEN-KEY").create().await;
    let ana = server.fixtures.user("ana").sign_in().await;
    let joined = try_key(&server, "join_group", "OPEN-KEY", &ana).await;
    joined.expect(200);
    let admin = server.fixtures.admin("admin").sign_in().await;
    let fields = [
        ("group", &*group.to_string()),
        ("user", &ana.id.to_string()),
        ("policy", "keep_access"),
        ("readmission", "by_administrator"),
    ];
    let removed = server.act("remove_member", &fields).by(&admin);
    removed.send().await.expect(200);
    let counted = "SELECT count(*) FROM throttles";
    for name in ["preview_join", "join_group"] {
        let wrong = seen(try_key(&server, name, SHUT[0], &ana).await);
        let counted_wrong = server.number(counted).await;
        let shut_out = seen(try_key(&server, name, "OPEN-KEY", &ana).await);
        assert_eq!((shut_out.0, &shut_out), (422, &wrong), "{name}");
        assert!(counted_wrong > 0);
        assert_eq!(server.number(counted).await, counted_wrong, "{name}");
    }
    let again = [("group", fields[0].1), ("user", fields[1].1)];
    let added = server.act("add_member", &again).by(&admin).send().await;
    added.expect(200);
    let told = try_key(&server, "preview_join", "OPEN-KEY", &ana).await;
    assert_eq!(told.status, 409, "a member again");
}

const GENERATED: &str = "7QK4-M2XD-9R01A";

/// A generated key as people paste it.
const PASTED: [&str; 8] = [
    "7QK4–M2XD–9R01A",
    "7QK4-M2XD-9R01A.",
    "\u{200B}7QK4-M2XD-9R01A\u{FEFF}",
    "7qk4 m2xd 9rola",
    "7QK4-M2XD-9ROIA",
    "７ＱＫ４－Ｍ２ＸＤ－９Ｒ０１Ａ",
    "enter this group key:\r\n\r\n7QK4-M2XD-9R01A\r\n\r\nMuster",
    "“7QK4-M2XD-9R01A”, valid until 31 May",
];

#[tokio::test]
async fn a_pasted_key_or_link_is_understood_and_counts_as_no_guess() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let group = fixtures.group("Bakers").create().await;
    let key = fixtures.key(group, GENERATED).create().await;
    let link = db::keys::link(&server.db, group, key).await.unwrap();
    let link = format!("Open this link: <{}/join/{link}>.", server.base_url);
    let ana = fixtures.user("ana").sign_in().await;
    for typed in PASTED.into_iter().chain([&*link]) {
        for name in ["preview_join", "join_group"] {
            let answer = server.act(name, &[("key", typed)]).by(&ana).send().await;
            assert_eq!(answer.status, 200, "{name} {typed:?}: {}", answer.text());
        }
        let wrong = "SELECT count(*) FROM throttles WHERE tries > 0";
        assert_eq!(server.number(wrong).await, 0, "{typed:?}");
        server.execute("DELETE FROM group_members").await;
    }
    let form = server.form("preview_join", "/join", &[("key", &*link)]);
    let confirm = form.by(&ana).send().await.expect(303);
    let page = server.get(confirm.location()).by(&ana).send().await;
    assert!(page.expect(200).text().contains("Bakers"));
}

#[tokio::test]
async fn what_cannot_be_a_key_is_refused_without_a_count() {
    let (server, _) = server().await;
    let outsider = server.fixtures.user("outsider").sign_in().await;
    for typed in [
        "schlüssel",
        "abc",
        "What’s this?",
        "https://learn.example/join/12-AAAA",
    ] {
        for name in ["preview_join", "join_group"] {
            let answer = server
                .act(name, &[("key", typed)])
                .by(&outsider)
                .send()
                .await;
            assert_eq!(
                answer.expect(422).text(),
                "\"KeyRejected\"",
                "{name} {typed:?}"
            );
        }
    }
    let counted = "SELECT count(*) FROM throttles WHERE tries > 0";
    assert_eq!(server.number(counted).await, 0);
    // A typed key is compared as it is: 0 and O are one in generated keys only.
    server
        .act("preview_join", &[("key", "PAUSED-KEV")])
        .by(&outsider)
        .send()
        .await
        .expect(422);
    assert_ne!(server.number(counted).await, 0);
}
