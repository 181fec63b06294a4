//! What is true of every database of a portal, whatever happened to it, as queries of their own.
use db::Db;
use sea_orm::{ConnectionTrait, QueryResult, Statement};

/// Each counts what must not exist: halves of an act, or an act done twice.
const STATEMENTS: [(&str, &str); 13] = [
    (
        "a group counts other members or courses than it has",
        "SELECT count(*) FROM groups g WHERE deleted_at IS NULL AND ( \
         member_count <> (SELECT count(*) FROM group_members m WHERE m.group_id = g.id) OR \
         course_count <> (SELECT count(*) FROM group_courses c WHERE c.group_id = g.id))",
    ),
    (
        "a group counts another drift than it has",
        "SELECT count(*) FROM groups g WHERE deleted_at IS NULL AND drift <> ( \
         SELECT count(*) FROM group_members m JOIN users u ON u.id = m.user_id \
         JOIN group_courses c ON c.group_id = m.group_id WHERE m.group_id = g.id AND u.active \
         AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.group_id = g.id AND e.user_id = m.user_id \
         AND e.course_id = c.course_id AND e.source = 'group'))",
    ),
    (
        "an enrolment is from a group without its user or course",
        "SELECT count(*) FROM enrolments e WHERE e.source = 'group' AND NOT ( \
         EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = e.group_id AND m.user_id = e.user_id) \
         AND EXISTS (SELECT 1 FROM group_courses c WHERE c.group_id = e.group_id \
         AND c.course_id = e.course_id))",
    ),
    (
        "an enrolment is kept in addition to the group's own",
        "SELECT count(*) FROM enrolments e JOIN enrolments k ON k.group_id = e.group_id \
         AND k.user_id = e.user_id AND k.course_id = e.course_id \
         WHERE e.source = 'group' AND k.source = 'kept'",
    ),
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

/// Returns which statements do not hold, and how often; on SQLite also what it finds broken itself.
pub async fn broken(db: &Db) -> Vec<String> {
    let mut broken = Vec::new();
    for (what, query) in STATEMENTS {
        let times = numbers(db, query).await[0][0];
        if times != 0 {
            broken.push(format!("{what}: {times}"));
        }
    }
    if db.is_sqlite() {
        let found = texts(db, "PRAGMA integrity_check").await;
        broken.extend(found.into_iter().filter(|found| found != "ok"));
        let loose = rows(db, "PRAGMA foreign_key_check").await.len();
        if loose > 0 {
            broken.push(format!("rows without what they refer to: {loose}"));
        }
    }
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
