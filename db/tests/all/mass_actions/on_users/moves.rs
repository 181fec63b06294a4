//! Users who are moved to another branch.
use super::*;
use db::{AuditContext, branches};
use domain::{branches::Destination, ids::BranchId};

fn to(branch: Option<BranchId>, users: &[UserId]) -> UsersAction {
    UsersAction {
        kind: MassActionKind::MoveUsers,
        target: UsersTarget::Branch(branch.map_or(Destination::Portal, Destination::Branch)),
        selection: UserSelection::Selected(users.to_vec()),
    }
}

/// An administrator, and two branches: North and South.
async fn two_branches(fixtures: &Fixtures) -> (AuditContext, BranchId, BranchId) {
    let me = audit(fixtures.admin("me").create().await);
    let north = fixtures.branch("North").await;
    (me, north, fixtures.branch("South").await)
}

async fn branches_of(db: &Db) -> Vec<(String, Option<String>)> {
    let page = db::users::list(db, WHOLE, &Default::default(), UserFilter::All).await;
    let rows = page.unwrap().rows.into_iter();
    let mut branches: Vec<_> = rows.map(|row| (row.login, row.branch)).collect();
    branches.sort();
    branches
}

#[tokio::test]
async fn undoing_a_move_restores_branches_groups_and_courses() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (me, north, south) = two_branches(&fixtures).await;
        let ana = fixtures.user("ana").in_branch(north).create().await;
        let ben = fixtures.user("ben").create().await;
        let cleo = fixtures.user("cleo").in_branch(south).create().await;
        let course = fixtures.course("Baking").in_branch(north).create().await;
        let team = fixtures.group("Team").in_branch(north).with_members(&[ana]);
        let team = team.with_courses(&[course]).synchronized();
        let team = team.removal_policy(RemovalPolicy::WithdrawAccess);
        let team = team.create().await;
        let all = fixtures.group("All").with_members(&[ana, ben]);
        all.create().await;
        let welcome = fixtures.group("Welcome").in_branch(south).create().await;
        branches::set_default_group(&db, &me, south, Some(welcome))
            .await
            .unwrap();
        let before = (
            branches_of(&db).await,
            memberships(&db).await,
            enrolments(&db).await,
        );

        let move_all = to(Some(south), &[ana, ben, cleo, me.actor.unwrap()]);
        let preview = preview_on_users(&db, &me, &move_all).await.unwrap();
        assert_eq!((preview.changes, preview.unchanged), (2, 1));
        assert_eq!(preview.reasons, [(SkipReason::OwnAccount, 1)]);
        let action = fixtures.by(&me).users_action(&move_all).await;
        assert_eq!(seen(&db, action).await.changes, 2);
        assert_eq!(seen(&db, action).await.target.as_deref(), Some("South"));
        let in_south = |login: &str| (login.to_owned(), Some("South".to_owned()));
        let main = ("me".to_owned(), None);
        let moved = [in_south("ana"), in_south("ben"), in_south("cleo"), main];
        assert_eq!(branches_of(&db).await, moved);
        assert_eq!(enrolments(&db).await, []);
        assert_eq!(db::groups::get(&db, team).await.unwrap().counts.members, 0);
        assert_eq!(
            db::groups::get(&db, welcome).await.unwrap().counts.members,
            2
        );
        assert_counts(&db).await;

        // Joined since: it is a group of the branch that they leave.
        let since = fixtures.group("Since").in_branch(south).create().await;
        fixtures.member(since, ben).await;
        fixtures.by(&me).undo(WHOLE, action).await;
        let after = (
            branches_of(&db).await,
            memberships(&db).await,
            enrolments(&db).await,
        );
        assert_eq!(after, before);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn users_of_a_branch_that_is_gone_stay_where_they_are() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (me, north, south) = two_branches(&fixtures).await;
        let ana = fixtures.user("ana").in_branch(north).create().await;
        let action = fixtures
            .by(&me)
            .users_action(&to(Some(south), &[ana]))
            .await;
        branches::delete(&db, &me, north).await.unwrap();
        let undo = fixtures.by(&me).undo(WHOLE, action).await;
        let skipped = mass_actions::skipped(&db, WHOLE, undo).await.unwrap();
        assert_eq!(
            skipped[0].reason,
            "The branch that the user was in was deleted."
        );
        assert_eq!(branches_of(&db).await[0].1.as_deref(), Some("South"));
    })
    .await;
}

#[tokio::test]
async fn who_was_moved_again_stays_there() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (me, north, south) = two_branches(&fixtures).await;
        let ana = fixtures.user("ana").create().await;
        let ben = fixtures.user("ben").create().await;
        let action = fixtures
            .by(&me)
            .users_action(&to(Some(north), &[ana, ben]))
            .await;
        branches::move_user(&db, &me, ana, Some(south))
            .await
            .unwrap();
        let undo = fixtures.by(&me).undo(WHOLE, action).await;
        assert_eq!(seen(&db, undo).await.changes, 1);
        assert_eq!(branches_of(&db).await[0].1.as_deref(), Some("South"));
        assert_eq!(branches_of(&db).await[1].1, None);
    })
    .await;
}

#[tokio::test]
async fn a_branch_that_is_gone_is_not_the_main_portal() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (me, north, south) = two_branches(&fixtures).await;
        let ana = fixtures.user("ana").in_branch(south).create().await;
        let action = fixtures
            .by(&me)
            .start_on_users(&to(Some(north), &[ana]))
            .await;
        branches::delete(&db, &me, north).await.unwrap();
        let next = mass_actions::step(&db, action, 1, NOW).await.unwrap();
        assert_eq!(next, Step::Finished);
        let state = seen(&db, action).await.state;
        assert_eq!(state, MassActionState::Cancelled);
        assert_eq!(branches_of(&db).await[0].1.as_deref(), Some("South"));
        let refused = mass_actions::start_on_users(&db, &me, &to(Some(north), &[ana]), None).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}
