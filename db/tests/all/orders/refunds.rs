//! The effects of a refund.
use super::*;

#[tokio::test]
async fn a_refund_removes_what_was_bought_and_keeps_other_reasons() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, [art, _]) = bundle(&db, "Baking").await;
        execute(
            &db,
            "INSERT INTO enrolments (user_id, course_id, source, created_at) \
             VALUES ($1, $2, 'direct', 0)",
            vec![ana.0.into(), art.0.into()],
        )
        .await;
        let order = fixtures.order(ana, group).create().await;
        orders::mark_paid(&db, &audit(ana), order).await.unwrap();
        assert_eq!(enrolments(&db).await.len(), 5);
        for changed in [true, false] {
            let moved = orders::refund(&db, &audit(ana), order).await.unwrap();
            assert_eq!(moved, changed);
        }
        let left = [(ana.0, art.0, "direct".to_owned(), None)];
        assert_eq!(enrolments(&db).await, left);
        assert!(memberships(&db).await.is_empty());
        let archived = "SELECT count(*) FROM enrolment_archive WHERE source = 'bundle'";
        assert_eq!(number(&db, archived, vec![]).await, 2);
        assert_counts(&db).await;
        let paid = orders::mark_paid(&db, &audit(ana), order).await;
        assert!(matches!(paid, Err(Error::OrderStateChanged)));
    })
    .await;
}

#[tokio::test]
async fn a_buyer_who_was_already_a_member_stays_one_after_the_refund() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (group, _) = bundle(&db, "Baking").await;
        let order = fixtures.order(ana, group).create().await;
        members::add(&db, &audit(ana), group, ana).await.unwrap();
        orders::mark_paid(&db, &audit(ana), order).await.unwrap();
        orders::refund(&db, &audit(ana), order).await.unwrap();
        assert_eq!(memberships(&db).await.len(), 1);
        assert!(enrolments(&db).await.is_empty());
        assert_counts(&db).await;
        let again = purchase(Purchasable::Bundle(group));
        let again = orders::buy(&db, &audit(ana), ana, &again).await;
        assert!(matches!(again, Err(Error::AlreadyMember)));
    })
    .await;
}

#[tokio::test]
async fn a_course_in_two_paid_orders_is_removed_with_the_second_refund() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (one, courses) = bundle(&db, "One").await;
        let (two, _) = bundle(&db, "Two").await;
        for course in courses {
            group_courses::add(&db, &audit(ana), two, course)
                .await
                .unwrap();
        }
        let first = fixtures.order(ana, one).create().await;
        let second = fixtures.order(ana, two).create().await;
        for order in [first, second] {
            orders::mark_paid(&db, &audit(ana), order).await.unwrap();
        }
        assert_eq!(bought(&db, ana).await.len(), 4, "each once");
        orders::refund(&db, &audit(ana), second).await.unwrap();
        assert_eq!(bought(&db, ana).await, courses.map(|course| course.0));
        orders::refund(&db, &audit(ana), first).await.unwrap();
        assert!(enrolments(&db).await.is_empty());
        assert_counts(&db).await;
    })
    .await;
}
