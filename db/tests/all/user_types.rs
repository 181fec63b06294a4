//! User types.
use crate::support::{NOW, audit, number, on_both_engines, sentences};
use db::{AuditContext, Db, Error, Taken, user_types};
use domain::{
    activity::ActivityKind,
    ids::UserTypeId,
    permissions::{BuiltIn, Permission, PermissionSet, Role},
    user_types::{UserTypeInfo, UserTypeName},
};
use fixtures::Fixtures;

#[tokio::test]
async fn the_built_in_types_are_created_once() {
    on_both_engines(async |db| {
        user_types::ensure_built_in(&db).await.unwrap();
        user_types::ensure_built_in(&db).await.unwrap();
        let names: Vec<String> = user_types::list(&db)
            .await
            .unwrap()
            .into_iter()
            .map(|row| row.name)
            .collect();
        assert_eq!(
            names,
            ["Admin-Type", "Learner-Type", "SuperAdmin", "Trainer-Type"]
        );
        let learner = user_types::built_in(&db, BuiltIn::Learner).await.unwrap();
        let held = number(
            &db,
            "SELECT count(*) FROM user_type_permissions WHERE user_type_id = $1",
            vec![learner.0.into()],
        )
        .await;
        assert_eq!(
            usize::try_from(held).unwrap(),
            BuiltIn::Learner.permissions().len()
        );
    })
    .await;
}

#[tokio::test]
async fn the_name_of_a_type_is_unique() {
    on_both_engines(async |db| {
        user_types::ensure_built_in(&db).await.unwrap();
        let portal = audit(domain::ids::UserId(1));
        let permissions = PermissionSet::from([Permission::Learn]);
        user_types::create_unchecked(&db, &portal, "Learner without key", &permissions)
            .await
            .unwrap();
        let twin =
            user_types::create_unchecked(&db, &portal, "LEARNER  without ＫＥＹ", &permissions)
                .await;
        assert!(matches!(twin, Err(Error::Taken(Taken::UserTypeName))));
    })
    .await;
}

/// A type with this name and these permissions; its users start in the first role.
fn info(name: &str, permissions: &[Permission]) -> UserTypeInfo {
    let permissions: PermissionSet = permissions.iter().copied().collect();
    UserTypeInfo {
        name: UserTypeName::parse(name).unwrap(),
        default_role: Role::of(&permissions)[0],
        permissions,
    }
}

async fn count_users(db: &Db, kind: UserTypeId) -> i64 {
    let text = "SELECT count(*) FROM users WHERE user_type_id = $1";
    number(db, text, vec![kind.0.into()]).await
}

#[tokio::test]
async fn an_edit_adds_and_removes_permissions_and_logs_it() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let edit = info("Pupils", &[Permission::Learn, Permission::ViewOwnCourses]);
        let seen = fixtures::version(&db, learner).await;
        user_types::update(&db, &audit(root), root, learner, &seen, &edit)
            .await
            .unwrap();
        let now = user_types::get(&db, learner).await.unwrap();
        assert_eq!(now.name, "Pupils");
        assert_eq!(now.permissions, edit.permissions);
        assert_eq!(now.default_role, Role::Instructor);
        let detail = "edited the user type Pupils (was Learner-Type); \
             added Instructor > Courses > View; \
             removed Learner > Catalog, Learner > Group key, General > Own profile";
        assert_eq!(sentences(&db, ActivityKind::UserTypeEdited).await, [detail]);
        let again = user_types::update(&db, &audit(root), root, learner, &seen, &edit).await;
        assert!(matches!(again, Err(Error::Edited(_))), "an older version");
        let twin = info("TRAINER-type", &[Permission::Learn]);
        let twin = user_types::update(&db, &audit(root), root, learner, &now.version, &twin).await;
        assert!(matches!(twin, Err(Error::Taken(Taken::UserTypeName))));
    })
    .await;
}

#[tokio::test]
async fn no_one_edits_their_own_type_or_super_admin_or_a_type_with_more_permissions() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let admin = fixtures.admin("admin").create().await;
        let high = fixtures.user_type(BuiltIn::SuperAdmin).await;
        let own = fixtures.user_type(BuiltIn::Admin).await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let more = info("More", &[Permission::ViewUsers, Permission::Learn]);
        let more = user_types::create(&db, &audit(root), root, &more)
            .await
            .unwrap();
        let edit = info("Edited", &[Permission::Learn]);
        for (who, kind) in [(root, high), (admin, high), (admin, own), (admin, more)] {
            let refused = user_types::update(
                &db,
                &audit(who),
                who,
                kind,
                &fixtures::version(&db, kind).await,
                &edit,
            )
            .await;
            assert!(
                matches!(refused, Err(Error::UserTypeForbidden)),
                "{who} {kind}"
            );
            let refused = user_types::delete(&db, &audit(who), who, kind, Some(learner)).await;
            let stays = matches!(
                refused,
                Err(Error::UserTypeForbidden | Error::BuiltInUserType)
            );
            assert!(stays, "{who} {kind}");
        }
        // Acting as another user does not help either.
        let spare =
            user_types::create_unchecked(&db, &audit(root), "Spare", &BuiltIn::Admin.permissions())
                .await
                .unwrap();
        let other = fixtures.user("other").of_type(spare).create().await;
        let refused = user_types::update(
            &db,
            &audit(admin),
            other,
            own,
            &fixtures::version(&db, own).await,
            &edit,
        )
        .await;
        assert!(matches!(refused, Err(Error::UserTypeForbidden)));
        user_types::update(
            &db,
            &audit(root),
            root,
            own,
            &fixtures::version(&db, own).await,
            &edit,
        )
        .await
        .unwrap();
        // The permission is checked in the transaction, and the actor has lost it by now.
        let refused = user_types::update(
            &db,
            &audit(admin),
            admin,
            spare,
            &fixtures::version(&db, spare).await,
            &edit,
        )
        .await;
        assert!(matches!(refused, Err(Error::UserTypeForbidden)));
    })
    .await;
}

#[tokio::test]
async fn no_one_grants_more_permissions_than_they_have() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = fixtures.admin("admin").create().await;
        fixtures.super_admin("root").create().await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        // If a type has an administrator's permission, the actor must have all permissions of the
        // type.
        let mixed = info("Mixed", &[Permission::ViewUsers, Permission::Learn]);
        let added = user_types::create(&db, &audit(admin), admin, &mixed).await;
        assert!(matches!(added, Err(Error::PrivilegeEscalation)));
        let edited = user_types::update(
            &db,
            &audit(admin),
            admin,
            learner,
            &fixtures::version(&db, learner).await,
            &mixed,
        )
        .await;
        assert!(matches!(edited, Err(Error::PrivilegeEscalation)));
        let high = fixtures.user_type(BuiltIn::SuperAdmin).await;
        let cloned = user_types::clone(&db, &audit(admin), admin, high).await;
        assert!(matches!(cloned, Err(Error::UserTypeForbidden)));
        // Administrators can grant learners' permissions without having them (decision 0017).
        let pupils = info("Pupils", &[Permission::Learn, Permission::GroupKey]);
        user_types::update(
            &db,
            &audit(admin),
            admin,
            learner,
            &fixtures::version(&db, learner).await,
            &pupils,
        )
        .await
        .unwrap();
        let other = fixtures.user("nobody").of_type(learner).create().await;
        let added = user_types::create(&db, &audit(other), other, &mixed).await;
        assert!(matches!(added, Err(Error::UserTypeForbidden)));
    })
    .await;
}

#[tokio::test]
async fn a_copy_has_the_same_permissions_under_a_name_of_its_own() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let trainer = fixtures.user_type(BuiltIn::Trainer).await;
        for name in ["Copy of Trainer-Type", "Copy of Trainer-Type (2)"] {
            let copy = user_types::clone(&db, &audit(root), root, trainer)
                .await
                .unwrap();
            let copy = user_types::get(&db, copy).await.unwrap();
            assert_eq!(copy.name, name);
            assert_eq!(copy.permissions, BuiltIn::Trainer.permissions());
            assert_eq!(copy.default_role, Role::Instructor);
            assert!(!copy.built_in);
        }
        let high = fixtures.user_type(BuiltIn::SuperAdmin).await;
        let copy = user_types::clone(&db, &audit(root), root, high)
            .await
            .unwrap();
        let copy = user_types::get(&db, copy).await.unwrap();
        assert!(!copy.super_admin && copy.permissions == BuiltIn::SuperAdmin.permissions());
    })
    .await;
}

#[tokio::test]
async fn deleting_a_type_moves_its_users_and_outdates_their_open_forms() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let permissions = PermissionSet::from([Permission::Learn]);
        let tutors = user_types::create_unchecked(&db, &audit(root), "Tutors", &permissions).await;
        let tutors = tutors.unwrap();
        for login in ["ana", "ben", "cem"] {
            fixtures.user(login).of_type(tutors).create().await;
        }
        for nowhere in [None, Some(tutors), Some(UserTypeId(999))] {
            let refused = user_types::delete(&db, &audit(root), root, tutors, nowhere).await;
            assert!(
                matches!(refused, Err(Error::ReplacementTypeRequired)),
                "{nowhere:?}"
            );
        }
        assert_eq!(count_users(&db, tutors).await, 3);
        user_types::delete(&db, &audit(root), root, tutors, Some(learner))
            .await
            .unwrap();
        assert_eq!(count_users(&db, learner).await, 3);
        let versions = "SELECT min(version) FROM users WHERE user_type_id = $1";
        assert_eq!(number(&db, versions, vec![learner.0.into()]).await, 2);
        let gone = user_types::get(&db, tutors).await;
        assert!(matches!(gone, Err(Error::NotFound)));
        let detail = "deleted the user type Tutors and moved 3 users to Learner-Type";
        assert_eq!(
            sentences(&db, ActivityKind::UserTypeDeleted).await,
            [detail]
        );
        // A type without users can be deleted without choosing another type.
        let empty = user_types::create_unchecked(&db, &audit(root), "Empty", &permissions).await;
        user_types::delete(&db, &audit(root), root, empty.unwrap(), None)
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn built_in_types_cannot_be_deleted_and_users_cannot_move_to_a_type_with_more_permissions() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let admin = fixtures.admin("admin").create().await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        for built_in in BuiltIn::ALL.iter().copied() {
            let kind = fixtures.user_type(built_in).await;
            let refused = user_types::delete(&db, &audit(root), root, kind, Some(learner)).await;
            // SuperAdmin cannot be moved to itself, and no built-in type can be deleted.
            assert!(
                matches!(
                    refused,
                    Err(Error::BuiltInUserType | Error::ReplacementTypeRequired)
                ),
                "{built_in:?} {refused:?}"
            );
        }
        let high = fixtures.user_type(BuiltIn::SuperAdmin).await;
        let before = count_users(&db, high).await;
        let permissions = PermissionSet::from([Permission::Learn]);
        let tutors = user_types::create_unchecked(&db, &audit(root), "Tutors", &permissions).await;
        let tutors = tutors.unwrap();
        fixtures.user("ana").of_type(tutors).create().await;
        let refused = user_types::delete(&db, &audit(admin), admin, tutors, Some(high)).await;
        assert!(matches!(refused, Err(Error::UserTypeForbidden)));
        assert_eq!(count_users(&db, high).await, before, "no one is promoted");
        assert_eq!(count_users(&db, tutors).await, 1);
    })
    .await;
}

/// Two administrators at the same time: each removes the permissions of the other's type.
#[tokio::test]
async fn of_two_who_edit_each_others_types_at_the_same_time_only_one_succeeds() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.super_admin("root").create().await;
        let portal = AuditContext::system(NOW);
        let admins = BuiltIn::Admin.permissions();
        let less = info("Less", &[Permission::Learn]);
        for round in 0..5 {
            let mut kinds = Vec::new();
            for side in ["a", "b"] {
                let name = format!("{side}{round}");
                let kind = user_types::create_unchecked(&db, &portal, &name, &admins).await;
                let kind = kind.unwrap();
                kinds.push((kind, fixtures.user(&name).of_type(kind).create().await));
            }
            let [(a, ana), (b, ben)] = kinds[..] else {
                panic!("two sides")
            };
            let rename = |name: &str| UserTypeInfo {
                name: UserTypeName::parse(&format!("{name} {round}")).unwrap(),
                ..less.clone()
            };
            let (of_a, of_b) = (rename("A"), rename("B"));
            let (by_ana, by_ben) = (audit(ana), audit(ben));
            let (seen_a, seen_b) = (
                fixtures::version(&db, a).await,
                fixtures::version(&db, b).await,
            );
            let (one, two) = futures::join!(
                user_types::update(&db, &by_ana, ana, b, &seen_b, &of_b),
                user_types::update(&db, &by_ben, ben, a, &seen_a, &of_a)
            );
            assert_eq!(
                u8::from(one.is_ok()) + u8::from(two.is_ok()),
                1,
                "{one:?} {two:?}"
            );
        }
    })
    .await;
}
