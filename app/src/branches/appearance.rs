//! What a branch has of its own: the name of the portal, and the accent colour.
use super::{
    UpdateBranchFace,
    editor::{BranchContext, use_branch},
};
use crate::{
    session::use_may,
    settings::HueField,
    ui::{Form, RadioField, ServerMutation, Submit, TextField, VersionField, on_success, toast},
};
use domain::{
    branches::BranchDetails,
    face::{OWN_ACCENT, PORTAL_ACCENT},
    policy::Action,
};
use leptos::prelude::*;

/// Only for those who may edit the branch.
#[component]
pub fn AppearancePanel() -> impl IntoView {
    let context = use_branch();
    let may = use_may(Action::EditBranches);
    move || may.get().then(|| view! { <Panel context /> })
}

#[component]
fn Panel(context: BranchContext) -> impl IntoView {
    let action = ServerMutation::<UpdateBranchFace>::new();
    let BranchDetails { row, face, .. } = context.details.get_untracked();
    let version = RwSignal::new(face.saved().version());
    on_success(action, move |saved| {
        version.set(saved);
        toast("Saved.");
        context.refetch();
    });
    let accent = if face.hue.is_some() {
        OWN_ACCENT
    } else {
        PORTAL_ACCENT
    };
    view! {
        <section class="panel p-6" aria-labelledby="appearance-title">
            <h2 id="appearance-title" class="panel-title mb-4">
                "Appearance"
            </h2>
            <Form action id="face" class="stack face-form">
                <input type="hidden" name="branch" value=row.id.to_string() />
                <VersionField version />
                <TextField
                    name="portal_name"
                    label="Portal name"
                    value=face.portal_name.unwrap_or_default()
                    hint="What users of the branch read in the header and in page titles. Empty: the portal’s name, \
                    which e-mails always have."
                />
                <RadioField
                    name="accent"
                    legend="Colour"
                    options=vec![
                        (PORTAL_ACCENT, "The portal’s", "Follows the settings of the portal."),
                        (OWN_ACCENT, "Its own", "For everyone of the branch, once they have signed in."),
                    ]
                    value=accent
                />
                <div class="own-hue">
                    <HueField
                        hue=face.hue.unwrap_or_default()
                        hint="The colour of buttons, links and marks, and of the icon."
                    />
                </div>
                <div>
                    <Submit label="Apply" />
                </div>
            </Form>
        </section>
    }
}
