//! Access scopes in the database: as pieces of SQL for lists, and as a check of one target.
use crate::{Db, Error, sql::Sql};
use domain::{
    activity::ActivityFilter,
    ids::{BranchId, CourseId, GroupId, OrderId, UserId},
    realm::Realm,
};

/// Something that is inside or outside an access scope.
#[derive(Clone, Copy, Debug)]
pub enum Thing {
    User(UserId),
    Group(GroupId),
    /// A course to view.
    Course(CourseId),
    /// A course to edit: a branch edits only the courses created in it.
    OwnCourse(CourseId),
    Order(OrderId),
}

impl From<UserId> for Thing {
    fn from(user: UserId) -> Self {
        Self::User(user)
    }
}

impl From<GroupId> for Thing {
    fn from(group: GroupId) -> Self {
        Self::Group(group)
    }
}

impl From<CourseId> for Thing {
    fn from(course: CourseId) -> Self {
        Self::Course(course)
    }
}

impl From<OrderId> for Thing {
    fn from(order: OrderId) -> Self {
        Self::Order(order)
    }
}

/// The targets that an activity filter names.
pub fn named(filter: &ActivityFilter) -> impl Iterator<Item = Thing> {
    let things = [
        filter.group.map(Thing::Group),
        filter.user.map(Thing::User),
        filter.course.map(Thing::Course),
    ];
    things.into_iter().flatten()
}

/// Whether the target is in the scope. The unrestricted scope contains everything, even what does
/// not exist: reading it reports that.
///
/// # Errors
/// The database failed.
pub async fn holds(db: &Db, realm: Realm, thing: Thing) -> Result<bool, Error> {
    if realm.is_whole() {
        return Ok(true);
    }
    let sql = Sql::new(db.read());
    let sql = match thing {
        Thing::User(user) => one(sql, "users", user.0).users_of("t", realm),
        Thing::Group(group) => one(sql, "groups", group.0).groups_of("t", realm),
        Thing::Course(course) => one(sql, "courses", course.0).courses_of("t", realm),
        Thing::OwnCourse(course) => one(sql, "courses", course.0)
            .courses_of("t", realm)
            .of_branch("t.branch_id", realm),
        Thing::Order(order) => one(sql, "orders", order.0).orders_of("t", realm),
    };
    Ok(sql.number(db.read()).await? > 0)
}

fn one(sql: Sql, table: &str, id: i64) -> Sql {
    let count = format!("SELECT count(*) FROM {table} t WHERE t.id = ?");
    sql.add(&count, [id.into()])
}

/// Each adds ` AND ...`: the row with this alias is in the scope.
impl Sql {
    pub(crate) fn users_of(self, alias: &str, realm: Realm) -> Self {
        self.of_branch(&format!("{alias}.branch_id"), realm)
    }

    pub(crate) fn groups_of(self, alias: &str, realm: Realm) -> Self {
        self.of_branch(&format!("{alias}.branch_id"), realm)
            .taught("group", alias, realm)
    }

    pub(crate) fn courses_of(self, alias: &str, realm: Realm) -> Self {
        let sql = match realm.branch {
            None => self,
            Some(branch) => self.add(
                &format!(
                    " AND EXISTS (SELECT 1 FROM branch_courses b WHERE b.branch_id = ? \
                     AND b.course_id = {alias}.id)"
                ),
                [branch.0.into()],
            ),
        };
        sql.taught("course", alias, realm)
    }

    /// Orders of the branch's users.
    pub(crate) fn orders_of(self, alias: &str, realm: Realm) -> Self {
        match realm.branch {
            None => self,
            Some(branch) => self.add(
                &format!(
                    " AND EXISTS (SELECT 1 FROM users b WHERE b.id = {alias}.buyer_id \
                     AND b.branch_id = ?)"
                ),
                [branch.0.into()],
            ),
        }
    }

    /// Activity lines that name something, and nothing outside the scope.
    pub(crate) fn activity_of(self, alias: &str, realm: Realm) -> Self {
        if realm.is_whole() {
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
                "groups" => sql.groups_of("n", realm),
                "users" => sql.users_of("n", realm),
                _ => sql.courses_of("n", realm),
            };
            sql = sql.text("))");
        }
        sql
    }

    /// Groups that a user of this branch can join.
    pub(crate) fn open_to_branch(self, alias: &str, branch: Option<BranchId>) -> Self {
        match branch {
            None => self.text(&format!(" AND {alias}.branch_id IS NULL")),
            Some(branch) => self.add(
                &format!(" AND ({alias}.branch_id IS NULL OR {alias}.branch_id = ?)"),
                [branch.0.into()],
            ),
        }
    }

    /// The bundles that the catalog shows to users of this branch: the branch's own.
    pub(crate) fn bundles_for(self, alias: &str, branch: Option<BranchId>) -> Self {
        match branch {
            None => self.text(&format!(" AND {alias}.branch_id IS NULL")),
            Some(branch) => self.add(&format!(" AND {alias}.branch_id = ?"), [branch.0.into()]),
        }
    }

    /// The courses, as in [`Self::catalog_bundles_of`]; the portal's are those created outside
    /// all branches.
    pub(crate) fn courses_for(self, alias: &str, branch: Option<BranchId>) -> Self {
        let realm = Realm::of_branch(branch);
        self.when(
            branch.is_none(),
            &format!(" AND {alias}.branch_id IS NULL"),
            [],
        )
        .courses_of(alias, realm)
    }

    fn of_branch(self, column: &str, realm: Realm) -> Self {
        match realm.branch {
            None => self,
            Some(branch) => self.add(&format!(" AND {column} = ?"), [branch.0.into()]),
        }
    }

    fn taught(self, what: &str, alias: &str, realm: Realm) -> Self {
        match realm.instructor {
            None => self,
            Some(user) => self.add(
                &format!(
                    " AND EXISTS (SELECT 1 FROM {what}_instructors i WHERE i.user_id = ? \
                     AND i.{what}_id = {alias}.id)"
                ),
                [user.0.into()],
            ),
        }
    }
}
