//! The root component: contexts for all pages, the frame around them, and the routes.
use crate::{
    changes::provide_changes,
    flash::{Flash, provide_flash},
    mass_actions::provide_closed_card,
    parts::*,
    session::provide_me,
    settings::{provide_contact, provide_portal_name},
    ui::{Frame, NotFound, provide_guard, provide_toasts},
};
use domain::policy::Actor;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode, StaticSegment,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

/// The data of the request that the server renders the page from.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub actor: Option<Actor>,
    pub flash: Option<Flash>,
    pub portal_name: Option<String>,
    pub contact: String,
}

/// Pages are rendered completely before they are sent: so they work without JavaScript, and their
/// HTTP status is right.
const RENDER_MODE: SsrMode = SsrMode::Async;

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let Request {
        actor,
        flash,
        portal_name,
        contact,
    } = crate::request().unwrap_or_default();
    provide_flash(|| flash);
    provide_me(|| actor);
    let name = provide_portal_name(|| portal_name);
    provide_contact(|| contact);
    provide_toasts();
    provide_closed_card();
    provide_changes();
    provide_guard();
    view! {
        <Title formatter=move |title: String| {
            let name = name.get_untracked();
            crate::title(if title.is_empty() { name } else { format!("{title} · {name}") })
        } />
        <Router>
            <Frame>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=HomePage ssr=RENDER_MODE />
                    <Route path=path!("/sign-in") view=SignInPage ssr=RENDER_MODE />
                    <Route path=path!("/sign-in/code") view=SignInCodePage ssr=RENDER_MODE />
                    <Route path=path!("/second-factor") view=SecondFactorPage ssr=RENDER_MODE />
                    <Route path=path!("/prove") view=ProofPage ssr=RENDER_MODE />
                    <Route path=path!("/sign-up") view=SignUpPage ssr=RENDER_MODE />
                    <Route path=path!("/sign-up/confirm/:token") view=ConfirmPage ssr=RENDER_MODE />
                    <Route path=path!("/new-account/:token") view=NewAccountPage ssr=RENDER_MODE />
                    <Route path=path!("/forgotten-password") view=ForgottenPasswordPage ssr=RENDER_MODE />
                    <Route path=path!("/forgotten-password/:token") view=NewPasswordPage ssr=RENDER_MODE />
                    <Route path=path!("/setup/:token") view=SetUpPage ssr=RENDER_MODE />
                    <Route path=path!("/groups") view=GroupsPage ssr=RENDER_MODE />
                    <Route path=path!("/groups/new") view=NewGroupPage ssr=RENDER_MODE />
                    <Route path=path!("/groups/import") view=ImportGroupsPage ssr=RENDER_MODE />
                    <Route
                        path=path!("/groups/trash")
                        view=|| view! { <Redirect path="/trash" /> }
                        ssr=RENDER_MODE
                    />
                    <Route path=path!("/trash") view=TrashPage ssr=RENDER_MODE />
                    <ParentRoute path=path!("/groups/:id") view=GroupEditor ssr=RENDER_MODE>
                        <Route path=StaticSegment("") view=|| view! { <Redirect path="users" /> } />
                        <Route path=path!("users") view=UsersTab />
                        <Route path=path!("import") view=ImportMembersTab />
                        <Route path=path!("courses") view=CoursesTab />
                        <Route path=path!("courses/import") view=ImportCoursesTab />
                        <Route path=path!("info") view=InfoTab />
                        <Route path=path!("keys") view=KeysTab />
                        <Route path=path!("keys/:key") view=KeyCardPage />
                        <Route path=path!("activity") view=ActivityTab />
                    </ParentRoute>
                    <Route path=path!("/users") view=UsersPage ssr=RENDER_MODE />
                    <Route path=path!("/users/new") view=NewUserPage ssr=RENDER_MODE />
                    <Route path=path!("/users/import") view=ImportUsersPage ssr=RENDER_MODE />
                    <Route path=path!("/users/import/from") view=ImportSourcesPage ssr=RENDER_MODE />
                    <Route path=path!("/imports/:id") view=ImportPage ssr=RENDER_MODE />
                    <Route path=path!("/imports/:id/columns") view=ImportColumnsPage ssr=RENDER_MODE />
                    <Route path=path!("/user-types") view=UserTypesPage ssr=RENDER_MODE />
                    <Route path=path!("/user-types/new") view=NewUserTypePage ssr=RENDER_MODE />
                    <Route path=path!("/user-types/:id") view=UserTypePage ssr=RENDER_MODE />
                    <Route path=path!("/branches") view=BranchesPage ssr=RENDER_MODE />
                    <Route path=path!("/branches/new") view=NewBranchPage ssr=RENDER_MODE />
                    <ParentRoute path=path!("/branches/:id") view=BranchEditor ssr=RENDER_MODE>
                        <Route path=StaticSegment("") view=|| view! { <Redirect path="courses" /> } />
                        <Route path=path!("courses") view=BranchCoursesTab />
                        <Route path=path!("info") view=BranchInfoTab />
                    </ParentRoute>
                    <ParentRoute path=path!("/users/:id") view=UserEditor ssr=RENDER_MODE>
                        <Route path=StaticSegment("") view=|| view! { <Redirect path="info" /> } />
                        <Route path=path!("info") view=UserInfoTab />
                        <Route path=path!("groups") view=UserGroupsTab />
                        <Route path=path!("courses") view=UserCoursesTab />
                    </ParentRoute>
                    <Route path=path!("/courses") view=CoursesPage ssr=RENDER_MODE />
                    <Route path=path!("/courses/new") view=NewCoursePage ssr=RENDER_MODE />
                    <Route path=path!("/courses/categories") view=CategoriesPage ssr=RENDER_MODE />
                    <Route path=path!("/courses/:id") view=CoursePage ssr=RENDER_MODE />
                    <Route path=path!("/courses/:id/units/:unit") view=UnitPage ssr=RENDER_MODE />
                    <Route path=path!("/courses/:id/completed") view=CourseEndPage ssr=RENDER_MODE />
                    <Route path=path!("/courses/:id/preview") view=PreviewPage ssr=RENDER_MODE />
                    <Route path=path!("/courses/:id/preview/:unit") view=PreviewUnitPage ssr=RENDER_MODE />
                    <Route path=path!("/courses/:id/edit") view=CourseEditorPage ssr=RENDER_MODE />
                    <Route path=path!("/courses/:id/learners") view=LearnersPage ssr=RENDER_MODE />
                    <Route
                        path=path!("/courses/:id/units/:unit/versions")
                        view=UnitVersionsPage
                        ssr=RENDER_MODE
                    />
                    <Route path=path!("/settings") view=GeneralPage ssr=RENDER_MODE />
                    <Route path=path!("/settings/users") view=NewUsersPage ssr=RENDER_MODE />
                    <Route path=path!("/settings/keys") view=KeyInstructionsPage ssr=RENDER_MODE />
                    <Route path=path!("/settings/mailbox") view=MailboxPage ssr=RENDER_MODE />
                    <Route path=path!("/join") view=JoinPage ssr=RENDER_MODE />
                    <Route path=path!("/join/confirm/:ticket") view=ConfirmJoinPage ssr=RENDER_MODE />
                    <Route path=path!("/join/:link") view=JoinLinkPage ssr=RENDER_MODE />
                    <Route path=path!("/new-address") view=AddressChangedPage ssr=RENDER_MODE />
                    <Route path=path!("/new-address/:token") view=NewAddressPage ssr=RENDER_MODE />
                    <Route path=path!("/profile") view=ProfilePage ssr=RENDER_MODE />
                    <Route path=path!("/activity") view=ActivityPage ssr=RENDER_MODE />
                    <Route
                        path=path!("/catalog")
                        view=|| view! { <Redirect path="/catalog/courses" /> }
                        ssr=RENDER_MODE
                    />
                    <Route path=path!("/catalog/courses") view=CatalogCoursesPage ssr=RENDER_MODE />
                    <Route path=path!("/catalog/bundles") view=CatalogBundlesPage ssr=RENDER_MODE />
                    <Route path=path!("/catalog/bundles/:id") view=BundlePage ssr=RENDER_MODE />
                    <Route path=path!("/orders") view=OrdersPage ssr=RENDER_MODE />
                    <Route path=path!("/orders/coupons") view=CouponsPage ssr=RENDER_MODE />
                    <Route path=path!("/orders/coupons/new") view=NewCouponPage ssr=RENDER_MODE />
                    <Route path=path!("/orders/coupons/:id") view=CouponPage ssr=RENDER_MODE />
                    <Route path=path!("/orders/:id") view=OrderPage ssr=RENDER_MODE />
                    <Route path=path!("/orders/:id/invoice") view=InvoicePage ssr=RENDER_MODE />
                    <Route path=path!("/my-orders") view=MyOrdersPage ssr=RENDER_MODE />
                </Routes>
            </Frame>
        </Router>
    }
}
