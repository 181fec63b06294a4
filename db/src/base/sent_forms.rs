//! Forms that add something: each adds once, however often it is posted.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{secrets::Secrets, sql::Sql},
};
use domain::{form_token::FormToken, ids::UserId, time::Timestamp};

/// How long a form is known after it was sent, in days.
const KEPT_DAYS: i64 = 1;

/// A form as it was sent: the same one of the same user, with the same fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentForm {
    mark: String,
}

impl SentForm {
    /// `function` is what it is sent to, and `fields` is what was entered: who goes back to a form and enters
    /// something else adds that, too.
    #[must_use]
    pub fn new(
        secrets: &Secrets,
        sender: UserId,
        function: &str,
        token: &FormToken,
        fields: &str,
    ) -> Self {
        let token = token.as_str();
        let message = format!("{sender}\n{function}\n{token}\n{fields}");
        let mark = secrets.form_mark(&message);
        Self { mark }
    }
}

/// Returns the id of what the form of `audit` has already added; else the caller adds it, and says so by
/// [`remember`]. It is called first in a transaction: a form that is sent twice at once waits here for the
/// other.
pub(crate) async fn earlier(txn: &Txn, audit: &AuditContext) -> Result<Option<i64>, Error> {
    let Some(form) = &audit.form else {
        return Ok(None);
    };
    let is_first = Sql::new(txn)
        .add(
            "INSERT INTO sent_forms (mark, sent_at) VALUES (?, ?) ON CONFLICT (mark) DO NOTHING",
            [form.mark.clone().into(), audit.at.into()],
        )
        .execute(txn)
        .await?;
    if is_first > 0 {
        return Ok(None);
    }
    Sql::new(txn)
        .add(
            "SELECT made FROM sent_forms WHERE mark = ?",
            [form.mark.clone().into()],
        )
        .value(txn)
        .await
}

/// Says what the form of `audit` has added.
pub(crate) async fn remember(
    txn: &Txn,
    audit: &AuditContext,
    made: impl Into<i64>,
) -> Result<(), Error> {
    let Some(form) = &audit.form else {
        return Ok(());
    };
    Sql::new(txn)
        .add(
            "UPDATE sent_forms SET made = ? WHERE mark = ?",
            [made.into().into(), form.mark.clone().into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}

/// Forgets the forms that were sent more than a day ago; returns how many.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    let swept = Sql::new(&txn)
        .add(
            "DELETE FROM sent_forms WHERE sent_at <= ?",
            [now.plus_days(-KEPT_DAYS).into()],
        )
        .execute(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(swept)
}
