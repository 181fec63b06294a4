//! The frame of every page: header, navigation and toasts.
use super::{
    Icon, Menu, ServerResource, Svg, Toasts,
    focus::{focus_first_field, focus_new_page, return_lost_focus},
    navigation::provide_navigation,
    unsaved::{LeaveQuestion, release_all},
    waiting::{WaitingLine, provide_waiting},
};
use crate::{
    orders::{MoneyToReturn, use_money_to_return},
    pages::{PAGES, PageLink},
    palette::{PaletteButton, PaletteFrame, provide_palette},
    session::{
        ActingBanner, RoleSwitch, SignOut, refetch_actor_on_change, use_may, use_me, use_visible,
    },
    settings::use_portal_name,
    theme::ThemeButton,
};
use domain::{
    face::initial,
    policy::{Action, Actor},
};
use leptos::{html, prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_location;

#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let waiting = provide_waiting();
    provide_navigation(waiting);
    provide_palette();
    refetch_actor_on_change();
    let me = use_me();
    let to_return = use_money_to_return();
    let main = NodeRef::<html::Main>::new();
    let name = use_portal_name();
    let mark = move || name.with(|name| initial(name).to_string());
    let path = use_location().pathname;
    let is_signed_in = Memo::new(move |_| me.with(Option::is_some));
    let at_public_catalog =
        Memo::new(move |_| !is_signed_in.get() && path.with(|path| path.starts_with("/catalog")));
    focus_new_page(main);
    focus_first_field(main, waiting);
    return_lost_focus(waiting);
    view! {
        // The browser follows this link: the router would scroll there without moving the focus.
        <a href="#main" rel="external" class="skip-link">
            "Skip to the content"
        </a>
        <WaitingLine />
        <header class="topbar">
            <div class="mx-auto flex h-14 max-w-7xl items-center gap-3 px-4">
                {move || is_signed_in.get().then(|| view! { <PagesMenu to_return /> })}
                <a href="/" class="flex min-w-0 items-center gap-2 font-semibold tracking-tight">
                    <span class="brand-mark" aria-hidden="true" data-initial=mark></span>
                    <span class="max-w-48 truncate max-lg:max-w-32">{name}</span>
                </a> {move || is_signed_in.get().then(|| view! { <MainNav to_return /> })}
                <div class="ml-auto flex items-center gap-1">
                    {move || is_signed_in.get().then(|| view! { <PaletteButton /> })} <ThemeButton />
                    {move || me.get().map(|actor| view! { <UserMenu actor /> })}
                    {move || {
                        at_public_catalog
                            .get()
                            .then(|| {
                                view! {
                                    <a class="btn btn-sm" href="/sign-in">
                                        "Sign in"
                                    </a>
                                }
                            })
                    }}
                </div>
            </div>
        </header>
        <ActingBanner />
        <main
            id="main"
            tabindex="-1"
            node_ref=main
            class="mx-auto w-full max-w-7xl px-4 py-6"
            aria-busy=move || waiting.is_old().then_some("true")
        >
            {children()}
        </main>
        <Toasts />
        <PaletteFrame />
        <LeaveQuestion />
    }
}

/// The pages in the bar. Those that have no room there are behind **More**, which has them all: the
/// style shows each in one of the two places.
#[component]
fn MainNav(to_return: ServerResource<Option<i64>>) -> impl IntoView {
    view! {
        <nav aria-label="Main" class="main-nav">
            <NavLinks to_return />
            <div class="more-pages">
                <Menu button="More".into_any() class="nav-link nav-more" width="w-48 p-1">
                    <NavLinks to_return />
                </Menu>
            </div>
        </nav>
    }
}

/// The pages on a screen that has no room for them in the bar.
#[component]
fn PagesMenu(to_return: ServerResource<Option<i64>>) -> impl IntoView {
    let button = view! {
        <Svg icon=Icon::Menu />
        "Menu"
    };
    view! {
        <div class="md:hidden">
            <Menu
                button=button.into_any()
                class="btn btn-ghost btn-sm -ml-2 px-2"
                width="menu-left w-60"
                mark=false
            >
                <nav aria-label="Pages" class="grid p-1">
                    <NavLinks to_return />
                </nav>
            </Menu>
        </div>
    }
}

/// Links to the pages that the user may open in their active role.
#[component]
fn NavLinks(to_return: ServerResource<Option<i64>>) -> impl IntoView {
    let link = |page: &'static PageLink| {
        let sees = use_visible(page.action);
        let path = use_location().pathname;
        let here = move || {
            path.with(|path| {
                if page.href == "/" {
                    path == page.href
                } else {
                    path.starts_with(page.href)
                }
            })
        };
        move || {
            sees.get().then(|| {
                view! {
                    <a href=page.href class="nav-link" aria-current=move || here().then_some("page")>
                        {page.name}
                        {(page.href == "/orders").then(|| view! { <MoneyToReturn of=to_return /> })}
                    </a>
                }
            })
        }
    };
    PAGES.iter().map(link).collect_view()
}

/// The account menu, with what concerns only the user.
#[component]
fn UserMenu(actor: Actor) -> impl IntoView {
    let (may_edit, may_buy) = (use_may(Action::EditProfile), use_may(Action::BrowseCatalog));
    let initials: String = actor
        .name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect();
    let button = view! {
        <span class="avatar-mark" aria-hidden="true" data-initials=initials></span>
        <span class="max-w-40 truncate max-xl:hidden">{actor.name.clone()}</span>
    };
    view! {
        <Menu
            button=button.into_any()
            class="btn btn-ghost btn-sm gap-2"
            label=format!("Account menu of {}", actor.name)
        >
            <div class="border-b border-base-300 px-3 py-2">
                <p class="truncate font-medium">{actor.name.clone()}</p>
                <p class="muted text-sm wrap-anywhere">{actor.user_type_name.clone()}</p>
                {actor
                    .branch
                    .clone()
                    .map(|branch| view! { <p class="muted text-sm wrap-anywhere">{branch.name}</p> })}
            </div>
            <RoleSwitch actor />
            {move || {
                (may_edit.get() || may_buy.get())
                    .then(|| {
                        view! {
                            <nav aria-label="Your account" class="grid p-1 pb-0">
                                {may_buy
                                    .get()
                                    .then(|| {
                                        view! {
                                            <a href="/my-orders" class="menu-item">
                                                <Svg icon=Icon::Cart />
                                                "My orders"
                                            </a>
                                        }
                                    })}
                                {may_edit
                                    .get()
                                    .then(|| {
                                        view! {
                                            <a href="/profile" class="menu-item">
                                                <Svg icon=Icon::User />
                                                "Profile"
                                            </a>
                                        }
                                    })}
                            </nav>
                        }
                    })
            }}
            <form method="post" action=SignOut::PATH class="p-1" on:submit=|_| release_all()>
                <button type="submit" class="menu-item">
                    <Svg icon=Icon::Exit />
                    "Sign out"
                </button>
            </form>
        </Menu>
    }
}
