//! Signing up where e-mails are sent.
use super::*;
use db::{
    keys,
    sign_ups::{CompletedSignUp, MailedSignUp, NewAccount},
};
use domain::{
    settings::{PendingSignUp, SignUpKey},
    users::UserInfo,
};

const SOURCE: [u8; 4] = [192, 0, 2, 1];

/// The first step, with the address of this login.
pub async fn request(db: &Db, login: &str, key: Option<&str>) -> Result<(), Error> {
    let key = match key {
        Some(typed) => Some(joining::find_open(db, GuessedKey::uncounted(typed), NOW).await?),
        None => None,
    };
    let email = user_info(login, UserTypeId(0)).email;
    let asked = MailedSignUp {
        email: &email,
        key,
        link: None,
        next: "/catalog",
        source: Source::of(SOURCE.into()),
    };
    sign_ups::request(db, MAILING, asked, NOW).await
}

async fn token(db: &Db) -> String {
    token_in_mail(db, "/new-account/").await
}

/// The second step.
async fn complete(
    db: &Db,
    token: &str,
    info: &UserInfo,
    with_key: bool,
) -> Result<CompletedSignUp, Error> {
    let account = NewAccount {
        token,
        info,
        password: password(),
        with_key,
    };
    sign_ups::complete(db, &portal(), account).await
}

async fn pending(db: &Db, token: &str) -> PendingSignUp {
    let found = sign_ups::find_pending(db, token, NOW).await.unwrap();
    found.expect("a link that works")
}

async fn users(db: &Db) -> i64 {
    number(db, "SELECT count(*) FROM users", vec![]).await
}

#[tokio::test]
async fn a_mailed_link_makes_an_account_once_and_only_in_time() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        let everyone = default_group(&db).await;
        request(&db, "ana", None).await.unwrap();
        assert_eq!(users(&db).await, 0, "the address is not proven");
        let token = token(&db).await;
        let shown = mails::list(&db, None).await.unwrap().rows.remove(0);
        assert_eq!(shown.text, None, "the mailbox does not show the link");
        assert_eq!(pending(&db, &token).await.email, "ana@example.org");
        let late = sign_ups::find_pending(&db, &token, NOW.plus_days(1)).await;
        assert_eq!(late.unwrap(), None);

        let mut info = user_info("ana", UserTypeId(0));
        info.email = user_info("someone.else", UserTypeId(0)).email;
        let attempts = (0..5).map(|_| complete(&db, &token, &info, false));
        let done = join_all(attempts).await;
        let made: Vec<_> = done.iter().filter_map(|one| one.as_ref().ok()).collect();
        let ana = id_of(&db, "ana").await;
        let expected = CompletedSignUp {
            outcome: SignUpOutcome::Active(ana, None),
            next: "/catalog".to_owned(),
        };
        assert_eq!(made, [&expected]);
        let refused = done.iter().filter_map(|one| one.as_ref().err());
        for error in refused {
            assert!(matches!(error, Error::LinkExpired), "{error}");
        }
        let email = users::get(&db, ana).await.unwrap().email;
        assert_eq!(
            email, "ana@example.org",
            "the proven one, not what was typed"
        );
        let member = (everyone.0, ana.0, "default".to_owned());
        assert_eq!(memberships(&db).await, [member]);
        let of_others = "SELECT count(*) FROM activity a JOIN users u ON u.id = a.actor_id \
             WHERE u.id = $1 AND a.actor_name <> u.first_name || ' ' || u.last_name";
        assert_eq!(number(&db, of_others, vec![ana.0.into()]).await, 0);
        let signed_in = sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW).await;
        assert!(signed_in.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_known_address_gets_another_mail_and_leaves_the_same_rows() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        fixtures.user("ana").create().await;
        let rows = async || {
            let mut counts = Vec::new();
            for table in ["sign_ups", "mails", "users", "one_time_links", "activity"] {
                let text = format!("SELECT count(*) FROM {table}");
                counts.push(number(&db, &text, vec![]).await);
            }
            counts
        };
        let mut grown = Vec::new();
        for login in ["ana", "ben"] {
            for _ in 0..2 {
                let before = rows().await;
                request(&db, login, None).await.unwrap();
                let growth = rows().await.into_iter().zip(before);
                grown.push(growth.map(|(now, then)| now - then).collect::<Vec<_>>());
            }
        }
        assert_eq!(grown[..2], grown[2..]);
        let (has, link) = (
            "Muster: you already have an account",
            "Muster: create your account",
        );
        assert_eq!(mail_subjects(&db).await, [link, link, has, has]);
    })
    .await;
}

#[tokio::test]
async fn another_link_to_the_same_address_replaces_the_first() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        request(&db, "ana", None).await.unwrap();
        let first = token(&db).await;
        let both = [request(&db, "ana", None), request(&db, "ana", None)];
        for done in join_all(both).await {
            done.unwrap();
        }
        assert_eq!(
            sign_ups::find_pending(&db, &first, NOW).await.unwrap(),
            None
        );
        assert_eq!(
            number(&db, "SELECT count(*) FROM sign_ups", vec![]).await,
            1
        );
        assert_eq!(sign_ups::sweep(&db, NOW.plus_days(1)).await.unwrap(), 0);
        assert_eq!(
            number(&db, "SELECT count(*) FROM sign_ups", vec![]).await,
            0
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_leaves_the_link_as_it_was() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        fixtures.user("ben").create().await;
        request(&db, "ana", None).await.unwrap();
        let token = token(&db).await;
        let taken = complete(&db, &token, &user_info("BEN", UserTypeId(0)), false).await;
        assert!(matches!(taken, Err(Error::Taken(Taken::Login))));
        fixtures.set_sign_up(SignUpMode::Off).await;
        let ana = user_info("ana", UserTypeId(0));
        let closed = complete(&db, &token, &ana, false).await;
        assert!(matches!(closed, Err(Error::SignUpClosed)));
        fixtures.set_sign_up(SignUpMode::Approval).await;
        // An administrator was quicker.
        let added = fixtures.user("ana").create().await;
        let exists = complete(&db, &token, &user_info("a.na", UserTypeId(0)), false).await;
        assert!(matches!(exists, Err(Error::AccountExists)));
        users::delete(&db, &portal(), added).await.unwrap();
        let made = complete(&db, &token, &ana, false).await.unwrap();
        assert_eq!(made.outcome, SignUpOutcome::AwaitingApproval);
    })
    .await;
}

/// Made-up addresses must not use up a key.
#[tokio::test]
async fn a_key_is_used_when_the_account_is_made_and_may_have_ended_by_then() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        let bakers = fixtures.group("Bakers").create().await;
        fixtures.key(bakers, "once-only").at_most(1).create().await;
        let mut tokens = Vec::new();
        for login in ["ana", "ben"] {
            request(&db, login, Some("once-only")).await.unwrap();
            tokens.push(token(&db).await);
        }
        let used = "SELECT used FROM group_keys";
        assert_eq!(number(&db, used, vec![]).await, 0);
        let joins = SignUpKey::Joins("Bakers".to_owned());
        assert_eq!(pending(&db, &tokens[1]).await.key, joins);
        let ana = user_info("ana", UserTypeId(0));
        let made = complete(&db, &tokens[0], &ana, true).await.unwrap();
        let SignUpOutcome::Active(ana, Some(joined)) = made.outcome else {
            panic!("{made:?}");
        };
        assert_eq!((joined, number(&db, used, vec![]).await), (bakers, 1));

        let ben = user_info("ben", UserTypeId(0));
        let refused = complete(&db, &tokens[1], &ben, true).await;
        assert!(matches!(refused, Err(Error::KeyRejected)));
        assert_eq!(pending(&db, &tokens[1]).await.key, SignUpKey::Ended);
        let made = complete(&db, &tokens[1], &ben, false).await.unwrap();
        let ben = id_of(&db, "ben").await;
        assert_eq!(made.outcome, SignUpOutcome::Active(ben, None));
        assert_eq!(
            memberships(&db).await,
            [(bakers.0, ana.0, "key".to_owned())]
        );
        let origins = "SELECT count(*) FROM users WHERE origin = 'invited'";
        assert_eq!(number(&db, origins, vec![]).await, 1);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_join_link_is_kept_as_its_key_and_comes_back_while_it_works() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        let north = fixtures.branch("North").await;
        let team = fixtures.group("Team").in_branch(north).create().await;
        let key = fixtures.key(team, "team-2026").create().await;
        let link = keys::link(&db, team, key).await.unwrap();
        let join = format!("/join/{link}");
        for (login, paused, next) in [("ana", false, join.as_str()), ("ben", true, "/")] {
            let info = user_info(login, UserTypeId(0));
            let asked = MailedSignUp {
                email: &info.email,
                key: None,
                link: Some(&link),
                next: &join,
                source: Source::of(SOURCE.into()),
            };
            sign_ups::request(&db, MAILING, asked, NOW).await.unwrap();
            let kept = "SELECT count(*) FROM sign_ups WHERE next = '/'";
            assert_eq!(number(&db, kept, vec![]).await, 1);
            keys::set_paused(&db, &portal(), team, key, paused)
                .await
                .unwrap();
            let token = token(&db).await;
            let made = complete(&db, &token, &info, false).await.unwrap();
            assert_eq!(made.next, next);
            let branch = users::get(&db, id_of(&db, login).await)
                .await
                .unwrap()
                .branch;
            assert_eq!(branch.map(|branch| branch.id), (!paused).then_some(north));
        }
    })
    .await;
}

/// An account as versions before 0051 made them: it waits for its owner to open a link.
async fn unconfirmed(db: &Db, login: &str) -> UserId {
    let user = Fixtures::at(db, NOW)
        .user(login)
        .with_password()
        .create()
        .await;
    let change = "UPDATE users SET state = 'unconfirmed', active = FALSE WHERE id = $1";
    execute(db, change, vec![user.0.into()]).await;
    // The hash of `old-token`.
    let link = "INSERT INTO one_time_links (hash, kind, user_id, expires_at) VALUES \
        ('9bdf10a691a1cfda89d9ff66629d1609ab176cec9b6a3146a8929f28937a9fce', 'confirm', $1, $2)";
    let values = vec![user.0.into(), NOW.plus_days(1).0.into()];
    execute(db, link, values).await;
    user
}

#[tokio::test]
async fn an_account_of_an_earlier_version_is_confirmed_by_its_link() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.set_sign_up(SignUpMode::Direct).await;
        let ana = unconfirmed(&db, "ana").await;
        let early = sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW).await;
        let is_pending = matches!(early, Err(Error::AccountPending(UserState::Unconfirmed)));
        assert!(is_pending);
        assert!(sign_ups::confirms(&db, "old-token", NOW).await.unwrap());
        let audit = portal();
        let attempts = (0..5).map(|_| sign_ups::confirm(&db, &audit, "old-token"));
        let done = join_all(attempts).await;
        let made: Vec<_> = done.iter().filter_map(|one| one.as_ref().ok()).collect();
        assert_eq!(made, [&(ana, UserState::Registered)]);
        assert_eq!(sign_ups::sweep(&db, NOW.plus_days(2)).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_account_of_an_earlier_version_is_deleted_after_a_day() {
    on_both_engines(async |db| {
        unconfirmed(&db, "ana").await;
        let early = sign_ups::sweep(&db, NOW.plus_seconds(3_600)).await;
        assert_eq!((early.unwrap(), users(&db).await), (0, 1));
        assert_eq!(sign_ups::sweep(&db, NOW.plus_days(1)).await.unwrap(), 1);
        assert_eq!(users(&db).await, 0);
    })
    .await;
}
