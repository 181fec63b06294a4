//! New users: the default group, the default type, and signing up.
mod mailed;
mod signing_up;

use crate::support::{
    NOW, assert_counts, enrolments, execute, memberships, number, on_both_engines,
};
use db::throttles::GuessedKey;
use db::{
    AuditContext, Db, Error, Taken, groups, joining, mails, sessions, settings, sign_ups,
    sign_ups::{MailConfig, SignUpOutcome, SignUpRequest},
    trash, user_types, users,
};
use domain::throttle::Source;
use domain::{
    access_scope::AccessScope,
    groups::RemovalPolicy,
    ids::{GroupId, UserId, UserTypeId},
    page::Search,
    permissions::{BuiltIn, Permission},
    settings::SignUpMode,
    users::{NewUser, UserFilter, UserState},
};
use fixtures::{EditForm, Fixtures, PASSWORD, password, user_info};
use futures::future::join_all;

const SILENT: MailConfig = MailConfig {
    base_url: "https://learn.example.org",
    sends: false,
};
const MAILING: MailConfig = MailConfig {
    sends: true,
    ..SILENT
};

fn portal() -> AuditContext {
    AuditContext::system(NOW)
}

/// A default group with two courses.
async fn default_group(db: &Db) -> GroupId {
    let fixtures = Fixtures::at(db, NOW);
    let group = fixtures.group("Everybody").create().await;
    for name in ["Baking", "Bread"] {
        let course = fixtures.course(name).create().await;
        fixtures.group_course(group, course).await;
    }
    settings::set_default_group(db, &portal(), Some(group))
        .await
        .unwrap();
    group
}

async fn sign_up(db: &Db, login: &str, key: Option<&str>) -> Result<SignUpOutcome, Error> {
    let key = match key {
        Some(typed) => Some(joining::find_open(db, GuessedKey::uncounted(typed), NOW).await?),
        None => None,
    };
    let info = user_info(login, UserTypeId(0));
    let request = SignUpRequest {
        info: &info,
        password: password(),
        key,
        link: None,
        source: Source::of([192, 0, 2, 1].into()),
    };
    sign_ups::create(db, &portal(), request).await
}

async fn id_of(db: &Db, login: &str) -> UserId {
    let text = "SELECT id FROM users WHERE login = $1";
    UserId(number(db, text, vec![login.into()]).await)
}

async fn mail_subjects(db: &Db) -> Vec<String> {
    let page = mails::list(db, None).await.unwrap();
    page.rows.into_iter().map(|mail| mail.subject).collect()
}

/// The token of the link in the newest mail, as its reader sees it.
pub async fn token_in_mail(db: &Db, path: &str) -> String {
    let text = "SELECT text FROM mails ORDER BY id DESC";
    let text: String = crate::support::rows(db, text, vec![]).await[0]
        .try_get_by_index(0)
        .unwrap();
    let (_, rest) = text.split_once(path).expect("a link");
    rest.split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn every_added_user_joins_the_default_group_and_is_enrolled() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let before = fixtures.user("before").create().await;
        let group = default_group(&db).await;
        let ana = fixtures.user("ana").create().await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let users: Vec<_> = (0..1_100)
            .map(|n| user_info(&format!("many{n}"), learner))
            .collect();
        let many = users::create_many(&db, &portal(), &users).await.unwrap();
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
        let page = users::list(&db, AccessScope::PORTAL, &search, UserFilter::All).await;
        let row = page.unwrap().rows.remove(0);
        assert_eq!((row.id, row.groups, row.courses), (ana, 1, 2));
    })
    .await;
}

#[tokio::test]
async fn inactive_users_join_the_default_group_without_counting() {
    on_both_engines(async |db| {
        default_group(&db).await;
        let learner = Fixtures::at(&db, NOW).user_type(BuiltIn::Learner).await;
        let new = |name, active| NewUser {
            info: user_info(name, learner),
            active,
        };
        let new = [new("ana", false), new("ben", true)];
        let ids = users::import(&db, &portal(), &new).await.unwrap();
        let active = async |user| users::get(&db, user).await.unwrap().active;
        assert_eq!((active(ids[0]).await, active(ids[1]).await), (false, true));
        assert_eq!(memberships(&db).await.len(), 2);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn of_many_users_added_together_all_are_added_or_none() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        fixtures.user("ana").create().await;
        let mut twin = user_info("ben", learner);
        twin.email = user_info("cleo", learner).email;
        for (users, what) in [
            (
                vec![user_info("ben", learner), user_info("ana", learner)],
                Taken::Login,
            ),
            (vec![user_info("cleo", learner), twin], Taken::Email),
        ] {
            let made = users::create_many(&db, &portal(), &users).await;
            assert!(
                matches!(made, Err(Error::Taken(taken)) if taken == what),
                "{made:?}"
            );
        }
        let gone = vec![user_info("ben", UserTypeId(999))];
        let made = users::create_many(&db, &portal(), &gone).await;
        assert!(matches!(made, Err(Error::NotFound)));
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_group_is_the_default_again_once_it_is_restored() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let group = default_group(&db).await;
        assert!(groups::get(&db, group).await.unwrap().is_default);
        assert!(trash::preview(&db, group).await.unwrap().is_default);
        trash::delete(&db, &portal(), group, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        assert_eq!(settings::default_group(&db).await.unwrap(), None);
        fixtures.user("ana").create().await;
        trash::restore(&db, &portal(), group).await.unwrap();
        assert!(groups::get(&db, group).await.unwrap().is_default);
        let again = settings::set_default_group(&db, &portal(), Some(GroupId(999))).await;
        assert!(matches!(again, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn users_can_be_added_while_the_default_group_is_being_deleted() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let group = default_group(&db).await;
        let users: Vec<_> = (0..12)
            .map(|n| user_info(&format!("p{n}"), learner))
            .collect();
        let audit = portal();
        let adding = join_all(
            users
                .iter()
                .map(|info| users::create(&db, &audit, info, None)),
        );
        let policy = RemovalPolicy::WithdrawAccess;
        let (added, deleted) = futures::join!(adding, trash::delete(&db, &audit, group, policy));
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
async fn the_default_type_is_learner_unless_another_existing_type_is_chosen() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        assert_eq!(
            settings::new_users(&db).await.unwrap().default_type,
            learner
        );
        let plain = [Permission::Learn].into_iter().collect();
        let chosen = user_types::create_unchecked(&db, &portal(), "Guest", &plain)
            .await
            .unwrap();
        let seen = fixtures::version(&db, EditForm::NewUserSettings).await;
        settings::update_new_users(&db, &portal(), &seen, chosen, SignUpMode::Direct)
            .await
            .unwrap();
        assert_eq!(settings::new_users(&db).await.unwrap().default_type, chosen);
        let is_default: Vec<_> = user_types::list(&db).await.unwrap();
        let is_default: Vec<_> = is_default
            .iter()
            .filter(|one| one.is_default)
            .map(|one| one.id)
            .collect();
        assert_eq!(is_default, [chosen]);
        assert!(!settings::sign_up_options(&db, false).await.unwrap().by_key);
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
        assert!(settings::sign_up_options(&db, false).await.unwrap().by_key);
    })
    .await;
}
