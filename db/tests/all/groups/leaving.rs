//! Members who leave a group on their own.
use super::*;
use db::{joining, learning, orders, settings, throttles::GuessedKey};
use domain::groups::LeavingPolicy;

async fn can_leave(db: &Db, user: UserId, group: GroupId) -> bool {
    let mine = learning::my_groups(db, user).await.unwrap();
    let told = mine.iter().any(|row| row.id == group && row.can_leave);
    let asked = members::leaving_preview(db, user, group).await;
    assert_eq!(asked.is_ok(), told);
    told
}

async fn joined(
    db: &Db,
    fixtures: &Fixtures,
    user: UserId,
    name: &str,
    policy: LeavingPolicy,
) -> GroupId {
    let group = fixtures.group(name).leaving_policy(policy).create().await;
    fixtures.key(group, name).create().await;
    joining::redeem(db, &audit(user), user, GuessedKey::uncounted(name))
        .await
        .unwrap();
    group
}

#[tokio::test]
async fn the_leaving_policy_says_who_can_leave() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (ana, ben) = (
            fixtures.user("ana").create().await,
            fixtures.user("ben").create().await,
        );
        for (policy, by_key, by_hand) in [
            (LeavingPolicy::JoinedByKey, true, false),
            (LeavingPolicy::Everyone, true, true),
            (LeavingPolicy::NoOne, false, false),
        ] {
            let group = joined(&db, &fixtures, ana, policy.code(), policy).await;
            fixtures.member(group, ben).await;
            assert_eq!(can_leave(&db, ana, group).await, by_key, "{policy:?}");
            assert_eq!(can_leave(&db, ben, group).await, by_hand, "{policy:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn no_one_leaves_a_default_group_or_what_they_bought() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let admin = audit(UserId(1));
        let everyone = LeavingPolicy::Everyone;
        let group = joined(&db, &fixtures, ana, "default", everyone).await;
        settings::set_default_group(&db, &admin, Some(group))
            .await
            .unwrap();
        assert!(!can_leave(&db, ana, group).await);
        let left = members::leave(&db, &audit(ana), ana, group).await;
        assert!(matches!(left, Err(Error::NotFound)));
        settings::set_default_group(&db, &admin, None)
            .await
            .unwrap();
        assert!(can_leave(&db, ana, group).await);

        let north = fixtures.branch("North").await;
        db::branches::set_default_group(&db, &admin, north, Some(group))
            .await
            .unwrap();
        assert!(!can_leave(&db, ana, group).await);

        let art = fixtures.course("Art").create().await;
        let bundle = fixtures.group("Bundle").price(500).with_courses(&[art]);
        let bundle = bundle.leaving_policy(everyone).create().await;
        let order = fixtures.order(ana, bundle).create().await;
        orders::mark_paid(&db, &admin, order).await.unwrap();
        assert!(!can_leave(&db, ana, bundle).await);
    })
    .await;
}

#[tokio::test]
async fn leaving_follows_the_removal_policy_and_keeps_progress() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (art, unit) = fixtures.course("Art").create_with_unit("Paint.").await;
        for (policy, kept) in [
            (RemovalPolicy::WithdrawAccess, vec![]),
            (RemovalPolicy::KeepAccess, vec!["kept"]),
        ] {
            let name = policy.code();
            let group = fixtures.group(name).removal_policy(policy);
            let group = group.with_courses(&[art]).create().await;
            let key = fixtures.key(group, name).at_most(1).create().await;
            let join = async || {
                let key = GuessedKey::uncounted(name);
                joining::redeem(&db, &audit(ana), ana, key).await.unwrap();
            };
            join().await;
            learning::set_unit(&db, ana, art, unit, true, NOW)
                .await
                .unwrap();
            let (about, told) = members::leaving_preview(&db, ana, group).await.unwrap();
            assert_eq!((about.enrolments, told), (1, policy));
            members::leave(&db, &audit(ana), ana, group).await.unwrap();
            assert_eq!(sources(&db, ana, art).await, kept);
            let done = "SELECT count(*) FROM unit_completions";
            assert_eq!(number(&db, done, vec![]).await, 1);
            let again = members::leave(&db, &audit(ana), ana, group).await;
            assert!(matches!(again, Err(Error::NotFound)));

            join().await;
            let used = "SELECT used FROM group_keys WHERE id = $1";
            assert_eq!(number(&db, used, vec![key.0.into()]).await, 1);
            members::leave(&db, &audit(ana), ana, group).await.unwrap();
            assert_counts(&db).await;
        }
    })
    .await;
}
