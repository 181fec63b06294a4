//! What a page asks of the server, and its view. Like Leptos's `Resource` in a `Transition`, but
//! the machinery is compiled once, not once for each type: decision 0018.
use super::error::ErrorPage;
use crate::{AppError, text_for_page, unreadable};
use leptos::{prelude::*, server::codee::string::FromToStringCodec};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    any::Any, convert::Infallible, fmt, future::Future, marker::PhantomData, pin::Pin,
    str::FromStr, sync::Arc,
};

/// What the server answers; it is asked anew whenever the question changes.
pub struct Answer<T> {
    content: Resource<Content, FromToStringCodec>,
    found: PhantomData<fn() -> T>,
}

impl<T> Clone for Answer<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Answer<T> {}

/// What came, whatever its type: from a server function as itself, with the page as text.
#[derive(Clone)]
struct Content {
    value: Option<Arc<dyn Any + Send + Sync>>,
    text: Arc<str>,
}

impl fmt::Display for Content {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl FromStr for Content {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self {
            value: None,
            text: text.into(),
        })
    }
}

impl Content {
    fn new<T: Serialize + Send + Sync + 'static>(result: Result<T, AppError>) -> Self {
        Self {
            text: text_for_page(&result).into(),
            value: Some(Arc::new(result)),
        }
    }

    fn read<T: Clone + DeserializeOwned + 'static>(&self) -> Result<T, AppError> {
        let read =
            || serde_json::from_slice(self.text.as_bytes()).unwrap_or_else(|_| Err(unreadable()));
        let value = self.value.as_ref();
        let value = value.and_then(|value| value.downcast_ref::<Result<T, AppError>>());
        value.cloned().unwrap_or_else(read)
    }
}

impl<T> Answer<T>
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    /// Asks what `ask` asks with the newest of `question`.
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
        let ask = move || -> Asked<Content> {
            let asked = ask(question.get_untracked());
            Box::pin(async move { Content::new(asked.await) })
        };
        Self {
            content: resource(Box::new(move || changed.with(|_| ())), Box::new(ask)),
            found: PhantomData,
        }
    }

    /// The newest answer; `None` as long as there is none. To be read below a `Transition`.
    pub fn get(self) -> Option<Result<T, AppError>> {
        self.content.with(|content| Some(content.as_ref()?.read()))
    }
}

impl<T> Answer<Option<T>>
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    /// Asks only while there is something to ask about.
    pub fn about<Q, F>(
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

/// What the server answers, once it is there; while it is asked anew, what was there stays.
#[component]
pub fn Loaded<T, V, F>(of: Answer<T>, view: F) -> impl IntoView
where
    T: Clone + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Send + Sync + 'static,
{
    let view = move |content: &Content| match content.read() {
        Ok(found) => view(found).into_any(),
        Err(error) => view! { <ErrorPage error/> }.into_any(),
    };
    shown(of.content, Arc::new(view))
}

/// Like `Loaded`, but also refusals are the page's own.
#[component]
pub fn Answered<T, V, F>(of: Answer<T>, view: F) -> impl IntoView
where
    T: Clone + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(Result<T, AppError>) -> V + Send + Sync + 'static,
{
    let view = move |content: &Content| view(content.read()).into_any();
    shown(of.content, Arc::new(view))
}

type Asked<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// No two of these are equal: whatever asks again is asked.
#[derive(Clone)]
struct Again;

impl PartialEq for Again {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

fn resource(
    changed: Box<dyn Fn() + Send + Sync>,
    ask: Box<dyn Fn() -> Asked<Content> + Send + Sync>,
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
    let shown = move || {
        let view = Arc::clone(&view);
        let found: Asked<AnyView> = Box::pin(async move { view(&content.await) });
        Suspend::new(found)
    };
    view! { <Transition>{shown}</Transition> }.into_any()
}
