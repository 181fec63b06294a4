//! The tree of categories that courses are filed in.
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{category, course},
        look_alikes,
        search_text::{case_fold, of_name},
        sent_forms,
        sql::Sql,
    },
};
use domain::{
    activity::Activity,
    courses::{CATEGORY_DEPTH, CategoryName, CategoryRow},
    edits::{FormVersion, SavedForm},
    ids::CategoryId,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QuerySelect,
};
use std::collections::{HashMap, HashSet};

/// Returns the whole tree, parents before children, each level by name.
///
/// # Errors
/// The database failed.
pub async fn list(db: &Db) -> Result<Vec<CategoryRow>, Error> {
    let counts: Vec<(CategoryId, i64)> = course::Entity::find_live()
        .select_only()
        .column(course::Column::CategoryId)
        .column_as(course::Column::Id.count(), "courses")
        .filter(course::Column::CategoryId.is_not_null())
        .group_by(course::Column::CategoryId)
        .into_tuple()
        .all(db.read())
        .await?;
    let mut tree = Tree {
        children: HashMap::new(),
        courses: counts.into_iter().collect(),
        rows: Vec::new(),
    };
    let mut all = category::Entity::find().all(db.read()).await?;
    all.sort_by(|a, b| (&a.sort_name, a.id).cmp(&(&b.sort_name, b.id)));
    for row in all {
        tree.children.entry(row.parent_id).or_default().push(row);
    }
    tree.walk(None, "", 0);
    Ok(tree.rows)
}

/// Adds a category below `parent`, or at the top.
///
/// # Errors
/// [`Error::Taken`], [`Error::TooDeep`], [`Error::NotFound`] where the parent does not exist.
pub async fn create(
    db: &Db,
    audit: &AuditContext,
    parent: Option<CategoryId>,
    name: &CategoryName,
) -> Result<CategoryId, Error> {
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(CategoryId(earlier));
    }
    if depth_below(&txn, parent).await? >= CATEGORY_DEPTH {
        return Err(Error::TooDeep);
    }
    refuse_look_alike(&txn, name, parent, None).await?;
    let mut row = category::ActiveModel {
        parent_id: Set(parent),
        ..Default::default()
    };
    write_name(&mut row, name);
    let made = row.insert(&txn).await?;
    let category = name.as_str().to_owned();
    ActivitySubject::NONE
        .log(&txn, audit, Activity::CategoryAdded { category })
        .await?;
    sent_forms::remember(&txn, audit, made.id).await?;
    txn.commit().await?;
    Ok(made.id)
}

/// Gives the category another name.
///
/// # Errors
/// [`Error::Taken`], [`Error::NotFound`], [`Error::Edited`].
pub async fn rename(
    db: &Db,
    audit: &AuditContext,
    category: CategoryId,
    version: &FormVersion,
    name: &CategoryName,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = lock(&txn, category).await?;
    saved(&row.name).check(version)?;
    let renamed = Activity::CategoryRenamed {
        category: row.name.clone(),
        new_name: name.as_str().to_owned(),
    };
    if row.name != name.as_str() {
        refuse_look_alike(&txn, name, row.parent_id, Some(category)).await?;
    }
    let mut row = row.into_active_model();
    write_name(&mut row, name);
    row.update(&txn).await?;
    ActivitySubject::NONE.log(&txn, audit, renamed).await?;
    txn.commit().await
}

async fn refuse_look_alike(
    txn: &Txn,
    name: &CategoryName,
    parent: Option<CategoryId>,
    category: Option<CategoryId>,
) -> Result<(), Error> {
    let id = |one: Option<CategoryId>| one.map_or(0, |one| one.0).into();
    let names = Sql::new(txn).add(
        "SELECT name FROM categories WHERE coalesce(parent_id, 0) = ? AND id <> ?",
        [id(parent), id(category)],
    );
    look_alikes::refuse(txn, name.as_str(), names).await
}

fn write_name(row: &mut category::ActiveModel, name: &CategoryName) {
    row.name = Set(name.as_str().to_owned());
    row.name_folded = Set(case_fold(name.as_str()));
    row.sort_name = Set(of_name(name.as_str()).sort_name);
}

fn saved(name: &str) -> SavedForm {
    SavedForm::new().text("Name", name)
}

/// Deletes an empty category.
///
/// # Errors
/// [`Error::CategoryInUse`] while it contains a course, also one in the trash, or a category, [`Error::NotFound`].
pub async fn delete(db: &Db, audit: &AuditContext, category: CategoryId) -> Result<(), Error> {
    let txn = db.write().await?;
    // Locked, so that nothing is added to it in the meantime.
    let row = lock(&txn, category).await?;
    // Those in the trash too: restored, they are in it again.
    let courses = course::Entity::find()
        .filter(course::Column::CategoryId.eq(category))
        .count(&txn)
        .await?;
    let categories = category::Entity::find()
        .filter(category::Column::ParentId.eq(category))
        .count(&txn)
        .await?;
    if courses + categories > 0 {
        return Err(Error::CategoryInUse);
    }
    category::Entity::delete_by_id(category).exec(&txn).await?;
    let category = row.name;
    ActivitySubject::NONE
        .log(&txn, audit, Activity::CategoryDeleted { category })
        .await?;
    txn.commit().await
}

/// Returns the category and all categories below it; empty where it does not exist.
pub(crate) async fn with_below(
    conn: &impl ConnectionTrait,
    category: CategoryId,
) -> Result<Vec<CategoryId>, Error> {
    let all = category::Entity::find().all(conn).await?;
    let mut within: HashSet<CategoryId> = all
        .iter()
        .map(|row| row.id)
        .filter(|id| *id == category)
        .collect();
    for _ in 1..CATEGORY_DEPTH {
        let below = all
            .iter()
            .filter(|row| row.parent_id.is_some_and(|parent| within.contains(&parent)));
        within = below.map(|row| row.id).chain(within.clone()).collect();
    }
    Ok(within.into_iter().collect())
}

struct Tree {
    children: HashMap<Option<CategoryId>, Vec<category::Model>>,
    courses: HashMap<CategoryId, i64>,
    rows: Vec<CategoryRow>,
}

impl Tree {
    fn walk(&mut self, parent: Option<CategoryId>, path: &str, depth: usize) {
        for category in self.children.remove(&parent).unwrap_or_default() {
            let path = if path.is_empty() {
                category.name.clone()
            } else {
                format!("{path} / {}", category.name)
            };
            self.rows.push(CategoryRow {
                version: saved(&category.name).version(),
                id: category.id,
                name: category.name,
                path: path.clone(),
                depth,
                courses: self.courses.get(&category.id).copied().unwrap_or(0),
            });
            self.walk(Some(category.id), &path, depth + 1);
        }
    }
}

/// Returns the depth at which a child of `parent` would be.
async fn depth_below(txn: &Txn, parent: Option<CategoryId>) -> Result<usize, Error> {
    let mut depth = 0;
    let mut next = parent;
    while let Some(id) = next {
        let row = category::Entity::find_by_id(id)
            .lock_shared()
            .one(txn)
            .await?
            .ok_or(Error::NotFound)?;
        next = row.parent_id;
        depth += 1;
    }
    Ok(depth)
}

async fn lock(txn: &Txn, category: CategoryId) -> Result<category::Model, Error> {
    category::Entity::find_by_id(category)
        .lock_exclusive()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}
