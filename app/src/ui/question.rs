//! Questions that the address asks, with what the server says they are about.
use super::{Dialog, ErrorNotice, Submit, query_link_now, query_text};
use crate::AppError;
use leptos::prelude::*;

/// The id that the query string asks about.
pub fn asked<T>(name: &'static str, wrap: fn(i64) -> T) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    let text = query_text(name);
    Memo::new(move |_| text.get().parse().ok().map(wrap))
}

/// The dialog around a question, as long as the address asks it.
#[component]
pub fn Asking<T, F>(
    title: &'static str,
    /// The name in the query string.
    name: &'static str,
    /// What the question is about; `None` where none is asked.
    preview: Resource<Option<Result<T, AppError>>>,
    form: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Copy + Send + Sync + 'static,
{
    let text = query_text(name);
    // What was fetched goes at once with the address that asked.
    let open = Memo::new(move |_| !text.read().is_empty());
    let question = move || {
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    let found = preview.await?;
                    Some(view! {
                        <Dialog title close=query_link_now(&[(name, None)])>
                            {match found {
                                Ok(found) => form(found),
                                Err(error) => view! { <ErrorNotice error/> }.into_any(),
                            }}
                        </Dialog>
                    })
                })}
            </Transition>
        }
    };
    move || open.get().then(question)
}

/// To go back, or to do it.
#[component]
pub fn Answers(back: String, submit: &'static str) -> impl IntoView {
    view! {
        <div class="flex justify-end gap-2">
            <a class="btn btn-ghost" href=back>"Cancel"</a>
            <Submit label=submit class="btn btn-error"/>
        </div>
    }
}
