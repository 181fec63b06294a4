//! What people type on any keyboard finds the name, in every list that is searched.
use crate::support::{NOW, audit, execute, on_both_engines, rows};
use db::{
    Db, branches, catalog, courses, group_courses, groups, instructors, learners, mass_actions,
    members, orders, users,
};
use domain::{
    access_scope::AccessScope,
    catalog::CatalogQuery,
    courses::CourseQuery,
    ids::{CourseId, GroupId, UserId},
    instructors::Teachable,
    mass_actions::{MassActionKind, Selection},
    members::{GroupCourseQuery, MemberFilter, MemberQuery},
    orders::OrderQuery,
    page::Search,
    permissions::BuiltIn,
    users::{PersonName, UserFilter},
};
use fixtures::{Fixtures, Names, user_info};

const PORTAL: AccessScope = AccessScope::PORTAL;

/// What is typed, and whether it finds José Müller-O’Brien.
const TYPED: [(&str, bool); 14] = [
    ("jose", true),
    ("JOSÉ", true),
    ("muller", true),
    ("Müller", true),
    ("o'brien", true),
    ("O’Brien", true),
    ("obrien jose", true),
    ("muller obrien", true),
    ("müller-o´brien", true),
    ("Mueller", false),
    ("josef", false),
    ("50%", false),
    ("'", false),
    ("–", false),
];

fn search(text: &str) -> Search {
    Search {
        text: text.into(),
        cursor: None,
    }
}

/// Adds a user of this name.
async fn person(fixtures: &Fixtures, db: &Db, [first, last]: [&str; 2], login: &str) -> UserId {
    let mut info = user_info(login, fixtures.user_type(BuiltIn::Trainer).await);
    info.first_name = PersonName::parse(first).unwrap();
    info.last_name = PersonName::parse(last).unwrap();
    let added = users::create_many(db, &audit(UserId(1)), &[info]).await;
    added.unwrap()[0]
}

#[tokio::test]
async fn people_are_found_without_their_accents() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let jose = person(&fixtures, &db, ["José", "Müller-O’Brien"], "u1").await;
        person(&fixtures, &db, ["Zoe", "Zola"], "u2").await;
        let group = fixtures.group("Sales").with_members(&[jose]).create().await;
        let empty = fixtures.group("Service").create().await;
        let course = fixtures.course("Art").create().await;
        fixtures.direct_enrolment(jose, course).await;
        for (typed, is_found) in TYPED {
            let expected: &[UserId] = if is_found { &[jose] } else { &[] };
            for found in people(&db, typed, group, course).await {
                assert_eq!(found, expected, "{typed}");
            }
            let selection = Selection::Matching {
                search: typed.into(),
                filter: MemberFilter::All,
            };
            let kind = MassActionKind::AddMembers;
            let counted = mass_actions::preview(&db, empty, kind, &selection).await;
            assert_eq!(counted.unwrap().users, i64::from(is_found), "{typed}");
        }
    })
    .await;
}

/// Who is found in each list of people.
async fn people(db: &Db, typed: &str, group: GroupId, course: CourseId) -> [Vec<UserId>; 4] {
    let all = users::list(db, PORTAL, &search(typed), UserFilter::All).await;
    let query = MemberQuery {
        search: search(typed),
        filter: MemberFilter::All,
    };
    let in_group = members::list(db, group, &query).await.unwrap();
    let in_course = learners::list(db, PORTAL, course, &search(typed)).await;
    let teachers = instructors::find_candidates(db, Teachable::Group(group), None, typed).await;
    [
        all.unwrap().rows.iter().map(|row| row.id).collect(),
        in_group.rows.iter().map(|row| row.user).collect(),
        in_course.unwrap().rows.iter().map(|row| row.user).collect(),
        teachers.unwrap().iter().map(|row| row.user).collect(),
    ]
}

#[tokio::test]
async fn courses_groups_branches_and_orders_are_found_without_their_accents() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        const NAME: &str = "José Müller-O’Brien";
        let course = fixtures.course(NAME).create().await;
        let bundle = fixtures.bundle(NAME, &[course]).await;
        fixtures.branch(NAME).await;
        let buyer = fixtures.user("u1").create().await;
        fixtures.order(buyer, bundle).create().await;
        let other = fixtures.course("Zola").create().await;
        let other = fixtures.bundle("Zola", &[other]).await;
        fixtures.branch("Zola").await;
        fixtures.order(buyer, other).create().await;
        for (typed, is_found) in TYPED {
            for found in names(&db, typed, buyer, bundle).await {
                let expected: &[&str] = if is_found { &[NAME] } else { &[] };
                assert_eq!(found, expected, "{typed}");
            }
        }
    })
    .await;
}

/// What is found in each list of things.
async fn names(db: &Db, typed: &str, user: UserId, group: GroupId) -> [Vec<String>; 8] {
    let text = || search(typed);
    let of_courses = CourseQuery {
        search: text(),
        ..CourseQuery::default()
    };
    let of_catalog = CatalogQuery {
        search: text(),
        ..CatalogQuery::default()
    };
    let of_group = GroupCourseQuery {
        search: text(),
        ..GroupCourseQuery::default()
    };
    let of_user = MemberQuery {
        search: text(),
        filter: MemberFilter::All,
    };
    let of_orders = OrderQuery {
        search: text(),
        ..OrderQuery::default()
    };
    macro_rules! found {
        ($list:expr, $name:ident) => {{
            let page = $list.await.unwrap();
            page.rows.into_iter().map(|row| row.$name).collect()
        }};
    }
    let in_group = group_courses::list(db, PORTAL, group, &of_group).await;
    let of_the_user = users::list_groups(db, PORTAL, user, &of_user).await;
    [
        found!(courses::list(db, PORTAL, &of_courses), name),
        found!(
            groups::list(db, PORTAL, &text(), Default::default(), NOW),
            name
        ),
        found!(branches::list(db, &text()), name),
        found!(catalog::courses(db, None, &of_catalog), name),
        found!(catalog::bundles(db, None, &of_catalog), name),
        found!(orders::list(db, PORTAL, &of_orders), title),
        in_group
            .unwrap()
            .rows
            .into_iter()
            .map(|row| row.name)
            .collect(),
        of_the_user
            .unwrap()
            .rows
            .into_iter()
            .map(|row| row.name)
            .collect(),
    ]
}

/// Lists are searched and ordered in one index, without reading the table or sorting.
#[tokio::test]
async fn lists_read_the_index_of_their_order() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.many_users(3_000, Names::Mixed).await;
        fixtures.many_courses(3_000).await;
        fixtures.many_groups(3_000).await;
        // What the planner of PostgreSQL chooses by.
        execute(&db, "ANALYZE", vec![]).await;
        for (table, only, index) in [
            ("users", "", "users_page"),
            ("courses", "AND t.deleted_at IS NULL", "courses_page"),
            ("groups", "AND t.deleted_at IS NULL", "groups_page"),
        ] {
            let explain = if db.is_sqlite() { "EXPLAIN QUERY PLAN" } else { "EXPLAIN" };
            let find = if db.is_sqlite() { "instr" } else { "strpos" };
            let text = format!(
                "{explain} SELECT t.id FROM {table} t WHERE TRUE {only} AND {find}(t.search, 'e') > 0 \
                 AND (t.sort_name, t.id) > ('C', 7) ORDER BY t.sort_name, t.id LIMIT 51"
            );
            let column = if db.is_sqlite() { "detail" } else { "QUERY PLAN" };
            let steps = rows(&db, &text, vec![]).await;
            let steps = steps.iter().map(|step| step.try_get::<String>("", column).unwrap());
            let plan = steps.collect::<Vec<_>>().join("\n");
            assert!(plan.contains(index), "{plan}");
            assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort "), "{plan}");
            let covers = db.is_sqlite() && only.is_empty();
            assert!(!covers || plan.contains("COVERING"), "{plan}");
        }
    })
    .await;
}
