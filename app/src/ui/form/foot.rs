//! The last line of a form in which something is typed.
use super::{FormContext, Submit, use_form};
use crate::{
    session::use_may,
    ui::{
        Icon,
        focus::focus,
        navigation::Address,
        unsaved::{
            Value, forget_return, form_around, is_unchanged, keep, look, release, restore,
            take_over, values_of, version_of,
        },
    },
};
use domain::policy::Action;
use leptos::{
    html,
    prelude::*,
    web_sys::{Element, HtmlDivElement},
};

/// The button that sends the form. While there are unsaved changes the line stays in the window, says so and offers
/// **Discard**, and leaving the page asks first.
#[component]
pub fn FormFoot(
    #[prop(default = "Save")] label: &'static str,
    #[prop(default = "btn btn-primary")] class: &'static str,
    #[prop(optional_no_strip, into)] icon: Option<Icon>,
    /// Where **Cancel** leads, of a form that adds something on a page of its own.
    #[prop(default = String::new(), into)]
    cancel: String,
) -> impl IntoView {
    let form = use_form();
    let foot = NodeRef::<html::Div>::new();
    let stays = cancel.is_empty();
    follow(foot, form, stays);
    let answer = if stays {
        view! {
            <span class="form-discard">
                <button type="button" class="btn btn-ghost" on:click=move |_| discard(foot, form)>
                    "Discard"
                </button>
            </span>
        }
        .into_any()
    } else {
        view! {
            <a class="btn btn-ghost" href=cancel data-gives-up="">
                "Cancel"
            </a>
        }
        .into_any()
    };
    view! {
        <div node_ref=foot class="form-foot" data-came-back=form.came_back().then_some("")>
            <Submit label class icon />
            {answer}
            // Its text is written when the form is looked at.
            <p aria-live="polite" class="form-state"></p>
        </div>
    }
}

/// Fields with **Save** for users who may change them, and read-only for others.
#[component]
pub fn EditableFields(by: Action, children: Children) -> impl IntoView {
    let may = use_may(by);
    view! {
        <fieldset class="stack" disabled=move || !may.get()>
            {children()}
            {move || { may.get().then(|| view! { <FormFoot /> }) }}
        </fieldset>
    }
}

/// Looks at the form when it comes and after each attempt to save it, and keeps what is typed if it is made again.
fn follow(foot: NodeRef<html::Div>, context: FormContext, stays: bool) {
    let made_from = StoredValue::new(None);
    on_cleanup(move || {
        if let Some(form) = form_of(foot.try_get_untracked().flatten()) {
            // One that was saved is made from what its replacement is.
            let made_from = made_from.try_get_value().flatten();
            keep(&form, made_from.filter(|_| !context.was_saved()));
        }
    });
    Effect::new(move |sent: Option<Vec<Value>>| {
        let (pending, saved) = (context.is_pending(), context.has_succeeded());
        context.error().track();
        let Some(form) = form_of(foot.get()) else {
            return Vec::new();
        };
        if pending {
            return values_of(&form);
        }
        let adds = stays && has_token(&form);
        if saved {
            forget_return(&form);
        }
        match sent {
            None => begin(&form, made_from),
            Some(sent) if saved && adds => sent.iter().for_each(Value::clear),
            Some(sent) if saved => sent.iter().for_each(Value::store),
            Some(_) => {}
        }
        look(&form);
        Vec::new()
    });
}

/// A form has come, in the place of another or with the same element.
fn begin(form: &Element, made_from: StoredValue<Option<String>>) {
    // The element is made from other values now.
    if is_unchanged(form) {
        restore(form);
    }
    let form = form.clone();
    // What it replaces goes some steps later, before the next frame.
    request_animation_frame(move || {
        take_over(&form);
        let _ = made_from.try_set_value(version_of(&form));
    });
}

fn form_of(foot: Option<HtmlDivElement>) -> Option<Element> {
    form_around(foot?.as_ref())
}

/// Whether the form adds something: then its stored values are those of an empty one.
fn has_token(form: &Element) -> bool {
    matches!(form.query_selector("[name=token]"), Ok(Some(_)))
}

fn discard(foot: NodeRef<html::Div>, context: FormContext) {
    let Some(form) = form_of(foot.get_untracked()) else {
        return;
    };
    if context.is_outdated() {
        release(&form);
        let _ = window().location().set_href(&Address::here().path);
        return;
    }
    restore(&form);
    context.forget_error();
    look(&form);
    let save = form
        .query_selector(".form-foot [type=submit]")
        .ok()
        .flatten();
    if let Some(save) = save {
        focus(&save);
    }
}
