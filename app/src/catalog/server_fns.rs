use crate::AppError;
use domain::{
    catalog::{Bundle, BundleRow, CatalogCourse, CatalogQuery},
    coupons::DiscountedPrice,
    courses::CategoryRow,
    ids::{CourseId, GroupId},
    money::Currency,
    page::Page,
};
use leptos::{prelude::*, server_fn::codec::Json};

#[server(input = Json)]
pub async fn list_catalog_courses(
    query: CatalogQuery,
) -> Result<(Page<CatalogCourse>, Currency), AppError> {
    let cx = crate::server::authorize_catalog().await?;
    let page = db::catalog::courses(cx.db(), cx.id(), &query).await?;
    Ok((page, db::settings::currency(cx.db()).await?))
}

#[server(input = Json)]
pub async fn list_bundles(query: CatalogQuery) -> Result<(Page<BundleRow>, Currency), AppError> {
    let cx = crate::server::authorize_catalog().await?;
    let page = db::catalog::bundles(cx.db(), cx.id(), &query).await?;
    Ok((page, db::settings::currency(cx.db()).await?))
}

#[server(input = Json)]
pub async fn get_bundle(group: GroupId) -> Result<(Bundle, Currency), AppError> {
    let cx = crate::server::authorize_catalog().await?;
    let bundle = db::catalog::bundle(cx.db(), cx.id(), group).await?;
    Ok((bundle, db::settings::currency(cx.db()).await?))
}

/// Returns the category tree, for everyone who sees the catalog.
#[server(input = Json)]
pub async fn list_catalog_categories() -> Result<Vec<CategoryRow>, AppError> {
    let cx = crate::server::authorize_catalog().await?;
    Ok(db::categories::list(cx.db()).await?)
}

/// Returns the price of a bundle with a coupon, or `None` if the coupon does not apply.
#[server(input = Json)]
pub async fn check_coupon(
    group: GroupId,
    coupon: String,
) -> Result<Option<DiscountedPrice>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BrowseCatalog).await?;
    let attempt = cx.guess_coupon(&coupon).await?;
    let offer = db::coupons::offer(cx.db(), cx.actor.id, group, &coupon, db::now()).await;
    if matches!(offer, Err(db::Error::CouponRejected)) {
        attempt.fail().await?;
        return Ok(None);
    }
    Ok(Some(crate::server::settle(attempt, offer).await?))
}

/// **Get course**: enrols the actor in a free course.
#[server]
pub async fn take_course(course: CourseId) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BrowseCatalog).await?;
    let me = cx.actor.id;
    db::catalog::take_course(cx.db(), &cx.audit(), me, course).await?;
    Ok(())
}
