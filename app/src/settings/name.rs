//! The portal's name, for every component.
use domain::settings::DEFAULT_PORTAL_NAME;
use leptos::prelude::*;

#[derive(Clone)]
struct PortalName(ArcRwSignal<String>);

/// Passes the name from the server through the page to the browser. Returns a reference-counted
/// signal, because the title is read after rendering, when the owner of a plain one is disposed.
pub fn provide_portal_name(found: impl FnOnce() -> Option<String>) -> ArcRwSignal<String> {
    let name = SharedValue::new(found).into_inner();
    let name = ArcRwSignal::new(name.unwrap_or_else(|| DEFAULT_PORTAL_NAME.to_owned()));
    provide_context(PortalName(name.clone()));
    name
}

/// The portal's name, to be shown, or to be set after a change of the settings.
pub fn use_portal_name() -> RwSignal<String> {
    let PortalName(name) = expect_context();
    name.into()
}
