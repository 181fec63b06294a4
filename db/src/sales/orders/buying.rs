//! Placing an order, with the price and the courses of that moment.
use super::{fulfilment, subject};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        entities::{
            course,
            order::{self, OrderKind},
            order_line, user,
        },
        search_text::of_order,
        sent_forms,
    },
    enrolments,
    sales::{catalog, coupons},
    settings,
};
use domain::{
    activity::Activity,
    coupons::DiscountedPrice,
    ids::{CouponId, CourseId, GroupId, OrderId, UserId},
    money::{Currency, Price},
    orders::{OrderState, PresentTerms, Purchasable, Purchase, Terms},
    text::is_blank,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::LockType,
};

/// Orders a bundle or a course for `audit.actor`'s own account `buyer`. What is free counts as
/// paid right away. Ordering something whose order is still waiting returns that order, as
/// sending the same form again does.
///
/// # Errors
/// [`Error::NotFound`] if it is not for sale; [`Error::AlreadyMember`], [`Error::AlreadyEnrolled`] or
/// [`Error::AlreadyBought`] if the buyer has it; [`Error::CouponRejected`];
/// [`Error::TermsChanged`] if the terms are not those that were shown.
pub async fn buy(
    db: &Db,
    audit: &AuditContext,
    buyer: UserId,
    purchase: &Purchase<'_>,
) -> Result<OrderId, Error> {
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(OrderId(earlier));
    }
    // One purchase per buyer at a time, so that two forms for one thing become one order.
    let user_row = user::Entity::find_by_id(buyer)
        .lock(LockType::NoKeyUpdate)
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    if let Some(waiting) = waiting(&txn, buyer, purchase.item).await? {
        return Ok(waiting);
    }
    let goods = goods(&txn, &user_row, purchase.item).await?;
    let row = insert(&txn, audit, &user_row, purchase, goods).await?;
    let (order, title) = (row.id, row.title.clone());
    subject(&row)
        .log(&txn, audit, Activity::OrderPlaced { order, title })
        .await?;
    if row.total.is_zero() {
        fulfilment::pay(&txn, audit, &row).await?;
    }
    sent_forms::remember(&txn, audit, row.id).await?;
    txn.commit().await?;
    Ok(row.id)
}

/// What is being bought.
struct Goods {
    title: String,
    price: Price,
    courses: Vec<course::Model>,
}

async fn goods(txn: &Txn, buyer: &user::Model, item: Purchasable) -> Result<Goods, Error> {
    match item {
        Purchasable::Bundle(group) => {
            let row = catalog::for_sale(txn, group, buyer.branch_id).await?;
            if enrolments::is_member(txn, group, buyer.id).await? {
                return Err(Error::AlreadyMember);
            }
            if has_bought(txn, group, buyer.id).await? {
                return Err(Error::AlreadyBought);
            }
            Ok(Goods {
                title: row.name,
                price: row.price,
                courses: catalog::items(txn, group).await?,
            })
        }
        Purchasable::Course(id) => {
            let row = catalog::for_sale_in(txn, id, buyer).await?;
            if row.price.is_zero() {
                return Err(Error::NotFound);
            }
            if enrolments::has_course(txn, buyer.id, id).await? {
                return Err(Error::AlreadyEnrolled);
            }
            Ok(Goods {
                title: row.name.clone(),
                price: row.price,
                courses: vec![row],
            })
        }
    }
}

/// Whether the user has a paid order of the bundle: who was removed from the group keeps what was
/// bought.
async fn has_bought(txn: &Txn, group: GroupId, buyer: UserId) -> Result<bool, Error> {
    let paid = order::Entity::find()
        .filter(order::Column::BuyerId.eq(buyer))
        .filter(order::Column::GroupId.eq(group))
        .filter(order::Column::State.eq(OrderState::Paid))
        .one(txn)
        .await?;
    Ok(paid.is_some())
}

/// Returns the order for the same thing that waits for payment.
async fn waiting(txn: &Txn, buyer: UserId, item: Purchasable) -> Result<Option<OrderId>, Error> {
    let (group, course) = ids(item);
    let waiting = order::Entity::find()
        .filter(order::Column::BuyerId.eq(buyer))
        .filter(order::Column::State.eq(OrderState::Waiting))
        .filter(match (group, course) {
            (Some(group), _) => order::Column::GroupId.eq(group),
            (None, course) => order::Column::CourseId.eq(course),
        })
        .one(txn)
        .await?;
    Ok(waiting.map(|row| row.id))
}

/// Returns the coupon's discount and counts its use.
async fn discount(
    txn: &Txn,
    audit: &AuditContext,
    buyer: UserId,
    purchase: &Purchase<'_>,
    price: Price,
) -> Result<Option<(CouponId, String, DiscountedPrice)>, Error> {
    match (purchase.item, purchase.coupon) {
        (Purchasable::Course(_), _) => Ok(None),
        (_, code) if is_blank(code) => Ok(None),
        (Purchasable::Bundle(group), code) => {
            coupons::use_coupon(txn, (group, buyer), price, code, audit.at)
                .await
                .map(Some)
        }
    }
}

async fn insert(
    txn: &Txn,
    audit: &AuditContext,
    user_row: &user::Model,
    purchase: &Purchase<'_>,
    goods: Goods,
) -> Result<order::Model, Error> {
    let (group, course) = ids(purchase.item);
    let coupon = discount(txn, audit, user_row.id, purchase, goods.price).await?;
    let off = coupon.as_ref().map(|(_, _, offer)| offer.discount);
    let off = off.unwrap_or_default();
    let currency = settings::currency_on(txn).await?;
    ensure_as_shown(purchase, &goods, off, currency)?;
    let name = user_row.full_name();
    let row = order::ActiveModel {
        buyer_id: Set(Some(user_row.id)),
        search: Set(of_order(&name, &user_row.email, &goods.title)),
        buyer_name: Set(name),
        buyer_email: Set(user_row.email.clone()),
        kind: Set(kind(purchase.item)),
        group_id: Set(group),
        course_id: Set(course),
        title: Set(goods.title),
        price: Set(goods.price),
        discount: Set(off),
        total: Set(Price::from_minor(goods.price.minor() - off.minor())),
        currency: Set(currency),
        coupon_id: Set(coupon.as_ref().map(|(id, _, _)| *id)),
        coupon_code: Set(coupon.map(|(_, code, _)| code)),
        state: Set(OrderState::Waiting),
        provider: Set(purchase.provider),
        created_at: Set(audit.at),
        lapses_at: Set(Some(
            audit.at.plus_days(settings::lapse_days_on(txn).await?),
        )),
        ..Default::default()
    };
    let row = row.insert(txn).await?;
    insert_lines(txn, row.id, goods.courses).await?;
    Ok(row)
}

/// Refuses terms that the buyer has not seen. Nothing is written, not even the use of the coupon.
fn ensure_as_shown(
    purchase: &Purchase<'_>,
    goods: &Goods,
    discount: Price,
    currency: Currency,
) -> Result<(), Error> {
    let terms = Terms {
        currency,
        price: goods.price,
        discount,
        courses: goods.courses.iter().map(|course| course.id).collect(),
    };
    if purchase.terms.is_empty() || terms.are_as_shown(purchase.terms) {
        return Ok(());
    }
    Err(Error::TermsChanged(Box::new(PresentTerms {
        fingerprint: terms.fingerprint(),
        total: terms.total().display(currency),
        courses: goods
            .courses
            .iter()
            .map(|course| course.name.clone())
            .collect(),
    })))
}

async fn insert_lines(txn: &Txn, order: OrderId, courses: Vec<course::Model>) -> Result<(), Error> {
    let lines = (1..)
        .zip(courses)
        .map(|(position, course)| order_line::ActiveModel {
            order_id: Set(order),
            position: Set(position),
            course_id: Set(Some(course.id)),
            name: Set(course.name),
        });
    order_line::Entity::insert_many(lines)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

const fn kind(item: Purchasable) -> OrderKind {
    match item {
        Purchasable::Bundle(_) => OrderKind::Bundle,
        Purchasable::Course(_) => OrderKind::Course,
    }
}

/// The group and the course ids of an order.
const fn ids(item: Purchasable) -> (Option<GroupId>, Option<CourseId>) {
    match item {
        Purchasable::Bundle(group) => (Some(group), None),
        Purchasable::Course(course) => (None, Some(course)),
    }
}
