//! Deleting courses, and restoring them from the trash.
mod meanwhile;

use crate::support::{
    NOW, assert_counts, audit, dump, enrolments, number, on_both_engines, sentences,
};
use db::{
    AuditContext, Db, Error, branches, catalog, categories, course_trash, courses,
    direct_enrolments, group_courses, instructors, learners, learning, members, orders, trash,
    units, users,
};
use domain::{
    access_scope::AccessScope,
    activity::ActivityKind,
    catalog::CatalogQuery,
    courses::{CourseDeletion, CourseLosses, CourseQuery, UnitContent, UnitKind, UnitName},
    groups::{EnrolmentPolicy, RemovalPolicy},
    ids::{BranchId, CourseId, GroupId, UserId},
    members::GroupCourseQuery,
    orders::{Provider, Purchasable, Purchase},
    page::Search,
    time::Timestamp,
    trash::TRASH_DAYS,
    users::UserFilter,
};
use fixtures::{Fixtures, course_info};

const PORTAL: AccessScope = AccessScope::PORTAL;

fn portal() -> AuditContext {
    AuditContext::system(NOW)
}

/// A course with all that deleting takes: Ana has completed it and has it from a group, Ben has begun it and has
/// it directly and kept, Cleo bought it, Dora is enrolled in nothing.
struct Full {
    admin: AuditContext,
    course: CourseId,
    group: GroupId,
    north: BranchId,
    people: Vec<UserId>,
}

impl Full {
    async fn new(db: &Db) -> Self {
        let fixtures = Fixtures::at(db, NOW);
        let admin = audit(fixtures.user("zadmin").create().await);
        let people = fixtures.users("u", 4).await;
        let [ana, ben, cleo, _] = people[..] else {
            panic!("four users")
        };
        let (course, unit) = fixtures.course("Bread").create_with_unit("Text").await;
        let second = fixtures.unit(course, "More").create().await;
        let other = fixtures.course("Cakes").create().await;
        let group = fixtures.group("Bakers").with_members(&people);
        let group = group.with_courses(&[course, other]).create().await;
        members::synchronize(db, &admin, group, ana).await.unwrap();
        let left = fixtures.group("Left").with_members(&[ben]);
        let left = left.with_courses(&[course]).synchronized().create().await;
        members::remove(db, &admin, left, ben, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        direct_enrolments::grant(db, &admin, ben, course)
            .await
            .unwrap();
        let bundle = fixtures.bundle("Bundle", &[course]).await;
        let order = fixtures.order(cleo, bundle).create().await;
        orders::mark_paid(db, &admin, order).await.unwrap();
        let north = fixtures.branch("North").await;
        branches::add_course(db, &admin, north, course)
            .await
            .unwrap();
        for (user, unit) in [(ana, unit), (ana, second), (ben, unit)] {
            learning::set_unit(db, user, course, unit, true, NOW)
                .await
                .unwrap();
        }
        Self {
            admin,
            course,
            group,
            north,
            people,
        }
    }

    async fn delete(&self, db: &Db) {
        course_trash::delete(db, &self.admin, self.course)
            .await
            .unwrap();
        assert_counts(db).await;
    }

    async fn restore(&self, db: &Db) -> CourseLosses {
        let losses = course_trash::restore(db, &self.admin, self.course).await;
        assert_counts(db).await;
        losses.unwrap()
    }
}

async fn remembered(db: &Db, user: UserId) -> Vec<(String, Timestamp)> {
    let found = learning::remembered_courses(db, user).await.unwrap();
    found
        .into_iter()
        .map(|one| (one.name, one.completed_at))
        .collect()
}

/// The sources of the user's enrolments in the course.
async fn sources(db: &Db, user: UserId, course: CourseId) -> Vec<String> {
    let all = enrolments(db).await.into_iter();
    all.filter(|(who, what, ..)| (*who, *what) == (user.0, course.0))
        .map(|(_, _, source, _)| source)
        .collect()
}

#[tokio::test]
async fn restored_is_as_before() {
    on_both_engines(async |db| {
        let full = Full::new(&db).await;
        let before = dump(&db).await;
        for _ in 0..2 {
            full.delete(&db).await;
            assert_ne!(dump(&db).await, before);
            assert_eq!(full.restore(&db).await, CourseLosses::default());
            assert_eq!(dump(&db).await, before);
        }
        let again = course_trash::restore(&db, &full.admin, full.course).await;
        assert!(
            matches!(again, Err(Error::NotFound)),
            "it is not in the trash"
        );
        let said = sentences(&db, ActivityKind::CourseRestored).await;
        assert_eq!(said[0], "restored the course Bread from the trash");
    })
    .await;
}

#[tokio::test]
async fn deleting_is_told_in_numbers_before() {
    on_both_engines(async |db| {
        let full = Full::new(&db).await;
        let fixtures = Fixtures::at(&db, NOW);
        branches::set_default_group(&db, &full.admin, full.north, Some(full.group))
            .await
            .unwrap();
        let bundle = fixtures.bundle("Second", &[full.course]).await;
        let waits = fixtures.order(full.people[3], bundle);
        waits.create().await;
        let gone = fixtures.group("Gone").with_courses(&[full.course]);
        let gone = gone.create().await;
        trash::delete(&db, &full.admin, gone, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        let told = course_trash::preview(&db, full.course).await.unwrap();
        let expected = CourseDeletion {
            name: "Bread".into(),
            learners: 3,
            in_progress: 1,
            completed: 1,
            groups: 4,
            bundles: 2,
            default_groups: 1,
            branches: 1,
            waiting_orders: 1,
        };
        assert_eq!(told, expected);
        full.delete(&db).await;
        let told = course_trash::preview(&db, full.course).await;
        assert!(matches!(told, Err(Error::NotFound)));
        let listed = course_trash::list(&db, PORTAL).await.unwrap();
        let listed: Vec<_> = listed
            .iter()
            .map(|one| (one.id, one.learners, one.groups, one.deleted_at))
            .collect();
        assert_eq!(listed, [(full.course, 3, 5, NOW)], "as preview, and Gone");
    })
    .await;
}

#[tokio::test]
async fn no_list_and_no_page_has_a_course_in_the_trash() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let skills = fixtures.category("Skills", None).await;
        let ana = fixtures.user("ana").create().await;
        let course = fixtures.course("Bread").in_category(skills);
        let course = course.create().await;
        let north = fixtures.branch("North").await;
        branches::add_course(&db, &portal(), north, course)
            .await
            .unwrap();
        let group = fixtures.group("Bakers").price(500).with_members(&[ana]);
        let group = group.with_courses(&[course]).synchronized().create().await;
        let seen = async || {
            let search = Search::default();
            let of_group = GroupCourseQuery::default();
            let lists = [
                courses::list(&db, PORTAL, &CourseQuery::default())
                    .await
                    .map(|page| page.rows.len()),
                catalog::courses(&db, Some(ana), &CatalogQuery::default())
                    .await
                    .map(|page| page.rows.len()),
                catalog::bundles(&db, None, &CatalogQuery::default())
                    .await
                    .map(|page| page.rows.len()),
                group_courses::list(&db, PORTAL, group, &of_group)
                    .await
                    .map(|page| page.rows.len()),
                users::list_courses(&db, PORTAL, ana, &search)
                    .await
                    .map(|page| page.rows.len()),
                branches::list_courses(&db, north, &search)
                    .await
                    .map(|page| page.rows.len()),
                learning::my_courses(&db, ana).await.map(|rows| rows.len()),
                learners::list(&db, PORTAL, course, &search)
                    .await
                    .map(|page| page.rows.len()),
                courses::get(&db, course).await.map(|_| 1),
                learning::course(&db, ana, course).await.map(|_| 1),
                instructors::count_taught(&db, PORTAL)
                    .await
                    .map(|counts| usize::try_from(counts.courses).unwrap()),
            ];
            let users = users::list(&db, PORTAL, &search, UserFilter::All).await;
            let filed = categories::list(&db).await.unwrap();
            let sums = users.unwrap().rows[0].courses + filed[0].courses;
            let found = lists.map(|one| one.unwrap_or(0));
            (found, sums)
        };
        assert_eq!(seen().await, ([1; 11], 2));
        course_trash::delete(&db, &portal(), course).await.unwrap();
        assert_eq!(seen().await, ([0; 11], 0));
        let in_use = categories::delete(&db, &portal(), skills).await;
        assert!(matches!(in_use, Err(Error::CategoryInUse)));
    })
    .await;
}

#[tokio::test]
async fn nothing_can_be_done_with_a_course_in_the_trash() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.user("ada").create().await);
        let ana = fixtures.user("ana").create().await;
        let (course, unit) = fixtures.course("Bread").create_with_unit("Text").await;
        let sold = fixtures.course("Cakes").price(500).create().await;
        let seen = fixtures::version(&db, course).await;
        let north = fixtures.branch("North").await;
        let group = fixtures.group("Bakers").create().await;
        direct_enrolments::grant(&db, &admin, ana, course)
            .await
            .unwrap();
        for gone in [course, sold] {
            course_trash::delete(&db, &admin, gone).await.unwrap();
        }
        let purchase = Purchase {
            item: Purchasable::Course(sold),
            coupon: "",
            provider: Provider::Invoice,
            terms: "",
        };
        let name = UnitName::parse("New").unwrap();
        let text = UnitContent::parse(UnitKind::Text, "Text").unwrap();
        let refusals = [
            courses::update(&db, &admin, course, &seen, &course_info("Other")).await,
            units::create(&db, &admin, course, &name, &text)
                .await
                .map(drop),
            units::delete(&db, &admin, course, unit).await,
            direct_enrolments::grant(&db, &admin, ana, course).await,
            direct_enrolments::revoke(&db, &admin, ana, course).await,
            group_courses::add(&db, &admin, group, course).await,
            branches::add_course(&db, &admin, north, course)
                .await
                .map(drop),
            catalog::take_course(&db, &audit(ana), ana, course).await,
            orders::buy(&db, &audit(ana), ana, &purchase)
                .await
                .map(drop),
            learning::set_unit(&db, ana, course, unit, true, NOW).await,
            instructors::add(&db, &admin, course.into(), admin.actor.unwrap()).await,
            course_trash::delete(&db, &admin, course).await,
        ];
        for (place, refused) in refusals.into_iter().enumerate() {
            let is_refused = matches!(refused, Err(Error::NotFound));
            assert!(is_refused, "{place}: {refused:?}");
        }
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn after_thirty_days_names_and_dates_stay() {
    on_both_engines(async |db| {
        let full = Full::new(&db).await;
        let [ana, ben, ..] = full.people[..] else {
            panic!("four users")
        };
        full.delete(&db).await;
        let last = NOW.plus_days(TRASH_DAYS);
        assert_eq!(course_trash::purge_expired(&db, last).await.unwrap(), 0);
        let bread = [("Bread".to_owned(), NOW)];
        assert_eq!(remembered(&db, ana).await, bread);
        let after = Timestamp(last.0 + 1);
        assert_eq!(course_trash::purge_expired(&db, after).await.unwrap(), 1);
        assert_eq!(remembered(&db, ana).await, bread);
        assert!(remembered(&db, ben).await.is_empty(), "never completed");
        let order = orders::list(&db, PORTAL, &Default::default()).await;
        let order = order.unwrap().rows[0].id;
        let order = orders::get(&db, order).await.unwrap();
        assert_eq!(order.courses, ["Bread"]);
        let refused = course_trash::restore(&db, &full.admin, full.course).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        for table in [
            "trashed_enrolments",
            "trashed_group_courses",
            "trashed_branch_courses",
        ] {
            let left = format!("SELECT count(*) FROM {table}");
            assert_eq!(number(&db, &left, vec![]).await, 0, "{table}");
        }
        let said = sentences(&db, ActivityKind::CoursePurged).await;
        assert_eq!(said, ["permanently deleted the course Bread"]);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_branch_restores_what_was_created_in_it() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (north, south) = (
            fixtures.branch("North").await,
            fixtures.branch("South").await,
        );
        let own = fixtures.course("Own").in_branch(north).create().await;
        let lent = fixtures.course("Lent").create().await;
        branches::add_course(&db, &portal(), north, lent)
            .await
            .unwrap();
        let ida = fixtures.instructor("ida").create().await;
        fixtures.assign_instructor(lent, ida).await;
        for course in [own, lent] {
            course_trash::delete(&db, &portal(), course).await.unwrap();
        }
        let taught = AccessScope {
            instructor: Some(ida),
            ..PORTAL
        };
        for (scope, expected) in [
            (PORTAL, vec![lent, own]),
            (AccessScope::for_branch(Some(north)), vec![own]),
            (AccessScope::for_branch(Some(south)), vec![]),
            (taught, vec![lent]),
        ] {
            let listed = course_trash::list(&db, scope).await.unwrap();
            let listed: Vec<_> = listed.into_iter().map(|one| one.id).collect();
            assert_eq!(listed, expected);
            for course in [own, lent] {
                let thing = db::access_scope::Target::CourseInTrash(course);
                let found = db::access_scope::contains(&db, scope, thing).await;
                let is_all = scope.is_unrestricted();
                assert_eq!(found.unwrap(), is_all || expected.contains(&course));
            }
        }
        // What was done with it before stays in the branch's activity.
        let filter = domain::activity::ActivityFilter {
            course: Some(own),
            ..Default::default()
        };
        let scope = AccessScope::for_branch(Some(north));
        let lines = db::activity::export(&db, scope, &filter, None)
            .await
            .unwrap();
        assert_eq!(lines.len(), 2, "added and deleted");
        course_trash::restore(&db, &portal(), own).await.unwrap();
        let page = courses::list(&db, scope, &CourseQuery::default()).await;
        assert!(page.unwrap().rows[0].own);
    })
    .await;
}

/// Deletes while someone adds the course to a group: one of them waits, and the counters are right.
#[tokio::test]
async fn deleting_and_adding_to_a_group_at_the_same_time() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.user("ada").create().await);
        let group = fixtures.group("Bakers");
        let group = group.enrolment_policy(EnrolmentPolicy::Automatically);
        let ana = fixtures.user("ana").create().await;
        let group = group.with_members(&[ana]).create().await;
        for number in 0..8 {
            let course = fixtures.course(&format!("Bread {number}")).create().await;
            let (added, deleted) = futures::join!(
                group_courses::add(&db, &admin, group, course),
                course_trash::delete(&db, &admin, course)
            );
            assert!(matches!(added, Ok(()) | Err(Error::NotFound)), "{added:?}");
            assert!(
                matches!(deleted, Ok(()) | Err(Error::Conflict)),
                "{deleted:?}"
            );
            assert_counts(&db).await;
        }
    })
    .await;
}
