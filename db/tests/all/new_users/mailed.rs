//! Addresses that are confirmed by e-mail.
use super::*;
use db::throttles::GuessedKey;
use domain::throttle::Source;

#[tokio::test]
async fn a_mailed_link_confirms_once_and_only_in_time() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        let everyone = default_group(&db).await;
        assert_eq!(
            sign_up(&db, MAILING, "ana", None).await.unwrap(),
            SignUpOutcome::ConfirmationSent
        );
        let early = sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW).await;
        assert!(matches!(
            early,
            Err(Error::AccountPending(UserState::Unconfirmed))
        ));
        let token = token_in_mail(&db, "/sign-up/confirm/").await;
        let shown = mails::list(&db, None).await.unwrap().rows.remove(0);
        assert_eq!(shown.text, None, "the mailbox does not show the link");
        assert!(sign_ups::confirms(&db, &token, NOW).await.unwrap());
        assert!(
            !sign_ups::confirms(&db, &token, NOW.plus_days(1))
                .await
                .unwrap()
        );
        let audit = portal();
        let attempts = (0..5).map(|_| sign_ups::confirm(&db, &audit, &token));
        let done = join_all(attempts).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
        assert!(
            done.iter()
                .filter_map(|one| one.as_ref().err())
                .all(|error| matches!(error, Error::LinkExpired))
        );
        let ana = id_of(&db, "ana").await;
        assert_eq!(
            memberships(&db).await,
            [(everyone.0, ana.0, "default".to_owned())]
        );
        assert_eq!(sign_ups::sweep(&db, NOW.plus_days(2)).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_unconfirmed_account_is_deleted_after_a_day() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Approval).await;
        let bakers = fixtures.group("Bakers").create().await;
        fixtures.key(bakers, "once-only").at_most(1).create().await;
        sign_up(&db, MAILING, "ana", Some("once-only"))
            .await
            .unwrap();
        assert_eq!(
            sign_ups::sweep(&db, NOW.plus_seconds(3_600)).await.unwrap(),
            0
        );
        assert_eq!(sign_ups::sweep(&db, NOW.plus_days(1)).await.unwrap(), 1);
        assert_eq!(number(&db, "SELECT used FROM group_keys", vec![]).await, 0);
        assert_eq!(
            number(&db, "SELECT count(*) FROM one_time_links", vec![]).await,
            0
        );
        sign_up(&db, MAILING, "ana", None).await.unwrap();
        let token = token_in_mail(&db, "/sign-up/confirm/").await;
        let (_, state) = sign_ups::confirm(&db, &portal(), &token).await.unwrap();
        assert_eq!(state, UserState::Waiting, "by approval");
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_taken_address_gets_the_same_result_and_its_owner_a_mail() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        fixtures.user("ana").create().await;
        let mut eve = user_info("eve", UserTypeId(0));
        eve.email = user_info("ana", UserTypeId(0)).email;
        let attempt = async |post, typed: Option<&str>| {
            let password = password();
            let key = match typed {
                Some(typed) => {
                    Some(joining::find_open(&db, GuessedKey::uncounted(typed), NOW).await?)
                }
                None => None,
            };
            let request = SignUpRequest {
                info: &eve,
                password,
                key,
                link: None,
                source: Source::of([192, 0, 2, 1].into()),
            };
            sign_ups::create(&db, &portal(), post, request).await
        };
        assert_eq!(
            attempt(MAILING, None).await.unwrap(),
            SignUpOutcome::ConfirmationSent
        );
        assert_eq!(
            mail_subjects(&db).await,
            ["Muster: you already have an account"]
        );
        assert!(matches!(
            attempt(MAILING, Some("wrong-key")).await,
            Err(Error::KeyRejected)
        ));
        assert!(matches!(
            attempt(SILENT, None).await,
            Err(Error::Taken(Taken::Email))
        ));
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn two_sign_ups_with_one_address_at_the_same_time_make_one_account() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        let (ana, mut eve) = (
            user_info("ana", UserTypeId(0)),
            user_info("eve", UserTypeId(0)),
        );
        eve.email = ana.email.clone();
        let audit = portal();
        let attempt = |info| {
            let request = SignUpRequest {
                info,
                password: password(),
                key: None,
                link: None,
                source: Source::of([192, 0, 2, 1].into()),
            };
            sign_ups::create(&db, &audit, MAILING, request)
        };
        let (one, two) = futures::join!(attempt(&ana), attempt(&eve));
        assert_eq!(
            (one.unwrap(), two.unwrap()),
            (
                SignUpOutcome::ConfirmationSent,
                SignUpOutcome::ConfirmationSent
            )
        );
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 1);
        assert_eq!(mail_subjects(&db).await.len(), 2);
    })
    .await;
}
