//! The parts of the WASM: the browser fetches the frame, and then what its page is made of.
//! Decision 0026.
use crate::{
    activity, branches, catalog, courses, groups, home, join, learning, orders, profile, session,
    settings, sign_up, user_types, users,
};
use leptos::{prelude::*, wasm_split::SplitLoaderError};
use leptos_router::{ChooseView, hooks::use_url, location::Url};
use std::{future, pin::Pin};

type Loading<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// A page in a part of the WASM, for the table of pages. On the server all parts are there.
#[derive(Clone, Copy)]
pub struct Page {
    part: &'static str,
    fetch: fn() -> Loading<()>,
    view: fn() -> Loading<AnyView>,
}

impl ChooseView for Page {
    /// The router asks once the part is there, so that nothing waits here.
    async fn choose(self) -> AnyView {
        (self.view)().await.unwrap_or_else(|_| ().into_any())
    }

    /// The old page stays until this is done.
    async fn preload(&self) {
        crate::needs_part(self.part);
        if (self.fetch)().await.is_err() {
            leave_for(&use_url().get_untracked()).await;
        }
    }
}

/// Fetches the parts that the server named, so that all is there when the page is hydrated.
///
/// # Errors
/// One could not be fetched.
pub async fn fetch_parts(named: &[String]) -> Result<(), SplitLoaderError> {
    for page in PAGES {
        if named.iter().any(|part| part == page.part) {
            (page.fetch)().await?;
        }
    }
    Ok(())
}

/// A part that cannot be fetched may be of a build that is gone: the server renders the page.
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
            #[expect(non_snake_case, non_upper_case_globals, reason = "stands where the component would")]
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

// Pages that are mostly visited together. Each part is fetched with what it shares with few
// others; what many share is in the frame (`frontend/build/parts.mjs`).
parts! {
    group { groups::GroupEditor }
    members { groups::UsersTab }
    group_courses { groups::CoursesTab }
    group_info { groups::InfoTab }
    group_keys { groups::KeysTab, groups::KeyCardPage }
    group_import { groups::ImportPage, groups::CheckedImportPage }
    activity { groups::ActivityTab, activity::ActivityPage }
    groups { groups::GroupsPage, groups::NewGroupPage, groups::TrashPage }
    users { users::UsersPage, users::NewUserPage, users::ImportUsersPage, users::CheckedUsersPage }
    user { users::UserEditor, users::UserInfoTab, users::UserGroupsTab, users::UserCoursesTab }
    user_types { user_types::UserTypesPage, user_types::NewUserTypePage, user_types::UserTypePage }
    courses {
        courses::CoursesPage, courses::NewCoursePage, courses::CategoriesPage, courses::CourseEditorPage,
        courses::LearnersPage,
    }
    learning { home::HomePage, learning::CoursePage, join::JoinPage, join::ConfirmJoinPage, join::JoinLinkPage }
    catalog {
        catalog::CatalogCoursesPage, catalog::CatalogBundlesPage, catalog::BundlePage, orders::MyOrdersPage,
    }
    profile { profile::ProfilePage }
    orders {
        orders::OrdersPage, orders::OrderPage, orders::InvoicePage, orders::CouponsPage,
        orders::NewCouponPage, orders::CouponPage,
    }
    settings {
        settings::GeneralPage, settings::NewUsersPage, settings::MailboxPage, settings::KeyInstructionsPage,
    }
    branches {
        branches::BranchesPage, branches::NewBranchPage, branches::BranchEditor, branches::BranchInfoTab,
        branches::BranchCoursesTab,
    }
    entry {
        session::SetUpPage, session::SignInPage, sign_up::SignUpPage, sign_up::ConfirmPage,
        sign_up::ForgottenPasswordPage, sign_up::NewPasswordPage,
    }
}
