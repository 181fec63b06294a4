//! The catalog: what it lists, for whom, and in which order.
use crate::support::{NOW, audit, execute, number, on_both_engines};
use db::{Db, Error, catalog, group_courses, learning, members, settings, trash};
use domain::{
    access_scope::AccessScope,
    catalog::{CatalogQuery, CatalogSort},
    enrolments::EnrolmentReason,
    groups::RemovalPolicy,
    ids::{CourseId, UserId},
    page::Search,
};
use fixtures::{EditForm, Fixtures, general_info};

const ADMIN: UserId = UserId(1);

async fn deactivate(db: &Db, course: CourseId) {
    let text = "UPDATE courses SET active = FALSE WHERE id = $1";
    execute(db, text, vec![course.0.into()]).await;
}

fn sorted(sort: CatalogSort) -> CatalogQuery {
    CatalogQuery {
        sort,
        ..CatalogQuery::default()
    }
}

#[tokio::test]
async fn active_courses_are_listed_in_three_orders() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let mut courses = Vec::new();
        for (name, price) in [("Bread", 500), ("Art", 900), ("Cars", 0), ("Desks", 500)] {
            courses.push(fixtures.course(name).price(price).create().await);
        }
        deactivate(&db, courses[3]).await;
        catalog::take_course(&db, &audit(ana), ana, courses[2])
            .await
            .unwrap();
        let names = async |sort| {
            let page = catalog::courses(&db, Some(ana), &sorted(sort))
                .await
                .unwrap();
            page.rows
                .into_iter()
                .map(|row| row.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(CatalogSort::Newest).await, ["Cars", "Art", "Bread"]);
        assert_eq!(names(CatalogSort::Name).await, ["Art", "Bread", "Cars"]);
        assert_eq!(names(CatalogSort::Price).await, ["Cars", "Bread", "Art"]);
        let page = catalog::courses(&db, Some(ana), &sorted(CatalogSort::Name))
            .await
            .unwrap();
        let mine: Vec<bool> = page.rows.iter().map(|row| row.mine).collect();
        assert_eq!(mine, [false, false, true]);
        let page = catalog::courses(&db, None, &sorted(CatalogSort::Name))
            .await
            .unwrap();
        let mine: Vec<bool> = page.rows.iter().map(|row| row.mine).collect();
        assert_eq!(mine, [false; 3], "an outsider has none");
    })
    .await;
}

#[tokio::test]
async fn pages_sorted_by_price_contain_every_course_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        for place in 0..120_i64 {
            let course = fixtures.course(&format!("Course {place:03}"));
            course.price(place % 7).create().await;
        }
        let mut query = sorted(CatalogSort::Price);
        let mut seen = Vec::new();
        loop {
            let page = catalog::courses(&db, None, &query).await.unwrap();
            assert_eq!(page.total, 120);
            seen.extend(page.rows.iter().map(|row| (row.price, row.id)));
            let Some(next) = page.next else {
                query.search.cursor = page.previous.map(|cursor| cursor.0);
                break;
            };
            query.search.cursor = Some(next.0);
        }
        let mut ordered = seen.clone();
        ordered.sort();
        ordered.dedup();
        assert_eq!(seen, ordered);
        assert_eq!(seen.len(), 120);
        let back = catalog::courses(&db, None, &query).await.unwrap();
        let back: Vec<_> = back.rows.iter().map(|row| (row.price, row.id)).collect();
        assert_eq!(back, seen[50..100]);
    })
    .await;
}

#[tokio::test]
async fn a_bundle_is_a_group_with_a_price_and_an_active_course() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let art = fixtures.course("Art").create().await;
        let old = fixtures.course("Old").create().await;
        deactivate(&db, old).await;
        let listed = fixtures.group("Listed").price(500).create().await;
        let free = fixtures.group("Free").price(0).create().await;
        let stale = fixtures.group("Stale").price(500).create().await;
        let empty = fixtures.group("Empty").price(500).create().await;
        let trashed = fixtures.group("Trashed").price(500).create().await;
        for (group, course) in [
            (listed, art),
            (listed, old),
            (free, art),
            (stale, old),
            (trashed, art),
        ] {
            group_courses::add(&db, &audit(ana), group, course)
                .await
                .unwrap();
        }
        let policy = RemovalPolicy::KeepAccess;
        trash::delete(&db, &audit(ana), trashed, policy)
            .await
            .unwrap();
        let page = catalog::bundles(&db, Some(ana), &CatalogQuery::default())
            .await
            .unwrap();
        assert_eq!((page.total, page.rows[0].id), (1, listed));
        assert_eq!((page.rows[0].courses, page.rows[0].member), (1, false));
        for group in [free, stale, empty, trashed] {
            let found = catalog::bundle(&db, Some(ana), group).await;
            assert!(matches!(found, Err(Error::NotFound)));
        }
        for (group, unlisted) in [(listed, false), (free, false), (stale, true), (empty, true)] {
            let details = db::groups::get(&db, group).await.unwrap();
            assert_eq!(details.unlisted, unlisted, "{}", details.name);
        }
        let rows = db::groups::list(
            &db,
            AccessScope::PORTAL,
            &Search::default(),
            db::groups::Sort::Name,
            crate::support::NOW,
        )
        .await
        .unwrap();
        let unlisted = rows.rows.iter().filter(|row| row.unlisted);
        assert_eq!(unlisted.count(), 2);

        catalog::take_course(&db, &audit(ana), ana, art)
            .await
            .unwrap();
        let seen = catalog::bundle(&db, Some(ana), listed).await.unwrap();
        assert_eq!(
            (seen.courses.len(), seen.courses[0].mine, seen.member),
            (1, true, false)
        );
        members::add(&db, &audit(ana), listed, ana).await.unwrap();
        assert!(
            catalog::bundle(&db, Some(ana), listed)
                .await
                .unwrap()
                .member
        );
        let outsider = catalog::bundle(&db, None, listed).await.unwrap();
        assert!(!outsider.member && !outsider.courses[0].mine);
    })
    .await;
}

#[tokio::test]
async fn a_category_filters_courses_and_the_bundles_that_contain_them() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let skills = fixtures.category("Skills", None).await;
        let art = fixtures.course("Art").in_category(skills).create().await;
        let cars = fixtures.course("Cars").create().await;
        let one = fixtures.group("One").price(5).create().await;
        let two = fixtures.group("Two").price(5).create().await;
        fixtures.group_course(one, art).await;
        fixtures.group_course(two, cars).await;
        let query = CatalogQuery {
            category: Some(skills),
            ..CatalogQuery::default()
        };
        let courses = catalog::courses(&db, None, &query).await.unwrap();
        assert_eq!((courses.total, courses.rows[0].id), (1, art));
        let bundles = catalog::bundles(&db, None, &query).await.unwrap();
        assert_eq!((bundles.total, bundles.rows[0].id), (1, one));
        let words = CatalogQuery {
            search: Search {
                text: "tW".into(),
                cursor: None,
            },
            ..CatalogQuery::default()
        };
        let bundles = catalog::bundles(&db, None, &words).await.unwrap();
        assert_eq!((bundles.total, bundles.rows[0].id), (1, two));
    })
    .await;
}

#[tokio::test]
async fn only_free_courses_can_be_taken_and_only_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let art = fixtures.course("Art").create().await;
        let cars = fixtures.course("Cars").price(1).create().await;
        for _ in 0..2 {
            catalog::take_course(&db, &audit(ana), ana, art)
                .await
                .unwrap();
        }
        let mine = learning::my_courses(&db, ana).await.unwrap();
        let why: Vec<_> = mine[0].why.iter().map(EnrolmentReason::label).collect();
        assert_eq!((mine.len(), why), (1, vec!["Enrolled directly".to_owned()]));
        let logged = "SELECT count(*) FROM activity WHERE verb = 'course.take'";
        assert_eq!(number(&db, logged, vec![]).await, 1);
        deactivate(&db, art).await;
        for course in [art, cars, CourseId(999)] {
            let taken = catalog::take_course(&db, &audit(ana), ana, course).await;
            assert!(matches!(taken, Err(Error::NotFound)));
        }
    })
    .await;
}

#[tokio::test]
async fn the_catalog_is_closed_to_guests_until_it_is_opened() {
    on_both_engines(async |db| {
        assert!(!settings::public_catalog(&db).await.unwrap());
        for public in [true, true, false] {
            let seen = fixtures::version(&db, EditForm::Settings).await;
            let info = general_info("Muster", public);
            settings::update(&db, &audit(ADMIN), &seen, &info)
                .await
                .unwrap();
            assert_eq!(settings::public_catalog(&db).await.unwrap(), public);
        }
        let logged = "SELECT count(*) FROM activity WHERE verb = 'settings.edit'";
        assert_eq!(number(&db, logged, vec![]).await, 2);
    })
    .await;
}
