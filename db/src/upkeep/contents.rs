//! What a database holds, in numbers, and what of it the secret opens.
use crate::{
    Db, Error,
    access::second_factor::opens_factor,
    base::{
        entities::{course, enrolment, group, group_key, second_factor, user},
        secrets::Secrets,
        sql::Sql,
    },
    onboarding::set_up,
};
use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};

/// How many of something sealed there are, and how many of them the secret opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    pub all: u64,
    pub open: u64,
}

impl Opened {
    /// Counts one more.
    pub fn count(&mut self, opens: bool) {
        self.all += 1;
        self.open += u64::from(opens);
    }

    #[must_use]
    pub const fn is_complete(self) -> bool {
        self.all == self.open
    }
}

/// What a portal would miss first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    pub users: u64,
    pub groups: u64,
    pub courses: u64,
    pub enrolments: u64,
    /// Group keys that are not retired.
    pub keys: Opened,
    /// Authenticator apps.
    pub factors: Opened,
}

/// Returns what the database holds. Its schema has to be up to date.
///
/// # Errors
/// The database failed.
pub async fn contents(db: &Db) -> Result<Contents, Error> {
    let conn = db.read();
    let group = group::Entity::find().filter(group::Column::DeletedAt.is_null());
    Ok(Contents {
        users: user::Entity::find().count(conn).await?,
        groups: group.count(conn).await?,
        courses: course::Entity::find().count(conn).await?,
        enrolments: enrolment::Entity::find().count(conn).await?,
        keys: keys(db).await?,
        factors: factors(db).await?,
    })
}

async fn keys(db: &Db) -> Result<Opened, Error> {
    let ciphers: Vec<String> = group_key::Entity::find()
        .filter(group_key::Column::RetiredAt.is_null())
        .select_only()
        .column(group_key::Column::Cipher)
        .into_tuple()
        .all(db.read())
        .await?;
    let mut opened = Opened::default();
    for cipher in &ciphers {
        opened.count(opens_key(db.secrets(), cipher));
    }
    Ok(opened)
}

async fn factors(db: &Db) -> Result<Opened, Error> {
    let rows = second_factor::Entity::find().all(db.read()).await?;
    let mut opened = Opened::default();
    for row in &rows {
        opened.count(opens_factor(db.secrets(), row.user_id, &row.secret));
    }
    Ok(opened)
}

/// Whether the secret opens what is stored of a group key.
#[must_use]
pub fn opens_key(secrets: &Secrets, cipher: &str) -> bool {
    secrets.decrypt(cipher).is_ok()
}

/// Whether there is anyone to lose.
///
/// # Errors
/// The database failed.
pub async fn has_users(db: &Db) -> Result<bool, Error> {
    set_up::has_users(db.read()).await
}

/// Returns how many users there are, in a schema of any version.
///
/// # Errors
/// The database failed.
pub async fn count_users(db: &Db) -> Result<i64, Error> {
    count_users_on(db.read()).await
}

pub(super) async fn count_users_on(conn: &DatabaseConnection) -> Result<i64, Error> {
    let users = Sql::new(conn).text("SELECT count(*) FROM users");
    users.number(conn).await
}
