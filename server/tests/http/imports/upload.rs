//! Receiving a list: limits, refusals, and that nothing of a refused list is kept.
use crate::support::{
    Options, TestRequest, TestResponse, TestServer, Upload, assert_unchanged, end_of_form,
};
use axum::{
    body::{Body, Bytes},
    http::header,
};
use domain::permissions::BuiltIn;
use futures::{StreamExt, stream};
use server::Timeouts;
use std::{convert::Infallible, io, time::Duration};

const LIST: &[u8] = b"First name,Last name,E-mail\nAna,Souza,ana@u.example\n";

/// Short, so that the tests do not take long.
const SHORT: Duration = Duration::from_millis(300);

fn form(list: &[u8]) -> Vec<u8> {
    Upload::of("users", "").file("users.csv", list).end()
}

/// As a browser posts it without the script.
fn plain(call: TestRequest<'_>) -> TestRequest<'_> {
    call.header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
}

async fn kept(server: &TestServer) -> (i64, i64) {
    let imports = server.number("SELECT count(*) FROM imports").await;
    let parts = server.number("SELECT count(*) FROM import_parts").await;
    (imports, parts)
}

/// The page that a plain form comes back to.
async fn page_after(
    server: &TestServer,
    user: &fixtures::TestUser,
    answer: &TestResponse,
) -> String {
    let page = server.get(answer.location()).by(user).send().await;
    page.expect(200).text().to_owned()
}

#[tokio::test]
async fn a_list_is_received_by_the_script_and_by_a_plain_form() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let answer = server.upload().by(&boss).body(form(LIST)).send().await;
    assert_eq!(answer.expect(200).text(), r#"{"location":"/imports/1"}"#);
    let answer = plain(server.upload().by(&boss))
        .body(form(LIST))
        .send()
        .await;
    let answer = answer.expect(303);
    assert_eq!(answer.location(), "/imports/2");
    let page = page_after(&server, &boss, &answer).await;
    assert!(
        page.contains("users.csv") && page.contains("Add 1 user"),
        "{page}"
    );
}

#[tokio::test]
async fn a_pasted_list_counts_if_no_file_was_chosen() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let list = "First name\tLast name\tE-mail\r\nBen\tLi\tben@u.example\r\n";
    let pasted = Upload::of("users", "").file("", b"").field("list", list);
    let both = Upload::of("users", "")
        .file("users.csv", LIST)
        .field("list", list);
    for (form, name) in [(pasted, "Ben Li"), (both, "Ana Souza")] {
        let answer = plain(server.upload().by(&boss))
            .body(form.end())
            .send()
            .await;
        let page = page_after(&server, &boss, &answer.expect(303)).await;
        assert!(page.contains(name), "{name}: {page}");
    }
}

#[tokio::test]
async fn a_form_without_a_list_is_refused_at_the_field() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let empty = || Upload::of("users", "").file("", b"").field("list", "");
    let answer = server.upload().by(&boss).body(empty().end()).send().await;
    let text = answer.expect(422).text().to_owned();
    assert!(
        text.contains(r#""field":"file","code":"empty_list""#),
        "{text}"
    );
    let answer = plain(server.upload().by(&boss))
        .body(empty().end())
        .send()
        .await;
    let answer = answer.expect(303);
    assert!(
        answer.location().starts_with("/users/import?flash="),
        "{}",
        answer.location()
    );
    let page = page_after(&server, &boss, &answer).await;
    assert!(
        page.contains("Choose a file, or paste at least one line."),
        "{page}"
    );
    assert_eq!(kept(&server).await, (0, 0));
}

/// Says how large the list is, whether the request says so or the bytes are counted.
#[tokio::test]
async fn a_list_that_is_too_large_is_refused_with_its_size() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let declared = server
        .upload()
        .by(&boss)
        .header(header::CONTENT_LENGTH, "61500000");
    let answer = declared.body(form(LIST)).send().await.expect(413);
    assert!(
        answer.text().contains("62 MB. A list can have 50 MB."),
        "{}",
        answer.text()
    );

    let start = Upload::of("users", "").until_file("large.csv");
    // At once, so that nothing of it is stored before it is too large.
    let bytes = [
        Bytes::from(vec![b'x'; 51_500_000]),
        Bytes::from(end_of_form()),
    ];
    let body = [Bytes::from(start)]
        .into_iter()
        .chain(bytes)
        .map(Ok::<_, Infallible>);
    let body = Body::from_stream(stream::iter(body));
    let answer = plain(server.upload().by(&boss))
        .body(body)
        .send()
        .await
        .expect(303);
    let page = page_after(&server, &boss, &answer).await;
    assert!(page.contains("52 MB. A list can have 50 MB."), "{page}");
    assert_eq!(kept(&server).await, (0, 0));
}

async fn slow(idle: Duration, total: Duration) -> TestServer {
    let timeouts = Timeouts {
        upload: (idle, total),
        // Not for lists.
        body: Duration::from_millis(1),
        ..Default::default()
    };
    let options = Options {
        timeouts,
        ..Default::default()
    };
    TestServer::with(options).await
}

/// A list of which so much arrives, then `rest`.
fn begun(rest: impl StreamExt<Item = Result<Vec<u8>, io::Error>> + Send + 'static) -> Body {
    let start = Upload::of("users", "").until_file("slow.csv");
    // More than a part, so that something is stored.
    let some = [start, vec![b'x'; 600 * 1024]].concat();
    Body::from_stream(stream::iter([Ok(some)]).chain(rest))
}

fn drops() -> impl StreamExt<Item = Result<Vec<u8>, io::Error>> + Send + 'static {
    stream::unfold((), |()| async {
        tokio::time::sleep(SHORT / 20).await;
        Some((Ok(b"x".to_vec()), ()))
    })
}

#[tokio::test]
async fn an_upload_that_stops_or_drips_ends_and_leaves_nothing() {
    for (idle, total, body) in [
        (SHORT, SHORT * 100, begun(stream::pending())),
        (SHORT, SHORT * 2, begun(drops())),
    ] {
        let server = slow(idle, total).await;
        let boss = server.fixtures.super_admin("boss").sign_in().await;
        let answer = server
            .upload()
            .by(&boss)
            .body(body)
            .send()
            .await
            .expect(408);
        assert!(
            answer.text().contains("upload_too_slow"),
            "{}",
            answer.text()
        );
        assert_eq!(kept(&server).await, (0, 0));
    }
}

/// Slower than a form may be, but never still.
#[tokio::test]
async fn a_list_may_take_longer_than_a_form() {
    let server = slow(SHORT * 10, SHORT * 100).await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let start = Upload::of("users", "").until_file("slow.csv");
    let parts = [start, LIST.to_vec(), end_of_form()];
    let parts = stream::iter(parts).then(|part| async {
        tokio::time::sleep(SHORT / 3).await;
        Ok::<_, io::Error>(part)
    });
    let call = server.upload().by(&boss).body(Body::from_stream(parts));
    call.send().await.expect(200);
    assert_eq!(kept(&server).await.0, 1);
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let cut = io::Error::from(io::ErrorKind::ConnectionReset);
    for rest in [vec![Err(cut)], Vec::new()] {
        let body = begun(stream::iter(rest));
        let answer = server
            .upload()
            .by(&boss)
            .body(body)
            .send()
            .await
            .expect(400);
        assert!(
            answer.text().contains("upload_broken_off"),
            "{}",
            answer.text()
        );
        assert_eq!(kept(&server).await, (0, 0));
    }
}

/// Nothing of the file is waited for.
#[tokio::test]
async fn who_may_not_import_is_refused_before_the_file() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let (north, south) = (
        fixtures.branch("North").await,
        fixtures.branch("South").await,
    );
    let group = fixtures
        .group("Bakers")
        .in_branch(north)
        .create()
        .await
        .to_string();
    let learner = fixtures.user("learner").sign_in().await;
    let other = fixtures.admin("other").in_branch(south).sign_in().await;
    let own = fixtures.admin("own").in_branch(north).sign_in().await;
    let endless = |kind: &str, group: &str| {
        let start = Upload::of(kind, group).until_file("list.csv");
        let rest = stream::pending::<Result<Vec<u8>, io::Error>>();
        Body::from_stream(stream::iter([Ok(start)]).chain(rest))
    };
    let members = || endless("members", &group);
    let before = server.dump().await;
    for (call, body, status) in [
        (server.upload(), endless("users", ""), 401),
        (server.upload().by(&learner), endless("users", ""), 403),
        (server.upload().by(&other), members(), 404),
        (server.upload().by(&own), endless("members", ""), 400),
        (server.upload().by(&own), endless("users", &group), 400),
        (server.upload().by(&own), endless("nonsense", ""), 400),
        (server.upload().by(&own), endless("members", "x"), 400),
    ] {
        call.body(body).send().await.expect(status);
    }
    let guest = plain(server.upload()).header(header::REFERER, "http://muster.test/users/import");
    let answer = guest.body(form(LIST)).send().await.expect(303);
    assert_eq!(answer.location(), "/sign-in?next=%2Fusers%2Fimport");
    assert_unchanged("a refused upload", &before, &server.dump().await);
    let list = Upload::of("members", &group)
        .file("list.csv", b"own\n")
        .end();
    server.upload().by(&own).body(list).send().await.expect(200);
}

#[tokio::test]
async fn another_site_uploads_nothing() {
    let server = TestServer::new().await;
    let boss = server
        .fixtures
        .user("boss")
        .of(BuiltIn::SuperAdmin)
        .sign_in()
        .await;
    let before = server.dump().await;
    for (origin, site) in [
        ("https://evil.example", "cross-site"),
        ("null", "cross-site"),
    ] {
        let call = server.upload().by(&boss).body(form(LIST));
        let call = call
            .header(header::ORIGIN, origin)
            .header("sec-fetch-site", site);
        call.send().await.expect(403);
    }
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/mixed; boundary=x",
    ] {
        let call = server.upload().by(&boss).body(form(LIST));
        let call = call.header(header::CONTENT_TYPE, kind);
        call.send().await.expect(415);
    }
    let call = server.upload().by(&boss).body(form(LIST));
    let call = call.header(header::CONTENT_TYPE, "multipart/form-data");
    call.send().await.expect(400);
    assert_unchanged("another site", &before, &server.dump().await);
}
