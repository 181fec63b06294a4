//! The event stream: who gets which events, and when it ends.
use crate::support::{PATIENCE, TestServer};
use axum::{body::BodyDataStream, http::header, response::Response};
use domain::{
    events::{ChangeEvent, ListKind, PageId},
    ids::{GroupId, OrderId, UserId},
    permissions::BuiltIn,
};
use fixtures::TestUser;
use futures::StreamExt;
use std::collections::VecDeque;

/// An open page.
struct Page {
    events: BodyDataStream,
    heard: String,
    /// As it came.
    all: String,
    /// Read, and not yet returned.
    read: VecDeque<ChangeEvent>,
}

impl Page {
    async fn open(server: &TestServer, user: &TestUser) -> Self {
        Self::at(server, user, "/live").await
    }

    async fn at(server: &TestServer, user: &TestUser, address: &str) -> Self {
        Self::of(server.get(address).by(user).open().await)
    }

    fn of(response: Response) -> Self {
        assert_eq!(response.status(), 200);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/event-stream"
        );
        Self {
            events: response.into_body().into_data_stream(),
            heard: String::new(),
            all: String::new(),
            read: VecDeque::new(),
        }
    }

    /// The next event; `None` if the stream has ended.
    async fn next(&mut self) -> Option<ChangeEvent> {
        loop {
            if let Some(event) = self.read.pop_front() {
                return Some(event);
            }
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.heard = rest;
                let notice = event.contains("event: notice");
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                if let Some(data) = data.filter(|_| notice) {
                    let data: Vec<ChangeEvent> = serde_json::from_str(data).unwrap();
                    self.read.extend(data);
                }
                continue;
            }
            let more = tokio::time::timeout(PATIENCE, self.events.next()).await;
            let more = more.expect("a notice or the end")?;
            let more = more.unwrap();
            let more = std::str::from_utf8(&more).unwrap();
            self.heard += more;
            self.all += more;
        }
    }
}

async fn publish(server: &TestServer, event: ChangeEvent) {
    let txn = server.db.write().await.unwrap();
    txn.publish(event);
    txn.commit().await.unwrap();
}

#[tokio::test]
async fn a_guest_receives_nothing() {
    let server = TestServer::new().await;
    server.get("/live").send().await.expect(401);
    server
        .get("/live")
        .session("guessed")
        .send()
        .await
        .expect(401);
}

#[tokio::test]
async fn a_learner_receives_only_events_that_concern_them() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let ben = fixtures.user("ben").sign_in().await;
    let mine = fixtures.group("Mine").create().await;
    let other = fixtures.group("Other").create().await;
    fixtures.member(mine, ana.id).await;
    let mut page = Page::open(&server, &ana).await;
    publish(&server, ChangeEvent::Group(other)).await;
    publish(&server, ChangeEvent::User(ben.id)).await;
    publish(&server, ChangeEvent::Group(mine)).await;
    publish(&server, ChangeEvent::Group(GroupId(999))).await;
    publish(&server, ChangeEvent::User(ana.id)).await;
    publish(&server, ChangeEvent::Resync).await;
    let heard = [page.next().await, page.next().await, page.next().await];
    let expected = [
        ChangeEvent::Group(mine),
        ChangeEvent::User(ana.id),
        ChangeEvent::Resync,
    ];
    assert_eq!(heard, expected.map(Some));
}

/// Each costs memory and work; the oldest is most likely a page that is no longer looked at.
#[tokio::test]
async fn a_user_has_so_many_streams() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").sign_in().await;
    let ben = server.fixtures.user("ben").sign_in().await;
    let mut others = Page::open(&server, &ben).await;
    let mut pages = Vec::new();
    for _ in 0..9 {
        pages.push(Page::open(&server, &ana).await);
    }
    assert_eq!(pages.remove(0).next().await, None, "the ninth of a session");
    for _ in 0..2 {
        let session = server.fixtures.session(ana.id).await;
        let elsewhere = TestUser {
            session,
            login: ana.login.clone(),
            ..ana
        };
        for _ in 0..7 {
            pages.push(Page::open(&server, &elsewhere).await);
        }
    }
    assert_eq!(pages.remove(0).next().await, None, "the first of 22");
    assert_eq!(pages.remove(0).next().await, None, "the second of 22");
    publish(&server, ChangeEvent::Resync).await;
    for page in pages.iter_mut().chain([&mut others]) {
        assert_eq!(page.next().await, Some(ChangeEvent::Resync));
    }
    // Pages that are closed leave room.
    drop(pages.split_off(2));
    for _ in 0..6 {
        pages.push(Page::open(&server, &ana).await);
    }
    publish(&server, ChangeEvent::Resync).await;
    for page in &mut pages {
        assert_eq!(page.next().await, Some(ChangeEvent::Resync));
    }
}

#[tokio::test]
async fn joining_or_leaving_a_group_changes_which_events_are_received() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let ana = fixtures.user("ana").sign_in().await;
    let group = fixtures.group("Group").create().await;
    let (id, in_group) = (ana.text(), group.to_string());
    let fields = [("group", &*in_group), ("user", &*id)];
    let mut page = Page::open(&server, &ana).await;
    server
        .act("add_member", &fields)
        .by(&admin)
        .send()
        .await
        .expect(200);
    assert_eq!(page.next().await, Some(ChangeEvent::User(ana.id)));
    assert_eq!(page.next().await, Some(ChangeEvent::Group(group)));
    let fields = [fields[0], fields[1], ("policy", "keep_access")];
    let call = server.act("remove_member", &fields).by(&admin);
    call.send().await.expect(200);
    assert_eq!(page.next().await, Some(ChangeEvent::User(ana.id)));
    publish(&server, ChangeEvent::Group(group)).await;
    publish(&server, ChangeEvent::Resync).await;
    assert_eq!(
        page.next().await,
        Some(ChangeEvent::Resync),
        "not of the group"
    );
}

#[tokio::test]
async fn an_administrator_receives_events_of_every_group_but_of_no_other_user() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let mut page = Page::open(&server, &admin).await;
    publish(&server, ChangeEvent::User(UserId(999))).await;
    publish(&server, ChangeEvent::Group(GroupId(7))).await;
    assert_eq!(page.next().await, Some(ChangeEvent::Group(GroupId(7))));
}

/// An event names what changed by its id, and contains nothing of it.
#[tokio::test]
async fn an_event_contains_no_name() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.super_admin("admin").sign_in().await;
    fixtures.group("Old name").create().await;
    let mut page = Page::open(&server, &admin).await;
    let version = fixtures::version(&server.db, GroupId(1)).await;
    let version = ("version", version.as_str());
    let fields = [("group", "1"), version, ("name", "Secret name")];
    let call = server.act("update_group", &fields).by(&admin);
    call.send().await.expect(200);
    assert_eq!(page.next().await, Some(ChangeEvent::Group(GroupId(1))));
    assert!(!page.all.contains("Secret"));
}

#[tokio::test]
async fn the_stream_ends_when_its_user_signs_out() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.admin("ana").sign_in().await;
    let mut other = ana.clone();
    other.session = fixtures.session(ana.id).await;
    let (mut page, mut elsewhere) = (
        Page::open(&server, &ana).await,
        Page::open(&server, &other).await,
    );
    server
        .act("sign_out", &[])
        .by(&ana)
        .send()
        .await
        .expect(200);
    assert_eq!(page.next().await, None);
    // The other browser is still signed in.
    assert_eq!(elsewhere.next().await, Some(ChangeEvent::User(ana.id)));
    publish(&server, ChangeEvent::Group(GroupId(1))).await;
    assert_eq!(elsewhere.next().await, Some(ChangeEvent::Group(GroupId(1))));
}

/// The page opens it again with the token that its browser has by then.
#[tokio::test]
async fn a_fresh_proof_ends_the_stream_of_the_former_token_and_no_other() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.admin("ana").with_password().sign_in().await;
    let mut other = ana.clone();
    other.session = fixtures.session(ana.id).await;
    let (mut page, mut elsewhere) = (
        Page::open(&server, &ana).await,
        Page::open(&server, &other).await,
    );
    let fields = [("proof", fixtures::PASSWORD)];
    let proven = server.act("prove_identity", &fields).by(&ana).send().await;
    let mut fresh = ana.clone();
    fresh.session = proven.expect(200).session();
    assert_eq!(page.next().await, None);
    let mut page = Page::open(&server, &fresh).await;
    assert_eq!(elsewhere.next().await, Some(ChangeEvent::User(ana.id)));
    publish(&server, ChangeEvent::Group(GroupId(1))).await;
    for open in [&mut page, &mut elsewhere] {
        assert_eq!(open.next().await, Some(ChangeEvent::Group(GroupId(1))));
    }
}

#[tokio::test]
async fn the_stream_ends_when_its_user_is_deactivated_or_gets_a_new_password() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let ana = fixtures.user("ana").sign_in().await;
    let ben = fixtures.user("ben").sign_in().await;
    let (mut anas, mut bens) = (
        Page::open(&server, &ana).await,
        Page::open(&server, &ben).await,
    );
    let id = ana.text();
    let fields = [("user", &*id), ("active", "false")];
    let call = server.act("set_user_active", &fields).by(&admin);
    call.send().await.expect(200);
    assert_eq!(anas.next().await, None);

    let (id, kind) = (
        ben.text(),
        fixtures.user_type(BuiltIn::Learner).await.to_string(),
    );
    let version = fixtures::version(&server.db, ben.id).await;
    let fields = [
        ("user", &*id),
        ("version", version.as_str()),
        ("first_name", "Ben"),
        ("last_name", "Berg"),
        ("login", "ben"),
        ("email", "ben@example.org"),
        ("user_type", &kind),
        ("password", fixtures::PASSWORD),
    ];
    server
        .act("update_user", &fields)
        .by(&admin)
        .send()
        .await
        .expect(200);
    assert_eq!(bens.next().await, None);
}

#[tokio::test]
async fn the_streams_end_when_the_server_stops() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").sign_in().await;
    let mut page = Page::open(&server, &ana).await;
    server.stop.send(true).unwrap();
    assert_eq!(page.next().await, None);
}

#[tokio::test]
async fn a_branch_administrator_receives_events_of_the_branch_groups_only() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let north = fixtures.branch("North").await;
    let admin = fixtures.admin("admin").sign_in().await;
    let mine = fixtures.group("Mine").create().await;
    let other = fixtures.group("Other").create().await;
    for statement in [
        format!(
            "UPDATE users SET branch_id = {north} WHERE id = {}",
            admin.id
        ),
        format!("UPDATE groups SET branch_id = {north} WHERE id = {mine}"),
    ] {
        server.execute(&statement).await;
    }
    let mut page = Page::open(&server, &admin).await;
    publish(&server, ChangeEvent::Group(other)).await;
    publish(&server, ChangeEvent::Group(mine)).await;
    assert_eq!(page.next().await, Some(ChangeEvent::Group(mine)));
}

#[tokio::test]
async fn an_instructor_receives_events_of_the_groups_they_teach() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let trainer = fixtures.instructor("trainer").sign_in().await;
    let mine = fixtures.group("Mine").create().await;
    let other = fixtures.group("Other").create().await;
    let portal = db::AuditContext::system(db::now());
    db::instructors::add(&server.db, &portal, mine.into(), trainer.id)
        .await
        .unwrap();
    let mut page = Page::open(&server, &trainer).await;
    publish(&server, ChangeEvent::Group(other)).await;
    publish(&server, ChangeEvent::Group(mine)).await;
    assert_eq!(page.next().await, Some(ChangeEvent::Group(mine)));
}

/// The page refetches by itself what it changed; the user's other pages follow.
#[tokio::test]
async fn a_page_receives_no_events_of_its_own_mutations() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let group = fixtures.group("Group").create().await;
    let mut own = Page::at(&server, &admin, "/live?page=7").await;
    let mut other = Page::at(&server, &admin, "/live?page=8").await;
    let (id, user) = (group.to_string(), admin.text());
    let fields = [("group", &*id), ("user", &*user)];
    let call = server.act("add_member", &fields).by(&admin);
    call.header("muster-page", "7").send().await.expect(200);
    publish(&server, ChangeEvent::Resync).await;
    assert_eq!(own.next().await, Some(ChangeEvent::Resync));
    assert_eq!(other.next().await, Some(ChangeEvent::User(admin.id)));
    assert_eq!(other.next().await, Some(ChangeEvent::Group(group)));
}

#[tokio::test]
async fn only_those_who_may_see_a_list_learn_that_it_changed() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let trainer = fixtures.instructor("trainer").sign_in().await;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let lists = [
        ListKind::Users,
        ListKind::Groups,
        ListKind::Courses,
        ListKind::Learners,
        ListKind::Orders,
        ListKind::Coupons,
        ListKind::Branches,
        ListKind::UserTypes,
        ListKind::Settings,
        ListKind::Mails,
    ];
    let of_trainer = [ListKind::Groups, ListKind::Courses, ListKind::Learners];
    for (person, sees) in [(&ana, &[][..]), (&trainer, &of_trainer), (&admin, &lists)] {
        let mut page = Page::open(&server, person).await;
        for list in lists {
            publish(&server, ChangeEvent::List(list)).await;
        }
        publish(&server, ChangeEvent::Resync).await;
        for list in sees {
            assert_eq!(page.next().await, Some(ChangeEvent::List(*list)));
        }
        assert_eq!(page.next().await, Some(ChangeEvent::Resync));
    }
}

#[tokio::test]
async fn a_learner_receives_events_of_their_own_courses() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let (mine, _) = fixtures.course("Mine").create_with_unit("Text").await;
    let (other, _) = fixtures.course("Other").create_with_unit("Text").await;
    let portal = db::AuditContext::system(db::now());
    db::direct_enrolments::grant(&server.db, &portal, ana.id, mine)
        .await
        .unwrap();
    let mut page = Page::open(&server, &ana).await;
    for event in [
        ChangeEvent::Course(other),
        ChangeEvent::Order(OrderId(1)),
        ChangeEvent::Course(mine),
    ] {
        publish(&server, event).await;
    }
    assert_eq!(page.next().await, Some(ChangeEvent::Course(mine)));
}

fn moment(page: &str) -> &str {
    let (_, rest) = page.split_once("data-as-of=\"").unwrap();
    rest.split_once('"').unwrap().0
}

/// Others go on between the rendering of a page and its stream, and while a tab is hidden or the network away.
#[tokio::test]
async fn a_page_learns_what_changed_before_its_stream() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let page = server.get("/groups").by(&admin).send().await.expect(200);
    let rendered = moment(page.text()).to_owned();
    let of = |id| ChangeEvent::Group(GroupId(id));
    let own = server.db.on_behalf_of(Some(PageId(7)));
    for (db, event) in [
        (&own, of(1)),
        (&server.db, of(2)),
        (&server.db, ChangeEvent::User(UserId(999))),
    ] {
        let txn = db.write().await.unwrap();
        txn.publish(event);
        txn.commit().await.unwrap();
    }
    let address = format!("/live?page=7&since={rendered}");
    let mut page = Page::at(&server, &admin, &address).await;
    publish(&server, of(3)).await;
    assert_eq!(
        page.next().await,
        Some(of(2)),
        "neither its own, nor another user"
    );
    assert_eq!(page.next().await, Some(of(3)));

    let (_, id) = page.all.split_once("id: ").unwrap();
    let began = id.lines().next().unwrap();
    publish(&server, of(4)).await;
    let again = server
        .get(&address)
        .by(&admin)
        .header("last-event-id", began);
    let mut page = Page::of(again.open().await);
    assert_eq!(page.next().await, Some(of(3)), "the stream had begun then");
    assert_eq!(page.next().await, Some(of(4)));
}

#[tokio::test]
async fn a_page_of_another_time_fetches_everything() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").sign_in().await;
    for since in ["0", "-9223372036854775808", "9223372036854775807"] {
        let address = format!("/live?since={since}");
        let mut page = Page::at(&server, &ana, &address).await;
        assert_eq!(page.next().await, Some(ChangeEvent::Resync), "{since}");
    }
    for since in ["", "x", "99999999999999999999"] {
        let address = format!("/live?since={since}");
        let mut page = Page::at(&server, &ana, &address).await;
        publish(&server, ChangeEvent::User(ana.id)).await;
        assert_eq!(
            page.next().await,
            Some(ChangeEvent::User(ana.id)),
            "{since}"
        );
    }
}
