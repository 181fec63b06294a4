//! Members who left a group, or were removed, and try its key again.
use super::*;
use domain::{
    groups::Readmission,
    mass_actions::{MassActionKind, Selection},
    members::{MemberFilter, MemberQuery},
};

async fn enters(db: &Db, user: UserId, key: &str) -> bool {
    let seen = joining::preview(db, user, GuessedKey::uncounted(key), NOW).await;
    let joined = joining::redeem(db, &audit(user), user, GuessedKey::uncounted(key)).await;
    match (seen, joined) {
        (Ok(_), Ok(_)) => true,
        (Err(Error::KeyRejected), Err(Error::KeyRejected)) => false,
        (seen, joined) => panic!("{seen:?} and {joined:?}"),
    }
}

#[tokio::test]
async fn who_redeemed_before_is_let_in_again() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (ana, ben) = (
            fixtures.user("ana").create().await,
            fixtures.user("ben").create().await,
        );
        let sales = fixtures.group("Sales").create().await;
        let key = fixtures.key(sales, "sales").at_most(1).create().await;
        assert!(enters(&db, ana, "sales").await);
        let policy = RemovalPolicy::KeepAccess;
        members::remove(&db, &audit(ADMIN), sales, ana, policy)
            .await
            .unwrap();
        assert!(!enters(&db, ben, "sales").await, "the one use is taken");
        keys::set_paused(&db, &audit(ADMIN), sales, key, true)
            .await
            .unwrap();
        assert!(!enters(&db, ana, "sales").await, "paused for everyone");
        keys::set_paused(&db, &audit(ADMIN), sales, key, false)
            .await
            .unwrap();
        assert!(enters(&db, ana, "sales").await);
        assert_eq!(used(&db, key).await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_was_shut_out_stays_out() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let sales = fixtures.group("Sales").create().await;
        let other = fixtures.group("Other").create().await;
        let key = fixtures.key(sales, "sales").create().await;
        fixtures.key(sales, "sales-too").create().await;
        fixtures.key(other, "other").create().await;
        assert!(enters(&db, ana, "sales").await);
        let shut_out = async || {
            let (policy, by) = (RemovalPolicy::KeepAccess, Readmission::ByAdministrator);
            members::remove_with(&db, &audit(ADMIN), sales, ana, policy, by)
                .await
                .unwrap();
        };
        shut_out().await;
        assert!(!enters(&db, ana, "sales").await);
        assert!(!enters(&db, ana, "sales-too").await);
        let link = keys::link(&db, sales, key).await.unwrap();
        let seen = joining::preview_link(&db, Some(ana), &link, NOW).await;
        assert!(matches!(seen, Err(Error::KeyRejected)));
        let joined = joining::redeem_link(&db, &audit(ana), ana, &link).await;
        assert!(matches!(joined, Err(Error::KeyRejected)));
        assert!(enters(&db, ana, "other").await, "it is of one group");
        assert!(is_shut_out(&db, sales, ana).await);

        fixtures.member(sales, ana).await;
        assert!(!is_shut_out(&db, sales, ana).await);
        members::remove(&db, &audit(ADMIN), sales, ana, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        assert!(
            enters(&db, ana, "sales").await,
            "an administrator let them in"
        );
        let told = sentences(&db, ActivityKind::MemberRemoved).await;
        assert!(told[0].ends_with("keeping access to its courses"));
        assert!(told[1].ends_with("and refusing its keys from now on"));
    })
    .await;
}

#[tokio::test]
async fn a_mass_removal_can_shut_out_and_its_undo_lets_in() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let users = fixtures.users("u", 3).await;
        let sales = fixtures.group("Sales").create().await;
        fixtures.key(sales, "sales").create().await;
        for user in &users {
            assert!(enters(&db, *user, "sales").await);
        }
        let two = Selection::Selected(users[..2].to_vec());
        let kind = MassActionKind::RemoveMembers.with_readmission(Readmission::ByAdministrator);
        let action = fixtures.mass_action(sales, kind, &two).await;
        for user in &users[..2] {
            assert!(!enters(&db, *user, "sales").await);
        }
        fixtures.undo(sales, action).await;
        let by_key = MassActionKind::WithdrawMembers;
        fixtures.mass_action(sales, by_key, &two).await;
        for user in &users[..2] {
            assert!(enters(&db, *user, "sales").await);
        }
    })
    .await;
}

async fn is_shut_out(db: &Db, group: domain::ids::GroupId, user: UserId) -> bool {
    let query = MemberQuery {
        filter: MemberFilter::All,
        ..MemberQuery::default()
    };
    let rows = members::list(db, group, &query).await.unwrap().rows;
    let row = rows.iter().find(|row| row.user == user).unwrap();
    row.shut_out
}
