//! The portal always keeps an active SuperAdmin outside all branches.
use crate::support::{NO_MAIL, NOW, audit, execute, number, on_both_engines};
use db::{Error, branches, users};
use domain::{branches::BranchName, permissions::BuiltIn};
use fixtures::{Fixtures, user_info};

#[tokio::test]
async fn the_last_active_super_admin_stays() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let off = users::set_active(&db, &audit(root), root, false).await;
        assert!(matches!(off, Err(Error::LastSuperAdmin)));
        let down = users::update(
            &db,
            &audit(root),
            NO_MAIL,
            root,
            &fixtures::version(&db, root).await,
            &user_info("root", learner),
            None,
        )
        .await;
        assert!(matches!(down, Err(Error::LastSuperAdmin)));

        let second = fixtures.super_admin("second").create().await;
        users::set_active(&db, &audit(root), second, false)
            .await
            .unwrap();
        let off = users::set_active(&db, &audit(root), root, false).await;
        assert!(
            matches!(off, Err(Error::LastSuperAdmin)),
            "an inactive one does not count"
        );
    })
    .await;
}

#[tokio::test]
async fn the_last_super_admin_of_the_main_portal_cannot_be_moved_to_a_branch() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let second = fixtures.super_admin("second").create().await;
        let name = BranchName::parse("Nordic").unwrap();
        let nordic = branches::create(&db, &audit(root), &name).await.unwrap();
        branches::move_user(&db, &audit(root), second, Some(nordic))
            .await
            .unwrap();
        let gone = branches::move_user(&db, &audit(root), root, Some(nordic)).await;
        assert!(matches!(gone, Err(Error::LastSuperAdmin)));
        let off = users::set_active(&db, &audit(root), root, false).await;
        assert!(
            matches!(off, Err(Error::LastSuperAdmin)),
            "one of a branch does not count"
        );
    })
    .await;
}

#[tokio::test]
async fn two_super_admins_who_step_down_at_the_same_time_leave_one() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        for round in 0..10 {
            let names = [format!("a{round}"), format!("b{round}")];
            let a = fixtures.super_admin(&names[0]).create().await;
            let b = fixtures.super_admin(&names[1]).create().await;
            let (edit_a, by_a, by_b) = (user_info(&names[0], learner), audit(a), audit(b));
            let seen = fixtures::version(&db, a).await;
            let (one, two) = futures::join!(
                users::update(&db, &by_a, NO_MAIL, a, &seen, &edit_a, None),
                users::set_active(&db, &by_b, b, false)
            );
            assert_eq!(
                u8::from(one.is_ok()) + u8::from(two.is_ok()),
                1,
                "{one:?} {two:?}"
            );
            let left = "SELECT count(*) FROM users u JOIN user_types t ON t.id = u.user_type_id \
                 WHERE u.active AND t.built_in = 'super_admin'";
            assert_eq!(number(&db, left, vec![]).await, 1);
            execute(&db, "DELETE FROM users", vec![]).await;
        }
    })
    .await;
}
