//! Categories, courses and units.
use crate::support::{NOW, execute, number, on_both_engines};
use db::{
    AuditContext, Db, Error, Taken, categories, course_trash, courses, learning, orders, units,
};
use domain::{
    access_scope::AccessScope,
    courses::{
        CATEGORY_DEPTH, CategoryName, CourseInfo, CourseQuery, NewUnit, UNITS_LIMIT, UnitContent,
        UnitKind, UnitName,
    },
    ids::{CategoryId, CourseId, UnitId},
    page::Search,
};
use fixtures::{EditForm, Fixtures, course_info};

fn portal() -> AuditContext {
    AuditContext::system(NOW)
}

async fn category(db: &Db, parent: Option<CategoryId>, name: &str) -> Result<CategoryId, Error> {
    categories::create(db, &portal(), parent, &CategoryName::parse(name).unwrap()).await
}

async fn unit(db: &Db, course: CourseId, name: &str) -> Result<UnitId, Error> {
    let content = UnitContent::parse(UnitKind::Text, "# Text").unwrap();
    let name = UnitName::parse(name).unwrap();
    units::create(db, &portal(), course, &name, &content).await
}

async fn names(db: &Db, search: &str, category: Option<CategoryId>) -> Vec<String> {
    let search = Search {
        text: search.into(),
        cursor: None,
    };
    let query = CourseQuery {
        search,
        category,
        listed: None,
    };
    let page = courses::list(db, AccessScope::PORTAL, &query)
        .await
        .unwrap();
    page.rows.into_iter().map(|row| row.name).collect()
}

async fn units_of(db: &Db, course: CourseId) -> Vec<String> {
    let course = courses::get(db, course).await.unwrap();
    course.units.into_iter().map(|unit| unit.name).collect()
}

#[tokio::test]
async fn the_tree_is_listed_depth_first_by_name() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let skills = fixtures.category("Skills", None).await;
        let languages = fixtures.category("languages", Some(skills)).await;
        fixtures.category("Greek", Some(languages)).await;
        fixtures.category("Cooking", Some(skills)).await;
        fixtures.category("Art", None).await;
        fixtures
            .course("Greek 1")
            .in_category(languages)
            .create()
            .await;
        let rows = categories::list(&db).await.unwrap();
        let seen: Vec<_> = rows
            .iter()
            .map(|row| (row.path.as_str(), row.depth, row.courses))
            .collect();
        assert_eq!(
            seen,
            [
                ("Art", 0, 0),
                ("Skills", 0, 0),
                ("Skills / Cooking", 1, 0),
                ("Skills / languages", 1, 1),
                ("Skills / languages / Greek", 2, 0),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_category_name_is_unique_under_its_parent_and_the_depth_is_limited() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.category("Skills", None).await;
        let twin = category(&db, None, "SKILLS").await;
        assert!(matches!(twin, Err(Error::Taken(Taken::CategoryName))));
        let mut parent = fixtures.category("Skills", Some(root)).await;
        for _ in 2..CATEGORY_DEPTH {
            parent = fixtures.category("Skills", Some(parent)).await;
        }
        let deep = category(&db, Some(parent), "Skills").await;
        assert!(matches!(deep, Err(Error::TooDeep)));
        let orphan = category(&db, Some(CategoryId(999)), "Orphan").await;
        assert!(matches!(orphan, Err(Error::NotFound)));
        let art = fixtures.category("Art", None).await;
        let name = CategoryName::parse("skills").unwrap();
        let renamed = categories::rename(
            &db,
            &portal(),
            art,
            &fixtures::version(&db, art).await,
            &name,
        )
        .await;
        assert!(matches!(renamed, Err(Error::Taken(Taken::CategoryName))));
    })
    .await;
}

#[tokio::test]
async fn a_category_in_use_is_not_deleted() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.category("Skills", None).await;
        let below = fixtures.category("Cooking", Some(root)).await;
        fixtures.course("Baking").in_category(below).create().await;
        for used in [root, below] {
            let deleted = categories::delete(&db, &portal(), used).await;
            assert!(matches!(deleted, Err(Error::CategoryInUse)));
        }
        execute(&db, "DELETE FROM courses", vec![]).await;
        categories::delete(&db, &portal(), below).await.unwrap();
        categories::delete(&db, &portal(), root).await.unwrap();
        let gone = categories::delete(&db, &portal(), root).await;
        assert!(matches!(gone, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_category_filters_the_courses_in_it_and_below() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.category("Skills", None).await;
        let below = fixtures.category("Cooking", Some(root)).await;
        let art = fixtures.category("Art", None).await;
        fixtures.course("Baking").in_category(below).create().await;
        fixtures.course("Arguing").in_category(root).create().await;
        fixtures.course("Painting").in_category(art).create().await;
        fixtures.course("Unfiled").create().await;
        assert_eq!(names(&db, "", Some(root)).await, ["Arguing", "Baking"]);
        assert_eq!(names(&db, "BAK", Some(root)).await, ["Baking"]);
        assert_eq!(names(&db, "", Some(CategoryId(999))).await, [""; 0]);
        assert_eq!(names(&db, "", None).await.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_learner_is_counted_once_however_many_enrolment_reasons_they_have() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let course = fixtures.course("Baking").price(4990).create().await;
        fixtures.unit(course, "Flour").create().await;
        let ana = fixtures.user("ana").create().await;
        for source in ["direct", "kept"] {
            let text = "INSERT INTO enrolments (user_id, course_id, source, created_at) \
                 VALUES ($1, $2, $3, 0)";
            execute(
                &db,
                text,
                vec![ana.0.into(), course.0.into(), source.into()],
            )
            .await;
        }
        let page = courses::list(&db, AccessScope::PORTAL, &CourseQuery::default())
            .await
            .unwrap();
        let row = &page.rows[0];
        assert_eq!((row.learners, row.units, row.price.minor()), (1, 1, 4990));
    })
    .await;
}

#[tokio::test]
async fn the_list_shows_and_filters_by_what_is_listed() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.course("Open").create().await;
        fixtures.course("Staff").unlisted().create().await;
        for (listed, expected) in [
            (None, vec![("Open", true), ("Staff", false)]),
            (Some(true), vec![("Open", true)]),
            (Some(false), vec![("Staff", false)]),
        ] {
            let query = CourseQuery {
                listed,
                ..CourseQuery::default()
            };
            let page = courses::list(&db, AccessScope::PORTAL, &query).await;
            let rows = page.unwrap().rows;
            let rows: Vec<_> = rows.iter().map(|r| (r.name.as_str(), r.listed)).collect();
            assert_eq!(rows, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_editors_gets_a_conflict() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let id = fixtures.course("Baking").create().await;
        let seen = fixtures::version(&db, id).await;
        courses::update(&db, &portal(), id, &seen, &course_info("Baking bread"))
            .await
            .unwrap();
        let second = courses::update(&db, &portal(), id, &seen, &course_info("Cakes")).await;
        assert!(matches!(second, Err(Error::Edited(_))));
        let gone = CourseInfo {
            category: Some(CategoryId(999)),
            ..course_info("Cakes")
        };
        let filed =
            courses::update(&db, &portal(), id, &fixtures::version(&db, id).await, &gone).await;
        assert!(matches!(filed, Err(Error::NotFound)));
        assert_eq!(courses::get(&db, id).await.unwrap().name, "Baking bread");
    })
    .await;
}

#[tokio::test]
async fn units_keep_their_order_through_moves_and_deletion() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let of = fixtures.course("Baking").create().await;
        let mut ids = Vec::new();
        for name in ["a", "b", "c", "d"] {
            ids.push(fixtures.unit(of, name).create().await);
        }
        units::shift(&db, &portal(), of, ids[2], true)
            .await
            .unwrap();
        assert_eq!(units_of(&db, of).await, ["a", "c", "b", "d"]);
        units::shift(&db, &portal(), of, ids[0], true)
            .await
            .unwrap();
        units::shift(&db, &portal(), of, ids[3], false)
            .await
            .unwrap();
        assert_eq!(
            units_of(&db, of).await,
            ["a", "c", "b", "d"],
            "the ends stay"
        );
        units::delete(&db, &portal(), of, ids[2]).await.unwrap();
        assert_eq!(units_of(&db, of).await, ["a", "b", "d"]);
        let dense = "SELECT count(*) FROM units WHERE position NOT IN (0, 1, 2)";
        assert_eq!(number(&db, dense, vec![]).await, 0);
        let count = "SELECT unit_count FROM courses";
        assert_eq!(number(&db, count, vec![]).await, 3);
    })
    .await;
}

#[tokio::test]
async fn units_added_at_the_same_time_get_different_positions() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let of = fixtures.course("Baking").create().await;
        let adding = (0..20).map(|_| unit(&db, of, "x"));
        futures::future::try_join_all(adding).await.unwrap();
        let places = "SELECT count(DISTINCT position) FROM units WHERE position < 20";
        assert_eq!(number(&db, places, vec![]).await, 20);
    })
    .await;
}

#[tokio::test]
async fn a_unit_of_another_course_is_not_found() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let one = fixtures.course("One").create().await;
        let two = fixtures.course("Two").create().await;
        let of_one = fixtures.unit(one, "a").create().await;
        let link = NewUnit {
            name: UnitName::parse("b").unwrap(),
            content: UnitContent::parse(UnitKind::Link, "https://example.org").unwrap(),
        };
        let seen = fixtures::version(&db, EditForm::Unit(one, of_one)).await;
        let results = [
            units::update(&db, &portal(), two, of_one, &seen, &link).await,
            units::shift(&db, &portal(), two, of_one, true).await,
            units::delete(&db, &portal(), two, of_one).await,
        ];
        assert!(
            results
                .iter()
                .all(|result| matches!(result, Err(Error::NotFound)))
        );
        units::update(&db, &portal(), one, of_one, &seen, &link)
            .await
            .unwrap();
        let course = courses::get(&db, one).await.unwrap();
        assert_eq!(
            (&*course.units[0].name, &*course.units[0].content),
            ("b", link.content.as_str())
        );
    })
    .await;
}

#[tokio::test]
async fn the_number_of_units_of_a_course_is_limited() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let of = fixtures.course("Baking").create().await;
        let text = "UPDATE courses SET unit_count = $1";
        let limit = i64::try_from(UNITS_LIMIT).unwrap();
        execute(&db, text, vec![limit.into()]).await;
        let more = unit(&db, of, "x").await;
        assert!(matches!(more, Err(Error::TooManyUnits)));
    })
    .await;
}

#[tokio::test]
async fn a_deleted_course_is_remembered() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (course, unit) = fixtures.course("Bread").create_with_unit("Text").await;
        let bundle = fixtures.bundle("Baking", &[course]).await;
        let order = fixtures.order(ana, bundle).create().await;
        orders::mark_paid(&db, &portal(), order).await.unwrap();
        learning::set_unit(&db, ana, course, unit, true, NOW)
            .await
            .unwrap();
        let told = async || {
            let mine = learning::my_courses(&db, ana).await.unwrap();
            let past = learning::remembered_courses(&db, ana).await.unwrap();
            let past: Vec<_> = past
                .into_iter()
                .map(|one| (one.name, one.completed_at))
                .collect();
            let order = orders::get(&db, order).await.unwrap();
            (mine.len(), past, order.courses)
        };
        let (bread, lines) = (("Bread".to_owned(), NOW), vec!["Bread".to_owned()]);
        assert_eq!(told().await, (1, vec![], lines.clone()));
        let deleted = AuditContext::system(NOW.plus_days(1));
        course_trash::delete(&db, &deleted, course).await.unwrap();
        assert_eq!(told().await, (0, vec![bread.clone()], lines.clone()));

        course_trash::restore(&db, &portal(), course).await.unwrap();
        assert_eq!(told().await, (1, vec![], lines.clone()));
        let mine = learning::course(&db, ana, course).await.unwrap();
        assert!(mine.units[0].completed, "nothing of progress was lost");

        course_trash::delete(&db, &deleted, course).await.unwrap();
        let later = NOW.plus_days(99);
        assert_eq!(course_trash::purge_expired(&db, later).await.unwrap(), 1);
        assert_eq!(told().await, (0, vec![bread], lines));
    })
    .await;
}
