//! Switching the active role, and acting as another user. The browser itself posts these forms,
//! because both change what every part of the page shows.
use super::use_me;
use crate::{
    AppError,
    ui::{Icon, PlainForm, Submit, Svg},
};
use domain::{ids::UserId, permissions::Role, policy::Actor};
use leptos::prelude::*;

/// Switches the active role of this session.
#[server]
pub async fn switch_role(role: Role) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    if !cx.actor.roles().contains(&role) {
        return Err(AppError::Forbidden.with_status());
    }
    db::sessions::set_role(cx.db(), cx.session(), role).await?;
    leptos_axum::redirect("/");
    Ok(())
}

/// Lets the session act as another user until it stops.
#[server]
pub async fn act_as(user: UserId) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::ActAs, [user.into()]).await?;
    cx.ensure_may_act_as(user).await?;
    db::sessions::act_as(cx.db(), &cx.audit(), cx.session(), user).await?;
    leptos_axum::redirect("/");
    Ok(())
}

/// Ends acting as another user, and redirects to that user's page.
#[server]
pub async fn stop_acting() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::SignOut).await?;
    let (id, name) = (cx.actor.id, &cx.actor.name);
    let Some(real) = cx.actor.acting.clone() else {
        leptos_axum::redirect("/");
        return Ok(());
    };
    let by = db::AuditContext {
        name: real.name,
        ..cx.audit()
    };
    db::sessions::stop_acting(cx.db(), &by, cx.session(), id, name).await?;
    leptos_axum::redirect(&format!("/users/{id}/info"));
    Ok(())
}

/// The banner on every page while an administrator acts as another user.
#[component]
pub fn ActingBanner() -> impl IntoView {
    let me = use_me();
    let acting = move || {
        me.with(|me| {
            let actor = me.as_ref()?;
            actor.acting.is_some().then(|| actor.name.clone())
        })
    };
    move || {
        acting().map(|name| view! {
            <section class="acting-banner" aria-label="Acting as another user">
                <div class="mx-auto flex max-w-7xl flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 \
                py-2 sm:flex-nowrap">
                    <p class="flex min-w-0 items-center gap-2 text-sm font-medium">
                        <Svg icon=Icon::Mask />
                        <span class="min-w-0 wrap-anywhere">"You are acting as " {name} "."</span>
                    </p>
                    <PlainForm<StopActing> class="contents">
                        <Submit label="Stop acting" class="btn btn-xs" />
                    </PlainForm<StopActing>>
                </div>
            </section>
        })
    }
}

/// The roles a user can switch between, in the account menu. Empty if there is only one.
#[component]
pub fn RoleSwitch(actor: Actor) -> impl IntoView {
    let (worn, roles) = (actor.role(), actor.roles());
    let role_button = |role: Role| {
        let here = role == worn;
        view! {
            <button
                type="submit"
                name="role"
                value=role.code()
                class="menu-item"
                aria-current=here.then_some("true")
            >
                <span class="grid size-4 place-items-center">
                    {here.then(|| view! { <Svg icon=Icon::Check /> })}
                </span>
                {role.label()}
            </button>
        }
    };
    let several = roles.len() > 1;
    let role_buttons = roles.into_iter().map(role_button).collect_view();
    several.then(|| {
        view! {
            <div role="group" aria-labelledby="roles-title" class="border-b border-base-300 p-1">
                <p id="roles-title" class="menu-title">
                    "Role"
                </p>
                <PlainForm<SwitchRole> class="contents">{role_buttons}</PlainForm<SwitchRole>>
            </div>
        }
    })
}

/// **Act as this user**, in the head of that user's pages.
#[component]
pub fn ActAsForm(user: UserId, name: String) -> impl IntoView {
    let meaning =
        format!("See the portal as {name} and act for them. The activity log names both of you.");
    let title = meaning.clone();
    view! {
        <div class="ml-auto max-sm:ml-0" title=title>
            <PlainForm<ActAs> class="grid gap-2">
                <input type="hidden" name="user" value=user.to_string() />
                <p class="sr-only">{meaning}</p>
                <Submit label="Act as this user" class="btn btn-sm" icon=Icon::Mask />
            </PlainForm<ActAs>>
        </div>
    }
}
