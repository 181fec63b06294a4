//! Guests who sign up.
use super::*;
use db::throttles::GuessedKey;

#[tokio::test]
async fn guests_never_become_administrators_by_signing_up() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = fixtures.user_type(BuiltIn::Admin).await;
        let seen = fixtures::version(&db, EditForm::NewUserSettings).await;
        let direct =
            settings::update_new_users(&db, &portal(), &seen, admin, SignUpMode::Direct).await;
        assert!(matches!(direct, Err(Error::DefaultTypeIsAdmin)));
        // A type that got more permissions later.
        let plain = [Permission::Learn].into_iter().collect();
        let chosen = user_types::create_unchecked(&db, &portal(), "Guest", &plain)
            .await
            .unwrap();
        settings::update_new_users(&db, &portal(), &seen, chosen, SignUpMode::Direct)
            .await
            .unwrap();
        let text = "INSERT INTO user_type_permissions (user_type_id, permission) VALUES ($1, $2)";
        let permission = Permission::EditSettings.code();
        execute(&db, text, vec![chosen.0.into(), permission.into()]).await;
        assert_eq!(
            sign_up(&db, "eve", None).await.unwrap(),
            SignUpOutcome::AwaitingApproval
        );
    })
    .await;
}

#[tokio::test]
async fn sign_up_is_refused_when_it_is_closed() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.user_type(BuiltIn::Learner).await;
        let refused = sign_up(&db, "ana", None).await;
        assert!(matches!(refused, Err(Error::SignUpClosed)));
        let refused = mailed::request(&db, "ana", None).await;
        assert!(matches!(refused, Err(Error::SignUpClosed)));
        assert!(mail_subjects(&db).await.is_empty());
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn signing_up_directly_joins_the_group_of_the_key_and_the_default_group() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        let everyone = default_group(&db).await;
        let bakers = fixtures.group("Bakers").create().await;
        fixtures.key(bakers, "bakers-2026").create().await;
        let SignUpOutcome::Active(ana, joined) =
            sign_up(&db, "ana", Some("Bakers 2026")).await.unwrap()
        else {
            panic!("active right away");
        };
        assert_eq!(joined, Some(bakers));
        let mut expected = vec![
            (everyone.0, ana.0, "default".to_owned()),
            (bakers.0, ana.0, "key".to_owned()),
        ];
        expected.sort();
        assert_eq!(memberships(&db).await, expected);
        assert_eq!(enrolments(&db).await.len(), 2);
        assert_counts(&db).await;
        assert!(
            sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW)
                .await
                .unwrap()
                .is_some()
        );
        for (login, taken) in [("ana", Taken::Login), ("ANA", Taken::Login)] {
            let again = sign_up(&db, login, None).await;
            assert!(
                matches!(again, Err(Error::Taken(what)) if what == taken),
                "{again:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_that_does_not_work_creates_no_account() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        let group = fixtures.group("Bakers").create().await;
        fixtures.key(group, "once-only").at_most(1).create().await;
        sign_up(&db, "ana", Some("once-only")).await.unwrap();
        for wrong in ["once-only", "no-such-key"] {
            let refused = sign_up(&db, "ben", Some(wrong)).await;
            assert!(matches!(refused, Err(Error::KeyRejected)), "{wrong}");
        }
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn of_twenty_sign_ups_with_a_key_at_once_exactly_the_maximum_succeed() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        let group = fixtures.group("Bakers").create().await;
        fixtures.key(group, "three-only").at_most(3).create().await;
        let logins: Vec<_> = (0..20).map(|n| format!("p{n}")).collect();
        let attempts = logins
            .iter()
            .map(|login| sign_up(&db, login, Some("three-only")));
        let done = join_all(attempts).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 3);
        assert_eq!(memberships(&db).await.len(), 3);
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 3);
        assert_eq!(number(&db, "SELECT used FROM group_keys", vec![]).await, 3);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn an_account_that_awaits_approval_joins_nothing_before_it() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Approval).await;
        let everyone = default_group(&db).await;
        let bakers = fixtures.group("Bakers").create().await;
        let course = fixtures.course("Rolls").create().await;
        fixtures.group_course(bakers, course).await;
        fixtures.key(bakers, "bakers-2026").create().await;
        let done = sign_up(&db, "ana", Some("bakers-2026")).await.unwrap();
        assert_eq!(done, SignUpOutcome::AwaitingApproval);
        let ana = id_of(&db, "ana").await;
        let early = sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW).await;
        assert!(matches!(
            early,
            Err(Error::AccountPending(UserState::Waiting))
        ));
        let wrong = sessions::sign_in(&db, "ana", "wrong", "", "", NOW).await;
        assert_eq!(
            wrong.unwrap(),
            None,
            "only who knows the password learns it"
        );
        assert!(matches!(
            users::set_active(&db, &portal(), ana, true).await,
            Err(Error::AccountPending(_))
        ));
        assert!(enrolments(&db).await.is_empty());
        assert_counts(&db).await;
        let waiting = users::list(
            &db,
            AccessScope::PORTAL,
            &Search::default(),
            UserFilter::Waiting,
        )
        .await
        .unwrap();
        assert_eq!(waiting.rows[0].state, UserState::Waiting);

        sign_ups::approve(&db, &portal(), SILENT, ana)
            .await
            .unwrap();
        sign_ups::approve(&db, &portal(), SILENT, ana)
            .await
            .unwrap();
        assert!(
            sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW)
                .await
                .unwrap()
                .is_some()
        );
        assert_eq!(memberships(&db).await.len(), 2);
        assert!(
            memberships(&db)
                .await
                .contains(&(everyone.0, ana.0, "default".to_owned()))
        );
        assert_eq!(
            enrolments(&db).await.len(),
            3,
            "of the default group and of the key's"
        );
        assert_counts(&db).await;
        assert_eq!(mail_subjects(&db).await, ["Muster: you can sign in"]);
    })
    .await;
}

#[tokio::test]
async fn declining_leaves_nothing_and_releases_the_redemption_of_the_key() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Approval).await;
        let bakers = fixtures.group("Bakers").create().await;
        fixtures.key(bakers, "once-only").at_most(1).create().await;
        sign_up(&db, "ana", Some("once-only")).await.unwrap();
        let ana = id_of(&db, "ana").await;
        sign_ups::decline(&db, &portal(), SILENT, ana)
            .await
            .unwrap();
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 0);
        assert!(memberships(&db).await.is_empty());
        assert_counts(&db).await;
        sign_up(&db, "ben", Some("once-only")).await.unwrap();
        let ben = id_of(&db, "ben").await;
        sign_ups::approve(&db, &portal(), SILENT, ben)
            .await
            .unwrap();
        let late = sign_ups::decline(&db, &portal(), SILENT, ben).await;
        assert!(matches!(late, Err(Error::NotFound)), "already approved");
    })
    .await;
}

#[tokio::test]
async fn a_restored_group_does_not_contain_users_declined_meanwhile() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Approval).await;
        let bakers = fixtures.group("Bakers").create().await;
        fixtures.key(bakers, "bakers-2026").create().await;
        for login in ["ana", "ben"] {
            sign_up(&db, login, Some("bakers-2026")).await.unwrap();
        }
        let policy = RemovalPolicy::KeepAccess;
        trash::delete(&db, &portal(), bakers, policy).await.unwrap();
        let ana = id_of(&db, "ana").await;
        sign_ups::decline(&db, &portal(), SILENT, ana)
            .await
            .unwrap();
        trash::restore(&db, &portal(), bakers).await.unwrap();
        assert_eq!(memberships(&db).await.len(), 1);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_user_who_signed_up_with_a_key_is_later_known_as_a_member() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        let group = fixtures.group("Bakers").create().await;
        fixtures.key(group, "bakers-2026").create().await;
        sign_up(&db, "ana", Some("bakers-2026")).await.unwrap();
        let ana = id_of(&db, "ana").await;
        let again = joining::redeem(
            &db,
            &crate::support::audit(ana),
            ana,
            GuessedKey::uncounted("bakers-2026"),
        )
        .await;
        assert!(matches!(again, Err(Error::AlreadyMember)));
        assert!(mail_subjects(&db).await.is_empty(), "no mail is sent");
    })
    .await;
}
