//! The migrations run up, down and up again, and stays as it was where a step fails.

use crate::support::{NOW, audit, execute, number, on_both_engines, rows};
use db::{Db, mass_actions, orders};
use domain::{
    ids::UserId,
    mass_actions::{MassActionKind, UserSelection, UsersAction, UsersTarget},
    orders::{OrderMoney, OrderState, Payment},
};
use fixtures::{Fixtures, Names};
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
            placed.push(fixtures.order(ana, bundle).create().await);
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

#[tokio::test]
async fn names_from_before_are_found_and_ordered() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        // More than are folded at a time.
        fixtures.many_users(2_100, Names::Numbered).await;
        let buyer = fixtures.user("olund").create().await;
        let course = fixtures.course("Äpfel").create().await;
        let bundle = fixtures.bundle("Élan", &[course]).await;
        fixtures.order(buyer, bundle).create().await;
        fixtures.branch("Øst").await;
        fixtures.category("Łódź", None).await;
        let text = "UPDATE users SET last_name = 'Ölund' WHERE id = $1";
        execute(&db, text, vec![buyer.0.into()]).await;
        execute(&db, "UPDATE orders SET buyer_name = 'Ana Ölund'", vec![]).await;
        down_to_and_up(&db, "m20261129_000032_plain_names").await;

        let read = async |table: &str, columns: &str, named: &str| {
            let text = format!("SELECT {columns} FROM {table} t WHERE t.name = $1");
            let found = rows(&db, &text, vec![named.into()]).await;
            let text = |place| found[0].try_get_by_index::<String>(place).unwrap();
            (text(0), text(1))
        };
        let both = "t.sort_name, t.search";
        for (table, name) in [
            ("branches", "Øst"),
            ("courses", "Äpfel"),
            ("groups", "Élan"),
        ] {
            let keys = folding::of_name(name);
            assert_eq!(read(table, both, name).await, (keys.sort_name, keys.search));
        }
        for (table, name) in [("categories", "Łódź"), ("user_types", "Learner-Type")] {
            let found = read(table, "t.sort_name, t.name", name).await;
            assert_eq!(found.0, folding::of_name(name).sort_name);
        }
        let users = format!("(SELECT u.*, u.login AS name FROM users u WHERE u.id = {buyer})");
        let keys = folding::of_user("Ana", "Ölund", "olund", "olund@example.org");
        let found = read(&users, both, "olund").await;
        assert_eq!(found, (keys.sort_name, keys.search));
        let found = read(
            "(SELECT o.*, o.title AS name FROM orders o)",
            "t.search, t.title",
            "Élan",
        )
        .await;
        assert_eq!(found.0, "ana olund olund@example.org elan");
        let unfolded = "SELECT count(*) FROM users WHERE sort_name = lower(sort_name)";
        assert_eq!(number(&db, unfolded, vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn names_are_as_before_where_the_step_is_taken_back() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let user = fixtures.user("olund").create().await;
        fixtures.group("O’Brien").create().await;
        let txn = db.write().await.unwrap();
        let steps = steps_to("m20261129_000032_plain_names");
        Migrator::down(txn.as_ref(), Some(steps)).await.unwrap();
        txn.commit_quietly().await.unwrap();
        let of_user = "SELECT count(*) FROM users WHERE id = $1 AND sort_name = 'olund ana' \
             AND search = 'ana olund olund olund@example.org'";
        assert_eq!(number(&db, of_user, vec![user.0.into()]).await, 1);
        let of_group = "SELECT count(*) FROM groups WHERE search = 'o’brien'";
        assert_eq!(number(&db, of_group, vec![]).await, 1);
    })
    .await;
}

/// Takes back the step of this name and all after it, and makes them again.
async fn down_to_and_up(db: &Db, name: &str) {
    let steps = steps_to(name);
    let txn = db.write().await.unwrap();
    Migrator::down(txn.as_ref(), Some(steps)).await.unwrap();
    Migrator::up(txn.as_ref(), None).await.unwrap();
    txn.commit_quietly().await.unwrap();
}

/// How many steps there are from this one to the last.
fn steps_to(name: &str) -> u32 {
    let later = Migrator::migrations();
    let later = later.iter().rev().take_while(|step| step.name() != name);
    u32::try_from(later.count() + 1).unwrap()
}
