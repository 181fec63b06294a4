//! Whom a mass action skipped.
use crate::{Error, Txn, base::sql::Sql};
use domain::{
    ids::{MassActionId, UserId},
    mass_actions::SkipReason,
};

/// Records that these users were skipped.
pub(super) async fn skip(
    txn: &Txn,
    action: MassActionId,
    reason: SkipReason,
    users: &[UserId],
) -> Result<(), Error> {
    if users.is_empty() {
        return Ok(());
    }
    Sql::new(txn)
        .add(
            "INSERT INTO mass_action_skips (mass_action_id, user_id, reason) \
             SELECT ?, u.id, ? FROM users u WHERE u.id IN ",
            [action.into(), reason.into()],
        )
        .ids(users)
        .text(" ON CONFLICT DO NOTHING")
        .execute(txn)
        .await?;
    Ok(())
}
