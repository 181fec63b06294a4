//! Branches, courses and groups: what users learn.
use crate::{
    Plan,
    random::{Draw, chance, rng, skewed},
};

const SUBJECTS: [&str; 24] = [
    "accounting",
    "first aid",
    "fire safety",
    "data protection",
    "project management",
    "Excel",
    "negotiation",
    "food hygiene",
    "welding",
    "forklift driving",
    "Spanish",
    "German",
    "Japanese",
    "customer service",
    "leadership",
    "statistics",
    "Rust",
    "photography",
    "nursing",
    "phonetics",
    "music theory",
    "logistics",
    "quality management",
    "public speaking",
];
const COURSES: [&str; 6] = [
    "Introduction to",
    "Advanced",
    "Basics of",
    "Workshop:",
    "Refresher:",
    "Certificate in",
];
const TEAMS: [&str; 16] = [
    "Sales",
    "Support",
    "Night shift",
    "Newcomers",
    "Apprentices",
    "Volunteers",
    "Kitchen",
    "Ward",
    "Warehouse",
    "Teachers",
    "Research",
    "Drivers",
    "Management",
    "Pflege",
    "Équipe",
    "営業部",
];
const PLACES: [&str; 16] = [
    "Lisboa",
    "Köln",
    "Łódź",
    "Paris",
    "Αθήνα",
    "Київ",
    "大阪",
    "Ankara",
    "Nairobi",
    "Mumbai",
    "القاهرة",
    "Dublin",
    "Oslo",
    "Sevilla",
    "Praha",
    "Hà Nội",
];

/// What of a course or group depends on its number alone. Courses and groups are counted from 0 here, and their ids are
/// one higher.
pub(crate) struct Catalog {
    pub courses: Vec<Course>,
    pub groups: Vec<Group>,
    /// How many branches there are. The users and groups of one have a number that says so.
    pub branches: i64,
}

pub(crate) struct Course {
    pub name: String,
    pub units: i64,
    pub price: i64,
    pub active: bool,
}

pub(crate) struct Group {
    pub name: String,
    pub branch: Option<i64>,
    pub price: i64,
    pub courses: Vec<i64>,
    pub has_key: bool,
    /// Whether its members keep what they learnt when they leave.
    pub keeps: bool,
}

/// Groups of which one belongs to a branch, and users likewise.
pub(crate) const PER_BRANCH: i64 = 5;

impl Catalog {
    pub(crate) fn new(plan: &Plan) -> Self {
        let branches = (plan.groups / PER_BRANCH).min(20);
        let course = |number| course(plan, number);
        let group = |number| group(plan, number, branches);
        Self {
            courses: (0..plan.courses).map(course).collect(),
            groups: (0..plan.groups).map(group).collect(),
            branches,
        }
    }

    /// The branch of the user or group with this number.
    pub(crate) fn branch_of(branches: i64, number: i64) -> Option<i64> {
        let is_of_one = branches > 0 && number % PER_BRANCH == PER_BRANCH - 1;
        is_of_one.then(|| number / PER_BRANCH % branches)
    }

    /// Draws a group that a user of this branch can be in; large ones more often.
    pub(crate) fn draw_group(&self, rng: &mut fastrand::Rng, branch: Option<i64>) -> Option<i64> {
        let count = i64::try_from(self.groups.len()).unwrap_or(i64::MAX);
        if count == 0 {
            return None;
        }
        let drawn = skewed(rng, count);
        let fits = |number: &i64| Self::branch_of(self.branches, *number) == branch;
        // The next one that fits; each branch has one within so many.
        let within = PER_BRANCH * self.branches.max(1);
        (drawn..drawn + within)
            .map(|number| number % count)
            .find(fits)
    }

    pub(crate) fn group(&self, number: i64) -> Option<&Group> {
        self.groups.get(usize::try_from(number).ok()?)
    }

    pub(crate) fn course(&self, number: i64) -> Option<&Course> {
        self.courses.get(usize::try_from(number).ok()?)
    }
}

/// Returns the one with this number, and how often all were used before.
fn nth<'a>(words: &[&'a str], number: usize) -> (&'a str, usize) {
    (words[number % words.len()], number / words.len())
}

/// `Advanced Spanish`, or `Advanced Spanish 2` where there are more courses than names.
fn named(name: String, round: usize) -> String {
    match round {
        0 => name,
        round => format!("{name} {}", round + 1),
    }
}

fn course(plan: &Plan, number: i64) -> Course {
    let rng = &mut rng(plan.seed, Draw::Course, number);
    let (subject, rest) = nth(&SUBJECTS, usize::try_from(number).unwrap_or_default());
    let (kind, round) = nth(&COURSES, rest);
    Course {
        name: named(format!("{kind} {subject}"), round),
        units: rng.i64(3..9),
        price: if chance(rng, 10) {
            rng.i64(1..40) * 500
        } else {
            0
        },
        active: chance(rng, 95),
    }
}

fn group(plan: &Plan, number: i64, branches: i64) -> Group {
    let rng = &mut rng(plan.seed, Draw::Group, number);
    let (team, rest) = nth(&TEAMS, usize::try_from(number).unwrap_or_default());
    let (place, round) = nth(&PLACES, rest);
    let mut courses = Vec::new();
    for _ in 0..rng.i64(1..7) {
        let course = skewed(rng, plan.courses);
        if plan.courses > 0 && !courses.contains(&course) {
            courses.push(course);
        }
    }
    Group {
        name: named(format!("{team} {place}"), round),
        branch: Catalog::branch_of(branches, number),
        price: if chance(rng, 12) {
            rng.i64(1..60) * 500
        } else {
            0
        },
        courses,
        has_key: chance(rng, 70),
        keeps: chance(rng, 60),
    }
}
