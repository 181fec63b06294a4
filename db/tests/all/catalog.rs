//! The catalog: what it lists, for whom, and in which order.
use crate::support::{NOW, audit, execute, number, on_both_engines};
use db::{Db, Error, catalog, group_courses, groups, learning, members, orders, settings, trash};
use domain::{
    access_scope::AccessScope,
    catalog::{BundleState, CatalogQuery, CatalogSort},
    enrolments::EnrolmentReason,
    groups::{GroupInfo, RemovalPolicy},
    ids::{CourseId, OrderId, UserId},
    money::Price,
    orders::{Provider, Purchasable, Purchase},
    page::Search,
};
use fixtures::{EditForm, Fixtures, general_info, group_info};

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
        for (group, state) in [
            (listed, BundleState::InCatalog),
            (free, BundleState::NoBundle),
            (stale, BundleState::NoActiveCourse),
            (empty, BundleState::NoActiveCourse),
        ] {
            let details = db::groups::get(&db, group).await.unwrap();
            assert_eq!(details.bundle, state, "{}", details.name);
        }
        let rows = db::groups::list(
            &db,
            AccessScope::PORTAL,
            &Search::default(),
            Default::default(),
            crate::support::NOW,
        )
        .await
        .unwrap();
        let not_sold = BundleState::NoActiveCourse;
        let not_sold = rows.rows.iter().filter(|row| row.bundle == not_sold);
        assert_eq!(not_sold.count(), 2);

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

async fn buy(db: &Db, buyer: UserId, item: Purchasable) -> Result<OrderId, Error> {
    let purchase = Purchase {
        item,
        coupon: "",
        provider: Provider::Invoice,
        terms: "",
    };
    orders::buy(db, &audit(buyer), buyer, &purchase).await
}

#[tokio::test]
async fn an_unlisted_course_is_nobodys_to_take() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let staff = fixtures.course("Staff").unlisted().create().await;
        let costly = fixtures.course("Costly").price(500).unlisted();
        let costly = costly.create().await;
        let art = fixtures.course("Art").create().await;
        let page = catalog::courses(&db, Some(ana), &CatalogQuery::default())
            .await
            .unwrap();
        assert_eq!((page.total, page.rows[0].id), (1, art));
        let taken = catalog::take_course(&db, &audit(ana), ana, staff).await;
        assert!(matches!(taken, Err(Error::NotFound)));
        let bought = buy(&db, ana, Purchasable::Course(costly)).await;
        assert!(matches!(bought, Err(Error::NotFound)));
        assert!(learning::my_courses(&db, ana).await.unwrap().is_empty());

        let listed = "UPDATE courses SET listed = TRUE WHERE id = $1";
        for course in [staff, costly] {
            execute(&db, listed, vec![course.0.into()]).await;
        }
        catalog::take_course(&db, &audit(ana), ana, staff)
            .await
            .unwrap();
        buy(&db, ana, Purchasable::Course(costly)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_copy_is_not_for_sale() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let art = fixtures.course("Art").create().await;
        let original = fixtures.bundle("Term", &[art]).await;
        let copy = groups::clone(&db, &audit(ADMIN), original).await.unwrap();
        let draft = fixtures.group("Plan").price(5).with_courses(&[art]).draft();
        let draft = draft.create().await;
        let page = catalog::bundles(&db, Some(ana), &CatalogQuery::default())
            .await
            .unwrap();
        assert_eq!((page.total, page.rows[0].id), (1, original));
        for group in [copy, draft] {
            let seen = catalog::bundle(&db, Some(ana), group).await;
            assert!(matches!(seen, Err(Error::NotFound)));
            let bought = buy(&db, ana, Purchasable::Bundle(group)).await;
            assert!(matches!(bought, Err(Error::NotFound)));
            let details = groups::get(&db, group).await.unwrap();
            assert_eq!(details.bundle, BundleState::Draft);
        }
        let info = GroupInfo {
            price: Price::from_minor(5_000),
            ..group_info("Next term")
        };
        let seen = fixtures::version(&db, copy).await;
        groups::update(&db, &audit(ADMIN), copy, &seen, &info)
            .await
            .unwrap();
        buy(&db, ana, Purchasable::Bundle(copy)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_group_names_its_courses_that_are_free_for_everyone() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let free = fixtures.course("Free").create().await;
        let sold = fixtures.course("Sold").price(5).create().await;
        let hidden = fixtures.course("Hidden").unlisted().create().await;
        let old = fixtures.course("Old").create().await;
        deactivate(&db, old).await;
        fixtures.course("Elsewhere").create().await;
        let group = fixtures.group("Staff");
        let group = group
            .with_courses(&[old, hidden, sold, free])
            .create()
            .await;
        let open = group_courses::free_for_everyone(&db, group).await.unwrap();
        assert_eq!(open, ["Free"]);
    })
    .await;
}

#[tokio::test]
async fn a_key_without_limits_is_told_as_open() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let open = async |group| groups::get(&db, group).await.unwrap().open_key;
        let group = fixtures.group("Sales").price(500).create().await;
        let other = fixtures.group("Other").create().await;
        fixtures.key(group, "limited").at_most(5).create().await;
        fixtures.key(other, "other-key").create().await;
        assert!(!open(group).await && open(other).await);
        let key = fixtures.key(group, "open-key").create().await;
        assert!(open(group).await);
        db::keys::set_paused(&db, &audit(ADMIN), group, key, true)
            .await
            .unwrap();
        assert!(!open(group).await);
    })
    .await;
}
