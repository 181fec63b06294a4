//! One bundle: its courses, its price, and **Buy**.
use super::{
    buy::{BuyForm, ShownTerms},
    check_coupon,
    coupon_box::{CouponBox, provide_typed_coupon},
    get_bundle,
};
use crate::{
    changes::{use_list_changes, use_my_changes},
    session::use_me,
    ui::{
        Badge, Breadcrumb, Icon, ResourceResultView, ResourceView, ServerResource, Svg, Tone,
        query_text, route_id,
    },
};
use domain::{
    catalog::{Bundle, BundleCourse},
    coupons::DiscountedPrice,
    events::ListKind,
    ids::GroupId,
    money::{Currency, Price},
    numbers::{count, count_of},
    orders::{Purchasable, Terms},
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn BundlePage() -> impl IntoView {
    let id = route_id("id", GroupId);
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let (changes, code) = (use_my_changes(me), query_text("coupon"));
    let offers = use_list_changes(ListKind::Catalog);
    let bundle = ServerResource::new(
        move || (id.get(), changes.get(), offers.get()),
        |(group, ..)| get_bundle(group),
    );
    // Fetched apart from the bundle: each check counts as an attempt, and a change event must not.
    let offer = ServerResource::new(
        move || (id.get(), code.get()),
        move |(group, code)| async move {
            if me.is_none() || code.is_empty() {
                return Ok(None);
            }
            check_coupon(group, code).await
        },
    );
    provide_typed_coupon();
    view! {
        <ResourceView
            of=bundle
            view=move |(bundle, currency)| view! { <BundleContent bundle currency offer /> }
        />
    }
}

/// `offer` is the price reduced by the coupon in the address, if the coupon applies.
#[component]
fn BundleContent(
    bundle: Bundle,
    currency: Currency,
    offer: ServerResource<Option<DiscountedPrice>>,
) -> impl IntoView {
    let name = bundle.name.clone();
    let courses = bundle.courses.clone();
    view! {
        <Title text=name.clone() />
        <Breadcrumb href="/catalog/bundles" list="Bundles" here=name.clone() />
        <h1 class="page-title mb-1 wrap-anywhere">{name}</h1>
        <p class="muted mb-6 max-w-3xl whitespace-pre-line wrap-anywhere">{bundle.description.clone()}</p>
        <div class="with-aside">
            <section class="panel" aria-label="Courses">
                <div class="panel-head">
                    <h2 class="panel-title">{count_of(&courses, "course")}</h2>
                </div>
                <ul class="rows">
                    {courses.into_iter().map(|course| view! { <Course course /> }).collect_view()}
                </ul>
            </section>
            <aside class="panel grid gap-4 p-6" aria-label="Price">
                <BundlePurchase bundle currency offer />
            </aside>
        </div>
    }
}

#[component]
fn Course(course: BundleCourse) -> impl IntoView {
    view! {
        <li class="grid gap-1 px-6 py-3">
            <p class="flex flex-wrap items-center gap-2">
                <span class="font-medium wrap-anywhere">{course.name}</span>
                {course.mine.then(|| view! { <Badge text="You have this course" tone=Tone::Good /> })}
            </p>
            <p class="muted text-sm wrap-anywhere">
                {count(course.units, "unit")} " · " {course.description}
            </p>
        </li>
    }
}

#[component]
fn BundlePurchase(
    bundle: Bundle,
    currency: Currency,
    offer: ServerResource<Option<DiscountedPrice>>,
) -> impl IntoView {
    let price = bundle.price.display(currency);
    if bundle.member {
        return view! {
            <p class="amount text-2xl font-semibold">{price}</p>
            <p class="flex items-center gap-2">
                <Svg icon=Icon::Check />
                "You are in this group."
            </p>
            <div>
                <a class="btn" href="/">
                    "My courses"
                </a>
            </div>
        }
        .into_any();
    }
    if let Some(order) = bundle.bought {
        return view! {
            <p class="amount text-2xl font-semibold">{price}</p>
            <p>"You’ve bought this bundle, and have its courses."</p>
            <div class="flex flex-wrap gap-2">
                <a class="btn" href="/">
                    "My courses"
                </a>
                <a class="btn btn-ghost" href=format!("/orders/{order}")>
                    "View your order"
                </a>
            </div>
        }
        .into_any();
    }
    if let Some(order) = bundle.waiting {
        return view! {
            <p class="amount text-2xl font-semibold">{price}</p>
            <p>"You ordered this bundle. You get the courses when the order is paid."</p>
            <div>
                <a class="btn" href=format!("/orders/{order}")>
                    "View your order"
                </a>
            </div>
        }
        .into_any();
    }
    // The form is a sibling of what waits for the offer, not its child: its own fetch would run
    // twice on the server, and hydration would not match the page.
    let terms = Terms {
        currency,
        price: bundle.price,
        discount: Price::default(),
        courses: bundle.courses.iter().map(|course| course.id).collect(),
    };
    view! {
        <ResourceResultView
            of=offer
            view=move |found| match found.ok().flatten() {
                Some(offer) => view! { <ReducedPrice price=price.clone() offer currency /> }.into_any(),
                None => view! { <p class="amount text-2xl font-semibold">{price.clone()}</p> }.into_any(),
            }
        />
        <BuyForm item=Purchasable::Bundle(bundle.id)>
            <OfferFields terms offer />
        </BuyForm>
    }
    .into_any()
}

/// The terms with the coupon in the address, and the field for another one.
#[component]
fn OfferFields(terms: Terms, offer: ServerResource<Option<DiscountedPrice>>) -> impl IntoView {
    let code = query_text("coupon");
    view! {
        <ResourceResultView
            of=offer
            view=move |found| {
                let discount = found.as_ref().ok().and_then(|offer| *offer);
                let discount = discount.map(|offer| offer.discount).unwrap_or_default();
                let terms = Terms { discount, ..terms.clone() };
                view! {
                    <ShownTerms terms />
                    <CouponBox code=code.get_untracked() found />
                }
            }
        />
    }
}

#[component]
fn ReducedPrice(price: String, offer: DiscountedPrice, currency: Currency) -> impl IntoView {
    view! {
        <div role="status">
            <p class="muted text-sm">
                <span class="sr-only">"Was: "</span>
                <s>{price}</s>
            </p>
            <p class="amount text-2xl font-semibold">{offer.total.display(currency)}</p>
            <p class="text-sm text-success">
                {format!("{} off with your coupon", offer.off.display(currency))}
            </p>
        </div>
    }
}
