//! The parts of the WASM: the browser fetches the frame, and then the parts that its page needs.
//! Decision 0026.
use crate::{
    activity, branches, catalog, courses, groups, home, imports, join, learning, orders, palette,
    profile, second_factor, session, settings, sign_up, trash, user_types, users,
};
use futures::FutureExt;
use leptos::{prelude::*, wasm_split::SplitLoaderError};
use leptos_router::{ChooseView, hooks::use_url, location::Url};
use std::{future, pin::Pin};

type Loading<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// A page in a part of the WASM, for the routes. The server has all parts.
#[derive(Clone, Copy)]
pub struct Page {
    part: &'static str,
    fetch: fn() -> Loading<()>,
    view: fn() -> Loading<AnyView>,
}

impl Page {
    /// Fetches the part, for what is not a route; whether it came.
    pub async fn load(self) -> bool {
        (self.fetch)().await.is_ok()
    }

    /// The view, once the part is loaded.
    pub fn loaded(self) -> Option<AnyView> {
        (self.view)().now_or_never()?.ok()
    }
}

impl ChooseView for Page {
    /// Does not wait, as the router calls it once the part is loaded.
    async fn choose(self) -> AnyView {
        (self.view)().await.unwrap_or_else(|_| ().into_any())
    }

    /// Loads the part. The old page stays until this is finished.
    async fn preload(&self) {
        crate::needs_part(self.part);
        if (self.fetch)().await.is_err() {
            leave_for(&use_url().get_untracked()).await;
        }
    }
}

/// Fetches the parts that the server named, so that hydration does not have to wait for them.
///
/// # Errors
/// A part could not be fetched.
pub async fn fetch_parts(named: &[String]) -> Result<(), SplitLoaderError> {
    for page in PAGES {
        if named.iter().any(|part| part == page.part) {
            (page.fetch)().await?;
        }
    }
    Ok(())
}

/// Reloads the page from the server: a part that cannot be fetched may belong to an old build.
async fn leave_for(url: &Url) {
    let mark = if url.search().is_empty() { "" } else { "?" };
    let address = format!("{}{mark}{}", url.path(), url.search());
    if window().location().set_href(&address).is_ok() {
        future::pending::<()>().await;
    }
}

macro_rules! parts {
    ($($part:ident { $($feature:ident::$page:ident),* $(,)? })*) => {
        $($(
            #[expect(non_snake_case, non_upper_case_globals, reason = "named like the component that it loads")]
            pub const $page: Page = {
                #[leptos::wasm_split::wasm_split(
                    $part, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible
                )]
                fn $page() -> Result<AnyView, SplitLoaderError> {
                    Ok(view! { <$feature::$page/> }.into_any())
                }
                Page {
                    part: stringify!($part),
                    fetch: || Box::pin(fetch()),
                    view: || Box::pin($page()),
                }
            };
        )*)*
        const PAGES: &[Page] = &[$($($page),*),*];
    };
}

// Pages that are mostly visited together. Code that few parts share is fetched with each of them;
// code that many share is in the frame (`frontend/build/parts.mjs`).
parts! {
    group { groups::GroupEditor }
    members { groups::UsersTab }
    group_courses { groups::CoursesTab }
    group_info { groups::InfoTab }
    group_keys { groups::KeysTab, groups::KeyCardPage }
    imports {
        imports::ImportUsersPage, imports::ImportGroupsPage, imports::ImportMembersTab, imports::ImportCoursesTab,
        imports::ImportPage, imports::ImportColumnsPage,
    }
    activity { groups::ActivityTab, activity::ActivityPage }
    groups { groups::GroupsPage, groups::NewGroupPage, trash::TrashPage }
    users { users::UsersPage, users::NewUserPage, imports::ImportSourcesPage }
    user { users::UserEditor, users::UserInfoTab, users::UserGroupsTab, users::UserCoursesTab }
    user_types { user_types::UserTypesPage, user_types::NewUserTypePage, user_types::UserTypePage }
    courses {
        courses::CoursesPage, courses::NewCoursePage, courses::CategoriesPage, courses::CourseEditorPage,
        courses::LearnersPage, courses::UnitVersionsPage,
    }
    learning { home::HomePage, join::JoinPage, join::ConfirmJoinPage, join::JoinLinkPage }
    player {
        learning::CoursePage, learning::UnitPage, learning::CourseEndPage, learning::PreviewPage,
        learning::PreviewUnitPage,
    }
    catalog {
        catalog::CatalogCoursesPage, catalog::CatalogBundlesPage, catalog::BundlePage, orders::MyOrdersPage,
    }
    profile { profile::ProfilePage, profile::NewAddressPage, profile::AddressChangedPage }
    second_factor { second_factor::SecondFactorPage, second_factor::ProofPage, second_factor::SignInCodePage }
    orders {
        orders::OrdersPage, orders::OrderPage, orders::InvoicePage, orders::CouponsPage,
        orders::NewCouponPage, orders::CouponPage,
    }
    settings {
        settings::GeneralPage, settings::NewUsersPage, settings::MailboxPage, settings::KeyInstructionsPage,
    }
    palette { palette::Palette }
    branches {
        branches::BranchesPage, branches::NewBranchPage, branches::BranchEditor, branches::BranchInfoTab,
        branches::BranchCoursesTab,
    }
    entry {
        session::SetUpPage, session::SignInPage, sign_up::SignUpPage, sign_up::ConfirmPage, sign_up::NewAccountPage,
        sign_up::ForgottenPasswordPage, sign_up::NewPasswordPage,
    }
}
