//! The form that adds and edits a coupon.
use super::{CouponView, CreateCoupon, UpdateCoupon, get_coupon};
use crate::ui::{
    Form, FormFoot, MomentField, RadioField, ResourceView, SelectField, ServerMutation,
    ServerResource, TextField, TokenField, Trail, VersionField, route_id, use_form,
};
use domain::{
    coupons::{CouponRow, DiscountKind},
    ids::{CouponId, GroupId},
    time::Timestamp,
};
use leptos::prelude::*;
use leptos_meta::Title;

const COUPONS: &str = "/orders/coupons";

#[component]
pub fn NewCouponPage() -> impl IntoView {
    let view = ServerResource::new(|| (), |()| get_coupon(None));
    let action = ServerMutation::<CreateCoupon>::new();
    view! {
        <Sheet title="Add coupon">
            <ResourceView
                of=view
                view=move |view| {
                    view! {
                        <Form action>
                            <TokenField />

                            <Fields view />
                            <FormFoot label="Add coupon" cancel=COUPONS />
                        </Form>
                    }
                }
            />
        </Sheet>
    }
}

#[component]
pub fn CouponPage() -> impl IntoView {
    let id = route_id("id", CouponId);
    let view = ServerResource::new(move || id.get(), |id| get_coupon(Some(id)));
    let action = ServerMutation::<UpdateCoupon>::new();
    view! {
        <Sheet title="Edit coupon">
            <ResourceView
                of=view
                view=move |view| {
                    let version = view.coupon.as_ref().map(|coupon| coupon.version.clone());
                    let version = version.unwrap_or_default();
                    view! {
                        <Form action>
                            <input type="hidden" name="coupon" value=id.get_untracked().to_string() />
                            <VersionField version />
                            <Fields view />
                            <FormFoot cancel=COUPONS />
                        </Form>
                    }
                }
            />
        </Sheet>
    }
}

#[component]
fn Sheet(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <Title text=title />
        <div class="form-page">
            <Trail
                links=vec![
                    ("/orders".to_owned(), "Orders".to_owned()),
                    (COUPONS.to_owned(), "Coupons".to_owned()),
                ]
                here=title
            />
            <h1 class="page-title mb-4">{title}</h1>
            <section class="panel p-6" aria-label=title>
                {children()}
            </section>
        </div>
    }
}

#[component]
fn Fields(view: CouponView) -> impl IntoView {
    let CouponView {
        coupon,
        currency,
        bundles,
    } = view;
    let kinds = DiscountKind::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), kind.label().to_owned()))
        .collect();
    let off = coupon.as_ref().map(|coupon| coupon.off);
    let kind = off.map(|off| off.kind()).unwrap_or_default();
    let value = off.map(|off| off.input_value(currency)).unwrap_or_default();
    let code = coupon.as_ref().map(|coupon| coupon.code.clone());
    let per_buyer = coupon.as_ref().and_then(|coupon| coupon.per_buyer);
    let chosen = coupon.as_ref().and_then(|coupon| coupon.bundles.clone());
    let scope = if chosen.is_some() { "chosen" } else { "all" };
    view! {
        <TextField
            name="code"
            label="Code"
            value=code.unwrap_or_default()
            autocomplete="off"
            required=true
            hint="What buyers enter. Not case-sensitive."
        />
        <div class="grid items-start gap-4 sm:grid-cols-2">
            <SelectField name="kind" label="Kind" options=kinds value=kind.code() />
            <TextField
                name="value"
                label="Value"
                value
                inputmode="decimal"
                required=true
                hint=format!("20 for 20 %, or an amount in {}.", currency.code())
            />
        </div>
        <TextField
            name="per_buyer"
            label="Maximum uses per buyer"
            inputmode="numeric"
            value=per_buyer.map(|most| most.to_string()).unwrap_or_default()
            hint="Leave empty for no limit. A cancelled order gives its use back."
        />
        <Limits coupon />
        <RadioField
            name="scope"
            legend="Applies to"
            value=scope
            options=vec![
                ("all", "All bundles", "Including bundles you add later."),
                ("chosen", "Chosen bundles", "Only the bundles selected below."),
            ]
        />
        <Bundles bundles chosen=chosen.unwrap_or_default() />
    }
}

#[component]
fn Limits(coupon: Option<CouponRow>) -> impl IntoView {
    let limits = coupon.map(|coupon| coupon.limits).unwrap_or_default();
    let moment = |at: Option<Timestamp>| at.map(|at| at.input_value()).unwrap_or_default();
    let maximum = limits.maximum.map(|most| most.to_string());
    view! {
        <TextField
            name="maximum"
            label="Maximum uses"
            inputmode="numeric"
            value=maximum.unwrap_or_default()
        />
        <div class="grid items-start gap-4 sm:grid-cols-2">
            <MomentField name="starts_at" label="Start" value=moment(limits.starts_at) />
            <MomentField name="expires_at" label="Expiry" value=moment(limits.expires_at) />
        </div>
    }
}

#[component]
fn Bundles(bundles: Vec<(GroupId, String)>, chosen: Vec<GroupId>) -> impl IntoView {
    let form = use_form();
    let problem = form.problem("bundles");
    let none = bundles.is_empty();
    let boxes = bundles
        .into_iter()
        .enumerate()
        .map(|(place, (group, name))| {
            let field = format!("bundles[{place}]");
            let checked = form.ticked(&field, chosen.contains(&group));
            view! {
                <label class="flex items-start gap-3 py-1">
                    <input
                        type="checkbox"
                        class="checkbox checkbox-sm mt-0.5"
                        name=field
                        value=group.to_string()
                        checked=checked
                        aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    />
                    <span class="wrap-anywhere">{name}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend class="label-text">"Bundles"</legend>
            <div class="max-h-64 overflow-y-auto">{boxes}</div>
            {none
                .then(|| {
                    view! { <p class="muted text-sm">"No bundles yet. A group with a price is a bundle."</p> }
                })}
            <p class="text-sm text-error" role="status">
                {problem}
            </p>
        </fieldset>
    }
}
