//! Groups, courses and branches that a list names.
use crate::{
    Error,
    base::{
        search_text::{case_fold, truncate_bytes},
        sql::Sql,
    },
    imports::sealing::Problem,
};
use domain::{
    access_scope::AccessScope,
    field_error::FieldCode,
    ids::{BranchId, CourseId, GroupId},
    imports::{columns::Field, problems::RowProblem},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Returns the name as it is compared.
pub(in crate::imports) fn key(name: &str) -> String {
    truncate_bytes(case_fold(name), 800)
}

/// Returns the names as they are compared, each once and none empty.
pub(in crate::imports) fn keys<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let keys = names.into_iter().map(key).filter(|key| !key.is_empty());
    keys.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Returns the names, and the parts of those with commas, as they are compared.
pub(in crate::imports) fn keys_of_parts<'a>(
    names: impl IntoIterator<Item = &'a String>,
) -> Vec<String> {
    let parts = |name: &'a String| name.split(',').map(str::trim).chain([name.as_str()]);
    keys(names.into_iter().flat_map(parts))
}

/// Replaces each name that is not known by the names between its commas, if all of them are: *Bakers, Cooks*.
pub(in crate::imports) fn part(names: &mut Vec<String>, is_known: impl Fn(&str) -> bool) {
    let mut parted = Vec::with_capacity(names.len());
    for name in names.drain(..) {
        let parts = name.split(',').map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        if !is_known(&name) && parts.len() > 1 && parts.iter().all(|part| is_known(part)) {
            parted.extend(parts.into_iter().map(str::to_owned));
        } else {
            parted.push(name);
        }
    }
    *names = parted;
}

#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::imports) struct NamedGroup {
    pub id: GroupId,
    pub name: String,
    pub name_folded: String,
    pub branch_id: Option<BranchId>,
    pub description: String,
    pub price_minor: i64,
    pub listed: bool,
}

/// Returns the groups outside the trash with these names, in the scope.
pub(in crate::imports) async fn groups(
    conn: &impl ConnectionTrait,
    scope: AccessScope,
    names: &[String],
) -> Result<HashMap<String, Vec<NamedGroup>>, Error> {
    let mut by_name: HashMap<String, Vec<NamedGroup>> = HashMap::new();
    if names.is_empty() {
        return Ok(by_name);
    }
    let found: Vec<NamedGroup> = Sql::new(conn)
        .text(
            "SELECT t.id, t.name, t.name_folded, t.branch_id, t.description, t.price_minor, \
             t.listed FROM groups t WHERE t.deleted_at IS NULL AND t.name_folded IN ",
        )
        .texts(names)
        .groups_in_scope("t", scope)
        .text(" ORDER BY t.id")
        .all(conn)
        .await?;
    for group in found {
        by_name
            .entry(group.name_folded.clone())
            .or_default()
            .push(group);
    }
    Ok(by_name)
}

#[derive(FromQueryResult)]
struct NamedCourse {
    id: CourseId,
    name_folded: String,
}

/// The courses in a scope, by name.
#[derive(Default)]
pub(in crate::imports) struct NamedCourses {
    by_name: HashMap<String, Vec<CourseId>>,
    /// Those of the branches that were asked for.
    of_branches: HashSet<(i64, CourseId)>,
}

impl NamedCourses {
    pub(in crate::imports) async fn find(
        conn: &impl ConnectionTrait,
        scope: AccessScope,
        names: &[String],
    ) -> Result<Self, Error> {
        let mut courses = Self::default();
        if names.is_empty() {
            return Ok(courses);
        }
        let found: Vec<NamedCourse> = Sql::new(conn)
            .text("SELECT t.id, t.name_folded FROM courses t WHERE t.name_folded IN ")
            .texts(names)
            .courses_in_scope("t", scope)
            .text(" ORDER BY t.id")
            .all(conn)
            .await?;
        for course in found {
            let named = courses.by_name.entry(course.name_folded).or_default();
            named.push(course.id);
        }
        Ok(courses)
    }

    /// Also learns which of the courses which branch has.
    pub(in crate::imports) async fn with_branches(
        mut self,
        conn: &impl ConnectionTrait,
    ) -> Result<Self, Error> {
        let ids = self.ids();
        if ids.is_empty() {
            return Ok(self);
        }
        let found: Vec<BranchCourse> = Sql::new(conn)
            .text("SELECT b.branch_id, b.course_id FROM branch_courses b WHERE b.course_id IN ")
            .ids(&ids)
            .all(conn)
            .await?;
        let found = found
            .into_iter()
            .map(|one| (one.branch_id.0, one.course_id));
        self.of_branches = found.collect();
        Ok(self)
    }

    pub(in crate::imports) fn ids(&self) -> Vec<CourseId> {
        self.by_name.values().flatten().copied().collect()
    }

    pub(in crate::imports) fn is_known(&self, name: &str) -> bool {
        self.by_name.contains_key(&key(name))
    }

    /// Returns the course with this name.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub(in crate::imports) fn one(&self, name: &str) -> Result<CourseId, Problem> {
        self.among(name, |_| true)
    }

    /// Returns the course with this name that the branch has; without a branch, any.
    ///
    /// # Errors
    /// As for [`Self::one`].
    pub(in crate::imports) fn one_of(
        &self,
        name: &str,
        branch: Option<BranchId>,
    ) -> Result<CourseId, Problem> {
        self.among(name, |course| {
            branch.is_none_or(|branch| self.of_branches.contains(&(branch.0, course)))
        })
    }

    fn among(&self, name: &str, fits: impl Fn(CourseId) -> bool) -> Result<CourseId, Problem> {
        let named = self.by_name.get(&key(name)).into_iter().flatten();
        let fitting: Vec<CourseId> = named.copied().filter(|course| fits(*course)).collect();
        let problem = match fitting.as_slice() {
            [one] => return Ok(*one),
            [] => RowProblem::UnknownCourse(name.to_owned()),
            _ => RowProblem::SeveralCourses(name.to_owned()),
        };
        Err(Problem::at(Field::Courses, FieldCode::Row(problem)))
    }
}

#[derive(FromQueryResult)]
struct BranchCourse {
    branch_id: BranchId,
    course_id: CourseId,
}

#[derive(FromQueryResult)]
struct NamedBranch {
    id: BranchId,
    name_folded: String,
}

/// Returns the branches with these names; only `within`, if the importer is limited to it.
pub(in crate::imports) async fn branches(
    conn: &impl ConnectionTrait,
    within: Option<BranchId>,
    names: &[String],
) -> Result<HashMap<String, BranchId>, Error> {
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<NamedBranch> = Sql::new(conn)
        .text("SELECT b.id, b.name_folded FROM branches b WHERE b.name_folded IN ")
        .texts(names)
        .when(
            within.is_some(),
            " AND b.id = ?",
            [within.unwrap_or(BranchId(0)).into()],
        )
        .all(conn)
        .await?;
    Ok(found
        .into_iter()
        .map(|branch| (branch.name_folded, branch.id))
        .collect())
}

/// Returns the branch that a row names among those that were found; `None` if it names none.
///
/// # Errors
/// There is none.
pub(in crate::imports) fn branch(
    found: &HashMap<String, BranchId>,
    name: &str,
) -> Result<Option<BranchId>, Problem> {
    if name.is_empty() {
        return Ok(None);
    }
    let branch = found.get(&key(name)).copied();
    branch.map(Some).ok_or_else(|| {
        let unknown = RowProblem::UnknownBranch(name.to_owned());
        Problem::at(Field::Branch, FieldCode::Row(unknown))
    })
}
