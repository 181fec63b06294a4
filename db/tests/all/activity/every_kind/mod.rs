//! Every kind of activity is logged by the action that it is about, and can be read back.
mod groups;
mod people;
mod portal;

use crate::support::{NOW, audit, on_both_engines};
use db::{AuditContext, Db, Error, activity};
use domain::{
    access_scope::AccessScope,
    activity::{ActivityFilter, ActivityKind},
    ids::{UserId, UserTypeId},
    permissions::BuiltIn,
};
use fixtures::{Fixtures, PASSWORD, password, user_info};
use std::collections::BTreeSet;

/// Who acts.
struct Cast {
    admin: AuditContext,
    /// A learner with a password.
    ana: UserId,
    learner: UserTypeId,
}

#[tokio::test]
async fn each_action_logs_its_kind() {
    on_both_engines(async |db| {
        let cast = people::set_up(&db).await.unwrap();
        people::accounts(&db, &cast).await.unwrap();
        people::sessions(&db, &cast).await.unwrap();
        people::second_factors(&db, &cast).await.unwrap();
        people::sign_ups(&db, &cast).await.unwrap();
        groups::groups(&db, &cast).await.unwrap();
        groups::keys(&db, &cast).await.unwrap();
        groups::members(&db, &cast).await.unwrap();
        groups::mass_actions(&db, &cast).await.unwrap();
        groups::imports(&db, &cast).await.unwrap();
        portal::courses(&db, &cast).await.unwrap();
        portal::sales(&db, &cast).await.unwrap();
        portal::user_types(&db, &cast).await.unwrap();
        portal::branches(&db, &cast).await.unwrap();

        let filter = ActivityFilter::default();
        let lines = activity::export(&db, AccessScope::PORTAL, &filter, None).await;
        for line in lines.unwrap() {
            assert!(!line.sentence.contains("can’t describe"), "{line:?}");
        }
        let logged: BTreeSet<_> = kinds(&db).await;
        let missing = ActivityKind::ALL
            .iter()
            .filter(|kind| !logged.contains(kind));
        assert_eq!(missing.collect::<Vec<_>>(), [] as [&ActivityKind; 0]);
    })
    .await;
}

async fn kinds(db: &Db) -> BTreeSet<ActivityKind> {
    let verbs = crate::support::rows(db, "SELECT DISTINCT verb FROM activity", vec![]).await;
    let verbs = verbs
        .iter()
        .map(|row| row.try_get_by_index::<String>(0).unwrap());
    verbs
        .map(|verb| ActivityKind::from_code(&verb).unwrap())
        .collect()
}
