//! Plausible portals of any size, the same for the same seed: for trials, and for benches. A row is written as the form
//! would have saved it, and numbers that are kept next to rows are counted from them.
//!
//! Everything about a user follows from the seed and the user's number, so that each table is made in one pass, without
//! keeping the users in memory.
mod catalog;
mod names;
mod person;
mod random;
mod tables;

use catalog::Catalog;
use db::{
    AuditContext, Db,
    copying::{BulkLoad, CopyError},
    settings, user_types, users,
};
use domain::{
    access_scope::AccessScope,
    field_error::FieldCode,
    ids::UserId,
    messages::fields::sentence,
    page::Search,
    permissions::BuiltIn,
    time::Timestamp,
    users::{Email, Login, Password, PersonName, UserFilter, UserInfo},
};
use std::time::{Duration, Instant};

/// The login of the SuperAdmin of a generated portal.
pub const LOGIN: &str = "admin";

/// How large the portal is.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Without the administrator.
    pub users: i64,
    pub courses: i64,
    pub groups: i64,
    /// Another number makes another portal of the same size.
    pub seed: u64,
    /// The time at which the portal is looked at; it is two years old then.
    pub now: Timestamp,
}

/// Why the portal was not made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database has users already: a portal is generated into an empty one")]
    NotEmpty,
    #[error("the password cannot be used: {}", sentence(.0))]
    Password(FieldCode),
    #[error("the generated data is invalid: {0}")]
    Data(String),
    #[error(transparent)]
    Database(#[from] db::Error),
    #[error(transparent)]
    Load(#[from] CopyError),
}

/// A table that was filled.
#[derive(Clone, Debug)]
pub struct FilledTable {
    pub name: &'static str,
    pub rows: u64,
    pub took: Duration,
}

/// What all tables are made from.
struct Portal<'a> {
    plan: &'a Plan,
    catalog: Catalog,
    admin: UserId,
    /// The id of the first user; the others follow.
    first: i64,
    learner: i64,
    instructor: i64,
    password_hash: String,
    currency: &'static str,
}

/// Fills an empty, migrated portal. Everyone signs in with `password`: `admin` is the SuperAdmin. `told` hears of each
/// table when it is filled.
///
/// # Errors
/// [`Error::NotEmpty`] if a user exists; [`Error::Password`]. After any other error only the administrator may exist:
/// start with a new database.
pub async fn fill(
    db: &Db,
    plan: &Plan,
    password: &str,
    mut told: impl FnMut(&FilledTable),
) -> Result<(), Error> {
    let all = Search::default();
    let existing = users::list(db, AccessScope::PORTAL, &all, UserFilter::All);
    if existing.await?.total > 0 {
        return Err(Error::NotEmpty);
    }
    user_types::ensure_built_in(db).await?;
    let admin = create_admin(db, plan, password).await?;
    let mut portal = Portal {
        plan,
        catalog: Catalog::new(plan),
        admin,
        first: admin.0 + 1,
        learner: user_types::built_in(db, BuiltIn::Learner).await?.0,
        instructor: user_types::built_in(db, BuiltIn::Trainer).await?.0,
        password_hash: String::new(),
        currency: settings::general(db).await?.currency.code(),
    };
    // From here on PostgreSQL lets no other connection read these tables.
    let mut load = BulkLoad::begin(db).await?;
    portal.password_hash = load.text(&hash_of(admin)).await?;
    for (name, columns, rows) in tables::all(&portal, db)? {
        let begin = Instant::now();
        let rows = load.add(name, columns, rows).await?;
        let took = begin.elapsed();
        told(&FilledTable { name, rows, took });
    }
    for count in tables::COUNTS {
        load.run(count).await?;
    }
    load.finish().await?;
    // What names look like is noted by the migration of a portal that has none yet.
    db.migrate().await?;
    Ok(())
}

/// The statement that finds the hash of everyone's password.
fn hash_of(admin: UserId) -> String {
    format!("SELECT password_hash FROM users WHERE id = {admin}")
}

async fn create_admin(db: &Db, plan: &Plan, password: &str) -> Result<UserId, Error> {
    let valid = |code| Error::Data(sentence(&code));
    let info = UserInfo {
        first_name: PersonName::parse("Ada").map_err(valid)?,
        last_name: PersonName::parse("Okonkwo").map_err(valid)?,
        login: Login::parse(LOGIN).map_err(valid)?,
        email: Email::parse("admin@example.org").map_err(valid)?,
        user_type: user_types::built_in(db, BuiltIn::SuperAdmin).await?,
    };
    let password = Password::parse(password, LOGIN).map_err(Error::Password)?;
    let audit = AuditContext::command_line(plan.now.plus_days(-random::DAYS));
    let made = settings::create_super_admin(db, &audit, &info, password).await;
    made.map_err(|error| match error {
        db::Error::PasswordRejected(code) => Error::Password(code),
        error => error.into(),
    })
}
