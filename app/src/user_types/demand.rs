//! Whether the users of a type need a second factor.
use crate::{
    second_factor::SetSecondFactorDemand,
    ui::{CheckField, Form, FormFoot, ServerMutation, on_success, toast},
};
use domain::user_types::UserTypeDetails;
use leptos::prelude::*;

#[component]
pub fn DemandForm(kind: UserTypeDetails, reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<SetSecondFactorDemand>::new();
    on_success(action, move |()| {
        toast("Saved.");
        reload.update(|times| *times += 1);
    });
    view! {
        <Form action id="demand">
            <input type="hidden" name="user_type" value=kind.id.to_string() />
            <CheckField
                name="demanded"
                label="Users of this type need a second factor"
                value=kind.demands_second_factor
                hint="Who has none is asked to set it up after signing in, and can do nothing else until then."
            />
            <FormFoot label="Apply" class="btn btn-sm" />
        </Form>
    }
}
