//! What rows are found and ordered by: `search` in plain letters, and `sort_name`, a key of the Unicode Collation
//! Algorithm. Both engines compare such keys by their bytes. All rows are folded again.
use crate::{create_indexes, refold::Names};
use folding::{case_fold, truncate_bytes};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// New columns; users have both already.
const COLUMNS: [(&str, &str); 6] = [
    ("branches", "sort_name"),
    ("branches", "search"),
    ("categories", "sort_name"),
    ("courses", "sort_name"),
    ("groups", "sort_name"),
    ("user_types", "sort_name"),
];

const OLD_INDEXES: [&str; 7] = [
    "CREATE INDEX users_page ON users (sort_name, id, search)",
    "CREATE INDEX users_waiting ON users (sort_name, id, search) WHERE state <> 'settled'",
    "CREATE INDEX users_branch ON users (branch_id, sort_name, id, search) \
     WHERE branch_id IS NOT NULL",
    "CREATE INDEX courses_page ON courses (name_folded, id, search)",
    "CREATE INDEX groups_page ON groups (name_folded, id, search) WHERE deleted_at IS NULL",
    "CREATE INDEX groups_bundles ON groups (name_folded, id, search) \
     WHERE price_minor > 0 AND deleted_at IS NULL",
    "CREATE INDEX groups_branch ON groups (branch_id, name_folded, id, search) \
     WHERE branch_id IS NOT NULL",
];

/// In which imports look names up, as they did in those above.
const BY_NAME: [&str; 2] = [
    "CREATE INDEX courses_name ON courses (name_folded)",
    "CREATE INDEX groups_named ON groups (name_folded) WHERE deleted_at IS NULL",
];

const BRANCHES: &str = "CREATE INDEX branches_page ON branches (sort_name, id, search)";

/// What is folded, and how.
const NAMES: [Names; 7] = [
    named("branches"),
    Names {
        fold: |row| vec![folding::of_name(&row[0]).sort_name],
        into: &["sort_name"],
        ..named("categories")
    },
    named("courses"),
    named("groups"),
    Names {
        fold: |row| vec![folding::of_name(&row[0]).sort_name],
        into: &["sort_name"],
        ..named("user_types")
    },
    Names {
        fold: |row| {
            let keys = folding::of_user(&row[0], &row[1], &row[2], &row[3]);
            vec![keys.sort_name, keys.search]
        },
        ..USERS
    },
    Names {
        fold: |row| vec![folding::of_order(&row[0], &row[1], &row[2])],
        ..ORDERS
    },
];

/// The same as it was before.
const BEFORE: [Names; 4] = [
    Names {
        fold: |row| vec![as_before(&row[0])],
        into: &["search"],
        ..named("courses")
    },
    Names {
        fold: |row| vec![as_before(&row[0])],
        into: &["search"],
        ..named("groups")
    },
    Names {
        fold: |row| {
            let name = case_fold(&format!("{} {}", row[1], row[0]));
            vec![truncate_bytes(name, 800), as_before(&row.join(" "))]
        },
        ..USERS
    },
    Names {
        fold: |row| vec![as_before(&row.join(" "))],
        ..ORDERS
    },
];

const USERS: Names = Names {
    table: "users",
    from: &["first_name", "last_name", "login", "email"],
    into: &["sort_name", "search"],
    fold: <[String]>::to_vec,
};

const ORDERS: Names = Names {
    table: "orders",
    from: &["buyer_name", "buyer_email", "title"],
    into: &["search"],
    fold: <[String]>::to_vec,
};

const fn named(table: &'static str) -> Names {
    Names {
        table,
        from: &["name"],
        into: &["sort_name", "search"],
        fold: |row| {
            let keys = folding::of_name(&row[0]);
            vec![keys.sort_name, keys.search]
        },
    }
}

fn as_before(text: &str) -> String {
    truncate_bytes(case_fold(text), 1_700)
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_indexes(manager, &OLD_INDEXES).await?;
        for (table, column) in COLUMNS {
            let collation = collation(manager, "C");
            let add = format!(
                "ALTER TABLE {table} ADD COLUMN {column} varchar{collation} NOT NULL DEFAULT ''"
            );
            create_indexes(manager, &[&add]).await?;
        }
        compare_users(manager, "C").await?;
        for names in NAMES {
            names.refold(manager).await?;
        }
        let new = OLD_INDEXES.map(|index| index.replace("name_folded", "sort_name"));
        create_indexes(manager, &new.each_ref().map(String::as_str)).await?;
        create_indexes(manager, &BY_NAME).await?;
        create_indexes(manager, &[BRANCHES]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_indexes(manager, &[BRANCHES]).await?;
        drop_indexes(manager, &BY_NAME).await?;
        drop_indexes(manager, &OLD_INDEXES).await?;
        for (table, column) in COLUMNS.into_iter().rev() {
            let drop = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(drop).await?;
        }
        compare_users(manager, "default").await?;
        for names in BEFORE {
            names.refold(manager).await?;
        }
        create_indexes(manager, &OLD_INDEXES).await
    }
}

/// Drops the indexes that these statements create.
async fn drop_indexes(manager: &SchemaManager<'_>, created: &[&str]) -> Result<(), DbErr> {
    for name in created.iter().filter_map(|text| text.split(' ').nth(2)) {
        create_indexes(manager, &[&format!("DROP INDEX {name}")]).await?;
    }
    Ok(())
}

/// PostgreSQL compares by the database's language otherwise; SQLite always by bytes.
async fn compare_users(manager: &SchemaManager<'_>, how: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    let collation = collation(manager, how);
    let alter = format!("ALTER TABLE users ALTER COLUMN sort_name TYPE varchar{collation}");
    create_indexes(manager, &[&alter]).await
}

fn collation(manager: &SchemaManager<'_>, name: &str) -> String {
    match manager.get_database_backend() {
        DbBackend::Sqlite => String::new(),
        _ => format!(" COLLATE \"{name}\""),
    }
}
