//! What a stranger to a group, and what a member, learns from a key.
use crate::support::{Answer, Kind, Person, Site, assert_unchanged, minutes_ago};
use domain::{ids::GroupId, keys::Limits};

/// Keys that open nothing, each for another reason.
const SHUT: [&str; 7] = [
    "NEVER-MADE",
    "PAUSED-KEY",
    "EXPIRED-KEY",
    "FUTURE-KEY",
    "USED-UP-KEY",
    "RETIRED-KEY",
    "TRASHED-KEY",
];

async fn site() -> (Site, GroupId) {
    let site = Site::new().await;
    let group = site.group("Secret group").await;
    let portal = db::By::portal(db::now());
    let paused = site.key(group, "PAUSED-KEY", Limits::default()).await;
    db::keys::set_paused(&site.db, &portal, group, paused, true)
        .await
        .unwrap();
    let expired = Limits {
        expires_at: Some(minutes_ago(1)),
        ..Default::default()
    };
    site.key(group, "EXPIRED-KEY", expired).await;
    let future = Limits {
        starts_at: Some(minutes_ago(-60)),
        ..Default::default()
    };
    site.key(group, "FUTURE-KEY", future).await;
    let once = Limits {
        maximum: Some(1),
        ..Default::default()
    };
    let used = site.key(group, "USED-UP-KEY", once).await;
    site.execute(&format!("UPDATE group_keys SET used = 1 WHERE id = {used}"))
        .await;
    let retired = site.key(group, "RETIRED-KEY", Limits::default()).await;
    db::keys::retire(&site.db, &portal, group, retired)
        .await
        .unwrap();
    let trashed = site.group("Trashed group").await;
    site.key(trashed, "TRASHED-KEY", Limits::default()).await;
    let policy = domain::groups::RemovalPolicy::KeepAccess;
    db::trash::delete(&site.db, &portal, trashed, policy)
        .await
        .unwrap();
    (site, group)
}

async fn try_key(site: &Site, name: &str, key: &str, who: &Person) -> Answer {
    site.execute("DELETE FROM throttles").await;
    site.act(name, &[("key", key)]).by(who).send().await
}

/// Everything of an answer that could tell one from another.
fn seen(answer: Answer) -> (u16, String, Vec<String>) {
    let mut names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
    names.sort();
    (answer.status.as_u16(), answer.text().to_owned(), names)
}

#[tokio::test]
async fn every_key_that_opens_nothing_gets_one_and_the_same_answer() {
    let (site, _) = site().await;
    let stranger = site.person("stranger", Kind::Learner).await;
    let before = site.dump().await;
    for name in ["preview_join", "join_group"] {
        let first = seen(try_key(&site, name, SHUT[0], &stranger).await);
        assert_eq!((first.0, &*first.1), (422, "\"KeyRefused\""), "{name}");
        for key in SHUT {
            let answer = seen(try_key(&site, name, key, &stranger).await);
            assert_eq!(answer, first, "{name} {key}");
        }
    }
    assert_unchanged("refused keys", &before, &site.dump().await);
}

#[tokio::test]
async fn a_form_without_a_script_learns_no_more() {
    let (site, _) = site().await;
    let stranger = site.person("stranger", Kind::Learner).await;
    for key in SHUT {
        site.execute("DELETE FROM throttles").await;
        let form = site.form("preview_join", "/join", &[("key", key)]);
        let back = form.by(&stranger).send().await.expect(303);
        let page = site.get(back.location()).by(&stranger).send().await;
        let page = page.expect(200);
        assert!(page.text().contains("This key doesn’t work."));
        assert!(!page.text().contains("Secret group"));
        assert!(page.text().contains(key), "what was typed");
    }
    let flash = site.number("SELECT count(*) FROM flashes").await;
    assert_eq!(usize::try_from(flash).unwrap(), SHUT.len());
}

#[tokio::test]
async fn a_member_is_told_that_he_is_in_already() {
    let (site, group) = site().await;
    let member = site.person("member", Kind::Learner).await;
    site.member(group, member.id).await;
    site.key(group, "OPEN-KEY", Limits::default()).await;
    let before = site.dump().await;
    for key in [
        "OPEN-KEY",
        "PAUSED-KEY",
        "EXPIRED-KEY",
        "FUTURE-KEY",
        "USED-UP-KEY",
    ] {
        for name in ["preview_join", "join_group"] {
            let answer = try_key(&site, name, key, &member).await;
            assert_eq!(answer.expect(409).text(), "\"AlreadyIn\"", "{name} {key}");
        }
    }
    assert_unchanged("joining again", &before, &site.dump().await);
}

/// A ticket shows what its key opens now, to whoever has it, and is no way around the key.
#[tokio::test]
async fn a_confirmation_is_worth_no_more_than_its_key() {
    let (site, group) = site().await;
    let key = site.key(group, "OPEN-KEY", Limits::default()).await;
    let ana = site.person("ana", Kind::Learner).await;
    let form = site.form("preview_join", "/join", &[("key", "open key")]);
    let on = form.by(&ana).send().await.expect(303);
    assert!(on.location().starts_with("/join/confirm/"));
    let page = site.get(on.location()).by(&ana).send().await.expect(200);
    assert!(page.text().contains("Secret group"));

    let portal = db::By::portal(db::now());
    db::keys::set_paused(&site.db, &portal, group, key, true)
        .await
        .unwrap();
    let page = site.get(on.location()).by(&ana).send().await.expect(422);
    assert!(!page.text().contains("Secret group"));
    try_key(&site, "join_group", "open key", &ana)
        .await
        .expect(422);
    let members = "SELECT count(*) FROM group_members";
    assert_eq!(site.number(members).await, 0);
}

#[tokio::test]
async fn a_key_lets_in_as_many_as_it_says_and_no_one_more() {
    let site = Site::new().await;
    let group = site.group("Full").await;
    let limits = Limits {
        maximum: Some(3),
        ..Default::default()
    };
    site.key(group, "THREE-ONLY", limits).await;
    let mut people = Vec::new();
    for number in 0..12 {
        people.push(site.person(&format!("p{number:02}"), Kind::Learner).await);
    }
    // All at once, and each twice.
    let tries = people.iter().chain(&people).map(|person| {
        let call = site.act("join_group", &[("key", "THREE-ONLY")]).by(person);
        call.send()
    });
    let answers = futures::future::join_all(tries).await;
    let with = |status: u16| {
        let found = answers.iter().filter(|answer| answer.status == status);
        found.count()
    };
    assert_eq!(with(200), 3);
    assert_eq!(with(200) + with(409) + with(422), 24);
    assert_eq!(site.number("SELECT count(*) FROM group_members").await, 3);
    assert_eq!(site.number("SELECT used FROM group_keys").await, 3);
    assert_eq!(site.number("SELECT count(*) FROM redemptions").await, 3);
}
