use crate::AppError;
use domain::{
    coupons::{CouponDeletion, CouponForm, CouponRow},
    edits::FormVersion,
    form_token::FormToken,
    ids::{CouponId, GroupId},
    money::Currency,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// A coupon for its form, with the choices of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponView {
    /// `None` for a new coupon.
    pub coupon: Option<CouponRow>,
    pub currency: Currency,
    /// Sorted by name.
    pub bundles: Vec<(GroupId, String)>,
}

#[server(input = Json)]
pub async fn list_coupons(archived: bool) -> Result<(Vec<CouponRow>, Currency), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    let coupons = db::coupons::list(cx.db(), archived, db::now()).await?;
    Ok((coupons, db::settings::currency(cx.db()).await?))
}

#[server(input = Json)]
pub async fn get_coupon(coupon: Option<CouponId>) -> Result<CouponView, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    let coupon = match coupon {
        Some(coupon) => Some(db::coupons::get(cx.db(), coupon, db::now()).await?),
        None => None,
    };
    Ok(CouponView {
        coupon,
        currency: db::settings::currency(cx.db()).await?,
        bundles: db::catalog::bundle_names(cx.db()).await?,
    })
}

#[server]
pub async fn create_coupon(
    token: FormToken,
    #[server(default)] bundles: Vec<GroupId>,
    #[server(flatten)] form: CouponForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    let currency = db::settings::currency(cx.db()).await?;
    let info = form.validate(currency, &bundles)?;
    let audit = cx.audit_for(&token, &(&form, &bundles))?;
    let coupon = db::coupons::create(cx.db(), &audit, &info).await?;
    leptos_axum::redirect(&format!("/orders/coupons?done=added-{coupon}"));
    Ok(())
}

#[server]
pub async fn update_coupon(
    coupon: CouponId,
    version: FormVersion,
    #[server(default)] bundles: Vec<GroupId>,
    #[server(flatten)] form: CouponForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    let currency = db::settings::currency(cx.db()).await?;
    let info = form.validate(currency, &bundles)?;
    db::coupons::update(cx.db(), &cx.audit(), coupon, &version, &info).await?;
    leptos_axum::redirect("/orders/coupons");
    Ok(())
}

#[server]
pub async fn set_coupon_paused(coupon: CouponId, paused: bool) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    Ok(db::coupons::set_paused(cx.db(), &cx.audit(), coupon, paused).await?)
}

/// Returns what deleting the coupon would change.
#[server(input = Json)]
pub async fn preview_coupon_deletion(coupon: CouponId) -> Result<CouponDeletion, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    Ok(db::coupons::preview_deletion(cx.db(), coupon).await?)
}

/// Deletes the coupon, or archives it if orders have it; returns whether it is archived. `orders` is how many the
/// dialog named.
#[server]
pub async fn delete_coupon(coupon: CouponId, orders: i64) -> Result<bool, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    let is_archived = db::coupons::delete(cx.db(), &cx.audit(), coupon, orders).await?;
    leptos_axum::redirect("/orders/coupons");
    Ok(is_archived)
}

/// **Bring back**: an archived coupon is as it was.
#[server]
pub async fn restore_coupon(coupon: CouponId) -> Result<(), AppError> {
    use domain::conflict::Conflict;
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    match db::coupons::restore(cx.db(), &cx.audit(), coupon).await {
        Err(db::Error::Taken(_)) => {
            Err(AppError::Conflict(Conflict::CouponCodeTaken).with_status())
        }
        restored => Ok(restored?),
    }
}
