//! What happens to others while the course is in the trash.
use super::*;
use db::{joining, mass_actions, throttles::GuessedKey};
use domain::{ids::MassActionId, mass_actions::MassActionKind};

/// A course and a group with both users, who are enrolled.
async fn baking(db: &Db) -> (Fixtures, AuditContext, CourseId, GroupId, Vec<UserId>) {
    let fixtures = Fixtures::at(db, NOW);
    let admin = audit(fixtures.user("zadmin").create().await);
    let users = fixtures.users("u", 2).await;
    let course = fixtures.course("Bread").create().await;
    let group = fixtures.group("Bakers").with_members(&users);
    let group = group.with_courses(&[course]).synchronized().create().await;
    (fixtures, admin, course, group, users)
}

#[tokio::test]
async fn who_left_a_group_has_what_its_policy_leaves() {
    on_both_engines(async |db| {
        let (_, admin, course, group, users) = baking(&db).await;
        course_trash::delete(&db, &admin, course).await.unwrap();
        members::remove(&db, &admin, group, users[0], RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        members::remove(&db, &admin, group, users[1], RemovalPolicy::WithdrawAccess)
            .await
            .unwrap();
        let losses = course_trash::restore(&db, &admin, course).await.unwrap();
        assert!(losses.is_empty(), "the policies were followed");
        assert_eq!(sources(&db, users[0], course).await, ["kept"]);
        assert!(sources(&db, users[1], course).await.is_empty());
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn who_joined_meanwhile_is_enrolled_as_they_would_have_been() {
    on_both_engines(async |db| {
        let (fixtures, admin, course, group, _) = baking(&db).await;
        let at_once = fixtures.group("At once");
        let at_once = at_once.enrolment_policy(EnrolmentPolicy::Automatically);
        let at_once = at_once.with_courses(&[course]).create().await;
        fixtures.key(group, "bakers").create().await;
        let new = fixtures.users("new", 3).await;
        course_trash::delete(&db, &admin, course).await.unwrap();
        let key = GuessedKey::uncounted("bakers");
        joining::redeem(&db, &audit(new[0]), new[0], key)
            .await
            .unwrap();
        members::add(&db, &admin, group, new[1]).await.unwrap();
        members::add(&db, &admin, at_once, new[2]).await.unwrap();
        assert!(enrolments(&db).await.is_empty(), "no one has it now");
        let losses = course_trash::restore(&db, &admin, course).await.unwrap();
        assert!(losses.is_empty());
        assert_eq!(sources(&db, new[0], course).await, ["group"], "by key");
        assert!(sources(&db, new[1], course).await.is_empty(), "by hand");
        assert_eq!(sources(&db, new[2], course).await, ["group"], "at once");
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_gone_is_named() {
    on_both_engines(async |db| {
        let (fixtures, admin, course, group, users) = baking(&db).await;
        let north = fixtures.branch("North").await;
        branches::add_course(&db, &admin, north, course)
            .await
            .unwrap();
        let old = fixtures.group("Old").with_courses(&[course]).create().await;
        course_trash::delete(&db, &admin, course).await.unwrap();
        let keep = RemovalPolicy::KeepAccess;
        trash::delete(&db, &admin, old, keep).await.unwrap();
        branches::delete(&db, &admin, north).await.unwrap();
        let later = NOW.plus_days(TRASH_DAYS + 1);
        assert_eq!(trash::purge_expired(&db, later).await.unwrap(), 1);
        let losses = course_trash::restore(&db, &admin, course).await.unwrap();
        assert_eq!(losses.places, ["North", "Old"]);
        assert_eq!(losses.enrolments, 0);
        assert_eq!(sources(&db, users[0], course).await, ["group"]);
        let said = sentences(&db, ActivityKind::CourseRestored).await;
        let told = "restored the course Bread from the trash (no longer in North, Old)";
        assert_eq!(said, [told]);
        let listed = group_courses::list(&db, PORTAL, group, &GroupCourseQuery::default()).await;
        assert!(listed.unwrap().rows[0].in_group);
        assert_counts(&db).await;
    })
    .await;
}

/// The group and the course can come back in either order.
#[tokio::test]
async fn a_group_that_went_to_the_trash_too_has_the_course_again() {
    on_both_engines(async |db| {
        for (place, policy) in [RemovalPolicy::KeepAccess, RemovalPolicy::WithdrawAccess]
            .into_iter()
            .enumerate()
        {
            let (_, admin, course, group, users) = if place == 0 {
                baking(&db).await
            } else {
                let fixtures = Fixtures::at(&db, NOW);
                let users = fixtures.users("w", 2).await;
                let course = fixtures.course("Cakes").create().await;
                let group = fixtures.group("Others").with_members(&users);
                let group = group.with_courses(&[course]).synchronized().create().await;
                let admin = audit(fixtures.user("wadmin").create().await);
                (fixtures, admin, course, group, users)
            };
            let before = (enrolments(&db).await, dump_of_group(&db, group).await);
            for (course_first, course_back_first) in
                [(true, true), (true, false), (false, true), (false, false)]
            {
                let delete_group =
                    async || trash::delete(&db, &admin, group, policy).await.unwrap();
                let delete_course =
                    async || course_trash::delete(&db, &admin, course).await.unwrap();
                let restore_group = async || {
                    trash::restore(&db, &admin, group).await.unwrap();
                };
                let restore_course = async || {
                    let losses = course_trash::restore(&db, &admin, course).await.unwrap();
                    assert!(losses.is_empty(), "{losses:?}");
                };
                if course_first {
                    delete_course().await;
                    delete_group().await;
                } else {
                    delete_group().await;
                    delete_course().await;
                }
                assert!(sources(&db, users[0], course).await.is_empty());
                if course_back_first {
                    restore_course().await;
                    restore_group().await;
                } else {
                    restore_group().await;
                    restore_course().await;
                }
                let after = (enrolments(&db).await, dump_of_group(&db, group).await);
                assert_eq!(
                    before, after,
                    "{policy:?} {course_first} {course_back_first}"
                );
                assert_counts(&db).await;
            }
        }
    })
    .await;
}

async fn dump_of_group(db: &Db, group: GroupId) -> Vec<String> {
    let start = format!("{}", group.0);
    let rows = dump(db).await.into_iter();
    rows.filter(|row| row.starts_with("group") && row.contains(&start))
        .collect()
}

#[tokio::test]
async fn undoing_what_was_done_before_counts_when_it_comes_back() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.user("zadmin").create().await);
        let users = fixtures.users("u", 2).await;
        let course = fixtures.course("Bread").create().await;
        let group = fixtures.group("Bakers").with_members(&users);
        let group = group.with_courses(&[course]).create().await;
        let act = async |kind| fixtures.mass_action_on_all(group, kind).await;
        let undo_in_trash = async |action: MassActionId| {
            course_trash::delete(&db, &admin, course).await.unwrap();
            fixtures.undo(group, action).await;
            assert_counts(&db).await;
            assert!(sources(&db, users[0], course).await.is_empty());
            let losses = course_trash::restore(&db, &admin, course).await.unwrap();
            assert!(losses.is_empty());
            assert_counts(&db).await;
        };
        let assigned = act(MassActionKind::Assign).await;
        undo_in_trash(assigned).await;
        assert!(enrolments(&db).await.is_empty(), "the undo took them");
        act(MassActionKind::Assign).await;
        let before = enrolments(&db).await;
        for kind in [MassActionKind::Unassign, MassActionKind::RemoveMembers] {
            let action = act(kind).await;
            undo_in_trash(action).await;
            assert_eq!(enrolments(&db).await, before, "{kind:?}");
        }
        let recent = mass_actions::recent(&db, group, 9, NOW).await.unwrap();
        assert!(recent.len() >= 6);
    })
    .await;
}

#[tokio::test]
async fn who_pays_meanwhile_has_it_when_it_comes_back() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.user("zadmin").create().await);
        let users = fixtures.users("u", 2).await;
        let course = fixtures.course("Bread").create().await;
        let bundle = fixtures.bundle("Bundle", &[course]).await;
        let mut placed = Vec::new();
        for user in &users {
            let order = fixtures.order(*user, bundle).create().await;
            placed.push(order);
        }
        course_trash::delete(&db, &admin, course).await.unwrap();
        for order in &placed {
            orders::mark_paid(&db, &admin, *order).await.unwrap();
        }
        orders::refund(&db, &admin, placed[1]).await.unwrap();
        assert!(enrolments(&db).await.is_empty());
        course_trash::restore(&db, &admin, course).await.unwrap();
        assert_eq!(sources(&db, users[0], course).await, ["bundle", "group"]);
        assert!(sources(&db, users[1], course).await.is_empty(), "refunded");
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn courses_stay_in_the_order_of_their_group() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.user("zadmin").create().await);
        let mut made = Vec::new();
        for name in ["A", "B", "C", "D"] {
            made.push(fixtures.course(name).create().await);
        }
        let group = fixtures.group("Bakers").with_courses(&made[..3]);
        let group = group.create().await;
        course_trash::delete(&db, &admin, made[2]).await.unwrap();
        group_courses::add(&db, &admin, group, made[3])
            .await
            .unwrap();
        course_trash::restore(&db, &admin, made[2]).await.unwrap();
        let query = GroupCourseQuery::default();
        let page = group_courses::list(&db, PORTAL, group, &query)
            .await
            .unwrap();
        let listed: Vec<_> = page.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(listed, ["A", "B", "C", "D"]);
        let places = "SELECT count(DISTINCT position) FROM group_courses";
        assert_eq!(number(&db, places, vec![]).await, 4);
    })
    .await;
}
