//! Names that look like others, and logins and addresses from before that do.
use crate::support::{NOW, audit, execute, number, on_both_engines};
use db::{Db, Error, Taken, branches, categories, groups, sessions, trash, user_types};
use domain::{
    access_scope::AccessScope,
    branches::BranchName,
    courses::CategoryName,
    groups::RemovalPolicy,
    ids::UserId,
    permissions::{PermissionSet, Role},
    user_types::{UserTypeInfo, UserTypeName},
};
use fixtures::{Fixtures, group_info};
use migrations::{Migrator, MigratorTrait};

const ADMIN: UserId = UserId(1);

fn is_look_alike<T>(saved: &Result<T, Error>) -> bool {
    matches!(saved, Err(Error::Taken(Taken::LookAlike)))
}

#[tokio::test]
async fn a_group_is_not_named_to_look_like_another() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.admin("ada").create().await);
        let sales = fixtures.group("Sales team").create().await;
        let other = fixtures.group("Sale").create().await;
        let version = groups::get(&db, other).await.unwrap().version;
        for twin in [
            "Sales tеam",
            "Sales\u{2800}\u{2800}team",
            "ЅаӀеѕ team",
            "Sales\u{A0}\u{A0}team",
        ] {
            let made = groups::create(&db, &admin, &group_info(twin), None).await;
            let is_refused =
                is_look_alike(&made) || matches!(made, Err(Error::Taken(Taken::GroupName)));
            assert!(is_refused, "{twin:?}");
            let renamed = groups::update(&db, &admin, other, &version, &group_info(twin)).await;
            let is_refused =
                is_look_alike(&renamed) || matches!(renamed, Err(Error::Taken(Taken::GroupName)));
            assert!(is_refused, "{twin:?}");
        }
        let made = groups::create(&db, &admin, &group_info("Sales tеam"), None).await;
        assert!(is_look_alike(&made));
        // Its own name in another spelling, and a name that only a machine takes for it.
        let own = groups::get(&db, sales).await.unwrap().version;
        groups::update(&db, &admin, sales, &own, &group_info("Ѕales team"))
            .await
            .unwrap();
        groups::create(&db, &admin, &group_info("Sa1es team 1"), None)
            .await
            .unwrap();
        groups::create(&db, &admin, &group_info("Sa1es team l"), None)
            .await
            .unwrap();
        // Each branch has its names, and the trash has none.
        let north = fixtures.branch("North").await;
        let there = db::AuditContext {
            scope: AccessScope::for_branch(Some(north)),
            ..admin.clone()
        };
        groups::create(&db, &there, &group_info("Sales team"), None)
            .await
            .unwrap();
        trash::delete(&db, &admin, sales, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        groups::create(&db, &admin, &group_info("Sales tеam"), None)
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn two_who_give_names_that_look_alike_wait_for_each_other() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).admin("ada").create().await);
        let (latin, cyrillic) = (group_info("Sales team"), group_info("Sales tеam"));
        let (one, other) = tokio::join!(
            groups::create(&db, &admin, &latin, None),
            groups::create(&db, &admin, &cyrillic, None),
        );
        assert_ne!(is_look_alike(&one), is_look_alike(&other));
    })
    .await;
}

#[tokio::test]
async fn branches_categories_and_user_types_do_not_look_alike() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).super_admin("ada").create().await);
        let name = |text| BranchName::parse(text).unwrap();
        branches::create(&db, &admin, &name("Coop")).await.unwrap();
        let twin = branches::create(&db, &admin, &name("Сoop")).await;
        assert!(is_look_alike(&twin));
        let name = |text| CategoryName::parse(text).unwrap();
        let top = categories::create(&db, &admin, None, &name("Pace"))
            .await
            .unwrap();
        let twin = categories::create(&db, &admin, None, &name("Рace")).await;
        assert!(is_look_alike(&twin));
        categories::create(&db, &admin, Some(top), &name("Рace"))
            .await
            .unwrap();
        let info = UserTypeInfo {
            name: UserTypeName::parse("Learner-Тype").unwrap(),
            default_role: Role::Learner,
            permissions: PermissionSet::default(),
        };
        let actor = admin.actor.unwrap();
        let twin = user_types::create(&db, &admin, actor, &info).await;
        assert!(is_look_alike(&twin));
        // One from before can be saved as long as it keeps its name.
        let other = UserTypeInfo {
            name: UserTypeName::parse("Other").unwrap(),
            ..info.clone()
        };
        let made = user_types::create(&db, &admin, actor, &other).await;
        let made = made.unwrap();
        let before = "UPDATE user_types SET name = 'Learner-Тype' WHERE name = 'Other'";
        execute(&db, before, vec![]).await;
        let seen = fixtures::version(&db, made).await;
        user_types::update(&db, &admin, actor, made, &seen, &info)
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn groups_from_before_get_their_skeletons() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        for name in ["Sales team", "Sale"] {
            fixtures.group(name).create().await;
        }
        execute(&db, "UPDATE groups SET skeleton = NULL", vec![]).await;
        db.migrate().await.unwrap();
        let left = "SELECT count(*) FROM groups WHERE skeleton IS NULL";
        assert_eq!(number(&db, left, vec![]).await, 0);
        let admin = audit(ADMIN);
        assert!(is_look_alike(
            &groups::create(&db, &admin, &group_info("Sales tеam"), None).await
        ));
    })
    .await;
}

/// Takes back the step that cleans addresses and all after it, and makes them again.
async fn clean_again(db: &Db) {
    let steps = Migrator::migrations();
    let later = steps.iter().rev();
    let later = later.take_while(|step| step.name() != "m20261129_000031_cleaned_addresses");
    let count = u32::try_from(later.count() + 1).unwrap();
    let txn = db.write().await.unwrap();
    Migrator::down(txn.as_ref(), Some(count)).await.unwrap();
    Migrator::up(txn.as_ref(), None).await.unwrap();
    txn.commit_quietly().await.unwrap();
}

#[tokio::test]
async fn logins_and_addresses_from_before_are_what_one_sees_of_them() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (ana, ben, cleo) = (
            fixtures.user("ana").create().await,
            fixtures.user("ben").create().await,
            fixtures.user("cleo").create().await,
        );
        for (user, login, email) in [
            (ana, "ana\u{200B}", "\u{202A}ana@exam\u{200B}ple.net\u{202C}"),
            (ben, "ben", "ana@ex\u{AD}ample.net"),
            (cleo, "cléo@example.net", "cléo@example.net"),
        ] {
            let row = "UPDATE users SET login = $1, login_folded = $1, email = $2, email_folded = $2, \
                 search = $1 || ' ' || $2 WHERE id = $3";
            execute(&db, row, vec![login.into(), email.into(), user.0.into()]).await;
        }
        clean_again(&db).await;
        for typed in ["ana", "ana@example.net"] {
            let found = sessions::user_named(&db, typed).await.unwrap();
            assert_eq!(found, Some(ana), "{typed}");
        }
        let clean = "SELECT count(*) FROM users WHERE login = 'ana' AND email = 'ana@example.net' \
             AND email_folded = email AND search LIKE '%ana@example.net%'";
        assert_eq!(number(&db, clean, vec![]).await, 1);
        let kept = "SELECT count(*) FROM users WHERE id = $1 AND email = $2";
        for (user, email) in [(ben, "ana@ex\u{AD}ample.net"), (cleo, "cléo@example.net")] {
            assert_eq!(number(&db, kept, vec![user.0.into(), email.into()]).await, 1);
        }
    })
    .await;
}
