//! Which indexes the planners of both engines choose for the boxes, where there is much to read.
use crate::support::{NOW, execute, on_both_engines, rows};
use fixtures::Fixtures;

#[tokio::test]
async fn the_boxes_read_indexes() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.many_groups(5_000).await;
        let many = "INSERT INTO tallies (kind, branch_id, day, number) \
             SELECT 'completions', id % 50, id, 1 FROM groups";
        execute(&db, many, vec![]).await;
        execute(&db, "UPDATE groups SET drift = 1 WHERE id % 100 = 0", vec![]).await;
        execute(&db, "UPDATE group_keys SET maximum = 1, used = 1 WHERE id % 100 = 0", vec![]).await;
        execute(&db, "UPDATE group_keys SET expires_at = id WHERE id % 100 = 1", vec![]).await;
        execute(&db, "ANALYZE", vec![]).await;
        for (statement, index) in [
            ("SELECT kind, day, sum(number) FROM tallies WHERE kind = 'completions' AND day >= 4990 \
              GROUP BY kind, day", "tallies_figure"),
            ("SELECT sum(drift) FROM groups WHERE drift > 0 AND deleted_at IS NULL", "groups_drift"),
            ("SELECT count(*) FROM group_keys k WHERE k.used >= k.maximum AND k.retired_at IS NULL \
              AND NOT k.paused", "group_keys_used_up"),
            ("SELECT count(*) FROM group_keys k WHERE k.expires_at > 7 AND k.expires_at <= 9 \
              AND k.retired_at IS NULL AND NOT k.paused", "group_keys_expiry"),
            ("SELECT t.id FROM groups t WHERE t.deleted_at IS NULL ORDER BY t.member_count DESC, t.id DESC LIMIT 51",
             "groups_members"),
            ("SELECT t.id FROM groups t WHERE t.deleted_at IS NULL AND (t.course_count, t.id) > (2, 7) \
              ORDER BY t.course_count, t.id LIMIT 51", "groups_courses"),
            ("SELECT t.id FROM groups t WHERE t.deleted_at IS NULL ORDER BY t.drift DESC, t.id DESC LIMIT 51",
             "groups_drift_page"),
        ] {
            let (explain, column) = if db.is_sqlite() {
                ("EXPLAIN QUERY PLAN", "detail")
            } else {
                ("EXPLAIN", "QUERY PLAN")
            };
            let steps = rows(&db, &format!("{explain} {statement}"), vec![]).await;
            let steps = steps.iter().map(|step| step.try_get::<String>("", column).unwrap());
            let plan = steps.collect::<Vec<_>>().join("\n");
            assert!(plan.contains(index), "{plan}");
        }
    })
    .await;
}
