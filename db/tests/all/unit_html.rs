//! The HTML of units' texts: kept for readers, and forgotten when the text changes.
use crate::support::{NOW, on_both_engines};
use db::{AuditContext, Db, learning, unit_html, units};
use domain::{
    courses::{NewUnit, UnitContent, UnitKind, UnitName, UnitText},
    ids::{CourseId, UnitId},
};
use fixtures::{EditForm, Fixtures};

async fn seen(db: &Db, course: CourseId, unit: UnitId, version: i64) -> UnitText {
    let found = learning::unit_text(db, course, unit, version).await;
    found.unwrap().unwrap()
}

async fn edit(db: &Db, course: CourseId, unit: UnitId, name: &str, kind: UnitKind, content: &str) {
    let new = NewUnit {
        name: UnitName::parse(name).unwrap(),
        content: UnitContent::parse(kind, content).unwrap(),
    };
    let (seen, audit) = (
        fixtures::version(db, EditForm::Unit(course, unit)).await,
        AuditContext::system(NOW),
    );
    units::update(db, &audit, course, unit, &seen, &new)
        .await
        .unwrap();
}

#[tokio::test]
async fn readers_get_the_html_of_their_renderer_or_a_newer_one() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let course = fixtures.course("Baking").create().await;
        let unit = fixtures.unit(course, "Flour").text("*a*").create().await;
        let typed = seen(&db, course, unit, 2).await;
        assert_eq!((&*typed.content, typed.html), ("*a*", None));

        unit_html::store(&db, unit, "*a*", 2, "two").await.unwrap();
        for version in [1, 2] {
            let kept = seen(&db, course, unit, version).await;
            assert_eq!((&*kept.content, kept.html.as_deref()), ("", Some("two")));
        }
        let newer = seen(&db, course, unit, 3).await;
        assert_eq!((&*newer.content, newer.html), ("*a*", None));
        // An older process does not replace it.
        unit_html::store(&db, unit, "*a*", 1, "one").await.unwrap();
        assert_eq!(
            seen(&db, course, unit, 2).await.html.as_deref(),
            Some("two")
        );
    })
    .await;
}

#[tokio::test]
async fn html_of_an_earlier_text_is_never_shown() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let course = fixtures.course("Baking").create().await;
        let unit = fixtures.unit(course, "Flour").text("a").create().await;
        unit_html::store(&db, unit, "a", 1, "A").await.unwrap();
        edit(&db, course, unit, "Renamed", UnitKind::Text, "a").await;
        assert_eq!(seen(&db, course, unit, 1).await.html.as_deref(), Some("A"));

        edit(&db, course, unit, "Renamed", UnitKind::Text, "b").await;
        assert_eq!(seen(&db, course, unit, 1).await.html, None);
        // It was rendered while the text was edited.
        unit_html::store(&db, unit, "a", 1, "A").await.unwrap();
        assert_eq!(seen(&db, course, unit, 1).await.html, None);

        unit_html::store(&db, unit, "b", 1, "B").await.unwrap();
        edit(
            &db,
            course,
            unit,
            "Renamed",
            UnitKind::Link,
            "https://b.example",
        )
        .await;
        let link = seen(&db, course, unit, 1).await;
        assert_eq!((&*link.content, link.html), ("https://b.example", None));
    })
    .await;
}

#[tokio::test]
async fn texts_without_html_are_found_one_after_the_other() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let course = fixtures.course("Baking").create().await;
        let one = fixtures.unit(course, "One").text("1").create().await;
        let two = fixtures.unit(course, "Two").text("2").create().await;
        let link = fixtures.unit(course, "Link").create().await;
        edit(
            &db,
            course,
            link,
            "Link",
            UnitKind::Link,
            "https://b.example",
        )
        .await;
        let next = async |version, after| {
            let found = unit_html::next_stale(&db, version, after).await.unwrap();
            found.map(|text| (text.id, text.content))
        };
        assert_eq!(next(1, UnitId(0)).await, Some((one, "1".into())));
        assert_eq!(next(1, one).await, Some((two, "2".into())));
        assert_eq!(next(1, two).await, None);
        unit_html::store(&db, one, "1", 1, "").await.unwrap();
        assert_eq!(next(1, UnitId(0)).await, Some((two, "2".into())));
        assert_eq!(next(2, UnitId(0)).await, Some((one, "1".into())));
    })
    .await;
}
