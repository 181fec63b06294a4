//! Confirmation dialogs that the URL opens, such as `?delete=7`.
use super::{
    Dialog, ErrorNotice, Icon, ResourceResultView, ServerResource, Submit, query_link_untracked,
    query_text,
};
use leptos::prelude::*;
use serde::de::DeserializeOwned;

/// The id in a query parameter, if there is a valid one.
pub fn use_query_id<T>(name: &'static str, wrap: fn(i64) -> T) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    let text = query_text(name);
    Memo::new(move |_| text.get().parse().ok().map(wrap))
}

/// A dialog that is open while the URL has the parameter `name`. `preview` loads its subject.
#[component]
pub fn ConfirmDialog<T, F>(
    title: &'static str,
    name: &'static str,
    preview: ServerResource<Option<T>>,
    form: F,
) -> impl IntoView
where
    T: Clone + DeserializeOwned + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Copy + Send + Sync + 'static,
{
    let text = query_text(name);
    // Closes with the URL, without waiting for another load.
    let open = Memo::new(move |_| !text.read().is_empty());
    let question = move || {
        view! {
            <ResourceResultView
                of=preview
                view=move |found| {
                    let form = match found {
                        Ok(found) => form(found?),
                        Err(error) => view! { <ErrorNotice error /> }.into_any(),
                    };
                    Some(
                        view! {
                            <Dialog title close=query_link_untracked(&[(name, None)])>
                                {form}
                            </Dialog>
                        },
                    )
                }
            />
        }
    };
    move || open.get().then(question)
}

/// The answers of a dialog, at its right: first the link that changes nothing, then those of `children`.
#[component]
pub fn DialogAnswers(
    return_to: String,
    #[prop(default = "Cancel")] back: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="dialog-answers">
            <a class="btn btn-ghost" href=return_to>
                {back}
            </a>
            {children()}
        </div>
    }
}

/// The answers of a dialog with a form. The button that sends it is red, unless `class` says that it
/// removes nothing.
#[component]
pub fn DialogButtons(
    return_to: String,
    #[prop(into)] submit: String,
    #[prop(default = "btn btn-error")] class: &'static str,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(default = "Cancel")] back: &'static str,
) -> impl IntoView {
    view! {
        <DialogAnswers return_to back>
            <Submit label=submit class icon />
        </DialogAnswers>
    }
}
