//! The texts that units had.
use crate::support::{NOW, audit, execute, number, on_both_engines};
use db::{AuditContext, Db, Error, unit_history, unit_versions, units, users};
use domain::{
    courses::{NewUnit, UNIT_VERSIONS_KEPT, UnitContent, UnitKind, UnitName},
    ids::{CourseId, UnitId, UnitVersionId},
};
use fixtures::{EditForm, Fixtures};

async fn edit(db: &Db, audit: &AuditContext, course: CourseId, unit: UnitId, text: &str) {
    let new = NewUnit {
        name: UnitName::parse("Unit").unwrap(),
        content: UnitContent::parse(UnitKind::Text, text).unwrap(),
    };
    let seen = fixtures::version(db, EditForm::Unit(course, unit)).await;
    units::update(db, audit, course, unit, &seen, &new)
        .await
        .unwrap();
}

async fn texts(db: &Db, course: CourseId, unit: UnitId) -> Vec<String> {
    let mut texts = Vec::new();
    for row in unit_history::list(db, course, unit).await.unwrap().versions {
        let version = unit_history::get(db, course, unit, row.id).await.unwrap();
        texts.push(version.content);
    }
    texts
}

#[tokio::test]
async fn each_save_is_kept_with_who_and_when() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.admin("ana").create().await;
        let (course, unit) = fixtures.course("Baking").create_with_unit("one").await;
        edit(&db, &audit(ana), course, unit, "two").await;
        edit(&db, &audit(ana), course, unit, "two").await;
        assert_eq!(texts(&db, course, unit).await, ["two", "one"]);
        let history = unit_history::list(&db, course, unit).await.unwrap();
        assert_eq!(
            (&*history.course, &*history.unit.content),
            ("Baking", "two")
        );
        let row = &history.versions[0];
        assert_eq!(
            (row.saved_by.as_deref(), row.saved_at),
            (Some("Ana ana"), Some(NOW))
        );
        // What a deleted user wrote stays.
        let admin = audit(fixtures.super_admin("root").create().await);
        users::delete(&db, &admin, ana).await.unwrap();
        let history = unit_history::list(&db, course, unit).await.unwrap();
        assert_eq!(history.versions[0].saved_by, None);
        units::delete(&db, &admin, course, unit).await.unwrap();
        let left = number(&db, "SELECT count(*) FROM unit_versions", vec![]).await;
        assert_eq!(left, 0, "they go with the unit");
    })
    .await;
}

#[tokio::test]
async fn a_text_from_before_versions_were_kept_is_not_lost() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (course, unit) = fixtures.course("Baking").create_with_unit("old").await;
        execute(&db, "DELETE FROM unit_versions", vec![]).await;
        edit(&db, &AuditContext::system(NOW), course, unit, "new").await;
        assert_eq!(texts(&db, course, unit).await, ["new", "old"]);
        let history = unit_history::list(&db, course, unit).await.unwrap();
        assert_eq!(history.versions[1].saved_at, None);
    })
    .await;
}

#[tokio::test]
async fn versions_are_bounded_by_number_and_age() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (course, unit) = fixtures.course("Baking").create_with_unit("0").await;
        let system = AuditContext::system(NOW);
        for text in 1..=UNIT_VERSIONS_KEPT {
            edit(&db, &system, course, unit, &text.to_string()).await;
        }
        let kept = texts(&db, course, unit).await;
        assert_eq!((kept.len(), &*kept[0], &*kept[49]), (50, "50", "1"));
        assert_eq!(
            unit_versions::sweep(&db, NOW.plus_days(364)).await.unwrap(),
            0
        );
        assert_eq!(
            unit_versions::sweep(&db, NOW.plus_days(366)).await.unwrap(),
            49
        );
        assert_eq!(texts(&db, course, unit).await, ["50"]);
    })
    .await;
}

#[tokio::test]
async fn versions_of_other_units_are_not_found() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (one, of_one) = fixtures.course("One").create_with_unit("1").await;
        let (two, of_two) = fixtures.course("Two").create_with_unit("2").await;
        let version = unit_history::list(&db, one, of_one).await.unwrap().versions[0].id;
        assert!(unit_history::get(&db, one, of_one, version).await.is_ok());
        let missing = UnitVersionId(999);
        for (course, unit, version) in [
            (two, of_two, version),
            (two, of_one, version),
            (one, of_one, missing),
        ] {
            let found = unit_history::get(&db, course, unit, version).await;
            assert!(matches!(found, Err(Error::NotFound)));
        }
        let found = unit_history::list(&db, two, of_one).await;
        assert!(matches!(found, Err(Error::NotFound)));
    })
    .await;
}
