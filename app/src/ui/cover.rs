use leptos::prelude::*;

/// How many tints the style has: `.cover-0` and so on.
const TINTS: i64 = 12;

/// The generated cover of a course: a tint made of its id, and the initial of its name. Decoration next to the name.
#[component]
pub fn Cover(id: i64, name: String, #[prop(default = "")] class: &'static str) -> impl IntoView {
    let initial: String = name.chars().take(1).collect();
    view! {
        <div class=format!("cover cover-{} {class}", tint(id)) aria-hidden="true" data-initial=initial></div>
    }
}

/// Neighbours in a list differ clearly: five steps of the circle lie between them.
fn tint(id: i64) -> i64 {
    (id.rem_euclid(TINTS) * 5) % TINTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn twelve_courses_in_a_row_have_twelve_tints() {
        let tints: BTreeSet<i64> = (1..=12).map(tint).collect();
        assert_eq!(tints, (0..12).collect());
        assert!((0..TINTS).contains(&tint(i64::MAX)) && (0..TINTS).contains(&tint(-1)));
    }
}
