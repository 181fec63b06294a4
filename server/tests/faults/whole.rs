//! What is true of every database of a portal, whatever happened to it: what `muster doctor` looks at, and queries of
//! the tests.
use db::{Db, upkeep};
use fixtures::running::Portal;
use sea_orm::{ConnectionTrait, QueryResult, Statement};

/// Each counts what must not exist: halves of an act, or an act done twice.
const STATEMENTS: [(&str, &str); 9] = [
    (
        "an enrolment exists twice",
        "SELECT count(*) FROM (SELECT 1 FROM enrolments GROUP BY user_id, course_id, source, \
         coalesce(group_id, 0) HAVING count(*) > 1) twice",
    ),
    (
        "an order of a bundle has no lines",
        "SELECT count(*) FROM orders o WHERE kind = 'bundle' AND NOT EXISTS \
         (SELECT 1 FROM order_lines l WHERE l.order_id = o.id)",
    ),
    (
        "a form was sent twice and made two orders",
        "SELECT count(*) FROM (SELECT 1 FROM orders GROUP BY buyer_id, group_id HAVING count(*) > 1) twice",
    ),
    (
        "an order has no line in the activity, or two",
        "SELECT abs((SELECT count(*) FROM orders) - \
         (SELECT count(*) FROM activity WHERE verb = 'order.add'))",
    ),
    (
        "a key counts other users than it has",
        "SELECT count(*) FROM group_keys k WHERE used <> \
         (SELECT count(*) FROM redemptions r WHERE r.key_id = k.id)",
    ),
    (
        "a member joined with a key that does not know them",
        "SELECT count(*) FROM group_members m WHERE via = 'key' AND NOT EXISTS (SELECT 1 FROM redemptions r \
         JOIN group_keys k ON k.id = r.key_id WHERE k.group_id = m.group_id AND r.user_id = m.user_id)",
    ),
    (
        "a unit is completed without progress in its course",
        "SELECT count(*) FROM unit_completions d JOIN units t ON t.id = d.unit_id WHERE NOT EXISTS \
         (SELECT 1 FROM progress p WHERE p.user_id = d.user_id AND p.course_id = t.course_id)",
    ),
    (
        "a mass action has another number of lines in the activity than one",
        "SELECT abs((SELECT count(*) FROM mass_actions WHERE state IN ('done', 'undone')) - \
         (SELECT count(*) FROM activity WHERE verb = 'mass_action.finish'))",
    ),
    (
        "a course counts other units than it has",
        "SELECT count(*) FROM courses c WHERE unit_count <> \
         (SELECT count(*) FROM units t WHERE t.course_id = c.id)",
    ),
];

/// Returns which statements do not hold, and how often; with them what `muster doctor` finds in counters, tables
/// and references.
pub async fn broken(db: &Db) -> Vec<String> {
    let mut broken = Vec::new();
    for (what, query) in STATEMENTS {
        let times = numbers(db, query).await[0][0];
        if times != 0 {
            broken.push(format!("{what}: {times}"));
        }
    }
    broken.extend(upkeep::wrong_counters(db).await.unwrap());
    broken.extend(upkeep::broken(db).await.unwrap());
    broken
}

/// The statements hold, and every member who joined or was added has the group's courses.
pub async fn broken_after_joins(db: &Db, groups: &[domain::ids::GroupId]) -> Vec<String> {
    let mut broken = broken(db).await;
    for group in groups {
        let drift = format!("SELECT drift FROM groups WHERE id = {group}");
        if numbers(db, &drift).await[0][0] != 0 {
            broken.push(format!("members of {group} without their enrolments"));
        }
    }
    let lines = "SELECT abs((SELECT count(*) FROM group_members WHERE via = 'key') - \
                 (SELECT count(*) FROM activity WHERE verb = 'member.join'))";
    if numbers(db, lines).await[0][0] != 0 {
        broken.push("someone who joined has no line in the activity, or two".to_owned());
    }
    broken
}

/// Returns how many mass actions have not ended.
pub async fn running_mass_actions(portal: &Portal) -> i64 {
    let db = portal.db().await;
    let running = "SELECT count(*) FROM mass_actions WHERE state = 'running'";
    let running = numbers(&db, running).await[0][0];
    db.close().await.unwrap();
    running
}

async fn rows(db: &Db, query: &str) -> Vec<QueryResult> {
    let query = Statement::from_string(db.read().get_database_backend(), query);
    db.read().query_all_raw(query).await.unwrap()
}

/// Every row of numbers.
pub async fn numbers(db: &Db, query: &str) -> Vec<Vec<i64>> {
    let rows = rows(db, query).await;
    let numbers = |row: &QueryResult| {
        let places = 0..row.column_names().len();
        places
            .map(|place| row.try_get_by_index(place).unwrap())
            .collect()
    };
    rows.iter().map(numbers).collect()
}

/// The first column of every row.
pub async fn texts(db: &Db, query: &str) -> Vec<String> {
    let rows = rows(db, query).await;
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}
