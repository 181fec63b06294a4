//! Mass actions that are started on the list of users.
mod groups;
mod moves;
mod rights;

use super::*;
use crate::support::execute;
use db::mass_actions::preview_on_users;
use domain::{
    mass_actions::{MassActionView, UserSelection, UsersAction, UsersTarget},
    users::UserFilter,
};

const WHOLE: AccessScope = AccessScope::PORTAL;

fn asked(kind: MassActionKind, selection: UserSelection) -> UsersAction {
    UsersAction {
        kind,
        target: UsersTarget::None,
        selection,
    }
}

fn matching(search: &str) -> UserSelection {
    UserSelection::Matching {
        search: search.into(),
        filter: UserFilter::All,
        branch: None,
    }
}

async fn seen(db: &Db, id: MassActionId) -> MassActionView {
    let recent = mass_actions::recent(db, WHOLE, 50, NOW).await.unwrap();
    recent.into_iter().find(|view| view.id == id).unwrap()
}

/// Who is active, by login.
async fn active(db: &Db) -> Vec<String> {
    let filter = UserFilter::Active;
    let page = db::users::list(db, WHOLE, &Default::default(), filter).await;
    let mut logins: Vec<_> = page
        .unwrap()
        .rows
        .into_iter()
        .map(|row| row.login)
        .collect();
    logins.sort();
    logins
}

async fn set_pending(db: &Db, user: UserId) {
    let text = "UPDATE users SET state = 'waiting', active = FALSE WHERE id = $1";
    execute(db, text, vec![user.0.into()]).await;
}

#[tokio::test]
async fn users_are_deactivated_as_previewed_and_undo_activates_exactly_those() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.super_admin("root").create().await;
        let me = fixtures.admin("me").create().await;
        let users = fixtures.users("u", 4).await;
        fixtures.deactivate(users[3]).await;
        let waiting = fixtures.user("waiting").create().await;
        set_pending(&db, waiting).await;
        let group = fixtures.group("Sales").with_members(&users[..2]);
        let courses = [fixtures.course("Phone").create().await];
        group.with_courses(&courses).create().await;
        fixtures.session(users[0]).await;
        let (before, by) = (active(&db).await, fixtures.by(&audit(me)));

        let deactivate = asked(MassActionKind::DeactivateUsers, matching(""));
        let preview = preview_on_users(&db, &audit(me), &deactivate)
            .await
            .unwrap();
        let expected = MassActionPreview {
            users: 7,
            changes: 3,
            affected: 3,
            unchanged: 2,
            skipped: 2,
            reasons: vec![
                (SkipReason::MorePermissions, 1),
                (SkipReason::OwnAccount, 1),
            ],
            enrolments: 0,
        };
        assert_eq!(preview, expected);
        let action = by.users_action(&deactivate).await;
        let result = seen(&db, action).await;
        assert_eq!((result.state, result.changes), (MassActionState::Done, 3));
        assert_eq!((result.users, result.processed, result.skipped), (7, 7, 2));
        assert_eq!(active(&db).await, ["me", "root"]);
        let sessions = "SELECT count(*) FROM sessions";
        assert_eq!(number(&db, sessions, vec![]).await, 0);
        assert_counts(&db).await;
        let skipped = mass_actions::skipped(&db, WHOLE, action).await.unwrap();
        let mut skipped: Vec<_> = skipped
            .into_iter()
            .map(|one| (one.login, one.reason))
            .collect();
        skipped.sort();
        let own = "This is the account of who started the mass action.";
        let more = "The user has more permissions than who started the mass action.";
        assert_eq!(
            skipped,
            [("me".into(), own.into()), ("root".into(), more.into())]
        );

        let activate = asked(MassActionKind::ActivateUsers, matching(""));
        let preview = preview_on_users(&db, &audit(me), &activate).await.unwrap();
        assert_eq!((preview.changes, preview.unchanged), (4, 2));
        assert_eq!(preview.reasons, [(SkipReason::Pending, 1)]);
        let undone = by.undo(WHOLE, action).await;
        assert_eq!(active(&db).await, before);
        assert_eq!(seen(&db, undone).await.changes, 3);
        assert_eq!(seen(&db, action).await.state, MassActionState::Undone);
        assert_counts(&db).await;
        let twice = mass_actions::undo(&db, &audit(me), WHOLE, action).await;
        assert!(matches!(twice, Err(Error::NotUndoable)));
    })
    .await;
}

#[tokio::test]
async fn each_user_and_the_action_have_a_line_of_the_activity() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let me = fixtures.admin("me").create().await;
        let users = fixtures.users("u", 2).await;
        let chosen = UserSelection::Selected(vec![users[0], me]);
        let deactivate = asked(MassActionKind::DeactivateUsers, chosen);
        fixtures.by(&audit(me)).users_action(&deactivate).await;
        let log = db::activity::list(&db, WHOLE, &Default::default(), None).await;
        let lines: Vec<_> = log
            .unwrap()
            .rows
            .into_iter()
            .map(|row| row.sentence)
            .collect();
        assert_eq!(
            lines[..2],
            ["deactivated 1 user; skipped 1 user", "deactivated Ana u000"]
        );
    })
    .await;
}

#[tokio::test]
async fn an_interrupted_action_is_resumed_and_a_cancelled_one_can_be_undone() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let me = fixtures.admin("me").create().await;
        fixtures.many_users(2_500, Names::Numbered).await;
        let by = fixtures.by(&audit(me));
        let inactive = async || {
            let count = "SELECT count(*) FROM users WHERE NOT active";
            number(&db, count, vec![]).await
        };
        let deactivate = asked(MassActionKind::DeactivateUsers, matching("many"));
        let action = by.start_on_users(&deactivate).await;
        let first = mass_actions::step(&db, action, 1, NOW).await.unwrap();
        assert_eq!((first, inactive().await), (Step::More, STEP as i64));
        let other = mass_actions::step(&db, action, 2, NOW).await.unwrap();
        assert_eq!(other, Step::Elsewhere);
        let later = NOW.plus_seconds(31);
        let abandoned = mass_actions::list_abandoned(&db, later).await.unwrap();
        assert_eq!(abandoned, [action]);
        while mass_actions::step(&db, action, 2, later).await.unwrap() == Step::More {}
        assert_eq!(
            (seen(&db, action).await.changes, inactive().await),
            (2_500, 2_500)
        );

        // A cancelled undo leaves the rest, which a second undo reverses.
        let undo = mass_actions::undo(&db, &audit(me), WHOLE, action)
            .await
            .unwrap();
        let twice = mass_actions::undo(&db, &audit(me), WHOLE, action).await;
        assert!(matches!(twice, Err(Error::Busy)));
        mass_actions::step(&db, undo, 1, NOW).await.unwrap();
        mass_actions::cancel(&db, &audit(me), WHOLE, undo)
            .await
            .unwrap();
        assert_eq!(inactive().await, 1_500);
        by.undo(WHOLE, action).await;
        assert_eq!(inactive().await, 0);

        let action = by.start_on_users(&deactivate).await;
        mass_actions::step(&db, action, 1, NOW).await.unwrap();
        mass_actions::cancel(&db, &audit(me), WHOLE, action)
            .await
            .unwrap();
        let after = mass_actions::step(&db, action, 1, NOW).await.unwrap();
        assert_eq!((after, inactive().await), (Step::Finished, STEP as i64));
        by.undo(WHOLE, action).await;
        assert_eq!(inactive().await, 0);
    })
    .await;
}

#[tokio::test]
async fn undo_does_not_touch_later_changes() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let me = audit(fixtures.admin("me").create().await);
        let users = fixtures.users("u", 3).await;
        let deactivate = asked(MassActionKind::DeactivateUsers, matching("u0"));
        let action = fixtures.by(&me).users_action(&deactivate).await;
        db::users::set_active(&db, &me, users[0], true)
            .await
            .unwrap();
        let undone = fixtures.by(&me).undo(WHOLE, action).await;
        assert_eq!(seen(&db, undone).await.changes, 2);
        assert_eq!(active(&db).await, ["me", "u000", "u001", "u002"]);

        // What they deactivate one by one, the undo of an activation leaves.
        fixtures.deactivate(users[1]).await;
        let activate = asked(MassActionKind::ActivateUsers, matching("u0"));
        let action = fixtures.by(&me).users_action(&activate).await;
        assert_eq!(seen(&db, action).await.changes, 1);
        fixtures.by(&me).undo(WHOLE, action).await;
        assert_eq!(active(&db).await, ["me", "u000", "u002"]);
    })
    .await;
}

#[tokio::test]
async fn one_runs_at_a_time_in_each_scope() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let me = audit(fixtures.admin("me").create().await);
        let north = fixtures.branch("North").await;
        let mut ida = audit(fixtures.admin("ida").in_branch(north).create().await);
        ida.scope = AccessScope::for_branch(Some(north));
        let activate = asked(MassActionKind::ActivateUsers, matching(""));
        let first = fixtures.by(&me).start_on_users(&activate).await;
        let second = mass_actions::start_on_users(&db, &me, &activate, None).await;
        assert!(matches!(second, Err(Error::Busy)));
        fixtures.by(&ida).users_action(&activate).await;
        fixtures.finish(first).await;
        fixtures.by(&me).users_action(&activate).await;
    })
    .await;
}

#[tokio::test]
async fn deleted_users_are_gone_and_no_one_can_undo_it() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let me = audit(fixtures.admin("me").create().await);
        let users = fixtures.users("u", 3).await;
        let group = fixtures.group("Sales").with_members(&users).create().await;
        let chosen = UserSelection::Selected(vec![users[0], users[2]]);
        let delete = asked(MassActionKind::DeleteUsers, chosen);
        let preview = preview_on_users(&db, &me, &delete).await.unwrap();
        assert_eq!((preview.users, preview.changes), (2, 2));
        let action = fixtures.by(&me).users_action(&delete).await;
        assert_eq!(active(&db).await, ["me", "u001"]);
        assert_eq!(db::groups::get(&db, group).await.unwrap().counts.members, 1);
        assert_counts(&db).await;
        assert!(!seen(&db, action).await.undoable);
        let refused = mass_actions::undo(&db, &me, WHOLE, action).await;
        assert!(matches!(refused, Err(Error::NotUndoable)));
    })
    .await;
}

#[tokio::test]
async fn active_users_without_a_password_are_invited() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let me = audit(fixtures.admin("me").create().await);
        fixtures.user("ana").create().await;
        let ben = fixtures.user("ben").create().await;
        fixtures.deactivate(ben).await;
        fixtures.user("cleo").with_password().create().await;
        let waiting = fixtures.user("waiting").create().await;
        set_pending(&db, waiting).await;
        let mails = async || number(&db, "SELECT count(*) FROM mails", vec![]).await;
        let before = mails().await;
        let invite = asked(MassActionKind::InviteUsers, matching("example"));
        let preview = preview_on_users(&db, &me, &invite).await.unwrap();
        assert_eq!(
            (preview.users, preview.changes, preview.unchanged),
            (5, 2, 1)
        );
        assert_eq!(
            preview.reasons,
            [(SkipReason::Inactive, 1), (SkipReason::Pending, 1)]
        );
        let action = fixtures.by(&me).users_action(&invite).await;
        assert_eq!(
            (seen(&db, action).await.changes, mails().await),
            (2, before + 2)
        );
        let links = "SELECT count(*) FROM one_time_links";
        assert_eq!(number(&db, links, vec![]).await, 2);
        assert!(!seen(&db, action).await.undoable);
    })
    .await;
}
