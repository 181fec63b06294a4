//! Groups with their keys, members, courses and mass actions.
use super::*;
use db::throttles::{AddedKey, GuessedKey};
use db::{
    group_courses, groups as all_groups,
    imports::{self as all_imports, NewImport},
    joining, keys as all_keys, mass_actions as all_actions, members as all_members, settings,
    trash, users,
};
use domain::{
    groups::{LeavingPolicy, NewKey, RemovalPolicy},
    imports::{
        Record,
        columns::Columns,
        stored::{ImportKind, ReadList, ReadRow},
    },
    keys::{GroupKey, KeyMailForm, Limits},
    mass_actions::{MassActionKind, Selection},
};
use fixtures::{EditForm, Fixtures, group_info};

const POLICY: RemovalPolicy = RemovalPolicy::KeepAccess;

pub async fn groups(db: &Db, cast: &Cast) -> Result<(), Error> {
    let fixtures = Fixtures::at(db, NOW);
    let admin = &cast.admin;
    let sales = fixtures.group("Sales").create().await;
    let version = all_groups::get(db, sales).await?.version;
    all_groups::update(db, admin, sales, &version, &group_info("Selling")).await?;
    trash::delete(db, admin, sales, POLICY).await?;
    trash::restore(db, admin, sales).await?;
    trash::delete(db, admin, sales, POLICY).await?;
    trash::purge_expired(db, NOW.plus_days(99)).await?;
    Ok(())
}

pub async fn keys(db: &Db, cast: &Cast) -> Result<(), Error> {
    let fixtures = Fixtures::at(db, NOW);
    let (admin, ana) = (&cast.admin, cast.ana);
    let group = fixtures.group("Joiners").create().await;
    let new = NewKey {
        key: GroupKey::parse("joiners-2026").unwrap(),
        limits: Limits::default(),
    };
    let key = all_keys::create(db, admin, group, AddedKey::uncounted(&new)).await?;
    all_keys::set_limits(
        db,
        admin,
        group,
        key,
        &fixtures::version(db, EditForm::Key(group, key)).await,
        Limits::default(),
    )
    .await?;
    all_keys::set_paused(db, admin, group, key, true).await?;
    all_keys::set_paused(db, admin, group, key, false).await?;
    let mail = KeyMailForm {
        recipients: "eve@example.org".into(),
        subject: "Join us".into(),
        text: "The key: joiners-2026, or {link}".into(),
    };
    all_keys::send(db, admin, group, key, &mail.validate().unwrap()).await?;
    joining::redeem(db, &audit(ana), ana, GuessedKey::uncounted("joiners-2026")).await?;
    let key = all_keys::rotate(db, admin, group, key).await?;
    all_keys::retire(db, admin, group, key).await
}

pub async fn members(db: &Db, cast: &Cast) -> Result<(), Error> {
    let fixtures = Fixtures::at(db, NOW);
    let (admin, ana) = (&cast.admin, cast.ana);
    let (group, art) = (
        fixtures.group("Members").create().await,
        fixtures.course("Art").create().await,
    );
    all_members::add(db, admin, group, ana).await?;
    group_courses::add(db, admin, group, art).await?;
    all_members::synchronize(db, admin, group, ana).await?;
    all_members::unassign(db, admin, group, ana).await?;
    all_members::remove(db, admin, group, ana, POLICY).await?;
    let open = fixtures
        .group("Open")
        .leaving_policy(LeavingPolicy::Everyone);
    let open = open.with_members(&[ana]).create().await;
    all_members::leave(db, &audit(ana), ana, open).await?;
    group_courses::remove(db, admin, group, art, POLICY).await?;
    settings::set_default_group(db, admin, Some(group)).await?;
    users::create(db, admin, &user_info("gus", cast.learner), None).await?;
    settings::set_default_group(db, admin, None).await
}

/// One import that is applied and undone, and one that is cancelled.
pub async fn imports(db: &Db, cast: &Cast) -> Result<(), Error> {
    let admin = &cast.admin;
    let columns = [
        ("First name", "Gus"),
        ("Last name", "Ito"),
        ("E-mail", "gus@x.example"),
    ];
    let record = |line, cells: [&str; 3]| Record {
        line,
        cells: cells.map(str::to_owned).to_vec(),
    };
    let headings = record(1, columns.map(|one| one.0));
    let list = ReadList {
        has_headings: true,
        columns: Columns::of_headings(ImportKind::Users, &headings, &[], &[]),
        rows: vec![ReadRow {
            record: record(2, columns.map(|one| one.1)),
            ..ReadRow::default()
        }],
        ..ReadList::default()
    };
    for cancels in [false, true] {
        let new = NewImport {
            kind: ImportKind::Users,
            group: None,
            file_name: "people.csv",
        };
        let import = all_imports::receive(db, admin, &new).await?;
        all_imports::received(db, import).await?;
        all_imports::store(db, import, Ok(list.clone())).await?;
        all_imports::check(db, import).await?;
        all_imports::start(db, admin, import).await?;
        if cancels {
            all_imports::cancel(db, admin, import).await?;
            continue;
        }
        all_imports::step(db, import, db::now()).await?;
        all_imports::undo(db, admin, import).await?;
        all_imports::step(db, import, db::now()).await?;
    }
    Ok(())
}

pub async fn mass_actions(db: &Db, cast: &Cast) -> Result<(), Error> {
    let fixtures = Fixtures::at(db, NOW);
    let admin = &cast.admin;
    let (group, art) = (
        fixtures.group("Many").create().await,
        fixtures.course("Art").create().await,
    );
    all_members::add(db, admin, group, cast.ana).await?;
    group_courses::add(db, admin, group, art).await?;
    let all = &Selection::AllMembers;
    fixtures
        .by(admin)
        .mass_action(group, MassActionKind::Assign, all)
        .await;
    let action = all_actions::start(db, admin, group, MassActionKind::Unassign, all).await?;
    all_actions::cancel(db, admin, group, action).await
}
