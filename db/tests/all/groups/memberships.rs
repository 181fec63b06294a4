//! Adding and removing members and courses.
use super::*;

#[tokio::test]
async fn adding_does_not_enrol_and_synchronizing_does_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, admin) = filled(&db, &[ana], &courses(&db).await).await;
        members::add(&db, &admin, group, ana).await.unwrap();
        let row = members::get(&db, group, ana).await.unwrap();
        assert_eq!((row.member, row.enrolled, row.courses), (true, 0, 2));
        assert!(row.out_of_sync());
        let given = members::synchronize(&db, &admin, group, ana).await.unwrap();
        assert_eq!(given, 2);
        let again = members::synchronize(&db, &admin, group, ana).await.unwrap();
        assert_eq!(again, 0);
        assert_eq!(groups::get(&db, group).await.unwrap().counts.drift, 0);
        assert_counts(&db).await;
        let log = db::activity::list(&db, AccessScope::PORTAL, &of_group(group), None)
            .await
            .unwrap();
        assert_eq!(log.rows[0].sentence, "enrolled Ana ana in 2 group courses");
        assert_eq!(log.rows[0].actor, "Ada Admin");
        assert_eq!(log.total, 5, "twice the same is one line");
    })
    .await;
}

#[tokio::test]
async fn an_automatic_group_enrols_every_added_member_and_course() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let [phone, desk] = courses(&db).await;
        let ana = fixtures.user("ana").create().await;
        let idle = fixtures.user("idle").create().await;
        fixtures.deactivate(idle).await;
        let (group, admin) = filled(&db, &[], &[phone]).await;
        let automatic = GroupInfo {
            enrolment_policy: EnrolmentPolicy::Automatically,
            ..group_info("Sales")
        };
        groups::update(
            &db,
            &admin,
            group,
            &fixtures::version(&db, group).await,
            &automatic,
        )
        .await
        .unwrap();
        members::add(&db, &admin, group, ana).await.unwrap();
        members::add(&db, &admin, group, idle).await.unwrap();
        group_courses::add(&db, &admin, group, desk).await.unwrap();
        assert_eq!(sources(&db, ana, phone).await, ["group"]);
        assert_eq!(sources(&db, ana, desk).await, ["group"]);
        assert!(sources(&db, idle, desk).await.is_empty());
        assert_eq!(groups::get(&db, group).await.unwrap().counts.drift, 0);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn kept_access_lasts_until_the_member_returns() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let [phone, desk] = courses(&db).await;
        let ana = fixtures.user("ana").create().await;
        let (group, admin) = filled(&db, &[ana], &[phone, desk]).await;
        members::synchronize(&db, &admin, group, ana).await.unwrap();
        let about = members::removal_preview(&db, group, ana).await.unwrap();
        assert_eq!((about.enrolments, about.members), (2, 1));
        members::remove(&db, &admin, group, ana, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        assert_eq!(sources(&db, ana, phone).await, ["kept"]);
        assert_counts(&db).await;
        members::add(&db, &admin, group, ana).await.unwrap();
        members::synchronize(&db, &admin, group, ana).await.unwrap();
        assert_eq!(sources(&db, ana, phone).await, ["group"]);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn withdrawing_keeps_progress_and_what_another_group_gave() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let [phone, _] = courses(&db).await;
        let ana = fixtures.user("ana").create().await;
        let (first, admin) = filled(&db, &[ana], &[phone]).await;
        let second = fixtures.group("Support").create().await;
        members::add(&db, &admin, second, ana).await.unwrap();
        group_courses::add(&db, &admin, second, phone)
            .await
            .unwrap();
        for group in [first, second] {
            members::synchronize(&db, &admin, group, ana).await.unwrap();
        }
        let text = "INSERT INTO progress (user_id, course_id, started_at, updated_at) \
             VALUES ($1, $2, 1, 2)";
        crate::support::execute(&db, text, vec![ana.0.into(), phone.0.into()]).await;
        let taken = members::unassign(&db, &admin, first, ana).await.unwrap();
        assert_eq!(taken, 1);
        assert_eq!(sources(&db, ana, phone).await, ["group"], "by the other");
        members::remove(&db, &admin, second, ana, RemovalPolicy::WithdrawAccess)
            .await
            .unwrap();
        assert!(sources(&db, ana, phone).await.is_empty());
        let progress = number(&db, "SELECT count(*) FROM progress", vec![]).await;
        assert_eq!(progress, 1);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn non_members_and_missing_objects_are_not_found() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, admin) = filled(&db, &[], &[]).await;
        let keep = RemovalPolicy::KeepAccess;
        let refused = |result: Result<(), Error>| assert!(matches!(result, Err(Error::NotFound)));
        refused(members::remove(&db, &admin, group, ana, keep).await);
        refused(
            members::synchronize(&db, &admin, group, ana)
                .await
                .map(drop),
        );
        refused(members::unassign(&db, &admin, group, ana).await.map(drop));
        refused(members::removal_preview(&db, group, ana).await.map(drop));
        refused(members::add(&db, &admin, group, UserId(999_999)).await);
        refused(members::add(&db, &admin, GroupId(999_999), ana).await);
        refused(group_courses::add(&db, &admin, group, CourseId(999_999)).await);
        refused(group_courses::remove(&db, &admin, group, CourseId(1), keep).await);
        fixtures.deactivate(ana).await;
        members::add(&db, &admin, group, ana).await.unwrap();
        refused(
            members::synchronize(&db, &admin, group, ana)
                .await
                .map(drop),
        );
        assert_counts(&db).await;
    })
    .await;
}
