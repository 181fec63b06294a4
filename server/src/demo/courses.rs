//! Thirty courses in a tree of categories, read from a short text.
use super::{Error, data};
use db::{AuditContext, Db, categories, courses, units};
use domain::{
    courses::{CategoryName, CourseInfo, CourseName, UnitContent, UnitKind, UnitName},
    field_error::FieldCode,
    groups::Description,
    ids::{CategoryId, CourseId},
    money::Price,
};
use std::collections::HashMap;

/// `= Category / Category` starts a category for the courses below it. `# Name | price` starts a
/// course, and its description is the next line. `- Name: point; point` is a text unit; `[link]
/// Name | address` and `[video] ...` are links and videos.
const COURSES: &str = include_str!("courses.txt");

struct Course {
    category: &'static str,
    name: &'static str,
    price: &'static str,
    description: &'static str,
    units: Vec<(String, UnitContent)>,
    points: Vec<&'static str>,
}

/// Creates all courses and returns their ids by name.
pub(super) async fn fill(
    db: &Db,
    audit: &AuditContext,
) -> Result<HashMap<String, CourseId>, Error> {
    let mut filed = HashMap::new();
    let mut ids = HashMap::new();
    for course in read()? {
        let category = category(db, audit, &mut filed, course.category).await?;
        let price = course.price.parse();
        let info = CourseInfo {
            name: data(CourseName::parse(course.name))?,
            description: data(Description::parse(course.description))?,
            category: Some(category),
            price: Price::from_minor(data(price.map_err(|_| FieldCode::NotAPrice))?),
            active: true,
            listed: true,
        };
        let id = courses::create(db, audit, &info).await?;
        for (name, content) in &course.units {
            units::create(db, audit, id, &data(UnitName::parse(name))?, content).await?;
        }
        ids.insert(course.name.to_owned(), id);
    }
    Ok(ids)
}

/// Returns the category with this path, created if it does not exist yet.
async fn category(
    db: &Db,
    audit: &AuditContext,
    filed: &mut HashMap<String, CategoryId>,
    path: &str,
) -> Result<CategoryId, Error> {
    let mut parent = None;
    let mut so_far = String::new();
    for name in path.split(" / ") {
        so_far = format!("{so_far}/{name}");
        let id = match filed.get(&so_far) {
            Some(id) => *id,
            None => {
                let name = data(CategoryName::parse(name))?;
                categories::create(db, audit, parent, &name).await?
            }
        };
        filed.insert(so_far.clone(), id);
        parent = Some(id);
    }
    parent.ok_or_else(|| Error::Data(path.to_owned()))
}

fn read() -> Result<Vec<Course>, Error> {
    let mut courses: Vec<Course> = Vec::new();
    let mut category = "";
    for line in COURSES.lines() {
        if let Some(path) = line.strip_prefix("= ") {
            category = path;
        } else if let Some(head) = line.strip_prefix("# ") {
            let (name, price) = split_pair(head, " | ")?;
            courses.push(Course {
                category,
                name,
                price,
                description: "",
                units: Vec::new(),
                points: Vec::new(),
            });
        } else if let Some(course) = courses.last_mut() {
            unit(course, line)?;
        }
    }
    for course in &mut courses {
        let text = looking_back(course);
        course.units.push(("Looking back".to_owned(), text?));
    }
    Ok(courses)
}

fn unit(course: &mut Course, line: &'static str) -> Result<(), Error> {
    let (name, content) = if let Some(text) = line.strip_prefix("- ") {
        let (name, points) = split_pair(text, ": ")?;
        let points: Vec<&str> = points.split("; ").collect();
        course.points.extend(points.first());
        (name, lesson(course, name, &points)?)
    } else if let Some(text) = line.strip_prefix("[link] ") {
        let (name, address) = split_pair(text, " | ")?;
        (name, data(UnitContent::parse(UnitKind::Link, address))?)
    } else if let Some(text) = line.strip_prefix("[video] ") {
        let (name, address) = split_pair(text, " | ")?;
        (name, data(UnitContent::parse(UnitKind::Video, address))?)
    } else {
        course.description = line;
        return Ok(());
    };
    course.units.push((name.to_owned(), content));
    Ok(())
}

/// A text that reads like a lesson, in one of three forms.
fn lesson(course: &Course, name: &str, points: &[&str]) -> Result<UnitContent, Error> {
    let bullets = list(points, |_| "-".to_owned());
    let numbers = list(points, |place| format!("{}.", place + 1));
    let first = sentence(points.first().copied().unwrap_or(name));
    let text = match course.units.len() % 3 {
        0 => {
            format!(
                "## {name}\n\n{}\n\n### What matters\n\n{bullets}\n### Try it\n\nTake ten minutes \
             and write down **one situation** of the last two weeks in which this would have \
             helped. You will need it again in the last unit.\n",
                course.description
            )
        }
        1 => {
            format!(
                "## {name}\n\n> [!TIP]\n> {first}\n\nThis sounds simple, and it is. It is also what people \
             forget first when a day gets busy. Go through the steps once, slowly:\n\n{numbers}\n\
             ### Before you go on\n\n- Which of these do you do already?\n- Which one would your \
             colleagues wish for?\n"
            )
        }
        _ => {
            format!(
                "## {name}\n\n### In short\n\n{bullets}\n### Why it works\n\n{first} That is the part \
             to remember; the rest follows from it. If you want to go deeper, read the \
             [notes to this lesson](https://example.org/notes) or talk to someone who has done \
             it for years.\n\n*Reading time: about four minutes.*\n"
            )
        }
    };
    data(UnitContent::parse(UnitKind::Text, &text))
}

/// The last unit: a summary.
fn looking_back(course: &Course) -> Result<UnitContent, Error> {
    let points = list(&course.points, |_| "-".to_owned());
    let text = format!(
        "## Looking back\n\nYou have come through **{}**. These are the sentences to keep:\n\n\
         {points}\n### One thing from tomorrow on\n\nChoose one of them. Put it where you will see \
         it, and look again in four weeks.\n",
        course.name
    );
    data(UnitContent::parse(UnitKind::Text, &text))
}

/// A Markdown list with these markers.
fn list(points: &[&str], mark: fn(usize) -> String) -> String {
    points
        .iter()
        .enumerate()
        .map(|(place, point)| format!("{} {}\n", mark(place), sentence(point)))
        .collect()
}

/// Adds the final full stop if it is missing.
fn sentence(point: &str) -> String {
    let ends = point.ends_with(['.', '?', '!']);
    format!("{point}{}", if ends { "" } else { "." })
}

fn split_pair(line: &'static str, mark: &str) -> Result<(&'static str, &'static str), Error> {
    line.split_once(mark)
        .ok_or_else(|| Error::Data(line.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_courses_have_four_to_nine_units_each() {
        let courses = read().unwrap();
        assert_eq!(courses.len(), 30);
        for course in courses {
            assert!((4..=9).contains(&course.units.len()), "{}", course.name);
            assert!(!course.description.is_empty(), "{}", course.name);
        }
    }
}
