//! Which indexes SQLite reads for the boxes of the home page.
use super::*;
use crate::base::secrets::Secrets;
use domain::{
    ids::{BranchId, BranchOption, UserTypeId},
    permissions::{Permission, PermissionSet, Role},
};

#[derive(FromQueryResult)]
struct Step {
    detail: String,
}

fn administrator(branch: Option<i64>) -> Actor {
    Actor {
        id: UserId(1),
        name: "Ada Admin".into(),
        user_type: UserTypeId(1),
        user_type_name: "SuperAdmin".into(),
        permissions: Permission::ALL.iter().copied().collect::<PermissionSet>(),
        branch: branch.map(|id| BranchOption {
            id: BranchId(id),
            name: "North".into(),
        }),
        role: Role::Administrator,
        acting: None,
        lacks_second_factor: false,
    }
}

async fn plan(db: &Db, statement: impl FnOnce(Sql) -> Sql) -> String {
    let sql = Sql::new(db.read()).text("EXPLAIN QUERY PLAN ");
    let steps: Vec<Step> = statement(sql).all(db.read()).await.unwrap();
    let details: Vec<_> = steps.into_iter().map(|step| step.detail).collect();
    details.join("\n")
}

/// No table is scanned, and none is read in whole by an index.
fn assert_searches(plan: &str, but: &[&str]) {
    let scans = plan.lines().filter(|step| step.starts_with("SCAN "));
    let unexpected: Vec<_> = scans
        .filter(|step| !but.iter().any(|allowed| step.contains(allowed)))
        .collect();
    assert!(unexpected.is_empty(), "{plan}");
}

/// Indexes that hold only what waits, and what was found by them.
const WAITING: [&str; 6] = [
    "CONSTANT ROW",
    "users_waiting",
    "groups_drift",
    "group_keys_used_up",
    "SCAN waiting",
    "SCAN ending",
];

#[tokio::test]
async fn no_box_reads_a_whole_table() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/muster.db", folder.path().display());
    let db = Db::connect(&url, Secrets::new([7; 32])).await.unwrap();
    db.migrate().await.unwrap();
    let now = Timestamp(1_795_000_000_000);
    for branch in [None, Some(7)] {
        let actor = administrator(branch);
        let figures = plan(&db, |sql| figures::tallies(sql, &actor, 20_000)).await;
        // Groups are counted in the narrowest of their indexes.
        assert_searches(
            &figures,
            &[
                "CONSTANT ROW",
                "INDEX groups_",
                "SCAN t USING COVERING INDEX",
            ],
        );
        assert!(figures.contains("INDEX tallies_figure"), "{figures}");
        let waiting = plan(&db, |sql| waiting(sql, &actor, now)).await;
        assert_searches(&waiting, &WAITING);
        for index in [
            "groups_drift",
            "orders_state",
            "users_waiting",
            "group_keys_used_up",
            "group_keys_expiry",
        ] {
            assert!(waiting.contains(index), "{index}: {waiting}");
        }
    }
}
