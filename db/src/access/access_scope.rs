//! Access scopes in the database: as fragments of SQL for lists, and as a check of one target.
use crate::{
    Db, Error,
    base::{entities::course::is_live, sql::Sql},
};
use domain::{
    access_scope::AccessScope,
    activity::ActivityFilter,
    ids::{BranchId, CourseId, GroupId, OrderId, UserId},
};
use sea_orm::Value;

/// Something that is inside or outside an access scope.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    User(UserId),
    Group(GroupId),
    /// A course to view.
    Course(CourseId),
    /// A course to edit: a branch edits only the courses created in it.
    CourseToEdit(CourseId),
    /// A course to restore: deleted in the branch it was created in.
    CourseInTrash(CourseId),
    Order(OrderId),
}

impl From<UserId> for Target {
    fn from(user: UserId) -> Self {
        Self::User(user)
    }
}

impl From<GroupId> for Target {
    fn from(group: GroupId) -> Self {
        Self::Group(group)
    }
}

impl From<CourseId> for Target {
    fn from(course: CourseId) -> Self {
        Self::Course(course)
    }
}

impl From<OrderId> for Target {
    fn from(order: OrderId) -> Self {
        Self::Order(order)
    }
}

/// The targets that an activity filter names.
pub fn targets_of(filter: &ActivityFilter) -> impl Iterator<Item = Target> {
    let things = [
        filter.group.map(Target::Group),
        filter.user.map(Target::User),
        filter.course.map(Target::Course),
    ];
    things.into_iter().flatten()
}

/// Whether the target is in the scope. The unrestricted scope contains everything, even what does
/// not exist: reading it reports that.
///
/// # Errors
/// The database failed.
pub async fn contains(db: &Db, scope: AccessScope, thing: Target) -> Result<bool, Error> {
    if scope.is_unrestricted() {
        return Ok(true);
    }
    let sql = Sql::new(db.read());
    let sql = match thing {
        Target::User(user) => one(sql, "users", user).users_in_scope("t", scope),
        Target::Group(group) => one(sql, "groups", group).groups_in_scope("t", scope),
        Target::Course(course) => one(sql, "courses", course).courses_in_scope("t", scope),
        Target::CourseToEdit(course) => one(sql, "courses", course)
            .courses_in_scope("t", scope)
            .in_branch("t.branch_id", scope),
        Target::CourseInTrash(course) => {
            one(sql, "courses", course).trashed_courses_in_scope("t", scope)
        }
        Target::Order(order) => one(sql, "orders", order).orders_in_scope("t", scope),
    };
    Ok(sql.number(db.read()).await? > 0)
}

fn one(sql: Sql, table: &str, id: impl Into<Value>) -> Sql {
    let count = format!("SELECT count(*) FROM {table} t WHERE t.id = ?");
    sql.add(&count, [id.into()])
}

/// Each adds ` AND ...`: the row with this alias is in the scope.
impl Sql {
    pub(crate) fn users_in_scope(self, alias: &str, scope: AccessScope) -> Self {
        self.in_branch(&format!("{alias}.branch_id"), scope)
    }

    pub(crate) fn groups_in_scope(self, alias: &str, scope: AccessScope) -> Self {
        self.in_branch(&format!("{alias}.branch_id"), scope)
            .taught_by("group", alias, scope)
    }

    /// Never a course in the trash.
    pub(crate) fn courses_in_scope(self, alias: &str, scope: AccessScope) -> Self {
        let sql = self.text(&format!(" AND {}", is_live(alias)));
        let sql = match scope.branch {
            None => sql,
            Some(branch) => sql.add(
                &format!(
                    " AND EXISTS (SELECT 1 FROM branch_courses b WHERE b.branch_id = ? \
                     AND b.course_id = {alias}.id)"
                ),
                [branch.into()],
            ),
        };
        sql.taught_by("course", alias, scope)
    }

    /// Courses in the trash that the scope could edit before, and can restore.
    pub(crate) fn trashed_courses_in_scope(self, alias: &str, scope: AccessScope) -> Self {
        self.text(&format!(" AND {alias}.deleted_at IS NOT NULL"))
            .in_branch(&format!("{alias}.branch_id"), scope)
            .taught_by("course", alias, scope)
    }

    /// Courses that are in the scope, or were when they went to the trash: their past stays to be read.
    fn courses_once_in_scope(self, alias: &str, scope: AccessScope) -> Self {
        let sql = match scope.branch {
            None => self,
            Some(branch) => self.add(
                &format!(
                    " AND {alias}.id IN (SELECT b.course_id FROM branch_courses b \
                     WHERE b.branch_id = ? UNION ALL SELECT d.course_id \
                     FROM trashed_branch_courses d WHERE d.branch_id = ?)"
                ),
                [branch.into(), branch.into()],
            ),
        };
        sql.taught_by("course", alias, scope)
    }

    /// Orders of the branch's users.
    pub(crate) fn orders_in_scope(self, alias: &str, scope: AccessScope) -> Self {
        match scope.branch {
            None => self,
            Some(branch) => self.add(
                &format!(
                    " AND EXISTS (SELECT 1 FROM users b WHERE b.id = {alias}.buyer_id \
                     AND b.branch_id = ?)"
                ),
                [branch.into()],
            ),
        }
    }

    /// Activity lines that name something, and nothing outside the scope.
    pub(crate) fn activity_in_scope(self, alias: &str, scope: AccessScope) -> Self {
        if scope.is_unrestricted() {
            return self;
        }
        let named = format!(
            " AND coalesce({alias}.group_id, {alias}.user_id, {alias}.course_id) IS NOT NULL"
        );
        let mut sql = self.text(&named);
        for (column, table) in [
            ("group_id", "groups"),
            ("user_id", "users"),
            ("course_id", "courses"),
        ] {
            let open = format!(
                " AND ({alias}.{column} IS NULL OR EXISTS (SELECT 1 FROM {table} n \
                 WHERE n.id = {alias}.{column}"
            );
            sql = sql.text(&open);
            sql = match table {
                "groups" => sql.groups_in_scope("n", scope),
                "users" => sql.users_in_scope("n", scope),
                _ => sql.courses_once_in_scope("n", scope),
            };
            sql = sql.text("))");
        }
        sql
    }

    /// The bundles that the catalog shows to users of this branch: the branch's own.
    pub(crate) fn catalog_bundles_of(self, alias: &str, branch: Option<BranchId>) -> Self {
        match branch {
            None => self.text(&format!(" AND {alias}.branch_id IS NULL")),
            Some(branch) => self.add(&format!(" AND {alias}.branch_id = ?"), [branch.into()]),
        }
    }

    /// The courses, as in [`Self::catalog_bundles_of`]; the portal's are those created outside
    /// all branches.
    pub(crate) fn catalog_courses_of(self, alias: &str, branch: Option<BranchId>) -> Self {
        let scope = AccessScope::for_branch(branch);
        self.when(
            branch.is_none(),
            &format!(" AND {alias}.branch_id IS NULL"),
            [],
        )
        .courses_in_scope(alias, scope)
    }

    fn in_branch(self, column: &str, scope: AccessScope) -> Self {
        match scope.branch {
            None => self,
            Some(branch) => self.add(&format!(" AND {column} = ?"), [branch.into()]),
        }
    }

    fn taught_by(self, what: &str, alias: &str, scope: AccessScope) -> Self {
        match scope.instructor {
            None => self,
            Some(user) => self.add(
                &format!(
                    " AND EXISTS (SELECT 1 FROM {what}_instructors i WHERE i.user_id = ? \
                     AND i.{what}_id = {alias}.id)"
                ),
                [user.into()],
            ),
        }
    }
}
