//! What the portal is called, for every component.
use domain::settings::DEFAULT_PORTAL_NAME;
use leptos::prelude::*;

#[derive(Clone)]
struct PortalName(ArcRwSignal<String>);

/// Hands the name from the server to the page, and from there to the browser. The title keeps
/// it: it is read when the page has been rendered, and what it was made of is gone.
pub fn provide_portal_name(found: impl FnOnce() -> Option<String>) -> ArcRwSignal<String> {
    let name = SharedValue::new(found).into_inner();
    let name = ArcRwSignal::new(name.unwrap_or_else(|| DEFAULT_PORTAL_NAME.to_owned()));
    provide_context(PortalName(name.clone()));
    name
}

/// What the portal is called, to be shown or, by who may, changed.
pub fn use_portal_name() -> RwSignal<String> {
    let PortalName(name) = expect_context();
    name.into()
}
