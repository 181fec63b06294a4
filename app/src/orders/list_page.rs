//! All orders, for users who manage payments.
use super::{list_orders, rows::AllOrders};
use crate::{
    changes::use_list_changes,
    exports::{ExportDialog, ExportOffer, export_link, use_export},
    session::use_may,
    ui::{
        EmptyState, FilterLinks, Icon, ResourceView, SearchBox, ServerResource, Svg, query_text,
        use_search, use_sorting,
    },
};
use domain::{
    events::ListKind,
    list_columns::OrderColumn,
    orders::{OrderMoney, OrderQuery, OrderRow, OrderState},
    page::Page,
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn OrdersPage() -> impl IntoView {
    let (search, state) = (use_search(), query_text("state"));
    let sorting = use_sorting::<OrderColumn>();
    let query = Memo::new(move |_| OrderQuery {
        search: search.get(),
        state: OrderState::from_code(&state.get()),
        to_return: state.read().as_str() == OrderMoney::ToReturn.code(),
        sorting: sorting.get(),
    });
    let changes = use_list_changes(ListKind::Orders);
    let page = ServerResource::new(
        move || (query.get(), changes.get()),
        |(query, _)| list_orders(query),
    );
    let mut states = vec![("all", "All")];
    states.extend(
        OrderState::ALL
            .iter()
            .map(|state| (state.code(), state.label())),
    );
    states.push((OrderMoney::ToReturn.code(), OrderMoney::ToReturn.label()));
    let may = use_may(Action::EditCoupons);
    view! {
        <Title text="Orders" />
        <div class="mb-4 flex flex-wrap items-center justify-between gap-3">
            <h1 class="page-title">"Orders"</h1>
            <div class="flex flex-wrap gap-2">
                <a class="btn btn-ghost" href=move || export_link("orders")>
                    "Export"
                </a>
                {move || {
                    may.get()
                        .then(|| {
                            view! {
                                <a class="btn" href="/orders/coupons">
                                    <Svg icon=Icon::Tag />
                                    "Coupons"
                                </a>
                            }
                        })
                }}
            </div>
        </div>
        <section class="panel" aria-label="Orders">
            <div class="toolbar">
                <SearchBox label="Search orders" />
                <FilterLinks label="Show" name="state" options=states value=state />
            </div>
            <ResourceView of=page view=move |page| view! { <Orders page /> } />
        </section>
        <OrderExport />
    }
}

#[component]
fn OrderExport() -> impl IntoView {
    let asked = use_export();
    let filter = ["q", "state"].map(|name| (name, query_text(name)));
    let offer = Signal::derive(move || {
        (*asked.read() == "orders").then(|| ExportOffer {
            title: "Export orders",
            path: "/orders/export".into(),
            contents: "All orders that match the search and the filter.",
            filter: filter.map(|(name, value)| (name, value.get())).into(),
        })
    });
    view! { <ExportDialog offer /> }
}

#[component]
fn Orders(page: Page<OrderRow>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! {
            <EmptyState icon=Icon::Cart title="No orders found">
                "Orders from the catalog wait here until you mark them as paid."
            </EmptyState>
        }
        .into_any();
    }
    view! { <AllOrders page /> }.into_any()
}
