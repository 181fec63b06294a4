//! What a commit publishes.
use crate::support::{NOW, audit, on_both_engines};
use db::{
    AuditContext, Db, branches, categories, direct_enrolments,
    event_bus::{ChangeEvent, ListKind, Publication},
    group_courses, groups, learning, members, sessions, settings, trash, units, users,
};
use domain::{
    branches::BranchName,
    courses::{CategoryName, UnitContent, UnitKind, UnitName},
    events::PageId,
    groups::RemovalPolicy,
    ids::{GroupId, OrderId, UnitId},
};
use fixtures::{EditForm, Fixtures, general_info};
use std::{future::pending, time::Duration};
use tokio::{select, sync::broadcast::Receiver, time::timeout};

/// Runs the test with a receiver of what is published, also on PostgreSQL.
async fn with_listener(test: impl AsyncFn(Db, Receiver<Publication>)) {
    on_both_engines(async |db| {
        let mut heard = db.events().subscribe();
        let listening = async {
            if !db.is_sqlite() {
                db.events().listen(db.read()).await.unwrap();
            }
            pending::<()>().await;
        };
        let tested = async {
            if !db.is_sqlite() {
                assert_eq!(next(&mut heard).await.events, [ChangeEvent::Resync]);
            }
            test(db.clone(), heard).await;
        };
        select! {
            () = listening => {}
            () = tested => {}
        }
    })
    .await;
}

/// Forgets what the fixtures published.
async fn ready(db: &Db, heard: &mut Receiver<Publication>) {
    let txn = db.write().await.unwrap();
    txn.publish(ChangeEvent::Order(OrderId(0)));
    txn.commit().await.unwrap();
    while next(heard).await.events != [ChangeEvent::Order(OrderId(0))] {}
}

async fn next(heard: &mut Receiver<Publication>) -> Publication {
    let next = timeout(Duration::from_secs(20), heard.recv()).await;
    next.expect("a publication").unwrap()
}

#[tokio::test]
async fn signing_out_everyone_reaches_every_page() {
    with_listener(async |db, mut heard| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        fixtures.session(ana).await;
        ready(&db, &mut heard).await;
        let operator = AuditContext::command_line(NOW);
        assert_eq!(sessions::end_everyone(&db, &operator).await.unwrap(), 1);
        assert_eq!(next(&mut heard).await.events, [ChangeEvent::Resync]);
        assert_eq!(sessions::end_everyone(&db, &operator).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn each_write_publishes_its_own_events_once() {
    with_listener(async |db, mut heard| {
        let fixtures = Fixtures::at(&db, NOW);
        db::user_types::ensure_built_in(&db).await.unwrap();
        let ana = fixtures.user("ana").create().await;
        let ben = fixtures.user("ben").create().await;
        let sales = fixtures.group("Sales").create().await;
        let rust = fixtures.course("Rust").create().await;
        let admin = audit(ana);
        let (of_ben, of_sales) = (ChangeEvent::User(ben), ChangeEvent::Group(sales));
        let of_rust = ChangeEvent::Course(rust);
        let list = ChangeEvent::List;
        ready(&db, &mut heard).await;
        let mut told = async |events: &[ChangeEvent]| {
            let publication = next(&mut heard).await;
            assert_eq!(publication.events, events);
            assert_eq!(publication.page, None);
        };

        members::add(&db, &admin, sales, ben).await.unwrap();
        told(&[
            of_ben,
            of_sales,
            list(ListKind::Users),
            list(ListKind::Learners),
        ])
        .await;
        group_courses::add(&db, &admin, sales, rust).await.unwrap();
        told(&[
            of_sales,
            of_rust,
            list(ListKind::Users),
            list(ListKind::Learners),
            list(ListKind::Catalog),
        ])
        .await;
        members::synchronize(&db, &admin, sales, ben).await.unwrap();
        told(&[
            of_ben,
            of_sales,
            list(ListKind::Users),
            list(ListKind::Learners),
        ])
        .await;
        members::unassign(&db, &admin, sales, ben).await.unwrap();
        told(&[
            of_ben,
            of_sales,
            list(ListKind::Users),
            list(ListKind::Learners),
        ])
        .await;
        direct_enrolments::grant(&db, &admin, ben, rust)
            .await
            .unwrap();
        told(&[
            of_ben,
            of_rust,
            list(ListKind::Users),
            list(ListKind::Learners),
        ])
        .await;

        let unit = unit(&db, &admin, rust).await;
        told(&[of_rust, list(ListKind::Courses)]).await;
        learning::set_unit(&db, ben, rust, unit, true, NOW)
            .await
            .unwrap();
        told(&[of_ben, list(ListKind::Learners)]).await;

        let policy = RemovalPolicy::KeepAccess;
        members::remove(&db, &admin, sales, ben, policy)
            .await
            .unwrap();
        told(&[
            of_ben,
            of_sales,
            list(ListKind::Users),
            list(ListKind::Learners),
        ])
        .await;
        users::set_active(&db, &admin, ben, false).await.unwrap();
        told(&[of_ben, list(ListKind::Users)]).await;
        trash::delete(&db, &admin, sales, policy).await.unwrap();
        told(&[
            of_sales,
            list(ListKind::Users),
            list(ListKind::Groups),
            list(ListKind::Learners),
            list(ListKind::Catalog),
        ])
        .await;
        trash::restore(&db, &admin, sales).await.unwrap();
        told(&[
            of_sales,
            list(ListKind::Users),
            list(ListKind::Groups),
            list(ListKind::Learners),
            list(ListKind::Catalog),
        ])
        .await;
        users::delete(&db, &admin, ben).await.unwrap();
        told(&[ChangeEvent::Resync]).await;

        let copy = groups::clone(&db, &admin, sales).await.unwrap();
        told(&[ChangeEvent::Group(copy), list(ListKind::Groups)]).await;
        let name = CategoryName::parse("Languages").unwrap();
        categories::create(&db, &admin, None, &name).await.unwrap();
        told(&[list(ListKind::Courses)]).await;
        let name = BranchName::parse("North").unwrap();
        let north = branches::create(&db, &admin, &name).await.unwrap();
        told(&[list(ListKind::Branches)]).await;
        branches::add_course(&db, &admin, north, rust)
            .await
            .unwrap();
        told(&[of_rust, list(ListKind::Courses), list(ListKind::Branches)]).await;
        let seen = fixtures::version(&db, EditForm::Settings).await;
        settings::update(&db, &admin, &seen, &general_info("Portal", false))
            .await
            .unwrap();
        told(&[list(ListKind::Settings)]).await;
    })
    .await;
}

async fn unit(db: &Db, admin: &AuditContext, course: domain::ids::CourseId) -> UnitId {
    let name = UnitName::parse("First").unwrap();
    let content = UnitContent::parse(UnitKind::Text, "Text").unwrap();
    units::create(db, admin, course, &name, &content)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_write_that_is_rolled_back_or_changes_nothing_publishes_nothing() {
    with_listener(async |db, mut heard| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let sales = fixtures.group("Sales").create().await;
        let admin = audit(ana);
        ready(&db, &mut heard).await;
        let txn = db.write().await.unwrap();
        txn.publish(ChangeEvent::Group(GroupId(99)));
        txn.rollback().await.unwrap();
        let txn = db.write().await.unwrap();
        txn.publish(ChangeEvent::Group(GroupId(98)));
        drop(txn);
        members::add(&db, &admin, sales, ana).await.unwrap();
        members::add(&db, &admin, sales, ana).await.unwrap();
        assert!(members::add(&db, &admin, GroupId(97), ana).await.is_err());
        trash::delete(&db, &admin, sales, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        let first = next(&mut heard).await;
        assert!(first.events.contains(&ChangeEvent::User(ana)), "{first:?}");
        let second = next(&mut heard).await;
        assert!(
            second.events.contains(&ChangeEvent::List(ListKind::Groups)),
            "{second:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn the_page_that_causes_an_event_is_named() {
    with_listener(async |db, mut heard| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let sales = fixtures.group("Sales").create().await;
        ready(&db, &mut heard).await;
        let page = Some(PageId(u64::MAX));
        members::add(&db.on_behalf_of(page), &audit(ana), sales, ana)
            .await
            .unwrap();
        assert_eq!(next(&mut heard).await.page, page);
    })
    .await;
}

#[tokio::test]
async fn very_many_events_become_one() {
    with_listener(async |db, mut heard| {
        let txn = db.write().await.unwrap();
        for id in 0..20_000 {
            txn.publish(ChangeEvent::Group(GroupId(id)));
        }
        txn.commit().await.unwrap();
        assert_eq!(next(&mut heard).await.events, [ChangeEvent::Resync]);
    })
    .await;
}

#[tokio::test]
#[should_panic(expected = "a write that tells no page")]
async fn a_commit_without_an_event_panics() {
    on_both_engines(async |db| {
        db.write().await.unwrap().commit().await.unwrap();
    })
    .await;
}

/// Every transaction of this crate ends in one of two ways, and the quiet one is an exception.
#[test]
fn only_these_files_commit_quietly() {
    const QUIET: [&str; 31] = [
        "connection.rs", // migrations
        "transaction.rs",
        "flashes.rs",               // read once, by the next page
        "content/unit_versions.rs", // the sweep
        "mails/mailbox.rs",         // the sweep
        "mails/mod.rs",             // leases
        "passkeys/ceremony.rs",     // a challenge is begun or used up
        "sessions/acting.rs",       // ends what the next request would refuse
        "sessions/devices.rs",      // who signed in where
        "sessions/find.rs",         // renews a session
        "sessions/ending.rs",       // a session that had ended already
        "sessions/mod.rs",          // a session is opened, or swept
        "sessions/ticket.rs",       // a session is opened with a code
        "onboarding/set_up.rs",     // the set-up link
        "sign_ups/approval.rs",     // expired links
        "throttles/attempt.rs",
        "throttles/mod.rs",
        "home/figures.rs",      // rows of a figure become one
        "left_behind.rs",       // before the server starts
        "wrong_clock.rs",       // leases and pauses that a wrong clock set
        "user_types/mod.rs",    // built-in types, before the server starts
        "content/unit_html.rs", // the HTML of a text that pages know
        "imports/leases.rs",    // who works on an import
        "imports/parts.rs",     // a part of a list that still arrives
        "imports/receiving.rs", // that invitations can be sent
        "imports/storing.rs",   // rows, before the import says that it has them
        "imports/sweeping.rs",  // what is no longer kept
        "orders/checkouts.rs",  // the provider's page
        "orders/events.rs",     // an event without effect
        "base/sent_forms.rs",   // the sweep
        "upkeep/restored.rs",   // no portal runs
    ];
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src/");
    let mut folders = vec![std::path::PathBuf::from(source)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.to_str().unwrap().strip_prefix(source).unwrap();
            let quiet = std::fs::read_to_string(&path)
                .unwrap()
                .contains("commit_quietly");
            let listed = QUIET.iter().any(|file| name.ends_with(file));
            assert!(
                !quiet || listed,
                "{name} commits quietly: publish, or list it with the reason"
            );
        }
    }
}
