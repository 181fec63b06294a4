//! The accent colour: the panel in **Settings** > General, and the field that branches have, too.
use super::{UpdateAccent, use_portal_name};
use crate::{
    theme::show_hue,
    ui::{FieldNote, Form, ServerMutation, Submit, VersionField, on_success, toast, use_form},
};
use domain::{
    face::{initial, saved_accent},
    hue::Hue,
};
use leptos::{html, prelude::*};

#[component]
pub fn AppearancePanel(hue: Hue, changed: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<UpdateAccent>::new();
    on_success(action, move |hue| {
        // Who may edit settings has no branch, so this is the colour of their pages.
        show_hue(hue);
        toast("Saved.");
        changed.update(|times| *times += 1);
    });
    view! {
        <section class="panel mt-6 p-6" aria-labelledby="appearance-title">
            <h2 id="appearance-title" class="panel-title mb-4">
                "Appearance"
            </h2>
            <Form action id="appearance">
                <VersionField version=saved_accent(hue).version() />
                <HueField
                    hue
                    hint="The colour of buttons, links and marks, and of the icon. Every colour is legible in light \
                    and dark. A branch can have its own."
                />
                <div>
                    <Submit label="Apply colour" />
                </div>
            </Form>
        </section>
    }
}

/// A slider of all hues, and what they look like.
#[component]
pub fn HueField(hue: Hue, hint: &'static str) -> impl IntoView {
    let form = use_form();
    let (id, problem) = (form.field_id("hue"), form.problem("hue"));
    let sent = form.typed("hue", hue.degrees().to_string());
    let first = Hue::parse(&sent).unwrap_or(hue);
    let chosen = RwSignal::new(first);
    let node = NodeRef::<html::Input>::new();
    let choose = move |value: String| {
        if let Ok(hue) = Hue::parse(&value) {
            chosen.set(hue);
        }
    };
    // It may have been moved before the script ran.
    Effect::new(move || {
        if let Some(input) = node.get() {
            choose(input.value());
        }
    });
    view! {
        <div class="field">
            <div class="flex items-baseline justify-between gap-4">
                <label class="label-text" for=id.clone()>
                    "Accent colour"
                </label>
                <span class="script-only text-sm" aria-hidden="true">
                    {move || chosen.get().name()}
                </span>
            </div>
            <input
                node_ref=node
                id=id.clone()
                class="hue-slider"
                type="range"
                name="hue"
                min="0"
                max=Hue::MAX.to_string()
                step=Hue::STEP.to_string()
                value=first.degrees().to_string()
                on:input:target=move |event| choose(event.target().value())
                aria-valuetext=move || chosen.get().name()
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=format!("{id}-note")
            />
            <FieldNote id hint problem />
            <Samples chosen />
        </div>
    }
}

/// The chosen hue in both themes.
#[component]
fn Samples(chosen: RwSignal<Hue>) -> impl IntoView {
    let name = use_portal_name();
    let sample = |theme: &'static str, label: &'static str| {
        view! {
            <div class=move || format!("face-sample {}", chosen.get().class()) data-theme=theme>
                <span
                    class="brand-mark"
                    data-initial=move || name.with(|name| initial(name).to_string())
                ></span>
                <span class="mr-auto font-semibold">{label}</span>
                <span class="tag tag-accent">"Mark"</span>
                <span class="btn btn-sm btn-primary pointer-events-none">"Button"</span>
            </div>
        }
    };
    view! {
        <div class="mt-1 grid gap-3 sm:grid-cols-2" aria-hidden="true">
            {sample("light", "Light")}
            {sample("dark", "Dark")}
        </div>
    }
}
