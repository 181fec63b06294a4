//! The catalog's courses.
use super::{
    TakeCourse,
    buy::{BuyForm, ShownTerms},
    frame::{CatalogFrame, use_catalog_query},
    list_catalog_courses,
};
use crate::{
    changes::{use_list_changes, use_my_changes},
    session::use_me,
    ui::{
        Badge, Cover, Dialog, EmptyState, Form, Icon, PagedList, ResourceView, ServerMutation,
        ServerResource, Submit, Tone, on_success, query_link, query_link_untracked, query_text,
        sign_in_link, toast,
    },
};
use domain::{
    catalog::CatalogCourse,
    events::ListKind,
    money::{Currency, Price},
    numbers::count,
    orders::{Purchasable, Terms},
    page::Page,
};
use leptos::prelude::*;

#[component]
pub fn CatalogCoursesPage() -> impl IntoView {
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let (query, changes, reload) = (use_catalog_query(), use_my_changes(me), RwSignal::new(0));
    let offers = use_list_changes(ListKind::Catalog);
    let page = ServerResource::new(
        move || (query.get(), changes.get(), offers.get(), reload.get()),
        |(query, ..)| list_catalog_courses(query),
    );
    view! {
        <CatalogFrame search="Search courses">
            <section aria-label="Courses">
                <ResourceView
                    of=page
                    view=move |(page, currency)| view! { <Courses page currency reload /> }
                />
            </section>
        </CatalogFrame>
    }
}

#[component]
fn Courses(page: Page<CatalogCourse>, currency: Currency, reload: RwSignal<u32>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! {
            <div class="panel">
                <EmptyState icon=Icon::Book title="No courses found">
                    "No course matches. Try other words or another category, or browse the "
                    <a class="link" href="/catalog/bundles">
                        "bundles"
                    </a>
                    "."
                </EmptyState>
            </div>
        }
        .into_any();
    }
    let asked = query_text("buy");
    let for_sale: Vec<_> = page
        .rows
        .iter()
        .filter(|course| is_for_sale(course))
        .cloned()
        .collect();
    view! {
        <PagedList
            page
            nouns=("course", "courses")
            class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3"
            row=move |course| view! { <Card course currency reload /> }
        />
        {move || {
            let asked = asked.read().parse().ok();
            let course = for_sale.iter().find(|course| Some(course.id.0) == asked).cloned();
            course.map(|course| view! { <BuyDialog course currency /> })
        }}
    }
    .into_any()
}

/// Whether the actor can buy the course.
fn is_for_sale(course: &CatalogCourse) -> bool {
    !course.mine && course.waiting.is_none() && !course.price.is_zero()
}

#[component]
fn Card(course: CatalogCourse, currency: Currency, reload: RwSignal<u32>) -> impl IntoView {
    let price = if course.price.is_zero() {
        ("Free".to_owned(), Tone::Good)
    } else {
        (course.price.display(currency), Tone::Accent)
    };
    view! {
        <li class="panel flex flex-col gap-3 p-5">
            <Cover id=course.id.0 name=course.name.clone() class="-mx-5 -mt-5 rounded-t-box" />
            <div class="flex items-start justify-between gap-2">
                <h2 class="font-semibold wrap-anywhere">{course.name.clone()}</h2>
                <Badge text=price.0 tone=price.1 />
            </div>
            <p class="muted line-clamp-3 text-sm wrap-anywhere">{course.description.clone()}</p>
            <p class="muted mt-auto text-xs">
                {count(course.units, "unit")} " · "
                {match course.category.clone() {
                    Some(name) => view! { <span class="category-name">{name}</span> }.into_any(),
                    None => "No category".into_any(),
                }}
            </p>
            <CourseOffer course reload />
        </li>
    }
}

/// The button to open, get or buy the course.
#[component]
fn CourseOffer(course: CatalogCourse, reload: RwSignal<u32>) -> impl IntoView {
    let signed_in = use_me().with_untracked(Option::is_some);
    let name = course.name.clone();
    if course.mine {
        let href = format!("/courses/{}", course.id);
        return view! {
            <div class="flex items-center gap-3">
                <a class="btn btn-sm" href=href aria-label=format!("Open {name}")>
                    "Open"
                </a>
                <Badge text="You have this course" tone=Tone::Good />
            </div>
        }
        .into_any();
    }
    if let Some(order) = course.waiting {
        return view! {
            <div>
                <a class="btn btn-sm" href=format!("/orders/{order}")>
                    "View your order"
                </a>
            </div>
        }
        .into_any();
    }
    if !course.price.is_zero() {
        let buy = move || query_link(&[("buy", Some(course.id.to_string()))]);
        return view! {
            <div>
                <a class="btn btn-sm btn-primary" href=buy aria-label=format!("Buy {name}")>
                    "Buy"
                </a>
            </div>
        }
        .into_any();
    }
    if !signed_in {
        return view! {
            <div>
                <a class="btn btn-sm" href=sign_in_link>
                    "Sign in to get it"
                </a>
            </div>
        }
        .into_any();
    }
    view! { <GetCourseButton course reload /> }.into_any()
}

#[component]
fn GetCourseButton(course: CatalogCourse, reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<TakeCourse>::new();
    let name = course.name;
    on_success(action, move |()| {
        toast(format!("“{name}” added to your courses."));
        reload.update(|times| *times += 1);
    });
    view! {
        <Form action id=format!("take-{}", course.id) class="flex">
            <input type="hidden" name="course" value=course.id.to_string() />
            <Submit label="Get course" class="btn btn-sm btn-primary" />
        </Form>
    }
}

/// Opens with `?buy=<course>`.
#[component]
fn BuyDialog(course: CatalogCourse, currency: Currency) -> impl IntoView {
    let close = query_link_untracked(&[("buy", None)]);
    let terms = Terms {
        currency,
        price: course.price,
        discount: Price::default(),
        courses: vec![course.id],
    };
    view! {
        <Dialog title=format!("Buy “{}”", course.name) close=close.clone()>
            <p class="mb-4 text-lg font-semibold tabular-nums">{course.price.display(currency)}</p>
            <BuyForm item=Purchasable::Course(course.id) close>
                <ShownTerms terms />
            </BuyForm>
        </Dialog>
    }
}
