//! One bundle: its courses, its price, and **Buy**.
use super::{buy::BuyForm, check_coupon, get_bundle};
use crate::{
    live::use_my_notices,
    session::use_me,
    ui::{
        Answer, Badge, Breadcrumb, Disclosure, Icon, Loaded, QueryForm, Svg, Tone, query_text,
        route_id,
    },
};
use domain::{
    catalog::{Bundle, BundleCourse},
    coupons::Offer,
    ids::GroupId,
    mass_actions::{count, count_of},
    money::Currency,
    orders::Item,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn BundlePage() -> impl IntoView {
    let id = route_id("id", GroupId);
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let (notices, code) = (use_my_notices(me), query_text("coupon"));
    let bundle = Answer::new(
        move || (id.get(), notices.get(), code.get()),
        move |(group, _, code)| async move {
            let (bundle, currency) = get_bundle(group).await?;
            let asked = me.is_some() && !bundle.member && !code.is_empty();
            let offer = if asked {
                Some(check_coupon(group, code).await?)
            } else {
                None
            };
            Ok((bundle, currency, offer))
        },
    );
    view! {
        <Loaded of=bundle view=move |(bundle, currency, offer)| view! { <Opened bundle currency offer/> }/>
    }
}

/// `offer` is what the address's coupon makes of the price: `Some(None)` where it does not apply.
#[component]
fn Opened(bundle: Bundle, currency: Currency, offer: Option<Option<Offer>>) -> impl IntoView {
    let name = bundle.name.clone();
    let courses = bundle.courses.clone();
    view! {
        <Title text=name.clone()/>
        <Breadcrumb href="/catalog/bundles" list="Bundles" here=name.clone()/>
        <h1 class="page-title mb-1 wrap-anywhere">{name}</h1>
        <p class="muted mb-6 max-w-3xl whitespace-pre-line wrap-anywhere">{bundle.description.clone()}</p>
        <div class="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <section class="panel" aria-label="Courses">
                <h2 class="px-4 py-3 font-semibold">{count_of(&courses, "course")}</h2>
                <ul class="rows border-t border-base-300">
                    {courses.into_iter().map(|course| view! { <Course course/> }).collect_view()}
                </ul>
            </section>
            <aside class="panel grid gap-4 p-6" aria-label="Price"><Buying bundle currency offer/></aside>
        </div>
    }
}

#[component]
fn Course(course: BundleCourse) -> impl IntoView {
    view! {
        <li class="grid gap-1 px-4 py-3">
            <p class="flex flex-wrap items-center gap-2">
                <span class="font-medium wrap-anywhere">{course.name}</span>
                {course.mine.then(|| view! { <Badge text="You have this course" tone=Tone::Good/> })}
            </p>
            <p class="muted text-sm wrap-anywhere">{count(course.units, "unit")} " · " {course.description}</p>
        </li>
    }
}

#[component]
fn Buying(bundle: Bundle, currency: Currency, offer: Option<Option<Offer>>) -> impl IntoView {
    let price = bundle.price.display(currency);
    if bundle.member {
        return view! {
            <p class="text-2xl font-semibold tabular-nums">{price}</p>
            <p class="flex items-center gap-2"><Svg icon=Icon::Check/>"You are in this group."</p>
            <div><a class="btn" href="/">"My courses"</a></div>
        }
        .into_any();
    }
    if let Some(order) = bundle.waiting {
        return view! {
            <p class="text-2xl font-semibold tabular-nums">{price}</p>
            <p>"You have ordered this bundle. It opens when the order is paid."</p>
            <div><a class="btn" href=format!("/orders/{order}")>"Look at your order"</a></div>
        }
        .into_any();
    }
    let signed_in = use_me().with_untracked(Option::is_some);
    let applied = offer.flatten();
    let refused = offer == Some(None);
    // Only what applies goes into the order.
    let coupon = if applied.is_some() {
        query_text("coupon").get_untracked()
    } else {
        String::new()
    };
    view! {
        {match applied {
            Some(offer) => view! { <Reduced price offer currency/> }.into_any(),
            None => view! { <p class="text-2xl font-semibold tabular-nums">{price}</p> }.into_any(),
        }}
        <BuyForm item=Item::Bundle(bundle.id) coupon/>
        {signed_in.then(|| view! { <CouponBox refused applied=applied.is_some()/> })}
    }
    .into_any()
}

#[component]
fn Reduced(price: String, offer: Offer, currency: Currency) -> impl IntoView {
    view! {
        <div role="status">
            <p class="muted text-sm"><span class="sr-only">"Before: "</span><s>{price}</s></p>
            <p class="text-2xl font-semibold tabular-nums">{offer.total.display(currency)}</p>
            <p class="text-sm text-success">{format!("{} off with your coupon", offer.off.display(currency))}</p>
        </div>
    }
}

/// Shows the new price before anything is bought. The code stands in the address as `coupon`.
#[component]
fn CouponBox(refused: bool, applied: bool) -> impl IntoView {
    let code = query_text("coupon").get_untracked();
    let note = if refused {
        "This coupon is not valid for this bundle. Check the code."
    } else {
        ""
    };
    view! {
        <Disclosure summary="Have a coupon?".into_any() open=Signal::stored(refused || applied)>
            <QueryForm class="mt-3 field">
                <label class="label-text" for="coupon">"Coupon"</label>
                <div class="flex flex-wrap gap-2">
                    <input id="coupon" name="coupon" class="input min-w-0 grow basis-32" value=code
                        autocomplete="off" aria-invalid=refused.to_string() aria-describedby="coupon-note"/>
                    <button class="btn">"Apply"</button>
                </div>
                <p id="coupon-note" class="text-sm text-error" role="status">{note}</p>
            </QueryForm>
        </Disclosure>
    }
}
