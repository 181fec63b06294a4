//! What the palette finds.
use crate::{
    courses::list_courses, groups::list_groups, learning::list_my_courses, ui::Icon,
    users::list_users,
};
use domain::{
    courses::CourseQuery,
    page::Search,
    policy::{Action, Actor},
};
use futures::future::{OptionFuture, join4};

/// How many groups, users and courses are shown of each.
const EACH: usize = 6;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub of: &'static str,
    pub icon: Icon,
    pub name: String,
    pub detail: String,
    pub href: String,
}

/// A page of the bar, with the second of the two keys that lead to it.
pub struct PageEntry {
    pub name: &'static str,
    pub href: &'static str,
    pub letter: char,
    pub action: Action,
}

const fn page(name: &'static str, href: &'static str, letter: char, action: Action) -> PageEntry {
    PageEntry {
        name,
        href,
        letter,
        action,
    }
}

pub const PAGES: [PageEntry; 11] = [
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
    page("Profile", "/profile", 'p', Action::EditProfile),
];

const ACTS: [(&str, &str, Action); 9] = [
    ("Add Group", "/groups/new", Action::EditGroups),
    ("Add user", "/users/new", Action::EditUsers),
    ("Import users", "/users/import", Action::EditUsers),
    ("Import groups", "/groups/import", Action::EditGroups),
    ("Add course", "/courses/new", Action::EditCourses),
    ("Add user type", "/user-types/new", Action::EditUserTypes),
    ("Add branch", "/branches/new", Action::EditBranches),
    ("Add coupon", "/orders/coupons/new", Action::EditCoupons),
    ("Join Group", "/join", Action::JoinByKey),
];

/// Pages and acts that the actor may use, and whose names contain all words.
pub fn known(actor: &Actor, text: &str) -> Vec<Entry> {
    let entry = |of, icon, name: &str, href: &str| Entry {
        of,
        icon,
        name: name.to_owned(),
        detail: String::new(),
        href: href.to_owned(),
    };
    let pages = PAGES.iter().filter(|page| actor.is_visible(page.action));
    let acts = ACTS
        .iter()
        .filter(|(_, _, action)| actor.is_visible(*action));
    pages
        .map(|page| entry("Pages", Icon::Right, page.name, page.href))
        .chain(acts.map(|(name, href, _)| entry("Acts", Icon::Plus, name, href)))
        .filter(|entry| has_words(&entry.name, text))
        .collect()
}

fn has_words(name: &str, text: &str) -> bool {
    let (name, text) = (name.to_lowercase(), text.to_lowercase());
    text.split_whitespace().all(|word| name.contains(word))
}

/// The groups, users and courses that the actor may list, and in which all words occur.
pub async fn found(actor: Actor, text: String) -> Vec<Entry> {
    let search = Search {
        text: text.clone(),
        cursor: None,
    };
    let of_courses = CourseQuery {
        search: search.clone(),
        ..CourseQuery::default()
    };
    let sees = |action| actor.is_visible(action);
    let groups = sees(Action::ListGroups)
        .then(|| list_groups(search.clone(), None, Default::default(), Default::default()));
    let users = sees(Action::ListUsers)
        .then(|| list_users(search.clone(), Default::default(), None, Default::default()));
    let courses = sees(Action::ListCourses).then(|| list_courses(of_courses));
    let mine = sees(Action::Learn).then(|| list_my_courses(None));
    let (mine, groups, users, courses) = join4(
        OptionFuture::from(mine),
        OptionFuture::from(groups),
        OptionFuture::from(users),
        OptionFuture::from(courses),
    )
    .await;
    let mut found = Vec::new();
    if let Some(Ok(home)) = mine {
        let courses = home
            .courses
            .into_iter()
            .filter(|course| has_words(&course.name, &text));
        found.extend(courses.take(EACH).map(|course| Entry {
            of: "My courses",
            icon: Icon::Book,
            href: format!("/courses/{}", course.id),
            name: course.name,
            detail: course.category.unwrap_or_default(),
        }));
    }
    if let Some(Ok((page, _))) = groups {
        found.extend(page.rows.into_iter().take(EACH).map(|group| Entry {
            of: "Groups",
            icon: Icon::Group,
            href: format!("/groups/{}/users", group.id),
            name: group.name,
            detail: group.description,
        }));
    }
    if let Some(Ok(page)) = users {
        found.extend(page.rows.into_iter().take(EACH).map(|user| Entry {
            of: "Users",
            icon: Icon::User,
            href: format!("/users/{}/info", user.id),
            name: user.name,
            detail: user.email,
        }));
    }
    if let Some(Ok((page, _))) = courses {
        found.extend(page.rows.into_iter().take(EACH).map(|course| Entry {
            of: "Courses",
            icon: Icon::Book,
            href: format!("/courses/{}/edit", course.id),
            name: course.name,
            detail: course.category.unwrap_or_default(),
        }));
    }
    found
}
