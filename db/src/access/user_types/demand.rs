//! Which types need a second factor.
use super::{grant_check::Grantors, view::is_super_admin};
use crate::{AuditContext, Db, Error, base::activity::ActivitySubject};
use domain::{
    activity::Activity,
    ids::{UserId, UserTypeId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// Sets whether the users of a type need a second factor. SuperAdmins may demand it of SuperAdmin.
///
/// # Errors
/// [`Error::NotFound`], [`Error::UserTypeForbidden`].
pub async fn set_demand(
    db: &Db,
    audit: &AuditContext,
    actor: UserId,
    user_type: UserTypeId,
    demanded: bool,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let grantors = Grantors::lock(&txn, audit, actor).await?;
    let locked_types = grantors.locked_types(&txn, &[user_type]).await?;
    let (row, _) = locked_types.find(user_type)?;
    if !(is_super_admin(row) && locked_types.is_own(user_type)) {
        locked_types.editable(user_type)?;
    }
    if row.demands_second_factor == demanded {
        return Ok(());
    }
    let name = row.name.clone();
    let mut row = row.clone().into_active_model();
    row.demands_second_factor = Set(demanded);
    row.update(&txn).await?;
    let user_type = name;
    let set = if demanded {
        Activity::SecondFactorDemanded { user_type }
    } else {
        Activity::SecondFactorNotDemanded { user_type }
    };
    ActivitySubject::NONE.log(&txn, audit, set).await?;
    txn.commit().await
}
