//! What the palette finds.
use crate::{
    AppError, courses::list_courses, groups::list_groups, learning::list_my_courses, pages::PAGES,
    ui::Icon, users::list_users,
};
use domain::{
    courses::{CourseQuery, CourseRow, MyCourse},
    groups::GroupRow,
    page::Search,
    policy::{Action, Actor},
    users::UserRow,
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

const ACTS: [(&str, &str, Action); 10] = [
    ("Add Group", "/groups/new", Action::EditGroups),
    ("Add user", "/users/new", Action::EditUsers),
    ("Import users", "/users/import", Action::EditUsers),
    ("Import groups", "/groups/import", Action::EditGroups),
    ("Add course", "/courses/new", Action::EditCourses),
    ("Add user type", "/user-types/new", Action::EditUserTypes),
    ("Add branch", "/branches/new", Action::EditBranches),
    ("Add coupon", "/orders/coupons/new", Action::EditCoupons),
    ("Join Group", "/join", Action::JoinByKey),
    ("Edit profile", "/profile", Action::EditProfile),
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
    let sees = |action| actor.is_visible(action);
    let search = Search {
        text: text.clone(),
        cursor: None,
    };
    let mine = sees(Action::Learn).then(|| my_courses(text));
    let groups = sees(Action::ListGroups).then(|| groups(search.clone()));
    let users = sees(Action::ListUsers).then(|| users(search.clone()));
    let courses = sees(Action::ListCourses).then(|| courses(search));
    let found = join4(
        OptionFuture::from(mine),
        OptionFuture::from(groups),
        OptionFuture::from(users),
        OptionFuture::from(courses),
    );
    let (mine, groups, users, courses) = found.await;
    let kinds = [mine, groups, users, courses].into_iter().flatten();
    kinds.filter_map(Result::ok).flatten().collect()
}

async fn my_courses(text: String) -> Result<Vec<Entry>, AppError> {
    let courses = list_my_courses(None).await?.courses.into_iter();
    let entry = |course: MyCourse| Entry {
        of: "My courses",
        icon: Icon::Book,
        href: format!("/courses/{}", course.id),
        name: course.name,
        detail: course.category.unwrap_or_default(),
    };
    let named = courses.filter(|course| has_words(&course.name, &text));
    Ok(named.take(EACH).map(entry).collect())
}

async fn groups(search: Search) -> Result<Vec<Entry>, AppError> {
    let (page, _) = list_groups(search, None, Default::default(), Default::default()).await?;
    let entry = |group: GroupRow| Entry {
        of: "Groups",
        icon: Icon::Group,
        href: format!("/groups/{}/users", group.id),
        name: group.name,
        detail: group.description,
    };
    Ok(page.rows.into_iter().take(EACH).map(entry).collect())
}

async fn users(search: Search) -> Result<Vec<Entry>, AppError> {
    let page = list_users(search, Default::default(), None, Default::default()).await?;
    let entry = |user: UserRow| Entry {
        of: "Users",
        icon: Icon::User,
        href: format!("/users/{}/info", user.id),
        name: user.name,
        detail: user.email,
    };
    Ok(page.rows.into_iter().take(EACH).map(entry).collect())
}

async fn courses(search: Search) -> Result<Vec<Entry>, AppError> {
    let query = CourseQuery {
        search,
        ..CourseQuery::default()
    };
    let (page, _) = list_courses(query).await?;
    let entry = |course: CourseRow| Entry {
        of: "Courses",
        icon: Icon::Book,
        href: format!("/courses/{}/edit", course.id),
        name: course.name,
        detail: course.category.unwrap_or_default(),
    };
    Ok(page.rows.into_iter().take(EACH).map(entry).collect())
}
