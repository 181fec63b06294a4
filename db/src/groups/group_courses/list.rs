//! The list on the Courses tab: the group's courses in its order, then the others by name.
use super::rows;
use crate::{
    Db, Error,
    base::{
        paging::{self, FETCH_LIMIT, SeekRequest},
        search_text,
        sql::Sql,
    },
    groups,
};
use domain::{
    access_scope::AccessScope,
    ids::{CategoryId, GroupId},
    members::{GroupCourseQuery, GroupCourseRow},
    page::{Direction, Page},
};

/// Returns one page of courses: the group's first in the group's order, then the others by name.
///
/// # Errors
/// [`Error::NotFound`] for a group that does not exist or is in the trash.
pub async fn list(
    db: &Db,
    scope: AccessScope,
    group: GroupId,
    query: &GroupCourseQuery,
) -> Result<Page<GroupCourseRow>, Error> {
    let group = groups::find(db, group).await?;
    let tab = GroupCourseList {
        db,
        scope: AccessScope {
            instructor: scope.instructor,
            ..groups::scope(&group)
        },
        group: group.id,
        words: search_text::search_words(&query.search.text),
        category: query.category,
    };
    let mut ask = SeekRequest::read(query.search.cursor.as_deref(), Position::read);
    let mut found = tab.fetch(ask).await?;
    if found.is_empty() && ask.from.is_some() {
        ask = SeekRequest::FIRST;
        found = tab.fetch(ask).await?;
    }
    let total = match paging::total_if_known(&ask, found.len()) {
        Some(total) => total,
        None => tab.total().await?,
    };
    let places = paging::into_page(found, &ask, total, Position::write);
    let ids = paging::only_ids(places, |place| place.course);
    let rows = rows::of_courses(db, scope, &group, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row| row.course.0))
}

/// A row's position: `g12` among the group's courses, `c12` among the others.
#[derive(Clone, Copy)]
struct Position {
    in_group: bool,
    course: i64,
}

impl Position {
    fn read(text: &str) -> Option<Self> {
        let in_group = text.starts_with('g');
        let course = text.strip_prefix(['g', 'c'])?.parse().ok()?;
        Some(Self { in_group, course })
    }

    fn write(&self) -> String {
        let section = if self.in_group { 'g' } else { 'c' };
        format!("{section}{}", self.course)
    }
}

struct GroupCourseList<'a> {
    db: &'a Db,
    /// The scope of the courses to choose from: the group's branch, and what the instructor
    /// teaches.
    scope: AccessScope,
    group: i64,
    words: Vec<String>,
    category: Option<CategoryId>,
}

impl GroupCourseList<'_> {
    /// Returns at most [`FETCH_LIMIT`] positions in the requested direction.
    async fn fetch(&self, ask: SeekRequest<Position>) -> Result<Vec<Position>, Error> {
        let backward = ask.direction == Direction::Backward;
        let mut found = Vec::new();
        let mut from = ask.from;
        for in_group in [!backward, backward] {
            if from.is_some_and(|from| from.in_group != in_group) {
                continue;
            }
            let room = FETCH_LIMIT - found.len() as u64;
            let sql = Sql::new(self.db.read()).text("SELECT t.id");
            let sql = self.of_section(sql, in_group);
            let sql = match from.take() {
                None => sql,
                Some(from) if in_group => self.beyond_position(sql, backward, from.course),
                Some(from) => {
                    let key = paging::text_of(self.db, "courses", "name_folded", from.course);
                    let Some(key) = key.await? else {
                        return Ok(found);
                    };
                    paging::seek_after(sql, "name_folded", backward, key, from.course)
                }
            };
            let courses = sql
                .add(order(in_group, backward), [paging::limit(room)])
                .numbers(self.db.read())
                .await?;
            found.extend(
                courses
                    .into_iter()
                    .map(|course| Position { in_group, course }),
            );
            if found.len() as u64 == FETCH_LIMIT {
                break;
            }
        }
        Ok(found)
    }

    /// Adds the `FROM` and `WHERE` of the courses `t` in a section.
    fn of_section(&self, sql: Sql, in_group: bool) -> Sql {
        let sql = if in_group {
            sql.add(
                " FROM group_courses c CROSS JOIN courses t WHERE c.group_id = ? \
                 AND t.id = c.course_id",
                [self.group.into()],
            )
        } else {
            sql.add(
                " FROM courses t WHERE NOT EXISTS (SELECT 1 FROM group_courses c \
                 WHERE c.group_id = ? AND c.course_id = t.id)",
                [self.group.into()],
            )
            .courses_in_scope("t", self.scope)
        };
        self.narrowed(sql)
    }

    /// Adds the condition that a group course comes after (or before) this one; nothing is found
    /// if this one was removed from the group.
    fn beyond_position(&self, sql: Sql, backward: bool, course: i64) -> Sql {
        let than = if backward { '<' } else { '>' };
        sql.add(
            &format!(
                " AND (c.position, c.course_id) {than} (SELECT f.position, f.course_id \
                 FROM group_courses f WHERE f.group_id = ? AND f.course_id = ?)"
            ),
            [self.group.into(), course.into()],
        )
    }

    /// Adds the conditions of the search and the category on a course `t`.
    fn narrowed(&self, sql: Sql) -> Sql {
        let sql = match self.category {
            None => sql,
            Some(category) => sql.add(
                " AND t.category_id IN (WITH RECURSIVE below (id) AS (\
                 SELECT id FROM categories WHERE id = ? UNION \
                 SELECT c.id FROM categories c JOIN below b ON c.parent_id = b.id) \
                 SELECT id FROM below)",
                [category.0.into()],
            ),
        };
        sql.words("t.search", &self.words)
    }

    async fn total(&self) -> Result<i64, Error> {
        let mut total = 0;
        for in_group in [true, false] {
            let sql = Sql::new(self.db.read()).text("SELECT count(*)");
            let sql = self.of_section(sql, in_group);
            total += sql.number(self.db.read()).await?;
        }
        Ok(total)
    }
}

const fn order(in_group: bool, backward: bool) -> &'static str {
    match (in_group, backward) {
        (true, false) => " ORDER BY c.position, c.course_id LIMIT ?",
        (true, true) => " ORDER BY c.position DESC, c.course_id DESC LIMIT ?",
        (false, false) => " ORDER BY t.name_folded, t.id LIMIT ?",
        (false, true) => " ORDER BY t.name_folded DESC, t.id DESC LIMIT ?",
    }
}
