//! What becomes of new users: the default group, the default type, and signing up.
mod people;
mod support;
use db::{
    By, Db, Error, Taken, groups, joining, keys, mails, sessions, settings, sign_ups,
    sign_ups::{Applicant, Post, SignedUp},
    trash, user_types, users,
};
use domain::{
    groups::{NewKey, RemovalPolicy},
    ids::{GroupId, UserId, UserTypeId},
    keys::{GroupKey, Limits},
    mails::MailState,
    page::Search,
    people::{UserFilter, UserState},
    permissions::{BuiltIn, Permission},
    realm::Realm,
    settings::SignUp,
};
use futures::future::join_all;
use people::{PASSWORD, info, password, type_of, user};
use support::{NOW, assert_counts, enrolments, execute, memberships, number, on_both_engines};

const SILENT: Post = Post {
    base_url: "https://learn.example.org",
    sends: false,
};
const MAILING: Post = Post {
    sends: true,
    ..SILENT
};

fn portal() -> By {
    By::portal(NOW)
}

/// A default group with two courses.
async fn default_group(db: &Db) -> GroupId {
    let group = support::group(db, "Everybody").await;
    for name in ["Baking", "Bread"] {
        let course = support::course(db, name).await;
        db::group_courses::add(db, &portal(), group, course)
            .await
            .unwrap();
    }
    settings::set_default_group(db, &portal(), Some(group))
        .await
        .unwrap();
    group
}

async fn key(db: &Db, group: GroupId, text: &str, maximum: Option<i64>) {
    let key = NewKey {
        key: GroupKey::parse(text).unwrap(),
        limits: Limits {
            maximum,
            ..Default::default()
        },
    };
    keys::add(db, &portal(), group, &key).await.unwrap();
}

async fn open(db: &Db, mode: SignUp) {
    let learner = type_of(db, BuiltIn::Learner).await;
    settings::update_new_users(db, &portal(), learner, mode)
        .await
        .unwrap();
}

async fn sign_up(
    db: &Db,
    post: Post<'_>,
    login: &str,
    key: Option<&str>,
) -> Result<SignedUp, Error> {
    let info = info(login, UserTypeId(0));
    let applicant = Applicant {
        info: &info,
        password: password(),
        key,
        link: None,
    };
    sign_ups::create(db, &portal(), post, applicant).await
}

async fn id_of(db: &Db, login: &str) -> UserId {
    let text = "SELECT id FROM users WHERE login = $1";
    UserId(number(db, text, vec![login.into()]).await)
}

async fn mail_subjects(db: &Db) -> Vec<String> {
    let page = mails::list(db, None).await.unwrap();
    page.rows.into_iter().map(|mail| mail.subject).collect()
}

/// What stands in the newest mail's link, as its reader sees it.
async fn token_in_mail(db: &Db, path: &str) -> String {
    let text = "SELECT text FROM mails ORDER BY id DESC";
    let text: String = support::rows(db, text, vec![]).await[0]
        .try_get_by_index(0)
        .unwrap();
    let (_, rest) = text.split_once(path).expect("a link");
    rest.split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_is_added_joins_the_default_group_and_is_enrolled() {
    on_both_engines(async |db| {
        let before = user(&db, "before", BuiltIn::Learner).await;
        let group = default_group(&db).await;
        let ana = user(&db, "ana", BuiltIn::Learner).await;
        let learner = type_of(&db, BuiltIn::Learner).await;
        let people: Vec<_> = (0..1_100)
            .map(|n| info(&format!("many{n}"), learner))
            .collect();
        let many = users::create_many(&db, &portal(), &people).await.unwrap();
        assert_eq!(many[7], id_of(&db, "many7").await);
        let members = memberships(&db).await;
        assert_eq!(members.len(), 1_101);
        assert!(
            members
                .iter()
                .all(|(of, _, via)| *of == group.0 && via == "default")
        );
        assert!(!members.iter().any(|(_, who, _)| *who == before.0));
        assert_eq!(enrolments(&db).await.len(), 2 * 1_101);
        let lines = "SELECT count(*) FROM activity WHERE verb = 'member.default' AND group_id = $1";
        assert_eq!(number(&db, lines, vec![group.0.into()]).await, 1_101);
        assert_counts(&db).await;
        let search = Search {
            text: "ana".into(),
            cursor: None,
        };
        let page = users::list(&db, Realm::WHOLE, &search, UserFilter::All).await;
        let row = page.unwrap().rows.remove(0);
        assert_eq!((row.id, row.groups, row.courses), (ana, 1, 2));
    })
    .await;
}

#[tokio::test]
async fn of_many_added_at_once_all_come_or_none() {
    on_both_engines(async |db| {
        let learner = type_of(&db, BuiltIn::Learner).await;
        user(&db, "ana", BuiltIn::Learner).await;
        let mut twin = info("ben", learner);
        twin.email = info("cleo", learner).email;
        for (people, what) in [
            (
                vec![info("ben", learner), info("ana", learner)],
                Taken::Login,
            ),
            (vec![info("cleo", learner), twin], Taken::Email),
        ] {
            let made = users::create_many(&db, &portal(), &people).await;
            assert!(
                matches!(made, Err(Error::Taken(taken)) if taken == what),
                "{made:?}"
            );
        }
        let gone = vec![info("ben", UserTypeId(999))];
        let made = users::create_many(&db, &portal(), &gone).await;
        assert!(matches!(made, Err(Error::NotFound)));
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_group_is_no_default_any_more() {
    on_both_engines(async |db| {
        let group = default_group(&db).await;
        assert!(groups::get(&db, group).await.unwrap().is_default);
        assert!(trash::preview(&db, group).await.unwrap().is_default);
        trash::delete(&db, &portal(), group, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        assert_eq!(settings::default_group(&db).await.unwrap(), None);
        user(&db, "ana", BuiltIn::Learner).await;
        trash::restore(&db, &portal(), group).await.unwrap();
        assert!(!groups::get(&db, group).await.unwrap().is_default);
        user(&db, "ben", BuiltIn::Learner).await;
        assert!(memberships(&db).await.is_empty());
        let again = settings::set_default_group(&db, &portal(), Some(GroupId(999))).await;
        assert!(matches!(again, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn users_added_while_the_default_group_goes_are_added_all_the_same() {
    on_both_engines(async |db| {
        let learner = type_of(&db, BuiltIn::Learner).await;
        let group = default_group(&db).await;
        let people: Vec<_> = (0..12).map(|n| info(&format!("p{n}"), learner)).collect();
        let by = portal();
        let adding = join_all(
            people
                .iter()
                .map(|info| users::create(&db, &by, info, None)),
        );
        let policy = RemovalPolicy::WithdrawAccess;
        let (added, deleted) = futures::join!(adding, trash::delete(&db, &by, group, policy));
        deleted.unwrap();
        for one in added {
            one.unwrap();
        }
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 12);
        assert_eq!(settings::default_group(&db).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_default_type_is_learner_until_another_is_chosen_and_again_when_that_is_gone() {
    on_both_engines(async |db| {
        let learner = type_of(&db, BuiltIn::Learner).await;
        assert_eq!(
            settings::new_users(&db).await.unwrap().default_type,
            learner
        );
        let plain = [Permission::Learn].into_iter().collect();
        let chosen = user_types::create(&db, &portal(), "Guest", &plain)
            .await
            .unwrap();
        settings::update_new_users(&db, &portal(), chosen, SignUp::Direct)
            .await
            .unwrap();
        assert_eq!(settings::new_users(&db).await.unwrap().default_type, chosen);
        let usual: Vec<_> = user_types::list(&db).await.unwrap();
        let usual: Vec<_> = usual
            .iter()
            .filter(|one| one.usual)
            .map(|one| one.id)
            .collect();
        assert_eq!(usual, [chosen]);
        assert!(!settings::offer(&db, false).await.unwrap().by_key);
        execute(
            &db,
            "DELETE FROM user_type_permissions WHERE user_type_id = $1",
            vec![chosen.0.into()],
        )
        .await;
        execute(
            &db,
            "DELETE FROM user_types WHERE id = $1",
            vec![chosen.0.into()],
        )
        .await;
        assert_eq!(
            settings::new_users(&db).await.unwrap().default_type,
            learner
        );
        assert!(settings::offer(&db, false).await.unwrap().by_key);
    })
    .await;
}

#[tokio::test]
async fn strangers_never_become_administrators_by_themselves() {
    on_both_engines(async |db| {
        let admin = type_of(&db, BuiltIn::Admin).await;
        let direct = settings::update_new_users(&db, &portal(), admin, SignUp::Direct).await;
        assert!(matches!(direct, Err(Error::TypeAdministers)));
        // A type that was given more later.
        let plain = [Permission::Learn].into_iter().collect();
        let chosen = user_types::create(&db, &portal(), "Guest", &plain)
            .await
            .unwrap();
        settings::update_new_users(&db, &portal(), chosen, SignUp::Direct)
            .await
            .unwrap();
        let text = "INSERT INTO user_type_permissions (user_type_id, permission) VALUES ($1, $2)";
        let leaf = Permission::EditSettings.code();
        execute(&db, text, vec![chosen.0.into(), leaf.into()]).await;
        assert_eq!(
            sign_up(&db, SILENT, "eve", None).await.unwrap(),
            SignedUp::Waiting
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_signs_up_where_it_is_off() {
    on_both_engines(async |db| {
        type_of(&db, BuiltIn::Learner).await;
        for post in [SILENT, MAILING] {
            let refused = sign_up(&db, post, "ana", None).await;
            assert!(matches!(refused, Err(Error::SignUpOff)));
        }
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_signs_up_directly_is_in_with_key_and_default_group() {
    on_both_engines(async |db| {
        open(&db, SignUp::Direct).await;
        let everybody = default_group(&db).await;
        let bakers = support::group(&db, "Bakers").await;
        key(&db, bakers, "bakers-2026", None).await;
        let SignedUp::In(ana, joined) = sign_up(&db, SILENT, "ana", Some("Bakers 2026"))
            .await
            .unwrap()
        else {
            panic!("in at once");
        };
        assert_eq!(joined, Some(bakers));
        let mut expected = vec![
            (everybody.0, ana.0, "default".to_owned()),
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
            let again = sign_up(&db, SILENT, login, None).await;
            assert!(
                matches!(again, Err(Error::Taken(what)) if what == taken),
                "{again:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_that_does_not_open_makes_no_account() {
    on_both_engines(async |db| {
        open(&db, SignUp::Direct).await;
        let group = support::group(&db, "Bakers").await;
        key(&db, group, "once-only", Some(1)).await;
        sign_up(&db, SILENT, "ana", Some("once-only"))
            .await
            .unwrap();
        for wrong in ["once-only", "no-such-key"] {
            let refused = sign_up(&db, SILENT, "ben", Some(wrong)).await;
            assert!(matches!(refused, Err(Error::KeyRefused)), "{wrong}");
        }
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn of_twenty_who_sign_up_with_a_key_at_once_exactly_the_maximum_come_in() {
    on_both_engines(async |db| {
        open(&db, SignUp::Direct).await;
        let group = support::group(&db, "Bakers").await;
        key(&db, group, "three-only", Some(3)).await;
        let logins: Vec<_> = (0..20).map(|n| format!("p{n}")).collect();
        let tries = logins
            .iter()
            .map(|login| sign_up(&db, SILENT, login, Some("three-only")));
        let done = join_all(tries).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 3);
        assert_eq!(memberships(&db).await.len(), 3);
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 3);
        assert_eq!(number(&db, "SELECT used FROM group_keys", vec![]).await, 3);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn whoever_waits_is_not_in_until_he_is_approved() {
    on_both_engines(async |db| {
        open(&db, SignUp::Approval).await;
        let everybody = default_group(&db).await;
        let bakers = support::group(&db, "Bakers").await;
        let course = support::course(&db, "Rolls").await;
        db::group_courses::add(&db, &portal(), bakers, course)
            .await
            .unwrap();
        key(&db, bakers, "bakers-2026", None).await;
        let done = sign_up(&db, SILENT, "ana", Some("bakers-2026"))
            .await
            .unwrap();
        assert_eq!(done, SignedUp::Waiting);
        let ana = id_of(&db, "ana").await;
        let early = sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW).await;
        assert!(matches!(early, Err(Error::NotInYet(UserState::Waiting))));
        let wrong = sessions::sign_in(&db, "ana", "wrong", "", "", NOW).await;
        assert_eq!(
            wrong.unwrap(),
            None,
            "only who knows the password learns it"
        );
        assert!(matches!(
            users::set_active(&db, &portal(), ana, true).await,
            Err(Error::NotInYet(_))
        ));
        assert!(enrolments(&db).await.is_empty());
        assert_counts(&db).await;
        let waiting = users::list(&db, Realm::WHOLE, &Search::default(), UserFilter::Waiting)
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
                .contains(&(everybody.0, ana.0, "default".to_owned()))
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
async fn declining_leaves_nothing_and_gives_the_use_of_the_key_back() {
    on_both_engines(async |db| {
        open(&db, SignUp::Approval).await;
        let bakers = support::group(&db, "Bakers").await;
        key(&db, bakers, "once-only", Some(1)).await;
        sign_up(&db, SILENT, "ana", Some("once-only"))
            .await
            .unwrap();
        let ana = id_of(&db, "ana").await;
        sign_ups::decline(&db, &portal(), SILENT, ana)
            .await
            .unwrap();
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 0);
        assert!(memberships(&db).await.is_empty());
        assert_counts(&db).await;
        sign_up(&db, SILENT, "ben", Some("once-only"))
            .await
            .unwrap();
        let ben = id_of(&db, "ben").await;
        sign_ups::approve(&db, &portal(), SILENT, ben)
            .await
            .unwrap();
        let late = sign_ups::decline(&db, &portal(), SILENT, ben).await;
        assert!(matches!(late, Err(Error::NotFound)), "he is in");
    })
    .await;
}

#[tokio::test]
async fn a_group_comes_back_from_the_trash_without_whom_was_declined_meanwhile() {
    on_both_engines(async |db| {
        open(&db, SignUp::Approval).await;
        let bakers = support::group(&db, "Bakers").await;
        key(&db, bakers, "bakers-2026", None).await;
        for login in ["ana", "ben"] {
            sign_up(&db, SILENT, login, Some("bakers-2026"))
                .await
                .unwrap();
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
async fn a_mailed_link_confirms_once_and_only_in_time() {
    on_both_engines(async |db| {
        open(&db, SignUp::Direct).await;
        let everybody = default_group(&db).await;
        assert_eq!(
            sign_up(&db, MAILING, "ana", None).await.unwrap(),
            SignedUp::Mailed
        );
        let early = sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW).await;
        assert!(matches!(
            early,
            Err(Error::NotInYet(UserState::Unconfirmed))
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
        let by = portal();
        let tries = (0..5).map(|_| sign_ups::confirm(&db, &by, &token));
        let done = join_all(tries).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
        assert!(
            done.iter()
                .filter_map(|one| one.as_ref().err())
                .all(|error| matches!(error, Error::LinkSpent))
        );
        let ana = id_of(&db, "ana").await;
        assert_eq!(
            memberships(&db).await,
            [(everybody.0, ana.0, "default".to_owned())]
        );
        assert_eq!(sign_ups::sweep(&db, NOW.plus_days(2)).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_unconfirmed_account_goes_after_a_day() {
    on_both_engines(async |db| {
        open(&db, SignUp::Approval).await;
        let bakers = support::group(&db, "Bakers").await;
        key(&db, bakers, "once-only", Some(1)).await;
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
async fn a_taken_address_is_answered_alike_and_its_owner_is_told() {
    on_both_engines(async |db| {
        open(&db, SignUp::Direct).await;
        user(&db, "ana", BuiltIn::Learner).await;
        let mut eve = info("eve", UserTypeId(0));
        eve.email = info("ana", UserTypeId(0)).email;
        let attempt = async |post, key| {
            let password = password();
            let applicant = Applicant {
                info: &eve,
                password,
                key,
                link: None,
            };
            sign_ups::create(&db, &portal(), post, applicant).await
        };
        assert_eq!(attempt(MAILING, None).await.unwrap(), SignedUp::Mailed);
        assert_eq!(
            mail_subjects(&db).await,
            ["Muster: you have an account already"]
        );
        assert!(matches!(
            attempt(MAILING, Some("wrong-key")).await,
            Err(Error::KeyRefused)
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
async fn two_who_sign_up_with_one_address_at_once_make_one_account() {
    on_both_engines(async |db| {
        open(&db, SignUp::Direct).await;
        let (ana, mut eve) = (info("ana", UserTypeId(0)), info("eve", UserTypeId(0)));
        eve.email = ana.email.clone();
        let by = portal();
        let attempt = |info| {
            let applicant = Applicant {
                info,
                password: password(),
                key: None,
                link: None,
            };
            sign_ups::create(&db, &by, MAILING, applicant)
        };
        let (one, two) = futures::join!(attempt(&ana), attempt(&eve));
        assert_eq!(
            (one.unwrap(), two.unwrap()),
            (SignedUp::Mailed, SignedUp::Mailed)
        );
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 1);
        assert_eq!(mail_subjects(&db).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_user_who_joined_by_key_is_no_stranger_to_it_later() {
    on_both_engines(async |db| {
        open(&db, SignUp::Direct).await;
        let group = support::group(&db, "Bakers").await;
        key(&db, group, "bakers-2026", None).await;
        sign_up(&db, SILENT, "ana", Some("bakers-2026"))
            .await
            .unwrap();
        let ana = id_of(&db, "ana").await;
        let again = joining::redeem(&db, &support::by(ana), ana, "bakers-2026").await;
        assert!(matches!(again, Err(Error::AlreadyIn)));
        let state = mails::list(&db, None).await.unwrap().rows;
        assert!(state.iter().all(|mail| mail.state == MailState::Waiting));
    })
    .await;
}
