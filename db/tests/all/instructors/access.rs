//! The access scope of an instructor.
use super::*;

#[tokio::test]
async fn an_instructor_can_be_assigned_only_within_their_branch() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let text = "INSERT INTO branches (id, name, name_folded, created_at) VALUES (7, 'North', 'north', 0)";
        execute(&db, text, vec![]).await;
        let (ida, nora) = (fixtures.instructor("ida").create().await, fixtures.instructor("nora").create().await);
        let text = "UPDATE users SET branch_id = 7 WHERE id = $1";
        execute(&db, text, vec![nora.0.into()]).await;
        let (whole, north) = (fixtures.group("Whole").create().await, fixtures.group("North").create().await);
        let text = "UPDATE groups SET branch_id = 7 WHERE id = $1";
        execute(&db, text, vec![north.0.into()]).await;
        let (baking, lent) = (fixtures.course("Baking").create().await, fixtures.course("Lent").create().await);
        let text = "INSERT INTO branch_courses (branch_id, course_id) VALUES (7, $1)";
        execute(&db, text, vec![lent.0.into()]).await;
        for (taught, could) in [
            (Teachable::Group(whole), vec!["ida"]),
            (Teachable::Group(north), vec!["nora"]),
            (Teachable::Course(baking), vec!["ida"]),
            (Teachable::Course(lent), vec!["ida", "nora"]),
        ] {
            assert_eq!(found(&db, taught, "").await, could, "{taught:?}");
            for (login, user) in [("ida", ida), ("nora", nora)] {
                let added = instructors::add(&db, &audit(ADMIN), taught, user).await;
                assert_eq!(added.is_ok(), could.contains(&login), "{taught:?} {login}");
            }
        }
        let of_north = AccessScope {
            branch: Some(domain::ids::BranchId(7)),
            ..own(nora)
        };
        assert_eq!(course_names(&db, of_north).await, ["Lent"]);
        assert_eq!(group_names(&db, of_north).await, ["North"]);
    })
    .await;
}

#[tokio::test]
async fn an_instructor_sees_what_they_teach_and_what_they_add() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ida = fixtures.instructor("ida").create().await;
        let tom = fixtures.instructor("tom").create().await;
        let baking = fixtures.course("Baking").create().await;
        let cakes = fixtures.course("Cakes").create().await;
        let sales = fixtures.group("Sales").create().await;
        let gone = fixtures.group("Gone").create().await;
        fixtures.group("Nobody’s").create().await;
        for taught in [
            Teachable::Course(baking),
            Teachable::Group(sales),
            Teachable::Group(gone),
        ] {
            fixtures.assign_instructor(taught, ida).await;
        }
        fixtures.assign_instructor(cakes, tom).await;
        let by_ida = AuditContext {
            scope: own(ida),
            ..audit(ida)
        };
        trash::delete(&db, &by_ida, gone, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        groups::create(&db, &by_ida, &group_info("Added"), None)
            .await
            .unwrap();
        assert_eq!(course_names(&db, own(ida)).await, ["Baking"]);
        assert_eq!(group_names(&db, own(ida)).await, ["Added", "Sales"]);
        let teaching = instructors::count_taught(&db, own(ida)).await.unwrap();
        assert_eq!(
            teaching,
            TaughtCounts {
                courses: 1,
                groups: 2
            }
        );
        assert_eq!(trash::list(&db, own(ida)).await.unwrap().len(), 1);
        assert!(trash::list(&db, own(tom)).await.unwrap().is_empty());
        assert!(group_names(&db, own(tom)).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn in_their_group_an_instructor_can_change_only_the_courses_they_teach() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ida = fixtures.instructor("ida").create().await;
        let baking = fixtures.course("Baking").create().await;
        let cakes = fixtures.course("Cakes").create().await;
        fixtures.course("Strange").create().await;
        let mine = fixtures.course("Mine").create().await;
        let sales = fixtures.group("Sales").create().await;
        for course in [baking, cakes] {
            fixtures.group_course(sales, course).await;
        }
        fixtures.assign_instructor(cakes, ida).await;
        fixtures.assign_instructor(mine, ida).await;
        let query = GroupCourseQuery::default();
        let page = group_courses::list(&db, own(ida), sales, &query)
            .await
            .unwrap();
        let rows = page.rows.iter();
        let rows: Vec<_> = rows.map(|row| (row.name.as_str(), row.within)).collect();
        assert_eq!(rows, [("Baking", false), ("Cakes", true), ("Mine", true)]);
        let whole = group_courses::list(&db, AccessScope::PORTAL, sales, &query).await;
        let rows = whole.unwrap().rows;
        assert!(rows.len() == 4 && rows.iter().all(|row| row.within));
    })
    .await;
}

async fn learner_page(
    db: &Db,
    scope: AccessScope,
    course: CourseId,
    search: &Search,
) -> Page<LearnerRow> {
    learners::list(db, scope, course, search).await.unwrap()
}

#[tokio::test]
async fn the_learners_of_a_course_are_listed_once_with_reasons_and_progress() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ida = fixtures.instructor("ida").create().await;
        let baking = fixtures.course("Baking").create().await;
        for name in ["Flour", "Water"] {
            let name = UnitName::parse(name).unwrap();
            let content = UnitContent::Text(Markdown::parse("Words.").unwrap());
            db::units::create(&db, &AuditContext::system(NOW), baking, &name, &content)
                .await
                .unwrap();
        }
        let sales = fixtures.group("Sales").create().await;
        fixtures.group_course(sales, baking).await;
        let ana = fixtures.user("ana").create().await;
        let bob = fixtures.user("bob").create().await;
        fixtures.user("outsider").create().await;
        for learner in [ana, bob] {
            fixtures.member(sales, learner).await;
            members::synchronize(&db, &audit(ADMIN), sales, learner)
                .await
                .unwrap();
        }
        db::direct_enrolments::grant(&db, &audit(ida), ana, baking)
            .await
            .unwrap();
        let units = learning::course(&db, bob, baking).await.unwrap().units;
        for unit in &units {
            learning::set_unit(&db, bob, baking, unit.id, true, NOW)
                .await
                .unwrap();
        }
        let all = Search::default();
        let page = learner_page(&db, AccessScope::PORTAL, baking, &all).await;
        assert_eq!(page.total, 2);
        let why = |row: &LearnerRow| -> Vec<String> {
            row.why.iter().map(|reason| reason.label()).collect()
        };
        assert_eq!(
            why(&page.rows[0]),
            ["Enrolled directly by Ana ida", "From Sales"]
        );
        assert_eq!(
            (page.rows[0].completed, page.rows[0].completed_at),
            (0, None)
        );
        assert_eq!(
            (page.rows[1].completed, page.rows[1].completed_at),
            (2, Some(NOW))
        );

        let of_ida = learner_page(&db, own(ida), baking, &all).await;
        assert_eq!(why(&of_ida.rows[0]), ["Enrolled directly", "From Sales"]);
        let search = Search {
            text: "BOB".into(),
            cursor: None,
        };
        let found = learner_page(&db, own(ida), baking, &search).await;
        assert_eq!((found.rows[0].user, found.total), (bob, 1));
        let nothing = learners::list(&db, AccessScope::PORTAL, CourseId(404), &all).await;
        assert!(matches!(nothing, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn learners_are_paged_by_name_in_both_directions_and_limited_to_the_branch() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let baking = fixtures.course("Baking").create().await;
        for (place, learner) in fixtures.users("lea", 60).await.into_iter().enumerate() {
            db::direct_enrolments::grant(&db, &audit(ADMIN), learner, baking)
                .await
                .unwrap();
            if place < 5 {
                let text = "UPDATE users SET branch_id = 7 WHERE id = $1";
                execute(&db, text, vec![learner.0.into()]).await;
            }
        }
        let at = |cursor: Option<Cursor>| Search {
            text: String::new(),
            cursor: cursor.map(|cursor| cursor.0),
        };
        let first = learner_page(&db, AccessScope::PORTAL, baking, &at(None)).await;
        assert_eq!((first.rows.len(), first.total), (50, 60));
        let second = learner_page(&db, AccessScope::PORTAL, baking, &at(first.next.clone())).await;
        assert_eq!(
            (second.rows[0].login.as_str(), second.next),
            ("lea050", None)
        );
        let back = learner_page(&db, AccessScope::PORTAL, baking, &at(second.previous)).await;
        assert_eq!(back.rows, first.rows);
        let in_branch = AccessScope {
            branch: Some(domain::ids::BranchId(7)),
            instructor: None,
        };
        let page = learner_page(&db, in_branch, baking, &at(None)).await;
        assert_eq!(page.total, 5);
    })
    .await;
}
