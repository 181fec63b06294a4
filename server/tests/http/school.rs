//! A school behind one address: two hundred people come in at once, after one of them and a guest
//! there have done what they can to shut the doors.
use crate::support::{TestResponse, TestServer, on_both_engines};
use domain::{ids::GroupId, settings::SignUpMode};
use fixtures::{PASSWORD, TestUser};
use futures::future::join_all;
use std::net::{IpAddr, Ipv6Addr};

/// How many people there are. Their passwords are hashed for real, which takes long.
const PEOPLE: usize = 200;
const SLIPS: usize = 70;
const KEY: &str = "CLASS-2026";

/// The address of the `number`th person of the school.
type Addresses = fn(usize) -> IpAddr;

fn one_address(_: usize) -> IpAddr {
    [192, 0, 2, 1].into()
}

/// One /64 in place of the address.
fn one_network(number: usize) -> IpAddr {
    let host = u16::try_from(number % 65_000).unwrap();
    Ipv6Addr::new(0x2001, 0xdb8, 1, 1, 0, 0, 7, host).into()
}

async fn sign_in(server: &TestServer, login: &str, password: &str, at: IpAddr) -> TestResponse {
    let fields = [("login", login), ("password", password)];
    server.act("sign_in", &fields).address(at).send().await
}

async fn school(server: &TestServer) -> (GroupId, Vec<TestUser>) {
    let fixtures = &server.fixtures;
    fixtures.set_sign_up(SignUpMode::Direct).await;
    let group = fixtures.group("Class").create().await;
    fixtures.key(group, KEY).create().await;
    let mut pupils = Vec::new();
    for number in 0..PEOPLE {
        let login = format!("pupil{number}");
        pupils.push(fixtures.user(&login).sign_in().await);
    }
    // One password for all, so that it is hashed once.
    fixtures.user("model").with_password().create().await;
    let same = "UPDATE users SET password_hash = \
                (SELECT m.password_hash FROM users m WHERE m.login = 'model')";
    server.execute(same).await;
    (group, pupils)
}

/// The worst that one pupil and a guest do before.
async fn do_mischief(server: &TestServer, pupil: &TestUser, addresses: Addresses) {
    for number in 0..SLIPS {
        let at = addresses(number);
        sign_in(server, "pupil0", "wrong", at).await;
        sign_in(server, &format!("someone{number}"), "wrong", at).await;
        let wrong = [("key", "WRONG-KEY")];
        let key = server.act("preview_join", &wrong).by(pupil);
        key.address(at).send().await;
        let link = serde_json::json!({"token": format!("{number}-AAAAAAAAAAAAAAAAAAAAAA")});
        server
            .ask("preview_join_link", &link)
            .address(at)
            .send()
            .await;
    }
}

async fn everyone_gets_in(server: &TestServer, addresses: Addresses) {
    let (group, pupils) = school(server).await;
    let slips = server.fixtures.user("slips").sign_in().await;
    do_mischief(server, &slips, addresses).await;
    // Not the one whose password was guessed at: only their own browsers get in.
    let signing_in = (1..PEOPLE).map(async |number| {
        let login = format!("pupil{number}");
        sign_in(server, &login, PASSWORD, addresses(number))
            .await
            .expect(200);
    });
    join_all(signing_in).await;
    let joining = pupils.iter().enumerate().map(async |(number, pupil)| {
        let call = server.act("join_group", &[("key", KEY)]).by(pupil);
        call.address(addresses(number)).send().await.expect(200);
    });
    join_all(joining).await;
    let signing_up = (0..PEOPLE).map(async |number| {
        let login = format!("new{number}");
        let call = server.sign_up(&login, &format!("{login}@example.org"), KEY);
        call.address(addresses(number)).send().await.expect(200);
    });
    join_all(signing_up).await;
    let members = format!("SELECT member_count FROM groups WHERE id = {group}");
    assert_eq!(
        server.number(&members).await,
        2 * i64::try_from(PEOPLE).unwrap()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_gets_in() {
    on_both_engines(async |server| everyone_gets_in(&server, one_address).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_with_one_network_gets_in() {
    on_both_engines(async |server| everyone_gets_in(&server, one_network).await).await;
}

/// Accounts that the pupils made themselves share a budget. Being checked together is no reason to
/// refuse one of them.
#[tokio::test(flavor = "multi_thread")]
async fn pupils_with_accounts_of_their_own_join_together() {
    on_both_engines(async |server| {
        let (_, pupils) = school(&server).await;
        server
            .execute("UPDATE users SET origin = 'self_made'")
            .await;
        for number in 0..20 {
            let pupil = &pupils[number / 4];
            let wrong = server
                .act("preview_join", &[("key", "WRONG-KEY")])
                .by(pupil);
            wrong.send().await.expect(422);
        }
        let joining = pupils.iter().map(async |pupil| {
            let call = server.act("join_group", &[("key", KEY)]).by(pupil);
            call.send().await.expect(200);
        });
        join_all(joining).await;
    })
    .await;
}
