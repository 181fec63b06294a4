//! User types.
mod support;
use db::{Error, Taken, user_types};
use domain::permissions::{BuiltIn, Permission, PermissionSet};
use support::{by, number, on_both_engines};

#[tokio::test]
async fn the_built_in_types_are_made_once() {
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
async fn a_type_has_a_name_of_its_own() {
    on_both_engines(async |db| {
        user_types::ensure_built_in(&db).await.unwrap();
        let portal = by(domain::ids::UserId(1));
        let leaves = PermissionSet::from([Permission::Learn]);
        user_types::create(&db, &portal, "Learner without key", &leaves)
            .await
            .unwrap();
        let twin = user_types::create(&db, &portal, "LEARNER  without ＫＥＹ", &leaves).await;
        assert!(matches!(twin, Err(Error::Taken(Taken::UserTypeName))));
    })
    .await;
}
