//! Deleting groups, and restoring them from the trash.
use super::*;
use crate::support::{dump, execute};
use db::{branches, settings, throttles::AddedKey};
use domain::groups::Readmission;

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
        let last = NOW.plus_days(domain::trash::TRASH_DAYS);
        assert_eq!(trash::purge_expired(&db, last).await.unwrap(), 0);
        let after = Timestamp(last.0 + 1);
        assert_eq!(trash::purge_expired(&db, after).await.unwrap(), 1);
        assert_eq!(sources(&db, ana, phone).await, ["direct"]);
        let refused = trash::restore(&db, &admin, group).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}

/// A group with all that deleting takes, which is the default of the portal and of a branch.
async fn full_group(db: &Db, admin: &db::AuditContext) -> GroupId {
    let fixtures = Fixtures::at(db, NOW);
    let users = fixtures.users("u", 3).await;
    let phone = fixtures.course("Phone").create().await;
    let desk = fixtures.course("Desk").create().await;
    let group = fixtures.group("Sales").with_members(&users);
    let group = group.with_courses(&[phone]).synchronized().create().await;
    fixtures.group_course(group, desk).await;
    fixtures.key(group, "sales-2026").at_most(5).create().await;
    let (keep, by) = (RemovalPolicy::KeepAccess, Readmission::ByAdministrator);
    members::remove_with(db, admin, group, users[2], keep, by)
        .await
        .unwrap();
    let north = fixtures.branch("North").await;
    settings::set_default_group(db, admin, Some(group))
        .await
        .unwrap();
    branches::set_default_group(db, admin, north, Some(group))
        .await
        .unwrap();
    group
}

#[tokio::test]
async fn restored_is_as_before() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).user("ada").create().await);
        let group = full_group(&db, &admin).await;
        let before = dump(&db).await;
        for policy in [RemovalPolicy::KeepAccess, RemovalPolicy::WithdrawAccess] {
            trash::delete(&db, &admin, group, policy).await.unwrap();
            assert_ne!(dump(&db).await, before);
            assert!(trash::restore(&db, &admin, group).await.unwrap());
            assert_eq!(dump(&db).await, before);
        }
    })
    .await;
}

#[tokio::test]
async fn what_another_group_is_the_default_of_stays_its_own() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.user("ada").create().await);
        let group = full_group(&db, &admin).await;
        let other = fixtures.group("Other").create().await;
        let keep = RemovalPolicy::KeepAccess;
        trash::delete(&db, &admin, group, keep).await.unwrap();
        settings::set_default_group(&db, &admin, Some(other))
            .await
            .unwrap();
        assert!(!trash::restore(&db, &admin, group).await.unwrap());
        assert_eq!(settings::default_group(&db).await.unwrap(), Some(other));
        let default_in_branch = "SELECT default_group_id FROM branches";
        assert_eq!(number(&db, default_in_branch, vec![]).await, group.0);
        let left = "SELECT count(*) FROM trashed_defaults";
        assert_eq!(number(&db, left, vec![]).await, 0);

        settings::set_default_group(&db, &admin, None)
            .await
            .unwrap();
        trash::delete(&db, &admin, group, keep).await.unwrap();
        let branch = "UPDATE branches SET default_group_id = $1";
        execute(&db, branch, vec![other.0.into()]).await;
        assert!(!trash::restore(&db, &admin, group).await.unwrap());
        assert_eq!(number(&db, default_in_branch, vec![]).await, other.0);
        assert_eq!(settings::default_group(&db).await.unwrap(), None);
    })
    .await;
}
