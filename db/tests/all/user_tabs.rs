//! A user's Groups and Courses tabs, direct enrolments, and deleting a user.
use crate::support::{
    NOW, assert_counts, audit, enrolments, execute, number, on_both_engines, sentences,
};
use db::{AuditContext, Db, Error, direct_enrolments, group_courses, learning, members, users};
use domain::{
    access_scope::AccessScope,
    activity::ActivityKind,
    enrolments::EnrolmentSource,
    groups::RemovalPolicy,
    ids::{CourseId, UserId},
    members::{MemberFilter, MemberQuery, UserGroupRow},
    page::{Page, Search},
};
use fixtures::Fixtures;

const ADMIN: UserId = UserId(99);

fn search(text: &str, cursor: Option<String>) -> Search {
    Search {
        text: text.into(),
        cursor,
    }
}

async fn groups(db: &Db, user: UserId, text: &str, filter: MemberFilter) -> Page<UserGroupRow> {
    let query = MemberQuery {
        search: search(text, None),
        filter,
    };
    users::list_groups(db, AccessScope::PORTAL, user, &query)
        .await
        .unwrap()
}

fn names(page: &Page<UserGroupRow>) -> Vec<&str> {
    page.rows.iter().map(|row| row.name.as_str()).collect()
}

/// Why the user has the course, as an administrator sees it.
async fn why(db: &Db, user: UserId, course: CourseId) -> Vec<String> {
    let row = users::get_course(db, user, course).await.unwrap();
    row.why.iter().map(|reason| reason.label()).collect()
}

#[tokio::test]
async fn the_groups_of_a_user_come_first_and_each_shows_the_state_of_the_membership() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let zebra = fixtures.group("Zebra").create().await;
        let bakers = fixtures.group("Bakers").create().await;
        fixtures.group("Cooks").create().await;
        let gone = fixtures.group("Gone").create().await;
        group_courses::add(
            &db,
            &audit(ADMIN),
            zebra,
            fixtures.course("Cake").create().await,
        )
        .await
        .unwrap();
        for group in [zebra, bakers, gone] {
            fixtures.member(group, ana).await;
        }
        db::trash::delete(&db, &audit(ADMIN), gone, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        let all = groups(&db, ana, "", MemberFilter::All).await;
        assert_eq!(names(&all), ["Bakers", "Zebra", "Cooks"]);
        assert_eq!(all.total, 3);
        let membership = &all.rows[1].membership;
        assert!(membership.member && membership.out_of_sync());
        assert_eq!((membership.enrolled, membership.courses), (0, 1));
        assert!(!all.rows[2].membership.member);

        let members = groups(&db, ana, "", MemberFilter::Members).await;
        assert_eq!(names(&members), ["Bakers", "Zebra"]);
        let others = groups(&db, ana, "", MemberFilter::NotMembers).await;
        assert_eq!(names(&others), ["Cooks"]);
        let late = groups(&db, ana, "", MemberFilter::OutOfSync).await;
        assert_eq!(names(&late), ["Zebra"]);
        let found = groups(&db, ana, "BAK", MemberFilter::All).await;
        assert_eq!(names(&found), ["Bakers"]);

        members::synchronize(&db, &audit(ADMIN), zebra, ana)
            .await
            .unwrap();
        assert_eq!(groups(&db, ana, "", MemberFilter::OutOfSync).await.total, 0);
        let missing = users::list_groups(
            &db,
            AccessScope::PORTAL,
            UserId(404),
            &MemberQuery::default(),
        )
        .await;
        assert!(matches!(missing, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn the_groups_of_a_user_are_paged_over_both_sections_in_both_directions() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        for place in 0..70 {
            let group = fixtures.group(&format!("Group {place:02}")).create().await;
            if place % 7 == 0 {
                fixtures.member(group, ana).await;
            }
        }
        let first = groups(&db, ana, "", MemberFilter::All).await;
        assert_eq!((first.rows.len(), first.total), (50, 70));
        assert!(first.rows[9].membership.member && !first.rows[10].membership.member);
        let at = |cursor: Option<domain::page::Cursor>| MemberQuery {
            search: search("", cursor.map(|cursor| cursor.0)),
            filter: MemberFilter::All,
        };
        let next = at(first.next.clone());
        let second = users::list_groups(&db, AccessScope::PORTAL, ana, &next)
            .await
            .unwrap();
        assert_eq!((second.rows.len(), second.next), (20, None));
        let back = at(second.previous);
        let back = users::list_groups(&db, AccessScope::PORTAL, ana, &back)
            .await
            .unwrap();
        assert_eq!(names(&back), names(&first));
    })
    .await;
}

#[tokio::test]
async fn a_course_shows_every_reason_and_the_progress_of_the_user() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ada = fixtures.user("ada").create().await;
        let ana = fixtures.user("ana").create().await;
        let baking = fixtures.course("Baking").create().await;
        let cakes = fixtures.course("Cakes").create().await;
        let sales = fixtures.group("Sales").create().await;
        group_courses::add(&db, &audit(ada), sales, cakes)
            .await
            .unwrap();
        fixtures.member(sales, ana).await;
        members::synchronize(&db, &audit(ada), sales, ana)
            .await
            .unwrap();
        direct_enrolments::grant(&db, &audit(ada), ana, cakes)
            .await
            .unwrap();
        assert_eq!(
            why(&db, ana, cakes).await,
            ["Enrolled directly by Ana ada", "From Sales"]
        );
        let page = users::list_courses(&db, AccessScope::PORTAL, ana, &search("", None))
            .await
            .unwrap();
        let listed: Vec<_> = page.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(listed, ["Cakes", "Baking"], "the user's courses come first");
        assert_eq!(page.rows[0].why[0].since, NOW);
        assert!(!page.rows[1].enrolled());

        members::remove(&db, &audit(ada), sales, ana, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        assert_eq!(
            why(&db, ana, cakes).await,
            ["Enrolled directly by Ana ada", "Kept from Sales"]
        );
        let found = users::list_courses(&db, AccessScope::PORTAL, ana, &search("bak", None)).await;
        assert_eq!(found.unwrap().rows[0].course, baking);
    })
    .await;
}

#[tokio::test]
async fn granting_twice_is_harmless_and_revoking_keeps_what_a_group_gives() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let cakes = fixtures.course("Cakes").create().await;
        let sales = fixtures.group("Sales").create().await;
        fixtures.group_course(sales, cakes).await;
        fixtures.member(sales, ana).await;
        members::synchronize(&db, &audit(ADMIN), sales, ana)
            .await
            .unwrap();
        for _ in 0..2 {
            direct_enrolments::grant(&db, &audit(ADMIN), ana, cakes)
                .await
                .unwrap();
        }
        assert_eq!(enrolments(&db).await.len(), 2);
        for _ in 0..2 {
            direct_enrolments::revoke(&db, &audit(ADMIN), ana, cakes)
                .await
                .unwrap();
        }
        let left = enrolments(&db).await;
        assert_eq!(left, [(ana.0, cakes.0, "group".into(), Some(sales.0))]);
        let archived = "SELECT count(*) FROM enrolment_archive WHERE source = 'direct'";
        assert_eq!(number(&db, archived, vec![]).await, 1);
        let logged = "SELECT count(*) FROM activity WHERE verb IN ('course.give', \
             'course.withdraw') AND user_id IS NOT NULL AND course_id IS NOT NULL";
        assert_eq!(
            number(&db, logged, vec![]).await,
            2,
            "what changed nothing is not logged"
        );
        assert_counts(&db).await;
        for outcome in [
            direct_enrolments::grant(&db, &audit(ADMIN), UserId(404), cakes).await,
            direct_enrolments::grant(&db, &audit(ADMIN), ana, CourseId(404)).await,
            direct_enrolments::revoke(&db, &audit(ADMIN), UserId(404), cakes).await,
        ] {
            assert!(matches!(outcome, Err(Error::NotFound)));
        }
    })
    .await;
}

#[tokio::test]
async fn revoking_removes_a_kept_course_too_and_keeps_the_progress() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let cakes = fixtures.course("Cakes").create().await;
        let sales = fixtures.group("Sales").create().await;
        let text = "INSERT INTO enrolments (user_id, course_id, source, group_id, created_at) \
             VALUES ($1, $2, 'kept', $3, 0)";
        execute(
            &db,
            text,
            vec![ana.0.into(), cakes.0.into(), sales.0.into()],
        )
        .await;
        let text = "INSERT INTO progress (user_id, course_id, started_at, updated_at, \
             completed_at) VALUES ($1, $2, 1, 1, 2)";
        execute(&db, text, vec![ana.0.into(), cakes.0.into()]).await;
        let mine = learning::my_courses(&db, ana).await.unwrap();
        assert_eq!(mine[0].why[0].source, EnrolmentSource::Kept);
        direct_enrolments::revoke(&db, &audit(ADMIN), ana, cakes)
            .await
            .unwrap();
        assert!(learning::my_courses(&db, ana).await.unwrap().is_empty());
        let row = users::get_course(&db, ana, cakes).await.unwrap();
        assert!(row.completed_at.is_some() && !row.enrolled());
    })
    .await;
}

#[tokio::test]
async fn a_deleted_user_leaves_nothing_behind_and_the_counts_stay_right() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let bob = fixtures.user("bob").create().await;
        let cakes = fixtures.course("Cakes").create().await;
        let bread = fixtures.course("Bread").create().await;
        let sales = fixtures.group("Sales").create().await;
        let bakers = fixtures.group("Bakers").create().await;
        for course in [cakes, bread] {
            fixtures.group_course(sales, course).await;
        }
        for (group, user) in [(sales, ana), (sales, bob), (bakers, ana)] {
            fixtures.member(group, user).await;
        }
        members::synchronize(&db, &audit(ADMIN), sales, bob)
            .await
            .unwrap();
        direct_enrolments::grant(&db, &audit(ADMIN), ana, bread)
            .await
            .unwrap();
        db::sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let asked = users::deletion_preview(&db, ana).await.unwrap();
        assert_eq!((asked.groups, asked.courses, asked.begun), (2, 1, 0));

        users::delete(&db, &audit(ADMIN), ana).await.unwrap();
        assert_counts(&db).await;
        assert!(matches!(users::get(&db, ana).await, Err(Error::NotFound)));
        for table in ["enrolments", "group_members", "sessions", "progress"] {
            let text = format!("SELECT count(*) FROM {table} WHERE user_id = $1");
            assert_eq!(number(&db, &text, vec![ana.0.into()]).await, 0, "{table}");
        }
        let told = sentences(&db, ActivityKind::UserDeleted).await;
        assert_eq!(told, ["deleted Ana ana (ana)"], "the log keeps the name");
        let again = users::delete(&db, &audit(ADMIN), ana).await;
        assert!(matches!(again, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn no_one_can_delete_themselves_or_the_last_super_admin() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let ana = fixtures.admin("ana").create().await;
        let oneself = users::delete(&db, &audit(ana), ana).await;
        assert!(matches!(oneself, Err(Error::CannotDeleteSelf)));
        let last = users::delete(&db, &AuditContext::system(NOW), root).await;
        assert!(matches!(last, Err(Error::LastSuperAdmin)));
        fixtures.super_admin("second").create().await;
        users::delete(&db, &AuditContext::system(NOW), root)
            .await
            .unwrap();
    })
    .await;
}
