//! Figures that are kept by triggers: active users, enrolments, and completed courses by day, each by the branch of
//! its user.
//!
//! On SQLite, which has one writer, a trigger changes the figure's row. On PostgreSQL it adds a row with the change, so
//! that writers do not wait for each other; the rows of a figure are summed, and folded into one now and then.

/// The figures as the tables have them, in the columns of `tallies` without the id.
pub const COUNTED: &str = "SELECT 'users' AS kind, coalesce(branch_id, 0) AS branch_id, 0 AS day, count(*) AS number \
     FROM users WHERE active GROUP BY coalesce(branch_id, 0) \
     UNION ALL SELECT 'enrolments' AS kind, coalesce(u.branch_id, 0) AS branch_id, 0 AS day, count(*) AS number \
     FROM enrolments e JOIN users u ON u.id = e.user_id GROUP BY coalesce(u.branch_id, 0) \
     UNION ALL SELECT 'completions' AS kind, coalesce(u.branch_id, 0) AS branch_id, \
     p.completed_at / 86400000 AS day, count(*) AS number FROM progress p JOIN users u ON u.id = p.user_id \
     WHERE p.completed_at IS NOT NULL GROUP BY coalesce(u.branch_id, 0), p.completed_at / 86400000";

const COLUMNS: &str = "INSERT INTO tallies (kind, branch_id, day, number)";

/// On SQLite a figure has one row. A trigger that looks for it before it adds to it takes four microseconds for each
/// enrolment, and this one.
const ADD: &str =
    "ON CONFLICT (kind, branch_id, day) DO UPDATE SET number = number + excluded.number";

/// Derives all figures from the tables again.
pub fn recount() -> [String; 2] {
    [
        "DELETE FROM tallies".to_owned(),
        format!("{COLUMNS} {COUNTED}"),
    ]
}

/// What is counted of a table.
struct Figure {
    kind: &'static str,
    table: &'static str,
    /// Expressions of a row `{row}`.
    branch: &'static str,
    day: &'static str,
    counts: &'static str,
    /// The columns of which a change counts.
    changing: Option<&'static str>,
}

const BRANCH_OF_USER: &str =
    "coalesce((SELECT u.branch_id FROM users u WHERE u.id = {row}.user_id), 0)";

const FIGURES: [Figure; 3] = [
    Figure {
        kind: "users",
        table: "users",
        branch: "coalesce({row}.branch_id, 0)",
        day: "0",
        counts: "{row}.active",
        changing: Some("active, branch_id"),
    },
    Figure {
        kind: "enrolments",
        table: "enrolments",
        branch: BRANCH_OF_USER,
        day: "0",
        counts: "TRUE",
        changing: None,
    },
    Figure {
        kind: "completions",
        table: "progress",
        branch: BRANCH_OF_USER,
        day: "{row}.completed_at / 86400000",
        counts: "{row}.completed_at IS NOT NULL",
        changing: Some("completed_at"),
    },
];

impl Figure {
    fn expressions(&self, row: &str) -> [String; 3] {
        [self.branch, self.day, self.counts].map(|text| text.replace("{row}", row))
    }

    /// Adds `row` to the figure's row.
    fn more(&self, row: &str) -> String {
        let (kind, [branch, day, counts]) = (self.kind, self.expressions(row));
        format!("{COLUMNS} SELECT '{kind}', {branch}, {day}, 1 WHERE {counts} {ADD};")
    }

    /// Takes `row` from the figure's row, which exists.
    fn less(&self, row: &str) -> String {
        let (kind, [branch, day, counts]) = (self.kind, self.expressions(row));
        format!(
            "UPDATE tallies SET number = number - 1 \
             WHERE {counts} AND kind = '{kind}' AND day = {day} AND branch_id = {branch};"
        )
    }

    /// Selects the branch, the day and `number` of each row of a transition table that counts.
    fn rows(&self, table: &str, number: &str) -> String {
        let [branch, day, counts] = self.expressions("r");
        format!(
            "SELECT {branch} AS branch_id, {day} AS day, {number} AS number FROM {table} r WHERE {counts}"
        )
    }

    fn sqlite(&self) -> Vec<String> {
        let (kind, table) = (self.kind, self.table);
        let (more, less) = (self.more("NEW"), self.less("OLD"));
        let mut triggers = vec![
            format!("CREATE TRIGGER tally_{kind}_added AFTER INSERT ON {table} BEGIN {more} END"),
            format!("CREATE TRIGGER tally_{kind}_deleted AFTER DELETE ON {table} BEGIN {less} END"),
        ];
        triggers.extend(self.changing.map(|columns| {
            format!(
                "CREATE TRIGGER tally_{kind}_changed AFTER UPDATE OF {columns} ON {table} BEGIN {less} {more} END"
            )
        }));
        triggers
    }

    fn postgres(&self) -> Vec<String> {
        let sum = |rows: &str| {
            format!(
                "{COLUMNS} SELECT '{}', c.branch_id, c.day, sum(c.number) FROM ({rows}) c \
                 GROUP BY c.branch_id, c.day HAVING sum(c.number) <> 0;",
                self.kind
            )
        };
        let (more, less) = (self.rows("added", "1"), self.rows("deleted", "-1"));
        let mut statements = Vec::new();
        statements.extend(self.function("added", "INSERT", "NEW TABLE AS added", &sum(&more)));
        statements.extend(self.function("deleted", "DELETE", "OLD TABLE AS deleted", &sum(&less)));
        if self.changing.is_some() {
            let both = "OLD TABLE AS deleted NEW TABLE AS added";
            let body = sum(&format!("{less} UNION ALL {more}"));
            statements.extend(self.function("changed", "UPDATE", both, &body));
        }
        statements
    }

    fn function(&self, name: &str, event: &str, tables: &str, body: &str) -> [String; 2] {
        function(
            &format!("tally_{}_{name}", self.kind),
            self.table,
            event,
            tables,
            body,
        )
    }
}

/// A function of PostgreSQL, and the trigger that calls it once for each statement.
fn function(name: &str, table: &str, event: &str, tables: &str, body: &str) -> [String; 2] {
    [
        format!(
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        ),
        format!(
            "CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables} \
             FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        ),
    ]
}

/// Adds what users `{moved}` have, with `{sign}`, to the branch that `{moved}` names.
const MOVED: &str = "INSERT INTO tallies (kind, branch_id, day, number) \
     SELECT 'enrolments', coalesce(m.branch_id, 0), 0, {sign}count(*) FROM {moved} \
     JOIN enrolments e ON e.user_id = m.id GROUP BY coalesce(m.branch_id, 0) {add}; \
     INSERT INTO tallies (kind, branch_id, day, number) \
     SELECT 'completions', coalesce(m.branch_id, 0), p.completed_at / 86400000, {sign}count(*) FROM {moved} \
     JOIN progress p ON p.user_id = m.id WHERE p.completed_at IS NOT NULL \
     GROUP BY coalesce(m.branch_id, 0), p.completed_at / 86400000 {add};";

fn moved(users: &str, sign: &str, add: &str) -> String {
    MOVED
        .replace("{moved}", users)
        .replace("{sign}", sign)
        .replace("{add}", add)
}

/// What a deleted user has is deleted first, while their branch is known.
const LEAVING: &str =
    "DELETE FROM enrolments WHERE user_id = OLD.id; DELETE FROM progress WHERE user_id = OLD.id;";

/// The statements that create the triggers.
pub fn create(sqlite: bool) -> Vec<String> {
    let figures = FIGURES.iter();
    if sqlite {
        let row = |row: &str| format!("(SELECT {row}.id AS id, {row}.branch_id AS branch_id) m");
        let (there, here) = (moved(&row("OLD"), "-", ADD), moved(&row("NEW"), "", ADD));
        return figures
            .flat_map(Figure::sqlite)
            .chain([
                format!("CREATE TRIGGER tally_leaving BEFORE DELETE ON users BEGIN {LEAVING} END"),
                format!(
                    "CREATE TRIGGER tally_moved AFTER UPDATE OF branch_id ON users \
                     WHEN OLD.branch_id IS NOT NEW.branch_id BEGIN {there} {here} END"
                ),
            ])
            .collect();
    }
    let row = |one: &str, other: &str| {
        format!(
            "(SELECT a.id, a.branch_id FROM {one} a JOIN {other} b ON b.id = a.id \
             WHERE a.branch_id IS DISTINCT FROM b.branch_id) m"
        )
    };
    let body = [
        moved(&row("deleted", "added"), "-", ""),
        moved(&row("added", "deleted"), "", ""),
    ]
    .join(" ");
    let both = "OLD TABLE AS deleted NEW TABLE AS added";
    figures
        .flat_map(Figure::postgres)
        .chain(function("tally_moved", "users", "UPDATE", both, &body))
        .chain([
            format!(
                "CREATE FUNCTION tally_leaving() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN {LEAVING} RETURN OLD; END $$"
            ),
            "CREATE TRIGGER tally_leaving BEFORE DELETE ON users FOR EACH ROW \
             EXECUTE FUNCTION tally_leaving()"
                .to_owned(),
        ])
        .collect()
}

/// The functions that PostgreSQL's triggers call: they stay where their tables are dropped.
pub fn functions() -> Vec<String> {
    let is_function = |statement: &String| statement.starts_with("DROP FUNCTION ");
    let drops = drop(false).into_iter().filter(is_function);
    drops
        .map(|drop| drop.replace("DROP FUNCTION ", ""))
        .collect()
}

/// The statements that remove the triggers.
pub fn drop(sqlite: bool) -> Vec<String> {
    let names = FIGURES.iter().flat_map(|figure| {
        let changed = figure.changing.map(|_| "changed");
        let events = ["added", "deleted"].into_iter().chain(changed);
        events.map(|event| (format!("tally_{}_{event}", figure.kind), figure.table))
    });
    let others = ["tally_leaving", "tally_moved"].map(|name| (name.to_owned(), "users"));
    let all = names.chain(others);
    all.flat_map(|(name, table)| {
        if sqlite {
            vec![format!("DROP TRIGGER {name}")]
        } else {
            let function = format!("DROP FUNCTION {name}()");
            vec![format!("DROP TRIGGER {name} ON {table}"), function]
        }
    })
    .collect()
}
