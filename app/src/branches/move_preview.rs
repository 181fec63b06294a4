//! The preview in the dialog before a move: who and what leaves, joins or stays.
use crate::ui::{Icon, Svg};
use domain::{
    branches::{GroupMove, UserMove, some_of},
    groups::RemovalPolicy,
    numbers::{count, count_of},
};
use leptos::prelude::*;

#[component]
pub fn UserChanges(
    preview: UserMove,
    /// Whether the user has permissions of the role Administrator.
    administers: bool,
) -> impl IntoView {
    let UserMove {
        to,
        leaving,
        joining,
        skipped,
    } = preview;
    let leaves = if leaving.is_empty() {
        "The user stays in all their groups.".to_owned()
    } else {
        let groups = count_of(&leaving, "group");
        let names = some_of(&leaving);
        format!("The user leaves {groups}; each group’s removal policy applies: {names}.")
    };
    let joins = joining.map(|group| {
        let skips = if skipped.is_empty() {
            String::new()
        } else {
            let courses = count_of(&skipped, "course");
            let names = some_of(&skipped);
            format!(" Not available in the branch, so skipped: {courses} ({names}).")
        };
        format!("The user joins the default group “{group}” and is enrolled in its courses.{skips}")
    });
    let reach = administers.then_some(match to {
        Some(_) => "This administrator will manage this branch only.",
        None => "This administrator will manage the whole portal.",
    });
    view! {
        <ScopeNotice text=reach />
        <Lines lines=std::iter::once(leaves).chain(joins).collect() />
    }
}

#[component]
pub fn GroupChanges(preview: GroupMove, policy: RemovalPolicy) -> impl IntoView {
    let GroupMove {
        to,
        members,
        leaving_members,
        courses,
        leaving_courses,
        loses_default,
    } = preview;
    if to.is_none() {
        return view! { <Lines lines=vec!["All members and courses stay.".to_owned()] /> }
            .into_any();
    }
    let leaving = i64::try_from(leaving_courses.len()).unwrap_or(i64::MAX);
    let who = match leaving_members {
        0 => format!("All {} stay.", count(members, "member")),
        gone => format!(
            "{gone} of {} will leave the group: they aren’t in the branch.",
            count(members, "member")
        ),
    };
    let what = match leaving {
        0 => format!("All {} stay.", count(courses, "course")),
        gone => format!(
            "{gone} of {} will leave the group: the branch doesn’t have {}.",
            count(courses, "course"),
            some_of(&leaving_courses)
        ),
    };
    let access = (leaving_members + leaving > 0).then_some(match policy {
        RemovalPolicy::KeepAccess => "The group’s removal policy keeps their courses.",
        RemovalPolicy::WithdrawAccess => {
            "The group’s removal policy removes their courses. Progress is kept."
        }
    });
    let default = loses_default.then_some("This will stop being a default group.");
    let lines = [who, what].into_iter();
    let lines = lines.chain(access.map(str::to_owned)).collect();
    view! {
        <ScopeNotice text=default />
        <Lines lines />
    }
    .into_any()
}

/// A consequence of the move that is easy to overlook.
#[component]
fn ScopeNotice(text: Option<&'static str>) -> impl IntoView {
    text.map(|text| {
        view! {
            <p class="notice">
                <Svg icon=Icon::Alert class="mt-0.5 size-4" />
                {text}
            </p>
        }
    })
}

#[component]
fn Lines(lines: Vec<String>) -> impl IntoView {
    let lines = lines
        .into_iter()
        .map(|line| view! { <li class="wrap-anywhere">{line}</li> })
        .collect_view();
    view! { <ul class="grid list-disc gap-1 pl-5 text-sm">{lines}</ul> }
}
