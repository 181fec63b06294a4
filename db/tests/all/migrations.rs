//! The migrations run up, down and up again, and stays as it was where a step fails.

use crate::support::{NOW, audit, execute, number, on_both_engines};
use db::{Db, mass_actions, orders};
use domain::{
    ids::UserId,
    mass_actions::{MassActionKind, UserSelection, UsersAction, UsersTarget},
    orders::{OrderMoney, OrderState, Payment},
};
use fixtures::Fixtures;
use migrations::{
    ConnectionTrait, DbErr, MigrationName, MigrationTrait, Migrator, MigratorTrait, SchemaManager,
    async_trait::async_trait,
};

#[tokio::test]
async fn the_schema_migrates_up_down_and_up_again() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.group("Sales").create().await;
        // Through one writer, as the application migrates.
        let txn = db.write().await.unwrap();
        Migrator::down(txn.as_ref(), None).await.unwrap();
        Migrator::up(txn.as_ref(), None).await.unwrap();
        txn.commit_quietly().await.unwrap();
        assert_eq!(number(&db, "SELECT count(*) FROM groups", vec![]).await, 0);
        fixtures.group("Sales").create().await;
        db.migrate().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn orders_from_before_have_their_payments() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let (ana, admin) = (fixtures.user("ana").create().await, audit(UserId(1)));
        let course = fixtures.course("Art").create().await;
        let mut placed = Vec::new();
        for name in ["Paid", "Refunded", "Waiting"] {
            let bundle = fixtures.bundle(name, &[course]).await;
            placed.push(fixtures.order(ana, bundle).token(name).create().await);
        }
        for order in &placed[..2] {
            orders::mark_paid(&db, &admin, *order).await.unwrap();
        }
        orders::refund(&db, &admin, placed[1]).await.unwrap();
        down_to_and_up(&db, "m20261129_000020_payments").await;
        let mut known = Vec::new();
        for order in placed {
            let seen = orders::get(&db, order).await.unwrap();
            let told = |one: &Payment| (one.amount.minor(), one.returned.minor(), one.settles);
            known.push(seen.payments.iter().map(told).collect::<Vec<_>>());
            assert_eq!(seen.row.money, OrderMoney::Plain);
            let waits = seen.row.state == OrderState::Waiting;
            assert_eq!(seen.lapses_at.is_some(), waits, "it has two weeks from now");
        }
        let expected = [vec![(5_000, 0, true)], vec![(5_000, 5_000, true)], vec![]];
        assert_eq!(known, expected);
    })
    .await;
}

#[tokio::test]
async fn mass_actions_keep_what_refers_to_them_when_their_table_is_rebuilt() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let group = fixtures.group("Sales").with_members(&[ana]);
        let group = group.create().await;
        fixtures.deactivate(ana).await;
        let assign = MassActionKind::Assign;
        let action = fixtures.mass_action_on_all(group, assign).await;
        fixtures.users("u", 2).await;
        let on_users = UsersAction {
            kind: MassActionKind::ActivateUsers,
            target: UsersTarget::None,
            selection: UserSelection::Selected(vec![ana]),
        };
        let last = fixtures.users_action(&on_users).await;
        let import = "INSERT INTO imports (kind, made_by, actor_name, address, file_name, state, choices, created_at, \
             mass_action_id) VALUES ('members', 'portal', '', '', $1, 'done', '{}', 1, $2)";
        let values = vec![Vec::<u8>::new().into(), action.0.into()];
        execute(&db, import, values).await;

        down_to_and_up(&db, "m20261129_000034_mass_actions_on_users").await;
        let skipped = mass_actions::skipped(&db, group, action).await.unwrap();
        assert_eq!(skipped[0].login, "ana");
        let named = "SELECT count(*) FROM imports WHERE mass_action_id = $1";
        assert_eq!(number(&db, named, vec![action.0.into()]).await, 1);
        let next = fixtures.mass_action_on_all(group, assign).await;
        assert!(next > last, "ids are not used again");
        let all = mass_actions::recent(&db, group, 9, NOW).await.unwrap();
        assert_eq!(all.len(), 2, "the one on users is gone");
        fixtures.users_action(&on_users).await;
    })
    .await;
}

/// The schema with two more steps, of which the second fails after it has written.
struct WithFailure;

struct Adds(&'static str);
struct Fails;

impl MigratorTrait for WithFailure {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut steps = Migrator::migrations();
        steps.push(Box::new(Adds("kept")));
        steps.push(Box::new(Fails));
        steps
    }
}

impl MigrationName for Adds {
    fn name(&self) -> &'static str {
        "m99991231_000001_adds"
    }
}

#[async_trait]
impl MigrationTrait for Adds {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statement = format!("CREATE TABLE {} (id bigint)", self.0);
        let on = manager.get_connection();
        on.execute_unprepared(&statement).await.map(|_| ())
    }
}

impl MigrationName for Fails {
    fn name(&self) -> &'static str {
        "m99991231_000002_fails"
    }
}

#[async_trait]
impl MigrationTrait for Fails {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Adds("half_done").up(manager).await?;
        let on = manager.get_connection();
        on.execute_unprepared("UPDATE groups SET name = 'Half done'")
            .await?;
        on.execute_unprepared("INSERT INTO kept VALUES (1)").await?;
        on.execute_unprepared("UPDATE groups SET no_such_column = 1")
            .await
            .map(|_| ())
    }
}

#[tokio::test]
async fn a_step_that_fails_leaves_nothing_half_done() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.group("Sales").create().await;
        db.migrate_by::<WithFailure>().await.unwrap_err();

        let manager = SchemaManager::new(db.read());
        assert!(manager.has_table("kept").await.unwrap());
        assert!(!manager.has_table("half_done").await.unwrap());
        assert_eq!(number(&db, "SELECT count(*) FROM kept", vec![]).await, 0);
        let renamed = "SELECT count(*) FROM groups WHERE name = 'Half done'";
        assert_eq!(number(&db, renamed, vec![]).await, 0);
        let noted = "SELECT count(*) FROM seaql_migrations WHERE version LIKE 'm99991231%'";
        assert_eq!(number(&db, noted, vec![]).await, 1);
        // The writing connection still writes, and the next start tries the same step again.
        fixtures.group("Service").create().await;
        db.migrate_by::<WithFailure>().await.unwrap_err();
    })
    .await;
}

#[tokio::test]
async fn what_is_in_the_catalog_stays_in_it() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sold = fixtures.course("Sold").price(5).unlisted().create().await;
        let old = fixtures.course("Old").unlisted().create().await;
        let bundle = fixtures.group("Bundle").price(5).draft().create().await;
        fixtures.group("Class").draft().create().await;
        execute(
            &db,
            "UPDATE courses SET active = FALSE WHERE id = $1",
            vec![old.0.into()],
        )
        .await;
        down_to_and_up(&db, "m20261129_000025_listed").await;
        let count = async |text, id| number(&db, text, vec![id]).await;
        let courses = "SELECT count(*) FROM courses WHERE listed = (id = $1)";
        assert_eq!(count(courses, sold.0.into()).await, 2);
        let groups = "SELECT count(*) FROM groups WHERE listed = (id = $1)";
        assert_eq!(count(groups, bundle.0.into()).await, 2);
    })
    .await;
}

/// Takes back the step of this name and all after it, and makes them again.
async fn down_to_and_up(db: &Db, name: &str) {
    let later = Migrator::migrations();
    let later = later.iter().rev().take_while(|step| step.name() != name);
    let steps = u32::try_from(later.count() + 1).unwrap();
    let txn = db.write().await.unwrap();
    Migrator::down(txn.as_ref(), Some(steps)).await.unwrap();
    Migrator::up(txn.as_ref(), None).await.unwrap();
    txn.commit_quietly().await.unwrap();
}
