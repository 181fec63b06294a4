//! The list of coupons.
use super::{
    SetCouponPaused,
    coupon_archive::{ArchivedCoupons, DeleteCouponDialog},
    list_coupons,
};
use crate::{
    changes::use_list_changes,
    ui::{
        AddedStrip, Badge, Breadcrumb, EmptyState, FilterForm, FilterOption, FilterSelect, Form,
        Icon, IconLink, LocalTime, NextStep, ResourceView, ServerMutation, ServerResource, Submit,
        Svg, Tone, on_success, query_link, query_text, toast, use_added_row,
    },
};
use domain::{
    coupons::CouponRow,
    events::ListKind,
    keys::KeyState,
    money::Currency,
    numbers::{count_of, thousands},
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn CouponsPage() -> impl IntoView {
    let reload = RwSignal::new(0);
    let changes = use_list_changes(ListKind::Coupons);
    let shown = query_text("show");
    let archived = Memo::new(move |_| *shown.read() == "archived");
    let coupons = ServerResource::new(
        move || (archived.get(), reload.get(), changes.get()),
        |(archived, ..)| async move { Ok((archived, list_coupons(archived).await?)) },
    );
    view! {
        <Title text="Coupons" />
        <Breadcrumb href="/orders" list="Orders" here="Coupons" />
        <div class="mb-4 flex flex-wrap items-center justify-between gap-3">
            <h1 class="page-title">"Coupons"</h1>
            <a class="btn btn-primary" href="/orders/coupons/new">
                <Svg icon=Icon::Plus />
                "Add coupon"
            </a>
        </div>
        <section class="panel" aria-label="Coupons">
            <div class="toolbar">
                <FilterForm name="show">
                    <FilterSelect name="show" label="Show" all="Active">
                        <FilterOption code="archived".to_owned() text="Archived" chosen=shown />
                    </FilterSelect>
                </FilterForm>
            </div>
            <ResourceView
                of=coupons
                view=move |(archived, (coupons, currency))| {
                    if archived {
                        view! { <ArchivedCoupons coupons currency reload /> }.into_any()
                    } else {
                        view! { <Coupons coupons currency reload /> }.into_any()
                    }
                }
            />
        </section>
        <DeleteCouponDialog reload />
    }
}

#[component]
fn Coupons(coupons: Vec<CouponRow>, currency: Currency, reload: RwSignal<u32>) -> impl IntoView {
    if coupons.is_empty() {
        return view! {
            <EmptyState icon=Icon::Tag title="No coupons yet">
                "Buyers enter the code on a bundle’s page to get a discount. "
                <a class="link" href="/orders/coupons/new">
                    "Add a coupon"
                </a>
                "."
            </EmptyState>
        }
        .into_any();
    }
    let added = use_added_row();
    let codes: Vec<_> = coupons
        .iter()
        .map(|coupon| (coupon.id.0, coupon.code.clone()))
        .collect();
    let added = move || {
        let added = added.get()?;
        let code = codes.iter().find(|(id, _)| *id == added)?.1.clone();
        let steps: Vec<NextStep> = vec![(
            format!("/orders/coupons/{added}"),
            "Open the coupon",
            Action::EditCoupons,
        )];
        let (name, steps) = (Signal::stored(code), Signal::stored(steps));
        Some(view! {
            <div class="px-4 pt-4">
                <AddedStrip what="Coupon added." name steps />
            </div>
        })
    };
    let rows = coupons
        .into_iter()
        .map(|coupon| view! { <CouponItem coupon currency reload /> })
        .collect_view();
    view! {
        {added}
        <ul class="rows">{rows}</ul>
    }
    .into_any()
}

#[component]
fn CouponItem(coupon: CouponRow, currency: Currency, reload: RwSignal<u32>) -> impl IntoView {
    let tone = if coupon.state == KeyState::Open {
        Tone::Good
    } else {
        Tone::Plain
    };
    let used = match coupon.limits.maximum {
        Some(most) => format!("{} of {} used", thousands(coupon.used), thousands(most)),
        None => format!("{} used, no limit", thousands(coupon.used)),
    };
    let per_buyer = coupon
        .per_buyer
        .map(|most| format!(" · at most {} per buyer", thousands(most)));
    let bundles = match &coupon.bundles {
        None => "all bundles".to_owned(),
        Some(chosen) => count_of(chosen, "bundle"),
    };
    let (id, delete_label) = (coupon.id, format!("Delete {}", coupon.code));
    let delete = move || query_link(&[("delete", Some(id.to_string()))]);
    view! {
        <li class="row row-link">
            <div class="col-span-2 min-w-0">
                <p class="flex flex-wrap items-center gap-2">
                    <a
                        class="link-row stretched font-mono wrap-anywhere"
                        href=format!("/orders/coupons/{}", coupon.id)
                    >
                        {coupon.code.clone()}
                    </a>
                    <Badge text=format!("{} off", coupon.off.display(currency)) tone=Tone::Accent />
                    <Badge text=coupon.state.label() tone />
                </p>
                <p class="muted text-sm">
                    {used} {per_buyer} " · " {bundles}
                    {coupon
                        .limits
                        .starts_at
                        .map(|at| {
                            view! {
                                " · from "
                                <LocalTime at />
                            }
                        })}
                    {coupon
                        .limits
                        .expires_at
                        .map(|at| {
                            view! {
                                " · until "
                                <LocalTime at />
                            }
                        })}
                </p>
            </div>
            <div class="relative flex items-center gap-1 justify-self-end">
                <Pause coupon reload />
                <IconLink icon=Icon::Trash label=delete_label href=delete />
            </div>
        </li>
    }
}

#[component]
fn Pause(coupon: CouponRow, reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<SetCouponPaused>::new();
    let (label, icon, said) = if coupon.paused {
        ("Resume", Icon::Play, "Coupon resumed.")
    } else {
        ("Pause", Icon::Pause, "Coupon paused.")
    };
    on_success(action, move |()| {
        toast(said);
        reload.update(|times| *times += 1);
    });
    view! {
        <Form action id=format!("pause-{}", coupon.id) class="contents">
            <input type="hidden" name="coupon" value=coupon.id.to_string() />
            <input type="hidden" name="paused" value=(!coupon.paused).to_string() />
            <Submit label class="btn btn-sm" icon />
        </Form>
    }
}
