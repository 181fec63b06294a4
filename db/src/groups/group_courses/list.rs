//! The list on the Courses tab: the group's courses in its order, then the others by name.
use super::rows;
use crate::{
    Db, Error,
    base::{
        paging, search_text,
        sql::Sql,
        two_section_list::{Section, SectionOrder, Total, TwoSectionList},
    },
    content::categories,
    groups,
};
use domain::{
    access_scope::AccessScope,
    ids::{CategoryId, GroupId},
    members::{GroupCourseQuery, GroupCourseRow},
    page::Page,
};

/// The most courses that are named as open to everyone.
const OPEN_COURSES_SHOWN: u64 = 20;

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
    let group = groups::find(db.read(), group).await?;
    let below = match query.category {
        Some(category) => Some(categories::with_below(db.read(), category).await?),
        None => None,
    };
    let tab = GroupCourseList {
        scope: AccessScope {
            instructor: scope.instructor,
            ..group.access_scope()
        },
        group: group.id,
        words: search_text::search_words(&query.search.text),
        categories: below,
    };
    let ids = tab
        .sections(db)
        .page(query.search.cursor.as_deref())
        .await?;
    let rows = rows::of_courses(db, scope, &group, &ids.rows).await?;
    Ok(paging::order_by_ids(ids, rows, |row| row.course))
}

/// Returns the names of those of the group's courses that everyone of its branch, or of the main portal,
/// can get from the catalog for free, in the group's order; at most [`OPEN_COURSES_SHOWN`].
///
/// # Errors
/// [`Error::NotFound`].
pub async fn free_for_everyone(db: &Db, group: GroupId) -> Result<Vec<String>, Error> {
    let branch = groups::find(db.read(), group).await?.branch_id;
    Sql::new(db.read())
        .add(
            "SELECT c.name FROM group_courses x JOIN courses c ON c.id = x.course_id \
             WHERE x.group_id = ? AND c.active AND c.listed AND c.price_minor = 0",
            [group.into()],
        )
        .catalog_courses_of("c", branch)
        .add(
            " ORDER BY x.position, c.id LIMIT ?",
            [paging::limit(OPEN_COURSES_SHOWN)],
        )
        .column(db.read())
        .await
}

struct GroupCourseList {
    /// The scope of the courses to choose from: the group's branch, and what the instructor
    /// teaches.
    scope: AccessScope,
    group: GroupId,
    words: Vec<String>,
    /// The category searched for, with those below it.
    categories: Option<Vec<CategoryId>>,
}

impl GroupCourseList {
    fn sections<'a>(&'a self, db: &'a Db) -> TwoSectionList<'a> {
        let in_group = Section {
            letter: 'g',
            shown: true,
            order: SectionOrder::Position { group: self.group },
            rows: Box::new(|sql| self.of_section(sql, true)),
        };
        let others = Section {
            letter: 'c',
            shown: true,
            order: SectionOrder::Name("courses", "sort_name"),
            rows: Box::new(|sql| self.of_section(sql, false)),
        };
        TwoSectionList {
            db,
            sections: [in_group, others],
            total: Total::Sections,
        }
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

    /// Adds the conditions of the search and the category on a course `t`.
    fn narrowed(&self, sql: Sql) -> Sql {
        let sql = match &self.categories {
            None => sql,
            Some(categories) => sql.text(" AND t.category_id IN ").ids(categories),
        };
        sql.words("t.search", &self.words)
    }
}
