//! **Buy**: the form that makes an order, the same for bundles and courses.
use crate::{
    orders::{PlaceOrder, prepare_order},
    session::use_me,
    ui::{Form, RadioField, ResourceView, ServerMutation, ServerResource, Submit, sign_in_link},
};
use domain::orders::{Provider, Purchasable};
use leptos::prelude::*;

#[component]
pub fn BuyForm(
    item: Purchasable,
    /// More fields of the order.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    if use_me().with_untracked(Option::is_none) {
        return view! {
            <div class="stack">
                <p class="muted text-sm">"An account is needed to buy. You come back here when you have signed in."</p>
                <div><a class="btn btn-primary" href=sign_in_link>"Sign in to buy"</a></div>
            </div>
        }
        .into_any();
    }
    let action = ServerMutation::<PlaceOrder>::new();
    let prepared = ServerResource::new(|| (), |()| prepare_order());
    view! {
        <Form action id="buy">
            <input type="hidden" name="item" value=item.code()/>
            {children.map(|children| children())}
            <ResourceView of=prepared view=move |form| view! {
                <input type="hidden" name="token" value=form.token/>
                <Providers providers=form.providers/>
            }/>
            <div><Submit label="Buy"/></div>
        </Form>
    }
    .into_any()
}

/// Nothing to choose where there is only the invoice.
#[component]
fn Providers(providers: Vec<Provider>) -> impl IntoView {
    if let [only] = providers.as_slice() {
        return view! {
            <input type="hidden" name="provider" value=only.code()/>
            <p class="muted text-sm">"You get an invoice. The courses open as soon as it is marked paid."</p>
        }
        .into_any();
    }
    let meaning = |provider| match provider {
        Provider::Invoice => "The courses open as soon as the invoice is marked paid.",
        Provider::Stripe => "The courses open at once.",
    };
    let options = providers
        .iter()
        .map(|provider| (provider.code(), provider.label(), meaning(*provider)))
        .collect();
    view! { <RadioField name="provider" legend="How to pay" value=Provider::Invoice.code() options/> }
        .into_any()
}
