//! One order: the purchase, its price, and the available actions.
use super::{
    OrderView, get_order,
    order_dialogs::{OrderAct, OrderDialog},
    order_state::state_text,
    order_totals::OrderTotals,
    pay_now::PayNow,
    payments_panel::Payments,
    rows::{MoneyBadge, StateBadge},
};
use crate::{
    changes::use_changes,
    session::{use_may, use_me},
    ui::{Breadcrumb, Icon, LocalTime, ResourceView, ServerResource, Svg, query_link, route_id},
};
use domain::{
    events::ChangeEvent,
    ids::OrderId,
    orders::{OrderDetails, OrderState, Provider, Purchasable},
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn OrderPage() -> impl IntoView {
    let id = route_id("id", OrderId);
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let reload = RwSignal::new(0);
    let changes = use_changes(move |event| match event {
        ChangeEvent::Order(order) => order == id.get_untracked(),
        ChangeEvent::User(user) => Some(user) == me,
        _ => false,
    });
    let order = ServerResource::new(
        move || (id.get(), changes.get(), reload.get()),
        |(order, ..)| get_order(order),
    );
    view! { <ResourceView of=order view=move |view| view! { <OrderContent view reload /> } /> }
}

#[component]
fn OrderContent(view: OrderView, reload: RwSignal<u32>) -> impl IntoView {
    let OrderView {
        order, providers, ..
    } = view;
    let card = providers.contains(&Provider::Stripe);
    let (href, list) = use_list_of_orders();
    let title = format!("Order {}", order.number());
    let courses = order
        .courses
        .iter()
        .map(|name| view! { <li class="wrap-anywhere">{name.clone()}</li> })
        .collect_view();
    view! {
        <Title text=title.clone() />
        <Breadcrumb href list here=title.clone() />
        <div class="page-head mb-6">
            <h1 class="page-title">{title}</h1>
            <StateBadge state=order.row.state />
            <MoneyBadge money=order.row.money />
        </div>
        <div class="with-aside">
            <section class="panel grid gap-4 p-6" aria-label="What was ordered">
                <h2 class="panel-title wrap-anywhere">
                    <ItemLink order=order.clone() />
                </h2>
                <ul class="list-disc pl-5 text-sm">{courses}</ul>
                <OrderTotals order=order.clone() />
            </section>
            <aside class="grid gap-6">
                <section class="panel grid gap-4 p-6" aria-label="What to do">
                    <NextSteps order=order.clone() providers reload />
                </section>
                <Payments order=order.clone() card reload />
                <section class="panel p-6" aria-label="Details">
                    <Details order=order.clone() />
                </section>
            </aside>
        </div>
        <OrderDialog order card reload />
    }
}

/// The address and name of the list that an order is in, for the actor.
pub fn use_list_of_orders() -> (&'static str, &'static str) {
    if use_may(Action::ListOrders).get_untracked() {
        ("/orders", "Orders")
    } else {
        ("/my-orders", "My orders")
    }
}

/// Links administrators to the group and buyers to the catalog.
#[component]
fn ItemLink(order: OrderDetails) -> impl IntoView {
    let (groups, catalog) = (use_may(Action::ListGroups), use_may(Action::BrowseCatalog));
    let href = match order.item {
        Some(Purchasable::Bundle(group)) if groups.get_untracked() => {
            Some(format!("/groups/{group}/info"))
        }
        Some(Purchasable::Bundle(group)) if catalog.get_untracked() => {
            Some(format!("/catalog/bundles/{group}"))
        }
        _ => None,
    };
    match href {
        Some(href) => view! {
            <a class="link-quiet" href=href>
                {order.row.title}
            </a>
        }
        .into_any(),
        None => order.row.title.into_any(),
    }
}

#[component]
fn Details(order: OrderDetails) -> impl IntoView {
    let users = use_may(Action::ListUsers);
    let buyer = match order.buyer.filter(|_| users.get_untracked()) {
        Some(id) => view! {
            <a class="link-quiet" href=format!("/users/{id}/info")>
                {order.row.buyer}
            </a>
        }
        .into_any(),
        None => order.row.buyer.into_any(),
    };
    let moment = |label, at: Option<_>| {
        at.map(|at| {
            view! {
                <dt class="muted">{label}</dt>
                <dd class="mb-2">
                    <LocalTime at />
                </dd>
            }
        })
    };
    view! {
        <dl class="text-sm">
            <dt class="muted">"Buyer"</dt>
            <dd class="mb-2 wrap-anywhere">{buyer}<span class="muted block">{order.buyer_email}</span></dd>
            <dt class="muted">"Payment"</dt>
            <dd class="mb-2">{order.row.provider.label()}</dd>
            {moment("Ordered", Some(order.row.ordered_at))}
            {moment("Lapses, if unpaid", order.lapses_at.filter(|_| order.row.state == OrderState::Waiting))}
            {moment("Paid", order.paid_at)}
            {moment("Cancelled", order.cancelled_at)}
            {moment("Refunded", order.refunded_at)}
        </dl>
    }
}

#[component]
fn NextSteps(
    order: OrderDetails,
    providers: Vec<Provider>,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let edits = use_may(Action::EditOrders).get_untracked();
    let own = order.buyer.is_some() && order.buyer == me;
    let state = order.row.state;
    let text = state_text(&order, own);
    let waiting = state == OrderState::Waiting;
    let ask = |act: OrderAct, class: &'static str| {
        let href = move || query_link(&[("ask", Some(act.code().to_owned()))]);
        view! {
            <a class=class href=href>
                {act.label()}
            </a>
        }
    };
    view! {
        <p>{text}</p>
        <div class="flex flex-wrap gap-2">
            {(own && waiting).then(|| view! { <PayNow order=order.clone() providers reload /> })}
            {(waiting && edits).then(|| ask(OrderAct::Pay, "btn btn-primary btn-sm"))}
            {(own && state == OrderState::Paid)
                .then(|| {
                    view! {
                        <a class="btn btn-primary btn-sm" href="/">
                            "My courses"
                        </a>
                    }
                })}
            {(state != OrderState::Cancelled)
                .then(|| {
                    view! {
                        <a class="btn btn-sm" href=format!("/orders/{}/invoice", order.row.id)>
                            <Svg icon=Icon::Text />
                            "Invoice"
                        </a>
                    }
                })} {(waiting && (edits || own)).then(|| ask(OrderAct::Cancel, "btn btn-sm btn-ghost"))}
            {(edits && state == OrderState::Paid)
                .then(|| ask(OrderAct::Refund, "btn btn-sm btn-error btn-soft"))}
        </div>
    }
}
