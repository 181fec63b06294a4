//! Coupons, which reduce the price of bundles.
mod archiving;
mod using;

pub use archiving::{delete, preview_deletion, restore};
pub use using::offer;
pub(crate) use using::{give_back, use_again, use_coupon};

use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{coupon, coupon_group, group},
        sent_forms,
        sql::Sql,
    },
    settings,
};
use domain::{
    activity::Activity,
    coupons::{CouponInfo, CouponRow},
    edits::{FormVersion, SavedForm},
    ids::{CouponId, GroupId},
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// Maximum number of coupons in the list.
const SHOWN: u64 = 1_000;

/// Returns the coupons, or those that are archived, newest first; at most 1,000. `now` decides their state.
///
/// # Errors
/// The database failed.
pub async fn list(db: &Db, archived: bool, now: Timestamp) -> Result<Vec<CouponRow>, Error> {
    let of_list = match archived {
        true => coupon::Column::ArchivedAt.is_not_null(),
        false => coupon::Column::ArchivedAt.is_null(),
    };
    let coupons = coupon::Entity::find()
        .filter(of_list)
        .order_by_desc(coupon::Column::Id)
        .limit(SHOWN)
        .all(db.read())
        .await?;
    let mut chosen = chosen(db.read(), coupons.iter().map(|coupon| coupon.id)).await?;
    let row = |coupon: coupon::Model| {
        let groups = chosen.remove(&coupon.id).unwrap_or_default();
        row(coupon, groups, now)
    };
    Ok(coupons.into_iter().map(row).collect())
}

/// Returns a coupon; `now` decides its state.
///
/// # Errors
/// [`Error::NotFound`], also for one that is archived.
pub async fn get(db: &Db, coupon: CouponId, now: Timestamp) -> Result<CouponRow, Error> {
    let found = coupon::Entity::find_by_id(coupon)
        .filter(coupon::Column::ArchivedAt.is_null())
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let groups = bundles_of(db.read(), coupon).await?;
    let version = saved(db.read(), &found, &groups).await?.version();
    Ok(CouponRow {
        version,
        ..row(found, groups, now)
    })
}

/// Adds a coupon that can be used at once, within its limits.
///
/// # Errors
/// [`Error::Taken`] where another coupon's code compares equal.
pub async fn create(db: &Db, audit: &AuditContext, info: &CouponInfo) -> Result<CouponId, Error> {
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(CouponId(earlier));
    }
    let mut row = coupon::ActiveModel {
        paused: Set(false),
        created_at: Set(audit.at),
        ..Default::default()
    };
    fill(&mut row, info);
    let row = row.insert(&txn).await?;
    choose(&txn, row.id, info).await?;
    ActivitySubject::NONE
        .log(&txn, audit, Activity::CouponAdded { code: row.code })
        .await?;
    sent_forms::remember(&txn, audit, row.id).await?;
    txn.commit().await?;
    Ok(row.id)
}

/// Saves the form. Orders keep the discount that they were placed with.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Taken`]; [`Error::Edited`] where the coupon is not the one of
/// this `version`.
pub async fn update(
    db: &Db,
    audit: &AuditContext,
    coupon: CouponId,
    version: &FormVersion,
    info: &CouponInfo,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let now = lock(&txn, coupon).await?;
    let groups = bundles_of(&txn, coupon).await?;
    saved(&txn, &now, &groups).await?.check(version)?;
    let mut row = now.into_active_model();
    fill(&mut row, info);
    row.update(&txn).await?;
    choose(&txn, coupon, info).await?;
    let code = info.code.as_str().to_owned();
    ActivitySubject::NONE
        .log(&txn, audit, Activity::CouponEdited { code })
        .await?;
    txn.commit().await
}

/// Pauses the coupon, so that no one uses it, or resumes it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn set_paused(
    db: &Db,
    audit: &AuditContext,
    coupon: CouponId,
    paused: bool,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, coupon).await?;
    if row.paused == paused {
        return Ok(());
    }
    let code = row.code.clone();
    let activity = if paused {
        Activity::CouponPaused { code }
    } else {
        Activity::CouponResumed { code }
    };
    let mut row = row.into_active_model();
    row.paused = Set(paused);
    row.update(&txn).await?;
    ActivitySubject::NONE.log(&txn, audit, activity).await?;
    txn.commit().await
}

async fn lock(txn: &Txn, coupon: CouponId) -> Result<coupon::Model, Error> {
    coupon::Entity::find_by_id(coupon)
        .filter(coupon::Column::ArchivedAt.is_null())
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

fn fill(row: &mut coupon::ActiveModel, info: &CouponInfo) {
    row.code = Set(info.code.as_str().to_owned());
    row.code_folded = Set(info.code.folded());
    row.kind = Set(info.off.kind());
    row.value = Set(info.off.value());
    row.all_bundles = Set(info.bundles.is_none());
    row.maximum = Set(info.limits.maximum);
    row.per_buyer = Set(info.per_buyer);
    row.starts_at = Set(info.limits.starts_at);
    row.expires_at = Set(info.limits.expires_at);
}

async fn bundles_of(conn: &impl ConnectionTrait, coupon: CouponId) -> Result<Vec<GroupId>, Error> {
    let bundles = chosen(conn, [coupon]).await?.remove(&coupon);
    Ok(bundles.unwrap_or_default())
}

/// Returns the form of a coupon with these bundles as it is saved.
async fn saved(
    conn: &impl ConnectionTrait,
    row: &coupon::Model,
    bundles: &[GroupId],
) -> Result<SavedForm, Error> {
    let currency = settings::currency_on(conn).await?;
    let off = row.discount();
    let bundles = if row.all_bundles {
        ("all".to_owned(), "All bundles".to_owned())
    } else {
        let bundles = group::Entity::find()
            .filter(group::Column::Id.is_in(bundles.iter().copied()))
            .order_by_asc(group::Column::Id)
            .all(conn)
            .await?;
        let (ids, names): (Vec<_>, Vec<_>) = bundles
            .into_iter()
            .map(|group| (group.id.to_string(), group.name))
            .unzip();
        (ids.join(" "), names.join(", "))
    };
    let per_buyer = row.per_buyer.map(|most| most.to_string());
    let form = SavedForm::new()
        .text("Code", &*row.code)
        .choice(
            "Value",
            format!("{} {}", row.kind.code(), row.value),
            off.display(currency),
        )
        .text("Maximum uses per buyer", per_buyer.unwrap_or_default());
    let form = row.limits().add_to(form, "Maximum uses");
    Ok(form.choice("Bundles", bundles.0, bundles.1))
}

/// Writes which bundles the coupon is for.
async fn choose(txn: &Txn, coupon: CouponId, info: &CouponInfo) -> Result<(), Error> {
    coupon_group::Entity::delete_many()
        .filter(coupon_group::Column::CouponId.eq(coupon))
        .exec(txn)
        .await?;
    let ids: Vec<GroupId> = info.bundles.iter().flatten().copied().collect();
    Sql::new(txn)
        .add(
            "INSERT INTO coupon_groups (coupon_id, group_id) SELECT ?, g.id FROM groups g \
             WHERE g.id IN ",
            [coupon.into()],
        )
        .ids(&ids)
        .execute(txn)
        .await?;
    Ok(())
}

async fn chosen(
    conn: &impl ConnectionTrait,
    coupons: impl IntoIterator<Item = CouponId>,
) -> Result<HashMap<CouponId, Vec<GroupId>>, Error> {
    let rows = coupon_group::Entity::find()
        .filter(coupon_group::Column::CouponId.is_in(coupons))
        .all(conn)
        .await?;
    let mut chosen: HashMap<CouponId, Vec<GroupId>> = HashMap::new();
    for row in rows {
        chosen.entry(row.coupon_id).or_default().push(row.group_id);
    }
    Ok(chosen)
}

fn row(coupon: coupon::Model, groups: Vec<GroupId>, now: Timestamp) -> CouponRow {
    CouponRow {
        id: coupon.id,
        off: coupon.discount(),
        limits: coupon.limits(),
        per_buyer: coupon.per_buyer,
        used: coupon.used,
        paused: coupon.paused,
        state: coupon.state(now),
        bundles: (!coupon.all_bundles).then_some(groups),
        created_at: coupon.created_at,
        archived_at: coupon.archived_at,
        version: FormVersion::default(),
        code: coupon.code,
    }
}
