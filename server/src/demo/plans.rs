//! Ten groups, each in a different state.
use domain::groups::{EnrolmentPolicy, RemovalPolicy};
use std::ops::Range;

/// A group's key, and how often it was used.
pub(super) enum Key {
    None,
    /// Chosen by an administrator, without limits.
    Open(&'static str),
    /// Generated; used so many times of at most so many.
    Used(usize, i64),
    Paused,
    Expired(usize),
    NotYetOpen,
}

pub(super) struct Plan {
    pub name: &'static str,
    pub description: &'static str,
    /// In minor units.
    pub price: i64,
    pub policy: EnrolmentPolicy,
    pub removal: RemovalPolicy,
    pub courses: &'static [&'static str],
    /// Positions among the learners.
    pub members: Range<usize>,
    /// How many of them are enrolled; the others drift.
    pub assigned: usize,
    pub key: Key,
    /// Whether `learner` and the other accounts are members.
    pub staff: bool,
}

const PLAIN: Plan = Plan {
    name: "",
    description: "",
    price: 0,
    policy: EnrolmentPolicy::Manually,
    removal: RemovalPolicy::KeepAccess,
    courses: &[],
    members: 0..0,
    assigned: usize::MAX,
    key: Key::None,
    staff: false,
};

pub(super) const PLANS: [Plan; 10] = [
    Plan {
        name: "All colleagues",
        description: "What everyone needs to know. New members are enrolled right away.",
        policy: EnrolmentPolicy::Automatically,
        courses: &[
            "Welcome to the company",
            "Code of conduct",
            "Information security basics",
        ],
        members: 0..380,
        staff: true,
        key: Key::Open("welcome-2026"),
        ..PLAIN
    },
    Plan {
        name: "Sales onboarding",
        description: "The first six weeks in sales: the range, listening, negotiating.",
        courses: &[
            "Product knowledge 2026",
            "Selling by listening",
            "Negotiation essentials",
            "Helping customers well",
        ],
        members: 20..65,
        staff: true,
        key: Key::Used(12, 50),
        ..PLAIN
    },
    Plan {
        name: "Warehouse team Rotterdam",
        description: "Half of the team still has to be synchronized.",
        courses: &[
            "Forklift refresher",
            "Receiving and storing goods",
            "Fire safety and first aid",
        ],
        members: 100..180,
        assigned: 40,
        ..PLAIN
    },
    Plan {
        name: "Leadership programme",
        description: "For new and not so new leads. By invitation.",
        price: 49_900,
        removal: RemovalPolicy::WithdrawAccess,
        courses: &[
            "First time leading",
            "Leading remote teams",
            "Hiring fairly",
            "Difficult conversations",
        ],
        members: 200..212,
        key: Key::Paused,
        ..PLAIN
    },
    Plan {
        name: "Languages",
        description: "Three languages, one price. Opens in two weeks.",
        price: 12_900,
        courses: &[
            "English for meetings",
            "Deutsch für den Alltag",
            "Español para viajes",
        ],
        key: Key::NotYetOpen,
        ..PLAIN
    },
    Plan {
        name: "Data literacy",
        description: "From the first spreadsheet to your own queries.",
        price: 9_900,
        courses: &[
            "Spreadsheets: the first steps",
            "Spreadsheets: look-ups and pivots",
            "Reading statistics without fear",
            "SQL in one afternoon",
        ],
        members: 230..250,
        key: Key::Used(3, 3),
        ..PLAIN
    },
    Plan {
        name: "Summer interns 2026",
        description: "Twelve weeks, two courses, one celebration.",
        removal: RemovalPolicy::WithdrawAccess,
        courses: &["Writing that gets read", "Presenting with confidence"],
        members: 260..285,
        assigned: 20,
        key: Key::Expired(4),
        ..PLAIN
    },
    Plan {
        name: "Book club",
        description: "",
        ..PLAIN
    },
    Plan {
        name: "Ausschuss für Arbeitssicherheit, Gesundheitsschutz und betriebliches \
               Wiedereingliederungsmanagement der Niederlassungen Nord, Süd und Übersee",
        description: "A name that tests every line break.",
        courses: &["Fire safety and first aid", "Healthy desk work"],
        members: 300..309,
        ..PLAIN
    },
    Plan {
        name: "Customer service, evening shift",
        description: "Calls between six and midnight. No courses yet.",
        members: 320..332,
        key: Key::Open("evening-shift"),
        ..PLAIN
    },
];
