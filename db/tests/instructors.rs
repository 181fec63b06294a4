//! Who teaches what: adding, removing, searching, and what lies in an instructor's realm.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod people;
mod support;
use db::{By, Db, Error, group_courses, groups, instructors, learners, learning, members, trash};
use domain::{
    courses::{Markdown, UnitContent, UnitName},
    enrolments::LearnerRow,
    groups::RemovalPolicy,
    ids::{CourseId, GroupId, UserId},
    instructors::{InstructorRow, Taught, Teaching},
    members::GroupCourseQuery,
    page::{Cursor, Page, Search},
    permissions::BuiltIn,
    realm::Realm,
};
use support::{NOW, by, course, deactivate, execute, group, number, on_both_engines, user, users};

const ADMIN: UserId = UserId(99);

fn own(instructor: UserId) -> Realm {
    Realm {
        branch: None,
        instructor: Some(instructor),
    }
}

async fn teacher(db: &Db, login: &str) -> UserId {
    people::user(db, login, BuiltIn::Trainer).await
}

async fn teaches(db: &Db, taught: impl Into<Taught>, user: UserId) {
    instructors::add(db, &by(ADMIN), taught.into(), user)
        .await
        .unwrap();
}

fn logins(rows: &[InstructorRow]) -> Vec<&str> {
    rows.iter().map(|row| row.login.as_str()).collect()
}

async fn found(db: &Db, taught: Taught, text: &str) -> Vec<String> {
    let rows = instructors::find(db, taught, None, text).await.unwrap();
    rows.into_iter().map(|row| row.login).collect()
}

async fn course_names(db: &Db, realm: Realm) -> Vec<String> {
    let page = db::courses::list(db, realm, &Search::default(), None).await;
    let rows = page.unwrap().rows;
    rows.into_iter().map(|row| row.name).collect()
}

async fn group_names(db: &Db, realm: Realm) -> Vec<String> {
    let search = Search::default();
    let page = groups::list(db, realm, &search, groups::Sort::Name, NOW).await;
    let rows = page.unwrap().rows;
    rows.into_iter().map(|row| row.name).collect()
}

async fn named(db: &Db, login: &str) -> UserId {
    let text = "SELECT id FROM users WHERE login = $1";
    UserId(number(db, text, vec![login.into()]).await)
}

#[tokio::test]
async fn instructors_are_added_and_removed_once_and_each_change_is_logged() {
    on_both_engines(async |db| {
        let (ida, tom) = (teacher(&db, "ida").await, teacher(&db, "tom").await);
        let (baking, sales) = (course(&db, "Baking").await, group(&db, "Sales").await);
        for taught in [Taught::Course(baking), Taught::Group(sales)] {
            for _ in 0..2 {
                teaches(&db, taught, tom).await;
                teaches(&db, taught, ida).await;
            }
            let rows = instructors::list(&db, taught).await.unwrap();
            assert_eq!(logins(&rows), ["ida", "tom"]);
            assert!(rows.iter().all(|row| row.active && row.has_role));
            for _ in 0..2 {
                instructors::remove(&db, &by(ADMIN), taught, tom)
                    .await
                    .unwrap();
            }
            let rows = instructors::list(&db, taught).await.unwrap();
            assert_eq!(logins(&rows), ["ida"]);
        }
        let logged = "SELECT count(*) FROM activity WHERE verb IN ('instructor.add', \
             'instructor.remove') AND user_id IS NOT NULL \
             AND coalesce(course_id, group_id) IS NOT NULL";
        assert_eq!(number(&db, logged, vec![]).await, 6);
    })
    .await;
}

#[tokio::test]
async fn who_has_no_role_or_is_not_there_teaches_nothing() {
    on_both_engines(async |db| {
        let ida = teacher(&db, "ida").await;
        let lara = people::user(&db, "lara", BuiltIn::Learner).await;
        let (baking, gone) = (course(&db, "Baking").await, group(&db, "Gone").await);
        trash::delete(&db, &by(ADMIN), gone, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        for (taught, user) in [
            (Taught::Course(baking), lara),
            (Taught::Course(baking), UserId(404)),
            (Taught::Course(CourseId(404)), ida),
            (Taught::Group(gone), ida),
            (Taught::Group(GroupId(404)), ida),
        ] {
            let refused = instructors::add(&db, &by(ADMIN), taught, user).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{taught:?} {user}");
        }
        let nobody = instructors::remove(&db, &by(ADMIN), baking.into(), UserId(404)).await;
        assert!(matches!(nobody, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn the_search_finds_active_users_who_could_teach_and_do_not() {
    on_both_engines(async |db| {
        let baking = Taught::Course(course(&db, "Baking").await);
        for login in ["ida", "tom", "zoe"] {
            teacher(&db, login).await;
        }
        people::user(&db, "root", BuiltIn::SuperAdmin).await;
        people::user(&db, "lara", BuiltIn::Learner).await;
        teaches(&db, baking, named(&db, "tom").await).await;
        deactivate(&db, named(&db, "zoe").await).await;
        assert_eq!(found(&db, baking, "").await, ["ida", "root"]);
        assert_eq!(found(&db, baking, "IDA ana").await, ["ida"]);
        assert!(found(&db, baking, "tom").await.is_empty());
        for place in 0..30 {
            teacher(&db, &format!("many{place:02}")).await;
        }
        assert_eq!(found(&db, baking, "many").await.len(), 20);
        assert_eq!(found(&db, baking, "many29").await, ["many29"]);
    })
    .await;
}

#[tokio::test]
async fn whoever_lost_the_role_or_is_deactivated_stays_listed_and_marked() {
    on_both_engines(async |db| {
        let (ida, tom) = (teacher(&db, "ida").await, teacher(&db, "tom").await);
        let baking = course(&db, "Baking").await;
        teaches(&db, baking, ida).await;
        teaches(&db, baking, tom).await;
        deactivate(&db, ida).await;
        let learner = people::type_of(&db, BuiltIn::Learner).await;
        let text = "UPDATE users SET user_type_id = $1 WHERE id = $2";
        execute(&db, text, vec![learner.0.into(), tom.0.into()]).await;
        let rows = instructors::list(&db, baking.into()).await.unwrap();
        let marks: Vec<_> = rows.iter().map(|row| (row.active, row.has_role)).collect();
        assert_eq!(marks, [(false, true), (true, false)]);
    })
    .await;
}

#[tokio::test]
async fn only_what_would_lie_in_his_realm_is_his_to_teach() {
    on_both_engines(async |db| {
        let text = "INSERT INTO branches (id, name, name_folded, created_at) VALUES (7, 'North', 'north', 0)";
        execute(&db, text, vec![]).await;
        let (ida, nora) = (teacher(&db, "ida").await, teacher(&db, "nora").await);
        let text = "UPDATE users SET branch_id = 7 WHERE id = $1";
        execute(&db, text, vec![nora.0.into()]).await;
        let (whole, north) = (group(&db, "Whole").await, group(&db, "North").await);
        let text = "UPDATE groups SET branch_id = 7 WHERE id = $1";
        execute(&db, text, vec![north.0.into()]).await;
        let (baking, lent) = (course(&db, "Baking").await, course(&db, "Lent").await);
        let text = "INSERT INTO branch_courses (branch_id, course_id) VALUES (7, $1)";
        execute(&db, text, vec![lent.0.into()]).await;
        for (taught, could) in [
            (Taught::Group(whole), vec!["ida"]),
            (Taught::Group(north), vec!["nora"]),
            (Taught::Course(baking), vec!["ida"]),
            (Taught::Course(lent), vec!["ida", "nora"]),
        ] {
            assert_eq!(found(&db, taught, "").await, could, "{taught:?}");
            for (login, user) in [("ida", ida), ("nora", nora)] {
                let added = instructors::add(&db, &by(ADMIN), taught, user).await;
                assert_eq!(added.is_ok(), could.contains(&login), "{taught:?} {login}");
            }
        }
        let of_north = Realm {
            branch: Some(domain::ids::BranchId(7)),
            ..own(nora)
        };
        assert_eq!(course_names(&db, of_north).await, ["Lent"]);
        assert_eq!(group_names(&db, of_north).await, ["North"]);
    })
    .await;
}

#[tokio::test]
async fn an_instructor_sees_what_he_teaches_and_what_he_adds() {
    on_both_engines(async |db| {
        let (ida, tom) = (teacher(&db, "ida").await, teacher(&db, "tom").await);
        let (baking, cakes) = (course(&db, "Baking").await, course(&db, "Cakes").await);
        let (sales, gone) = (group(&db, "Sales").await, group(&db, "Gone").await);
        group(&db, "Nobody’s").await;
        for taught in [
            Taught::Course(baking),
            Taught::Group(sales),
            Taught::Group(gone),
        ] {
            teaches(&db, taught, ida).await;
        }
        teaches(&db, cakes, tom).await;
        let hers = By {
            realm: own(ida),
            ..by(ida)
        };
        trash::delete(&db, &hers, gone, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        groups::create(&db, &hers, &support::info("Added"), None)
            .await
            .unwrap();
        assert_eq!(course_names(&db, own(ida)).await, ["Baking"]);
        assert_eq!(group_names(&db, own(ida)).await, ["Added", "Sales"]);
        let teaching = instructors::teaching(&db, own(ida)).await.unwrap();
        assert_eq!(
            teaching,
            Teaching {
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
async fn in_his_group_an_instructor_leaves_alone_what_he_does_not_teach() {
    on_both_engines(async |db| {
        let ida = teacher(&db, "ida").await;
        let (baking, cakes) = (course(&db, "Baking").await, course(&db, "Cakes").await);
        course(&db, "Strange").await;
        let mine = course(&db, "Mine").await;
        let sales = group(&db, "Sales").await;
        for course in [baking, cakes] {
            group_courses::add(&db, &by(ADMIN), sales, course)
                .await
                .unwrap();
        }
        teaches(&db, cakes, ida).await;
        teaches(&db, mine, ida).await;
        let query = GroupCourseQuery::default();
        let page = group_courses::list(&db, own(ida), sales, &query)
            .await
            .unwrap();
        let rows = page.rows.iter();
        let rows: Vec<_> = rows.map(|row| (row.name.as_str(), row.within)).collect();
        assert_eq!(rows, [("Baking", false), ("Cakes", true), ("Mine", true)]);
        let whole = group_courses::list(&db, Realm::WHOLE, sales, &query).await;
        let rows = whole.unwrap().rows;
        assert!(rows.len() == 4 && rows.iter().all(|row| row.within));
    })
    .await;
}

async fn learner_page(
    db: &Db,
    realm: Realm,
    course: CourseId,
    search: &Search,
) -> Page<LearnerRow> {
    learners::list(db, realm, course, search).await.unwrap()
}

#[tokio::test]
async fn a_courses_learners_stand_once_each_with_why_and_how_far() {
    on_both_engines(async |db| {
        let ida = teacher(&db, "ida").await;
        let baking = course(&db, "Baking").await;
        for name in ["Flour", "Water"] {
            let name = UnitName::parse(name).unwrap();
            let content = UnitContent::Text(Markdown::parse("Words.").unwrap());
            db::units::add(&db, &by(ADMIN), baking, &name, &content)
                .await
                .unwrap();
        }
        let sales = group(&db, "Sales").await;
        group_courses::add(&db, &by(ADMIN), sales, baking)
            .await
            .unwrap();
        let (ana, bob) = (user(&db, "ana").await, user(&db, "bob").await);
        user(&db, "stranger").await;
        for learner in [ana, bob] {
            members::add(&db, &by(ADMIN), sales, learner).await.unwrap();
            members::synchronize(&db, &by(ADMIN), sales, learner)
                .await
                .unwrap();
        }
        db::direct::give(&db, &by(ida), ana, baking).await.unwrap();
        let units = learning::course(&db, bob, baking).await.unwrap().units;
        for unit in &units {
            learning::set_unit(&db, bob, baking, unit.id, true, NOW)
                .await
                .unwrap();
        }
        let all = Search::default();
        let page = learner_page(&db, Realm::WHOLE, baking, &all).await;
        assert_eq!(page.total, 2);
        let why = |row: &LearnerRow| -> Vec<String> {
            row.why.iter().map(|reason| reason.label()).collect()
        };
        assert_eq!(
            why(&page.rows[0]),
            ["Given directly by Ana ida", "Through Sales"]
        );
        assert_eq!(
            (page.rows[0].completed, page.rows[0].completed_at),
            (0, None)
        );
        assert_eq!(
            (page.rows[1].completed, page.rows[1].completed_at),
            (2, Some(NOW))
        );

        let hers = learner_page(&db, own(ida), baking, &all).await;
        assert_eq!(why(&hers.rows[0]), ["Given directly", "Through Sales"]);
        let search = Search {
            text: "BOB".into(),
            cursor: None,
        };
        let found = learner_page(&db, own(ida), baking, &search).await;
        assert_eq!((found.rows[0].user, found.total), (bob, 1));
        let nothing = learners::list(&db, Realm::WHOLE, CourseId(404), &all).await;
        assert!(matches!(nothing, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn learners_are_paged_by_name_and_back_and_a_branch_sees_its_own() {
    on_both_engines(async |db| {
        let baking = course(&db, "Baking").await;
        for (place, learner) in users(&db, "lea", 60).await.into_iter().enumerate() {
            db::direct::give(&db, &by(ADMIN), learner, baking)
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
        let first = learner_page(&db, Realm::WHOLE, baking, &at(None)).await;
        assert_eq!((first.rows.len(), first.total), (50, 60));
        let second = learner_page(&db, Realm::WHOLE, baking, &at(first.next.clone())).await;
        assert_eq!(
            (second.rows[0].login.as_str(), second.next),
            ("lea050", None)
        );
        let back = learner_page(&db, Realm::WHOLE, baking, &at(second.previous)).await;
        assert_eq!(back.rows, first.rows);
        let of_branch = Realm {
            branch: Some(domain::ids::BranchId(7)),
            instructor: None,
        };
        let page = learner_page(&db, of_branch, baking, &at(None)).await;
        assert_eq!(page.total, 5);
    })
    .await;
}
