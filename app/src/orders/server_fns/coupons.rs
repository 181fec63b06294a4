use crate::AppError;
use domain::{
    coupons::CouponRow,
    ids::{CouponId, GroupId},
    money::Currency,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// A coupon for its form, and what can be chosen there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponView {
    /// `None` for one that is being added.
    pub coupon: Option<CouponRow>,
    pub currency: Currency,
    /// The bundles by name.
    pub bundles: Vec<(GroupId, String)>,
}

#[server(input = Json)]
pub async fn list_coupons() -> Result<(Vec<CouponRow>, Currency), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    let coupons = db::coupons::list(cx.db(), db::now()).await?;
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
pub async fn add_coupon(
    code: String,
    #[server(default)] kind: String,
    #[server(default)] value: String,
    #[server(default)] maximum: String,
    #[server(default)] starts_at: String,
    #[server(default)] expires_at: String,
    #[server(default)] scope: String,
    #[server(default)] bundles: Vec<GroupId>,
) -> Result<(), AppError> {
    use domain::{coupons::*, keys::TypedLimits, problem::Problems};
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    let currency = db::settings::currency(cx.db()).await?;
    let limits = TypedLimits {
        maximum: &maximum,
        starts_at: &starts_at,
        expires_at: &expires_at,
    };
    let typed = TypedCoupon {
        code: &code,
        kind: &kind,
        value: &value,
        limits,
        scope: &scope,
        bundles: &bundles,
    };
    let mut problems = Problems::default();
    let Some(info) = CouponInfo::parse(&mut problems, currency, &typed) else {
        return Err(problems.into());
    };
    db::coupons::add(cx.db(), &cx.by(), &info).await?;
    leptos_axum::redirect("/orders/coupons");
    Ok(())
}

#[server]
pub async fn update_coupon(
    coupon: CouponId,
    version: i64,
    code: String,
    #[server(default)] kind: String,
    #[server(default)] value: String,
    #[server(default)] maximum: String,
    #[server(default)] starts_at: String,
    #[server(default)] expires_at: String,
    #[server(default)] scope: String,
    #[server(default)] bundles: Vec<GroupId>,
) -> Result<(), AppError> {
    use domain::{coupons::*, keys::TypedLimits, problem::Problems};
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    let currency = db::settings::currency(cx.db()).await?;
    let limits = TypedLimits {
        maximum: &maximum,
        starts_at: &starts_at,
        expires_at: &expires_at,
    };
    let typed = TypedCoupon {
        code: &code,
        kind: &kind,
        value: &value,
        limits,
        scope: &scope,
        bundles: &bundles,
    };
    let mut problems = Problems::default();
    let Some(info) = CouponInfo::parse(&mut problems, currency, &typed) else {
        return Err(problems.into());
    };
    db::coupons::update(cx.db(), &cx.by(), coupon, version, &info).await?;
    leptos_axum::redirect("/orders/coupons");
    Ok(())
}

#[server]
pub async fn set_coupon_paused(coupon: CouponId, paused: bool) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCoupons).await?;
    Ok(db::coupons::set_paused(cx.db(), &cx.by(), coupon, paused).await?)
}
