//! What importing a checked list would do, in words.
use crate::{
    member_imports::{ImportPreview, Verdict},
    numbers::count,
    user_imports::UserImportPreview,
};

impl UserImportPreview {
    /// "Adds 12 users; 3 lines are skipped."
    pub fn sentence(&self) -> String {
        let adds = self.adds();
        let left = i64::try_from(self.rows.len()).unwrap_or(i64::MAX) - adds;
        let adds = adding(adds, "");
        match left {
            0 => format!("{adds}."),
            1 => format!("{adds}; 1 line is skipped."),
            left => format!("{adds}; {left} lines are skipped."),
        }
    }
}

impl ImportPreview {
    /// "Adds 12 users to the group; 3 already members; 1 not found."
    pub fn sentence(&self) -> String {
        let mut parts = vec![adding(self.number(Verdict::Adds), " to the group")];
        for (verdict, one, several) in [
            (
                Verdict::AlreadyMember,
                "already a member",
                "already members",
            ),
            (Verdict::Inactive, "inactive", "inactive"),
            (Verdict::Unknown, "not found", "not found"),
            (Verdict::Repeated, "duplicate", "duplicates"),
            (Verdict::Ambiguous, "names two users", "name two users"),
            (Verdict::Word, "word ignored", "words ignored"),
        ] {
            let number = self.number(verdict);
            if number > 0 {
                let what = if number == 1 { one } else { several };
                parts.push(format!("{number} {what}"));
            }
        }
        format!("{}.", parts.join("; "))
    }
}

fn adding(users: i64, to: &str) -> String {
    match users {
        0 => "No one on this list can be added".to_owned(),
        users => format!("Adds {}{to}", count(users, "user")),
    }
}
