use crate::AppError;
use domain::{
    home::{Attention, Figures, FirstSteps},
    time::Timestamp,
    timeline::ActivityDay,
};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns how large the actor's part of the portal is.
#[server(input = Json)]
pub async fn get_figures() -> Result<Figures, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    Ok(db::home::figures(cx.db(), &cx.actor, db::now()).await?)
}

/// Returns how much waits for the actor.
#[server(input = Json)]
pub async fn get_attention() -> Result<Attention, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    Ok(db::home::attention(cx.db(), &cx.actor, db::now()).await?)
}

/// Returns the newest joins, and the newest purchases for those who see orders, as they are now.
#[server(input = Json)]
pub async fn list_recent() -> Result<(Vec<ActivityDay>, Timestamp), AppError> {
    use domain::{activity::ActivityKind, home::RECENT, policy::Action};
    let cx = crate::server::authorize(Action::ViewActivity).await?;
    let bought = cx
        .actor
        .may(Action::ListOrders)
        .then_some(ActivityKind::OrderPlaced);
    let kinds: Vec<_> = [ActivityKind::MemberJoined]
        .into_iter()
        .chain(bought)
        .collect();
    let recent = db::activity::recent(cx.db(), cx.scope, &kinds, RECENT).await?;
    Ok((domain::timeline::by_day(recent), db::now()))
}

/// Returns the first steps; `None` once they are done or closed.
#[server(input = Json)]
pub async fn get_first_steps() -> Result<Option<FirstSteps>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    Ok(db::home::first_steps(cx.db(), &cx.actor).await?)
}

/// Closes the actor's first steps.
#[server]
pub async fn close_first_steps() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    db::home::close_first_steps(cx.db(), cx.actor.id).await?;
    leptos_axum::redirect("/");
    Ok(())
}
