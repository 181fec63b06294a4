use crate::ui::{CheckField, SelectField, TextArea, TextField};
use domain::{
    courses::{CategoryRow, CourseDetails},
    money::Currency,
};
use leptos::prelude::*;

/// The fields that the forms for new and existing courses share.
#[component]
pub fn CourseFields(
    #[prop(optional)] course: Option<CourseDetails>,
    categories: Vec<CategoryRow>,
    currency: Currency,
) -> impl IntoView {
    let options = std::iter::once((String::new(), "No category".to_owned()))
        .chain(
            categories
                .into_iter()
                .map(|one| (one.id.to_string(), one.path)),
        )
        .collect();
    let category = course
        .as_ref()
        .and_then(|course| course.category)
        .map(|id| id.to_string())
        .unwrap_or_default();
    let price = course
        .as_ref()
        .filter(|course| !course.price.is_zero())
        .map(|course| course.price.input_value(currency))
        .unwrap_or_default();
    let active = course.as_ref().is_none_or(|course| course.active);
    let listed = course.as_ref().is_some_and(|course| course.listed);
    let (name, description) = course
        .map(|course| (course.name, course.description))
        .unwrap_or_default();
    view! {
        <TextField name="name" label="Name" required=true value=name />
        <TextArea
            name="description"
            label="Description"
            value=description
            hint="What the course is about and who it is for, in a few sentences."
        />
        <SelectField name="category" label="Category" options value=category />
        <TextField name="price" label="Price" inputmode="decimal" value=price />
        <CheckField
            name="active"
            label="Active"
            value=active
            hint="Learners see only active courses. Progress is kept while a course is inactive."
        />
        <CheckField
            name="listed"
            label="Listed in the catalog"
            value=listed
            hint="Everyone who sees the catalog can get or buy it there."
        />
    }
}
