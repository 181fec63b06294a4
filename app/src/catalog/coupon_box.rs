//! The field for a coupon on the page of a bundle.
use crate::{
    AppError,
    ui::{Disclosure, use_form},
};
use domain::coupons::DiscountedPrice;
use leptos::prelude::*;

/// What is typed into the field, and whether it is open. The page keeps it, because its offer is loaded again whenever
/// the catalog changes: the purchase would go on without the coupon.
#[derive(Clone, Copy)]
struct CouponState {
    text: RwSignal<String>,
    opened: RwSignal<bool>,
}

/// For the page of the field.
pub fn provide_typed_coupon() {
    provide_context(CouponState {
        text: RwSignal::new(String::new()),
        opened: RwSignal::new(false),
    });
}

/// A coupon counts as it is typed. **Apply** shows the new price before the purchase: the code is then
/// in the address, as `coupon`.
#[component]
pub fn CouponBox(code: String, found: Result<Option<DiscountedPrice>, AppError>) -> impl IntoView {
    let form = use_form();
    let (problem, applied) = (form.problem("coupon"), !code.is_empty());
    let note = match found {
        Err(error) => error.to_string(),
        Ok(None) if applied => {
            "This coupon is not valid for this bundle. Check the code.".to_owned()
        }
        Ok(_) => String::new(),
    };
    let CouponState { text: kept, opened } = expect_context();
    let typed = match kept.get_untracked() {
        empty if empty.is_empty() => form.typed("coupon", code),
        kept => kept,
    };
    let has_typed = Memo::new(move |_| kept.with(|typed| !typed.is_empty()));
    let was_open = opened.get_untracked();
    let open = Signal::derive(move || {
        applied || was_open || has_typed.get() || problem.with(Option::is_some)
    });
    let note = move || problem.get().unwrap_or_else(|| note.clone());
    let refused = {
        let note = note.clone();
        move || (!note().is_empty()).to_string()
    };
    view! {
        <Disclosure summary="Have a coupon?".into_any() open kept=opened>
            <div class="mt-3 field">
                <label class="label-text" for="coupon">
                    "Coupon"
                </label>
                <div class="flex flex-wrap gap-2">
                    <input
                        id="coupon"
                        name="coupon"
                        class="input min-w-0 grow basis-32"
                        value=typed
                        on:input:target=move |event| kept.set(event.target().value())
                        autocomplete="off"
                        aria-invalid=refused
                        aria-describedby="coupon-note"
                    />
                    <button type="submit" name="apply" value="yes" class="btn">
                        "Apply"
                    </button>
                </div>
                <p id="coupon-note" class="text-sm text-error" role="status">
                    {note}
                </p>
            </div>
        </Disclosure>
    }
}
