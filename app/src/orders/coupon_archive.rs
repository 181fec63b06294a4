//! Deleting coupons, and those that were archived instead.
use super::{DeleteCoupon, RestoreCoupon, preview_coupon_deletion};
use crate::ui::{
    Badge, ConfirmDialog, DialogButtons, EmptyState, Form, Icon, LocalTime, ServerMutation,
    ServerResource, Submit, Tone, on_success, query_link_untracked, toast, use_query_id,
};
use domain::{
    coupons::{CouponDeletion, CouponRow},
    ids::CouponId,
    money::Currency,
    numbers::{count, thousands},
};
use leptos::prelude::*;

/// Opens with `?delete=<coupon>` on the list.
#[component]
pub fn DeleteCouponDialog(reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<DeleteCoupon>::new();
    on_success(action, move |is_archived| {
        toast(if is_archived {
            "Coupon archived. You can bring it back."
        } else {
            "Coupon deleted."
        });
        reload.update(|times| *times += 1);
    });
    let asked = use_query_id("delete", CouponId);
    let preview = ServerResource::optional(move || asked.get(), preview_coupon_deletion);
    let form = move |preview: CouponDeletion| {
        let coupon = asked.get_untracked().map(|coupon| coupon.to_string());
        let submit = if preview.orders > 0 {
            "Archive coupon"
        } else {
            "Delete coupon"
        };
        view! {
            <Form action>
                <input type="hidden" name="coupon" value=coupon />
                <input type="hidden" name="orders" value=preview.orders.to_string() />
                <Question preview />
                <DialogButtons return_to=query_link_untracked(&[("delete", None)]) submit />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Delete a coupon" name="delete" preview form /> }
}

#[component]
fn Question(preview: CouponDeletion) -> impl IntoView {
    let CouponDeletion {
        code,
        orders,
        waiting,
    } = preview;
    if orders == 0 {
        return view! {
            <p class="wrap-anywhere">{format!("“{code}” will be deleted permanently.")}</p>
            <p class="muted text-sm">"No one has ordered with it."</p>
        }
        .into_any();
    }
    let keep = format!(
        "“{code}” will be archived, because {} placed with it: they keep the code and their price.",
        match orders {
            1 => "1 order was".to_owned(),
            _ => format!("{} were", count(orders, "order")),
        },
    );
    let waits = match waiting {
        0 => String::new(),
        1 => "1 of them waits for payment, and can still be paid. ".to_owned(),
        _ => format!(
            "{} of them wait for payment, and can still be paid. ",
            thousands(waiting)
        ),
    };
    view! {
        <p class="wrap-anywhere">{keep}</p>
        <p class="muted text-sm">
            {waits}
            "No one can use it from now on, and another coupon can have its code. You can bring it back."
        </p>
    }
    .into_any()
}

#[component]
pub fn ArchivedCoupons(
    coupons: Vec<CouponRow>,
    currency: Currency,
    reload: RwSignal<u32>,
) -> impl IntoView {
    if coupons.is_empty() {
        return view! {
            <EmptyState icon=Icon::Tag title="No archived coupons">
                "A coupon that was used is archived when you delete it."
            </EmptyState>
        }
        .into_any();
    }
    let rows = coupons
        .into_iter()
        .map(|coupon| view! { <Archived coupon currency reload /> })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

#[component]
fn Archived(coupon: CouponRow, currency: Currency, reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<RestoreCoupon>::new();
    on_success(action, move |()| {
        toast("Coupon brought back.");
        reload.update(|times| *times += 1);
    });
    view! {
        <li class="row">
            <div class="col-span-2 min-w-0">
                <p class="flex flex-wrap items-center gap-2">
                    <span class="font-mono font-medium wrap-anywhere">{coupon.code.clone()}</span>
                    <Badge text=format!("{} off", coupon.off.display(currency)) tone=Tone::Accent />
                </p>
                <p class="muted text-sm">
                    {format!("{} used", thousands(coupon.used))}
                    {coupon
                        .archived_at
                        .map(|at| {
                            view! {
                                " · archived "
                                <LocalTime at />
                            }
                        })}
                </p>
            </div>
            <Form action id=format!("restore-{}", coupon.id) class="justify-self-end">
                <input type="hidden" name="coupon" value=coupon.id.to_string() />
                <Submit label="Bring back" class="btn btn-sm" icon=Icon::Undo />
            </Form>
        </li>
    }
}
