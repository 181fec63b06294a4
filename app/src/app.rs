//! The document's body: who looks, the frame around every page, and the table of pages.
use crate::{
    catalog::{BundlePage, CatalogBundlesPage, CatalogCoursesPage},
    courses::{CategoriesPage, CourseEditorPage, CoursesPage, NewCoursePage},
    flash::{Flash, provide_flash},
    groups::{
        ActivityTab, CheckedImportPage, CoursesTab, GroupEditor, GroupsPage, ImportPage, InfoTab,
        KeysTab, NewGroupPage, TrashPage, UsersTab,
    },
    home::HomePage,
    join::{ConfirmJoinPage, JoinPage},
    learning::CoursePage,
    live::provide_live,
    orders::{
        CouponPage, CouponsPage, InvoicePage, MyOrdersPage, NewCouponPage, OrderPage, OrdersPage,
    },
    session::{SetUpPage, SignInPage, provide_me},
    ui::{Frame, NotFound, provide_toasts},
    users::{NewUserPage, UserPage, UsersPage},
};
use domain::policy::Actor;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode, StaticSegment,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

/// What the server knows of the request when it renders the page.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub actor: Option<Actor>,
    pub flash: Option<Flash>,
}

/// Pages are rendered whole (`SsrMode::Async`): without JavaScript there is nothing to wait
/// for, and the status says what the page found.
const WHOLE: SsrMode = SsrMode::Async;

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let Request { actor, flash } = crate::request().unwrap_or_default();
    provide_flash(|| flash);
    provide_me(|| actor);
    provide_toasts();
    provide_live();
    view! {
        <Title formatter=|title: String| {
            crate::title(if title.is_empty() { "Muster".into() } else { format!("{title} · Muster") })
        }/>
        <Router>
            <Frame>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=HomePage ssr=WHOLE/>
                    <Route path=path!("/sign-in") view=SignInPage ssr=WHOLE/>
                    <Route path=path!("/setup/:token") view=SetUpPage ssr=WHOLE/>
                    <Route path=path!("/groups") view=GroupsPage ssr=WHOLE/>
                    <Route path=path!("/groups/new") view=NewGroupPage ssr=WHOLE/>
                    <Route path=path!("/groups/trash") view=TrashPage ssr=WHOLE/>
                    <ParentRoute path=path!("/groups/:id") view=GroupEditor ssr=WHOLE>
                        <Route path=StaticSegment("") view=|| view! { <Redirect path="users"/> }/>
                        <Route path=path!("users") view=UsersTab/>
                        <Route path=path!("import") view=ImportPage/>
                        <Route path=path!("import/:ticket") view=CheckedImportPage/>
                        <Route path=path!("courses") view=CoursesTab/>
                        <Route path=path!("info") view=InfoTab/>
                        <Route path=path!("keys") view=KeysTab/>
                        <Route path=path!("activity") view=ActivityTab/>
                    </ParentRoute>
                    <Route path=path!("/users") view=UsersPage ssr=WHOLE/>
                    <Route path=path!("/users/new") view=NewUserPage ssr=WHOLE/>
                    <Route path=path!("/users/:id/info") view=UserPage ssr=WHOLE/>
                    <Route path=path!("/courses") view=CoursesPage ssr=WHOLE/>
                    <Route path=path!("/courses/new") view=NewCoursePage ssr=WHOLE/>
                    <Route path=path!("/courses/categories") view=CategoriesPage ssr=WHOLE/>
                    <Route path=path!("/courses/:id") view=CoursePage ssr=WHOLE/>
                    <Route path=path!("/courses/:id/edit") view=CourseEditorPage ssr=WHOLE/>
                    <Route path=path!("/join") view=JoinPage ssr=WHOLE/>
                    <Route path=path!("/join/confirm/:ticket") view=ConfirmJoinPage ssr=WHOLE/>
                    <Route path=path!("/catalog") view=|| view! { <Redirect path="/catalog/courses"/> } ssr=WHOLE/>
                    <Route path=path!("/catalog/courses") view=CatalogCoursesPage ssr=WHOLE/>
                    <Route path=path!("/catalog/bundles") view=CatalogBundlesPage ssr=WHOLE/>
                    <Route path=path!("/catalog/bundles/:id") view=BundlePage ssr=WHOLE/>
                    <Route path=path!("/orders") view=OrdersPage ssr=WHOLE/>
                    <Route path=path!("/orders/coupons") view=CouponsPage ssr=WHOLE/>
                    <Route path=path!("/orders/coupons/new") view=NewCouponPage ssr=WHOLE/>
                    <Route path=path!("/orders/coupons/:id") view=CouponPage ssr=WHOLE/>
                    <Route path=path!("/orders/:id") view=OrderPage ssr=WHOLE/>
                    <Route path=path!("/orders/:id/invoice") view=InvoicePage ssr=WHOLE/>
                    <Route path=path!("/my-orders") view=MyOrdersPage ssr=WHOLE/>
                </Routes>
            </Frame>
        </Router>
    }
}
