//! Deleting groups, and restoring them from the trash.
use super::*;
use db::throttles::AddedKey;

#[tokio::test]
async fn restoring_brings_back_members_courses_keys_and_enrolments() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        for policy in [RemovalPolicy::KeepAccess, RemovalPolicy::WithdrawAccess] {
            let name = policy.code();
            let [phone, desk] = courses(&db).await;
            let users = fixtures.users(name, 3).await;
            let admin = audit(fixtures.user(&format!("{name}-admin")).create().await);
            let key = new_key(name, Limits::default());
            let group = groups::create(
                &db,
                &admin,
                &group_info(name),
                Some(AddedKey::uncounted(&key)),
            )
            .await
            .unwrap();
            for user in &users {
                members::add(&db, &admin, group, *user).await.unwrap();
            }
            group_courses::add(&db, &admin, group, phone).await.unwrap();
            members::synchronize(&db, &admin, group, users[0])
                .await
                .unwrap();
            members::remove(&db, &admin, group, users[0], RemovalPolicy::KeepAccess)
                .await
                .unwrap();
            group_courses::add(&db, &admin, group, desk).await.unwrap();
            members::synchronize(&db, &admin, group, users[1])
                .await
                .unwrap();
            let before = (
                crate::support::enrolments(&db).await,
                crate::support::memberships(&db).await,
            );

            let about = trash::preview(&db, group).await.unwrap();
            assert_eq!((about.enrolments, about.members), (2, 1));
            trash::delete(&db, &admin, group, policy).await.unwrap();
            assert!(matches!(
                groups::get(&db, group).await,
                Err(Error::NotFound)
            ));
            assert_eq!(
                trash::list(&db, AccessScope::PORTAL).await.unwrap()[0].id,
                group
            );
            let text = "SELECT count(*) FROM group_keys WHERE retired_at IS NULL AND group_id = $1";
            assert_eq!(number(&db, text, vec![group.0.into()]).await, 0);
            let left = match policy {
                RemovalPolicy::KeepAccess => vec!["kept"],
                RemovalPolicy::WithdrawAccess => vec![],
            };
            assert_eq!(sources(&db, users[1], desk).await, left);

            trash::restore(&db, &admin, group).await.unwrap();
            let after = (
                crate::support::enrolments(&db).await,
                crate::support::memberships(&db).await,
            );
            assert_eq!(before, after);
            assert_eq!(number(&db, text, vec![group.0.into()]).await, 1);
            assert!(
                trash::list(&db, AccessScope::PORTAL)
                    .await
                    .unwrap()
                    .is_empty()
            );
            assert_counts(&db).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_name_or_key_taken_meanwhile_keeps_a_group_in_the_trash() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.user("ada").create().await);
        let key = new_key("sales-2026", Limits::default());
        let old = groups::create(
            &db,
            &admin,
            &group_info("Sales"),
            Some(AddedKey::uncounted(&key)),
        )
        .await
        .unwrap();
        let keep = RemovalPolicy::KeepAccess;
        trash::delete(&db, &admin, old, keep).await.unwrap();
        let new = groups::create(&db, &admin, &group_info("sales"), None)
            .await
            .unwrap();
        let refused = trash::restore(&db, &admin, old).await;
        assert!(matches!(refused, Err(Error::Taken(Taken::GroupName))));
        groups::update(
            &db,
            &admin,
            new,
            &fixtures::version(&db, new).await,
            &group_info("Other"),
        )
        .await
        .unwrap();
        groups::create(
            &db,
            &admin,
            &group_info("Third"),
            Some(AddedKey::uncounted(&key)),
        )
        .await
        .unwrap();
        let refused = trash::restore(&db, &admin, old).await;
        assert!(matches!(refused, Err(Error::Taken(Taken::Key))));
        assert_eq!(
            trash::list(&db, AccessScope::PORTAL).await.unwrap().len(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn after_thirty_days_the_trash_is_emptied_and_kept_access_becomes_direct() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let [phone, _] = courses(&db).await;
        let ana = fixtures.user("ana").create().await;
        let (group, admin) = filled(&db, &[ana], &[phone]).await;
        members::synchronize(&db, &admin, group, ana).await.unwrap();
        trash::delete(&db, &admin, group, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        let last = NOW.plus_days(domain::groups::TRASH_DAYS);
        assert_eq!(trash::purge_expired(&db, last).await.unwrap(), 0);
        let after = Timestamp(last.0 + 1);
        assert_eq!(trash::purge_expired(&db, after).await.unwrap(), 1);
        assert_eq!(sources(&db, ana, phone).await, ["direct"]);
        let refused = trash::restore(&db, &admin, group).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}
