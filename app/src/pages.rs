//! The pages that the bar and the palette lead to.
use domain::policy::Action;

pub struct PageLink {
    pub name: &'static str,
    pub href: &'static str,
    /// After `g`, the key that leads there.
    pub letter: char,
    /// What those may do who see it.
    pub action: Action,
}

const fn page(name: &'static str, href: &'static str, letter: char, action: Action) -> PageLink {
    PageLink {
        name,
        href,
        letter,
        action,
    }
}

pub static PAGES: [PageLink; 10] = [
    page("Home", "/", 'h', Action::BeSignedIn),
    page("Groups", "/groups", 'g', Action::ListGroups),
    page("Users", "/users", 'u', Action::ListUsers),
    page("User Types", "/user-types", 't', Action::ListUserTypes),
    page("Branches", "/branches", 'b', Action::ListBranches),
    page("Courses", "/courses", 'c', Action::ListCourses),
    page("Orders", "/orders", 'o', Action::ListOrders),
    page("Catalog", "/catalog", 'k', Action::BrowseCatalog),
    page("Activity", "/activity", 'a', Action::ViewActivity),
    page("Settings", "/settings", 's', Action::EditSettings),
];
