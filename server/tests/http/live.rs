//! The event stream: who gets which events, and when it ends.
use crate::support::{Kind, PATIENCE, Person, Site};
use axum::{body::BodyDataStream, http::header};
use domain::{
    ids::{GroupId, UserId},
    live::Notice,
};
use futures::StreamExt;

/// An open page.
struct Page {
    events: BodyDataStream,
    heard: String,
}

impl Page {
    async fn open(site: &Site, person: &Person) -> Self {
        let response = site.get("/live").by(person).open().await;
        assert_eq!(response.status(), 200);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/event-stream"
        );
        Self {
            events: response.into_body().into_data_stream(),
            heard: String::new(),
        }
    }

    /// The next event; `None` if the stream has ended.
    async fn next(&mut self) -> Option<Notice> {
        loop {
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.heard = rest;
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                if let Some(data) = data {
                    return Some(serde_json::from_str(data).unwrap());
                }
                continue;
            }
            let more = tokio::time::timeout(PATIENCE, self.events.next()).await;
            let more = more.expect("a notice or the end")?;
            self.heard += std::str::from_utf8(&more.unwrap()).unwrap();
        }
    }
}

async fn tell(site: &Site, notice: Notice) {
    site.live.tell(&site.db, notice).await;
}

#[tokio::test]
async fn a_guest_receives_nothing() {
    let site = Site::new().await;
    site.get("/live").send().await.expect(401);
    site.get("/live")
        .session("guessed")
        .send()
        .await
        .expect(401);
}

#[tokio::test]
async fn a_learner_receives_only_events_that_concern_them() {
    let site = Site::new().await;
    let ana = site.person("ana", Kind::Learner).await;
    let ben = site.person("ben", Kind::Learner).await;
    let (mine, other) = (site.group("Mine").await, site.group("Other").await);
    site.member(mine, ana.id).await;
    let mut page = Page::open(&site, &ana).await;
    tell(&site, Notice::Group(other)).await;
    tell(&site, Notice::User(ben.id)).await;
    tell(&site, Notice::Group(mine)).await;
    tell(&site, Notice::Group(GroupId(999))).await;
    tell(&site, Notice::User(ana.id)).await;
    tell(&site, Notice::Anything).await;
    let heard = [page.next().await, page.next().await, page.next().await];
    let expected = [Notice::Group(mine), Notice::User(ana.id), Notice::Anything];
    assert_eq!(heard, expected.map(Some));
}

#[tokio::test]
async fn joining_or_leaving_a_group_changes_which_events_are_received() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::SuperAdmin).await;
    let ana = site.person("ana", Kind::Learner).await;
    let group = site.group("Group").await;
    let (id, in_group) = (ana.text(), group.to_string());
    let fields = [("group", &*in_group), ("user", &*id)];
    let mut page = Page::open(&site, &ana).await;
    site.act("add_member", &fields)
        .by(&admin)
        .send()
        .await
        .expect(200);
    assert_eq!(page.next().await, Some(Notice::User(ana.id)));
    assert_eq!(page.next().await, Some(Notice::Group(group)));
    let fields = [fields[0], fields[1], ("policy", "keep_access")];
    let call = site.act("remove_member", &fields).by(&admin);
    call.send().await.expect(200);
    assert_eq!(page.next().await, Some(Notice::User(ana.id)));
    tell(&site, Notice::Group(group)).await;
    tell(&site, Notice::Anything).await;
    assert_eq!(
        page.next().await,
        Some(Notice::Anything),
        "not of the group"
    );
}

#[tokio::test]
async fn an_administrator_receives_events_of_every_group_but_of_no_other_user() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::Administrator).await;
    let mut page = Page::open(&site, &admin).await;
    tell(&site, Notice::User(UserId(999))).await;
    tell(&site, Notice::Group(GroupId(7))).await;
    assert_eq!(page.next().await, Some(Notice::Group(GroupId(7))));
}

/// An event names what changed by its id, and contains nothing of it.
#[tokio::test]
async fn an_event_contains_no_name() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::SuperAdmin).await;
    site.group("Old name").await;
    let mut page = Page::open(&site, &admin).await;
    let fields = [("group", "1"), ("version", "1"), ("name", "Secret name")];
    let call = site.act("update_group", &fields).by(&admin);
    call.send().await.expect(200);
    assert_eq!(page.next().await, Some(Notice::Group(GroupId(1))));
    assert!(!page.heard.contains("Secret"));
}

#[tokio::test]
async fn the_stream_ends_when_its_user_signs_out() {
    let site = Site::new().await;
    let ana = site.person("ana", Kind::Administrator).await;
    let mut other = ana.clone();
    other.session = site.session_of(ana.id).await;
    let (mut page, mut elsewhere) = (
        Page::open(&site, &ana).await,
        Page::open(&site, &other).await,
    );
    site.act("sign_out", &[]).by(&ana).send().await.expect(200);
    assert_eq!(page.next().await, None);
    // The other browser is still signed in.
    assert_eq!(elsewhere.next().await, Some(Notice::User(ana.id)));
    tell(&site, Notice::Group(GroupId(1))).await;
    assert_eq!(elsewhere.next().await, Some(Notice::Group(GroupId(1))));
}

#[tokio::test]
async fn the_stream_ends_when_its_user_is_deactivated_or_gets_a_new_password() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::SuperAdmin).await;
    let ana = site.person("ana", Kind::Learner).await;
    let ben = site.person("ben", Kind::Learner).await;
    let (mut anas, mut bens) = (Page::open(&site, &ana).await, Page::open(&site, &ben).await);
    let id = ana.text();
    let fields = [("user", &*id), ("active", "false")];
    let call = site.act("set_user_active", &fields).by(&admin);
    call.send().await.expect(200);
    assert_eq!(anas.next().await, None);

    let (id, kind) = (ben.text(), site.user_type(Kind::Learner).await.to_string());
    let fields = [
        ("user", &*id),
        ("version", "1"),
        ("first_name", "Ben"),
        ("last_name", "Berg"),
        ("login", "ben"),
        ("email", "ben@example.org"),
        ("user_type", &kind),
        ("password", crate::support::PASSWORD),
    ];
    site.act("update_user", &fields)
        .by(&admin)
        .send()
        .await
        .expect(200);
    assert_eq!(bens.next().await, None);
}

#[tokio::test]
async fn the_streams_end_when_the_server_stops() {
    let site = Site::new().await;
    let ana = site.person("ana", Kind::Learner).await;
    let mut page = Page::open(&site, &ana).await;
    site.stop.send(true).unwrap();
    assert_eq!(page.next().await, None);
}

#[tokio::test]
async fn a_branch_administrator_receives_events_of_the_branch_groups_only() {
    let site = Site::new().await;
    let north = site.branch("North").await;
    let admin = site.person("admin", Kind::Administrator).await;
    let (mine, other) = (site.group("Mine").await, site.group("Other").await);
    for statement in [
        format!(
            "UPDATE users SET branch_id = {north} WHERE id = {}",
            admin.id
        ),
        format!("UPDATE groups SET branch_id = {north} WHERE id = {mine}"),
    ] {
        site.execute(&statement).await;
    }
    let mut page = Page::open(&site, &admin).await;
    tell(&site, Notice::Group(other)).await;
    tell(&site, Notice::Group(mine)).await;
    assert_eq!(page.next().await, Some(Notice::Group(mine)));
}

#[tokio::test]
async fn an_instructor_receives_events_of_the_groups_they_teach() {
    let site = Site::new().await;
    let trainer = site.person("trainer", Kind::Instructor).await;
    let (mine, other) = (site.group("Mine").await, site.group("Other").await);
    let portal = db::By::portal(db::now());
    db::instructors::add(&site.db, &portal, mine.into(), trainer.id)
        .await
        .unwrap();
    let mut page = Page::open(&site, &trainer).await;
    tell(&site, Notice::Group(other)).await;
    tell(&site, Notice::Group(mine)).await;
    assert_eq!(page.next().await, Some(Notice::Group(mine)));
}
