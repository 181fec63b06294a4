//! The schema, step by step. Each step has a `down`, and the tests go up, down and up again on
//! both engines. Times are milliseconds since 1970 in UTC; money is minor units.
//!
//! Each step runs in a transaction, on SQLite with its foreign keys enforced (`PRAGMA
//! foreign_keys` has no effect inside). So change a table by columns, and do not rebuild it:
//! dropping the old one would delete the rows that refer to it (the mass actions on users had to, and set them aside).
pub use sea_orm_migration::prelude::*;

mod m20261123_000001_people;
mod m20261123_000002_courses;
mod m20261123_000003_groups;
mod m20261123_000004_enrolments;
mod m20261123_000005_activity;
mod m20261124_000006_user_types;
mod m20261124_000007_orders;
mod m20261124_000008_payment_events;
mod m20261124_000009_settings;
mod m20261124_000010_givers;
mod m20261124_000011_branches;
mod m20261129_000012_activity_params;
mod m20261129_000013_imports;
mod m20261129_000014_unit_html;
mod m20261129_000020_attempts;
mod m20261129_000020_payments;
mod m20261129_000021_second_factor;
mod m20261129_000022_new_addresses;
mod m20261129_000023_unit_versions;
mod m20261129_000025_listed;
mod m20261129_000026_leaving;
mod m20261129_000027_key_mails;
mod m20261129_000028_late_buyers;
mod m20261129_000029_passkeys;
mod m20261129_000030_sign_ups;
mod m20261129_000031_cleaned_addresses;
mod m20261129_000032_plain_names;
mod m20261129_000033_skeletons;
mod m20261129_000034_mass_actions_on_users;
mod m20261129_000035_deleted_courses;
mod m20261129_000036_adding;
mod m20261130_000037_figures;
mod m20261130_000038_sorting;
mod m20261130_000039_activity_times;
mod m20261130_000040_faces;
mod refold;
pub mod tallies;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_people::Migration),
            Box::new(m20261123_000002_courses::Migration),
            Box::new(m20261123_000003_groups::Migration),
            Box::new(m20261123_000004_enrolments::Migration),
            Box::new(m20261123_000005_activity::Migration),
            Box::new(m20261124_000006_user_types::Migration),
            Box::new(m20261124_000009_settings::Migration),
            Box::new(m20261124_000010_givers::Migration),
            Box::new(m20261124_000007_orders::Migration),
            Box::new(m20261124_000008_payment_events::Migration),
            Box::new(m20261124_000011_branches::Migration),
            Box::new(m20261129_000012_activity_params::Migration),
            Box::new(m20261129_000013_imports::Migration),
            Box::new(m20261129_000014_unit_html::Migration),
            Box::new(m20261129_000020_payments::Migration),
            Box::new(m20261129_000020_attempts::Migration),
            Box::new(m20261129_000021_second_factor::Migration),
            Box::new(m20261129_000022_new_addresses::Migration),
            Box::new(m20261129_000023_unit_versions::Migration),
            Box::new(m20261129_000025_listed::Migration),
            Box::new(m20261129_000026_leaving::Migration),
            Box::new(m20261129_000027_key_mails::Migration),
            Box::new(m20261129_000028_late_buyers::Migration),
            Box::new(m20261129_000029_passkeys::Migration),
            Box::new(m20261129_000030_sign_ups::Migration),
            Box::new(m20261129_000031_cleaned_addresses::Migration),
            Box::new(m20261129_000032_plain_names::Migration),
            Box::new(m20261129_000033_skeletons::Migration),
            Box::new(m20261129_000034_mass_actions_on_users::Migration),
            Box::new(m20261129_000035_deleted_courses::Migration),
            Box::new(m20261129_000036_adding::Migration),
            Box::new(m20261130_000037_figures::Migration),
            Box::new(m20261130_000038_sorting::Migration),
            Box::new(m20261130_000039_activity_times::Migration),
            Box::new(m20261130_000040_faces::Migration),
        ]
    }
}

/// A foreign key of one column to an `id`, following deletes with `action`.
fn references(
    column: &'static str,
    table: &'static str,
    action: ForeignKeyAction,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_col(column)
        .to_tbl(table)
        .to_col("id")
        .on_delete(action)
        .to_owned()
}

/// Drops tables, the last created first.
async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager
            .drop_table(Table::drop().table(*table).to_owned())
            .await?;
    }
    Ok(())
}

/// Runs index and other statements that both engines read the same and the builder cannot express
/// (partial indexes and indexes on expressions).
async fn create_indexes(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        manager
            .get_connection()
            .execute_unprepared(statement)
            .await?;
    }
    Ok(())
}
