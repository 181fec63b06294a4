//! What waits for an administrator, each with a link to the list that shows it.
use super::get_attention;
use crate::{
    changes::use_changes,
    session::use_visible,
    ui::{Icon, ResourceView, ServerResource, Svg},
};
use domain::{
    events::{ChangeEvent, ListKind},
    groups::GroupFilter,
    home::{Attention, KEY_DAYS},
    numbers::thousands,
    orders::OrderState,
    policy::Action,
    users::UserFilter,
};
use leptos::prelude::*;

#[component]
pub fn AttentionPanel() -> impl IntoView {
    let changes = use_changes(|event| {
        use ListKind::{Groups, Learners, Orders, Users};
        matches!(
            event,
            ChangeEvent::Group(_) | ChangeEvent::List(Groups | Learners | Orders | Users)
        )
    });
    let attention = ServerResource::new(move || changes.get(), |_| get_attention());
    let acts = ACTS.map(use_visible);
    move || {
        acts.iter()
            .any(Signal::get)
            .then(|| {
                view! {
                    <section class="panel" aria-labelledby="attention-title">
                        <div class="panel-head">
                            <h2 id="attention-title" class="panel-title">
                                "Needs attention"
                            </h2>
                        </div>
                        <ResourceView of=attention view=move |attention| view! { <Waiting attention /> } />
                    </section>
                }
            })
    }
}

/// Who may do none of this has nothing to attend to.
const ACTS: [Action; 4] = [
    Action::AssignCourses,
    Action::ListOrders,
    Action::EditUsers,
    Action::ManageKeys,
];

#[component]
fn Waiting(attention: Attention) -> impl IntoView {
    if attention.is_empty() {
        return view! {
            <p class="muted flex items-center gap-2 px-6 pt-2 pb-6 text-sm">
                <Svg icon=Icon::Check />
                "Nothing is waiting for you."
            </p>
        }
        .into_any();
    }
    let rows = rows(attention)
        .into_iter()
        .filter_map(|(number, row)| {
            let number = number.filter(|number| *number > 0)?;
            Some(view! { <WaitingRow number row /> })
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// What is waiting: one and several of it, what it is, and where it is.
struct Row {
    nouns: [&'static str; 2],
    hint: String,
    icon: Icon,
    href: String,
}

fn rows(attention: Attention) -> [(Option<i64>, Row); 4] {
    let groups = |filter: GroupFilter| format!("/groups?show={}", filter.code());
    let missing = Row {
        nouns: ["enrolment missing", "enrolments missing"],
        hint: "Members who aren’t enrolled in courses of their groups".to_owned(),
        icon: Icon::Sync,
        href: groups(GroupFilter::NotEnrolled),
    };
    let orders = Row {
        nouns: ["order waiting", "orders waiting"],
        hint: "Not paid yet".to_owned(),
        icon: Icon::Cart,
        href: format!("/orders?state={}", OrderState::Waiting.code()),
    };
    let accounts = Row {
        nouns: ["account waiting", "accounts waiting"],
        hint: "Signed up, to be approved".to_owned(),
        icon: Icon::User,
        href: format!("/users?filter={}", UserFilter::Waiting.code()),
    };
    let keys = Row {
        nouns: ["key ending", "keys ending"],
        hint: format!("Used up, or expiring within {KEY_DAYS} days"),
        icon: Icon::Key,
        href: groups(GroupFilter::KeysEnding),
    };
    [
        (attention.not_enrolled, missing),
        (attention.orders_waiting, orders),
        (attention.accounts_waiting, accounts),
        (attention.keys_ending, keys),
    ]
}

#[component]
fn WaitingRow(number: i64, row: Row) -> impl IntoView {
    let [one, several] = row.nouns;
    let what = if number == 1 { one } else { several };
    view! {
        <li class="row-link relative flex items-center gap-3 px-6 py-3">
            <span class="text-warning shrink-0">
                <Svg icon=row.icon />
            </span>
            <div class="min-w-0">
                <p>
                    <a class="link-row stretched wrap-anywhere tabular-nums" href=row.href>
                        {format!("{} {what}", thousands(number))}
                    </a>
                </p>
                <p class="muted text-sm">{row.hint}</p>
            </div>
        </li>
    }
}
