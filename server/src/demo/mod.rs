//! The demo data with which `--demo` fills an empty portal: a company with users, courses and
//! groups.
mod branches;
mod courses;
mod groups;
mod orders;
mod plans;
mod teaching;
mod users;

use db::{AuditContext, Db, learning, secrets, user_types};
use domain::{
    access_scope::AccessScope,
    field_error::FieldCode,
    ids::{CourseId, UserId, UserTypeId},
    messages::fields::sentence,
    page::Search,
    permissions::{BuiltIn, Permission},
    users::{Password, UserFilter},
};
use std::collections::HashMap;

/// All users of the demo, including the accounts.
const PEOPLE: usize = 400;
/// Long enough for a history, and short enough that a mass action can still be undone.
const FOUNDED_DAYS_AGO: i64 = 25;

/// An account to sign in with.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// What the account demonstrates.
    pub role: String,
    pub login: String,
    /// In plain text, to be printed once; it is not stored.
    pub password: String,
}

/// Why the demo data was not created.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database has users already: the demo needs an empty one")]
    NotEmpty,
    #[error("the demo password cannot be used: {}", sentence(.0))]
    Password(FieldCode),
    #[error("the demo data is invalid: {0}")]
    Data(String),
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// The users who have an account.
struct Staff {
    admin: UserId,
    trainer: UserId,
    learner: UserId,
    nokey: UserId,
}

/// Fills an empty, migrated database and returns the accounts. They have the given password or a
/// random one each; no one else can sign in. `learner2` is in no group.
///
/// # Errors
/// [`Error::NotEmpty`] if a user exists; [`Error::Password`] if the password cannot be used. After
/// any other error the data is incomplete: start with a new database.
pub async fn fill(db: &Db, password: Option<&str>) -> Result<Vec<Account>, Error> {
    let existing =
        db::users::list(db, AccessScope::PORTAL, &Search::default(), UserFilter::All).await?;
    if existing.total > 0 {
        return Err(Error::NotEmpty);
    }
    let accounts = accounts(password)?;
    ensure_acceptable(db, &accounts).await?;
    user_types::ensure_built_in(db).await?;
    let staff = staff(db, &accounts).await?;
    let audit = AuditContext {
        actor: Some(staff.admin),
        name: "Ada Okonkwo".to_owned(),
        ..AuditContext::system(db::now().plus_days(-FOUNDED_DAYS_AGO))
    };
    let learners = learners(db, &audit, PEOPLE - accounts.len()).await?;
    let courses = courses::fill(db, &audit).await?;
    let groups = groups::fill(db, &audit, &courses, &learners, &staff).await?;
    teaching::fill(db, &audit, &courses, &groups, staff.trainer).await?;
    let audit = AuditContext {
        at: db::now(),
        ..audit
    };
    learn(db, &audit, &courses, &learners, staff.learner).await?;
    teaching::learn(db, &audit, &courses, &learners).await?;
    orders::fill(db, &audit, &learners, &staff).await?;
    if let Some(account) = accounts.last() {
        branches::fill(db, &audit, &courses, &learners, account).await?;
    }
    for place in INACTIVE {
        db::users::set_active(db, &audit, learners[place], false).await?;
    }
    Ok(accounts)
}

/// Positions of the learners who have left the company.
const INACTIVE: [usize; 8] = [7, 58, 110, 133, 171, 240, 333, 390];

fn accounts(password: Option<&str>) -> Result<Vec<Account>, Error> {
    [
        ("SuperAdmin", "admin"),
        ("Instructor", "trainer"),
        ("Learner", "learner"),
        ("Learner in no group", "learner2"),
        ("Learner without key", "nokey"),
        (branches::ROLE, branches::LOGIN),
    ]
    .into_iter()
    .map(|(role, login)| {
        let password = match password {
            Some(given) => given.to_owned(),
            // Thirteen characters of Crockford's base32, which has no similar letters.
            None => secrets::generate_key()?.as_str().to_owned(),
        };
        parse_password(&password, login)?;
        Ok(Account {
            role: role.to_owned(),
            login: login.to_owned(),
            password,
        })
    })
    .collect()
}

/// Refuses a guessable password before anything is written.
async fn ensure_acceptable(db: &Db, accounts: &[Account]) -> Result<(), Error> {
    for account in accounts {
        let info = users::info("Ada", "Okonkwo", &account.login, UserTypeId(0))?;
        let password = parse_password(&account.password, &account.login)?;
        let accepted = db::users::ensure_acceptable(db, &password, &info).await;
        accepted.map_err(|error| match error {
            db::Error::PasswordRejected(code) => Error::Password(code),
            error => error.into(),
        })?;
    }
    Ok(())
}

async fn staff(db: &Db, accounts: &[Account]) -> Result<Staff, Error> {
    let audit = AuditContext::system(db::now().plus_days(-FOUNDED_DAYS_AGO));
    let mut permissions = BuiltIn::Learner.permissions();
    permissions.remove(&Permission::GroupKey);
    let key_less =
        user_types::create_unchecked(db, &audit, "Learner without key", &permissions).await?;
    let learner = user_types::built_in(db, BuiltIn::Learner).await?;
    let kinds = [
        (
            "Ada",
            "Okonkwo",
            user_types::built_in(db, BuiltIn::SuperAdmin).await?,
        ),
        (
            "Théo",
            "Lindström",
            user_types::built_in(db, BuiltIn::Trainer).await?,
        ),
        ("Lena", "Novák", learner),
        ("Leo", "Marín", learner),
        ("Noor", "Haddad", key_less),
    ];
    let mut ids = Vec::new();
    for (account, (first, last, kind)) in accounts.iter().zip(kinds) {
        let info = users::info(first, last, &account.login, kind)?;
        let password = parse_password(&account.password, &account.login)?;
        ids.push(db::users::create(db, &audit, &info, Some(password)).await?);
    }
    let [admin, trainer, learner, _, nokey] = ids[..] else {
        return Err(Error::Data("accounts".to_owned()));
    };
    Ok(Staff {
        admin,
        trainer,
        learner,
        nokey,
    })
}

/// Creates all other users: learners, two administrators and some trainers.
async fn learners(db: &Db, audit: &AuditContext, count: usize) -> Result<Vec<UserId>, Error> {
    let learner = user_types::built_in(db, BuiltIn::Learner).await?;
    let trainer = user_types::built_in(db, BuiltIn::Trainer).await?;
    let admin = user_types::built_in(db, BuiltIn::Admin).await?;
    let mut infos = users::learners(count, learner)?;
    for (place, info) in infos.iter_mut().enumerate() {
        match place % 40 {
            1 if place < 80 => info.user_type = admin,
            20 => info.user_type = trainer,
            _ => {}
        }
    }
    Ok(db::users::create_many(db, audit, &infos).await?)
}

/// Lets `learner` complete one course and start another, and some others begin.
async fn learn(
    db: &Db,
    audit: &AuditContext,
    courses: &HashMap<String, CourseId>,
    learners: &[UserId],
    learner: UserId,
) -> Result<(), Error> {
    let welcome = named(courses, "Welcome to the company")?;
    let conduct = named(courses, "Code of conduct")?;
    complete(db, audit, learner, welcome, usize::MAX).await?;
    complete(db, audit, learner, conduct, 2).await?;
    for (place, user) in learners.iter().take(60).enumerate() {
        complete(db, audit, *user, welcome, place % 7).await?;
    }
    Ok(())
}

/// Completes the first units of a course, one a day, the last one yesterday or some weeks ago.
async fn complete(
    db: &Db,
    audit: &AuditContext,
    user: UserId,
    course: CourseId,
    units: usize,
) -> Result<(), Error> {
    let course = learning::course(db, user, course).await?;
    let done = units.min(course.units.len());
    let last = user.0 * 5 % 27;
    for (place, unit) in course.units.iter().take(done).enumerate() {
        let before = i64::try_from(done - place).unwrap_or(0);
        let at = audit.at.plus_days(-last - before);
        learning::set_unit(db, user, course.course.id, unit.id, true, at).await?;
    }
    Ok(())
}

fn named(courses: &HashMap<String, CourseId>, name: &str) -> Result<CourseId, Error> {
    let found = courses.get(name).copied();
    found.ok_or_else(|| Error::Data(name.to_owned()))
}

/// Unwraps a value that was parsed from the demo's own texts.
fn data<T>(parsed: Result<T, FieldCode>) -> Result<T, Error> {
    parsed.map_err(|code| Error::Data(sentence(&code)))
}

fn parse_password(text: &str, login: &str) -> Result<Password, Error> {
    Password::parse(text, login).map_err(Error::Password)
}
