//! **Buy**: the form that places an order, for bundles and courses.
use crate::{
    AppError,
    orders::{PlaceOrder, prepare_order},
    session::use_me,
    ui::{
        DialogAnswers, Form, RadioField, ResourceView, ServerMutation, ServerResource, Submit,
        TokenField, sign_in_link, use_form,
    },
};
use domain::{
    conflict::Conflict,
    orders::{Provider, Purchasable, Terms},
};
use leptos::prelude::*;

#[component]
pub fn BuyForm(
    item: Purchasable,
    /// The URL without the dialog that the form is in.
    #[prop(optional, into)]
    close: Option<String>,
    /// More fields of the order, and among them [`ShownTerms`].
    children: Children,
) -> impl IntoView {
    if use_me().with_untracked(Option::is_none) {
        return view! {
            <div class="stack">
                <p class="muted text-sm">"Sign in to buy. You’ll come back to this page."</p>
                <div>
                    <a class="btn btn-primary" href=sign_in_link>
                        "Sign in to buy"
                    </a>
                </div>
            </div>
        }
        .into_any();
    }
    let action = ServerMutation::<PlaceOrder>::new();
    let prepared = ServerResource::new(|| (), |()| prepare_order());
    view! {
        <Form action id="buy">
            <TokenField />
            <input type="hidden" name="item" value=item.code() />
            {children()}
            <ResourceView
                of=prepared
                view=move |form| {
                    view! { <Providers providers=form.providers /> }
                }
            />
            {match close {
                Some(return_to) => {
                    view! {
                        <DialogAnswers return_to>
                            <BuyButton />
                        </DialogAnswers>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <div>
                            <BuyButton />
                        </div>
                    }
                        .into_any()
                }
            }}
        </Form>
    }
    .into_any()
}

/// The fingerprint of the present terms, after those that were shown were refused.
fn use_changed_terms() -> Memo<Option<String>> {
    let error = use_form().error();
    Memo::new(move |_| match error.get() {
        Some(AppError::Conflict(Conflict::TermsChanged(now))) => Some(now.fingerprint),
        _ => None,
    })
}

/// Says in the form which terms the page shows: the order is only made with them.
#[component]
pub fn ShownTerms(terms: Terms) -> impl IntoView {
    let (changed, shown) = (use_changed_terms(), terms.fingerprint());
    let agreed = move || changed.get().unwrap_or_else(|| shown.clone());
    view! { <input type="hidden" name="terms" value=agreed /> }
}

#[component]
fn BuyButton() -> impl IntoView {
    let changed = use_changed_terms();
    move || {
        let label = if changed.read().is_some() {
            "Buy all the same"
        } else {
            "Buy"
        };
        view! { <Submit label /> }
    }
}

/// The ways to pay; there is no choice if only the invoice is available.
#[component]
fn Providers(providers: Vec<Provider>) -> impl IntoView {
    if let [only] = providers.as_slice() {
        return view! {
            <input type="hidden" name="provider" value=only.code() />
            <p class="muted text-sm">"You get an invoice, and the courses as soon as it’s marked paid."</p>
        }
        .into_any();
    }
    let meaning = |provider| match provider {
        Provider::Invoice => "Access when the invoice is marked paid.",
        Provider::Stripe => "Access right away.",
    };
    let options = providers
        .iter()
        .map(|provider| (provider.code(), provider.label(), meaning(*provider)))
        .collect();
    view! { <RadioField name="provider" legend="How to pay" value=Provider::Invoice.code() options /> }
        .into_any()
}
