//! Data that a page loads from the server, and its views. Like Leptos's `Resource` in a
//! `Transition`, but compiled once instead of once for each type: decision 0018.
use super::{error::ErrorPage, retry::Retry, waiting::Waiting};
use crate::{AppError, decode_error, serialize_for_page};
use leptos::{
    prelude::*, server::codee::string::FromToStringCodec, tachys::reactive_graph::OwnedView,
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    any::Any,
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    str::FromStr,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// The result of a server function, loaded again whenever its arguments change.
pub struct ServerResource<T> {
    content: Resource<Content, FromToStringCodec>,
    found: PhantomData<fn() -> T>,
}

impl<T> Clone for ServerResource<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for ServerResource<T> {}

/// A loaded result without its type: a value if a server function returned it, or text from the
/// page, parsed on first use.
#[derive(Clone)]
struct Content(Arc<Came>);

struct Came {
    text: String,
    value: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl fmt::Display for Content {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.text)
    }
}

impl FromStr for Content {
    type Err = AppError;

    /// Fails for a result that the server could not serialize, so that the browser loads it again.
    fn from_str(text: &str) -> Result<Self, AppError> {
        if text.is_empty() {
            return Err(decode_error());
        }
        let (text, value) = (text.to_owned(), OnceLock::new());
        Ok(Self(Arc::new(Came { text, value })))
    }
}

impl Content {
    fn new<T: Serialize + Send + Sync + 'static>(result: Result<T, AppError>) -> Self {
        let text = serialize_for_page(&result);
        let value = OnceLock::from(Box::new(result) as Box<dyn Any + Send + Sync>);
        Self(Arc::new(Came { text, value }))
    }

    fn read<T>(&self) -> Result<T, AppError>
    where
        T: Clone + DeserializeOwned + Send + Sync + 'static,
    {
        let parse = || -> Box<dyn Any + Send + Sync> {
            let value: Result<Result<T, AppError>, _> =
                serde_json::from_slice(self.0.text.as_bytes());
            Box::new(value.unwrap_or_else(|_| Err(decode_error())))
        };
        let value = self.0.value.get_or_init(parse).downcast_ref();
        value.cloned().unwrap_or_else(|| Err(decode_error()))
    }
}

impl<T> ServerResource<T>
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    /// Loads with `ask`, from the latest value of `question`.
    pub fn new<Q, F>(
        question: impl Fn() -> Q + Send + Sync + 'static,
        ask: impl Fn(Q) -> F + Send + Sync + 'static,
    ) -> Self
    where
        Q: Clone + PartialEq + Send + Sync + 'static,
        F: Future<Output = Result<T, AppError>> + Send + 'static,
    {
        let question = ArcMemo::new(move |_| question());
        let changed = question.clone();
        let page = StoredValue::new(());
        let ask = Arc::new(ask);
        let waiting = use_context::<Waiting>().filter(|_| cfg!(target_arch = "wasm32"));
        let ask = move || -> Boxed<Content> {
            let (question, ask) = (question.clone(), ask.clone());
            let load = waiting.map(Waiting::begin);
            let mut asked = question.get_untracked();
            let mut answer = ask(asked.clone());
            Box::pin(async move {
                let _load = load;
                loop {
                    let came = answer.await;
                    // Leptos can lose a change that comes while an answer is on its way. The server answers once, and
                    // what the page is gone from can no longer be read.
                    let is_open = cfg!(target_arch = "wasm32") && page.try_get_value().is_some();
                    if !is_open || question.with_untracked(|now| *now == asked) {
                        return Content::new(came);
                    }
                    asked = question.get_untracked();
                    answer = ask(asked.clone());
                }
            })
        };
        Self {
            content: resource(Box::new(move || changed.with(|_| ())), Box::new(ask)),
            found: PhantomData,
        }
    }

    /// The latest result; `None` while the first is loading. To be read below a `Transition`.
    pub fn get(self) -> Option<Result<T, AppError>> {
        self.content.with(|content| Some(content.as_ref()?.read()))
    }
}

impl<T> ServerResource<Option<T>>
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    /// Loads only while `question` is `Some`.
    pub fn optional<Q, F>(
        question: impl Fn() -> Option<Q> + Send + Sync + 'static,
        ask: impl Fn(Q) -> F + Send + Sync + 'static,
    ) -> Self
    where
        Q: Clone + PartialEq + Send + Sync + 'static,
        F: Future<Output = Result<T, AppError>> + Send + 'static,
    {
        Self::new(question, move |about| {
            let asked = about.map(&ask);
            async move {
                match asked {
                    Some(asked) => asked.await.map(Some),
                    None => Ok(None),
                }
            }
        })
    }
}

/// Shows the loaded result or an error page. While it loads again the old view stays. A guest is
/// redirected to sign in, and comes back.
#[component]
pub fn ResourceView<T, V, F>(of: ServerResource<T>, view: F) -> impl IntoView
where
    T: Clone + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Send + Sync + 'static,
{
    let retry = Retry::new(move || of.content.refetch());
    let view = move |content: &Content| match content.read() {
        Ok(found) => {
            retry.succeeded();
            view(found).into_any()
        }
        Err(error) => view! { <ErrorPage error retry /> }.into_any(),
    };
    shown(of.content, Arc::new(view))
}

/// Like [`ResourceView`], but the page also shows errors itself.
#[component]
pub fn ResourceResultView<T, V, F>(of: ServerResource<T>, view: F) -> impl IntoView
where
    T: Clone + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(Result<T, AppError>) -> V + Send + Sync + 'static,
{
    let view = move |content: &Content| view(content.read()).into_any();
    shown(of.content, Arc::new(view))
}

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Never equal: [`ServerResource::new`] already compares the arguments by their own type.
#[derive(Clone)]
struct Again;

impl PartialEq for Again {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

fn resource(
    changed: Box<dyn Fn() + Send + Sync>,
    ask: Box<dyn Fn() -> Boxed<Content> + Send + Sync>,
) -> Resource<Content, FromToStringCodec> {
    let question = move || {
        changed();
        Again
    };
    Resource::new_str_blocking(question, move |Again| ask())
}

fn shown(
    content: Resource<Content, FromToStringCodec>,
    view: Arc<dyn Fn(&Content) -> AnyView + Send + Sync>,
) -> AnyView {
    // Content may come after the page around it was replaced: then it finds no context now.
    let is_gone = Arc::new(AtomicBool::new(false));
    let gone = Arc::clone(&is_gone);
    on_cleanup(move || gone.store(true, Ordering::Relaxed));
    let shown = move || {
        let (view, is_gone, owner) = (Arc::clone(&view), Arc::clone(&is_gone), owner_of_a_view());
        let found: Boxed<Option<OwnedView<AnyView>>> = Box::pin(async move {
            let content = content.await;
            let owner = owner.filter(|_| !is_gone.load(Ordering::Relaxed))?;
            Some(OwnedView::new_with_owner(
                owner.with(|| view(&content)),
                owner,
            ))
        });
        Suspend::new(found)
    };
    view! { <Transition>{shown}</Transition> }.into_any()
}

/// What a view owns stays until the next one stands. By itself Leptos drops it some ticks earlier, as the effect that
/// makes views owns them all: what changes in between, such as the address, would be read by the old view, from what is
/// gone. The server makes a view once, without an effect.
fn owner_of_a_view() -> Option<Owner> {
    let current = Owner::current()?;
    if cfg!(target_arch = "wasm32") {
        return current.parent().map(|transition| transition.child());
    }
    Some(current)
}
