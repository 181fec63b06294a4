//! What deleting a course ends.
use crate::{
    courses::CourseDeletion,
    numbers::{count, thousands},
};

/// Returns what deleting the course will end, a sentence for each thing that there is.
pub fn deletion(of: &CourseDeletion) -> Vec<String> {
    let learners = match of.learners {
        0 => "No one is enrolled.".to_owned(),
        learners => format!(
            "{} will lose it: {} in progress, {} completed. Progress is kept, and restoring gives it back.",
            count(learners, "learner"),
            thousands(of.in_progress),
            thousands(of.completed),
        ),
    };
    let mut all = vec![learners];
    if of.groups > 0 {
        all.push(of_groups(of));
    }
    if of.branches > 0 {
        let branches = match of.branches {
            1 => "1 branch".to_owned(),
            branches => format!("{} branches", thousands(branches)),
        };
        all.push(format!("It leaves {branches}."));
    }
    if of.waiting_orders > 0 {
        all.push(format!(
            "{} with it {} for payment. Who pays gets the course only if you restore it.",
            count(of.waiting_orders, "order"),
            if of.waiting_orders == 1 {
                "waits"
            } else {
                "wait"
            },
        ));
    }
    all
}

fn of_groups(of: &CourseDeletion) -> String {
    let among = [
        (of.bundles, "sold as bundles"),
        (of.default_groups, "joined by new users"),
    ];
    let among: Vec<String> = among
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{} {what}", thousands(*number)))
        .collect();
    let among = match among.as_slice() {
        [] => String::new(),
        some => format!(" (of these, {})", some.join(", ")),
    };
    format!("It leaves {}{among}.", count(of.groups, "group"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deletion_is_told_in_numbers() {
        let all = CourseDeletion {
            name: "Bread".into(),
            learners: 1_200,
            in_progress: 30,
            completed: 1,
            groups: 3,
            bundles: 1,
            default_groups: 2,
            branches: 2,
            waiting_orders: 1,
        };
        assert_eq!(
            deletion(&all),
            [
                "1,200 learners will lose it: 30 in progress, 1 completed. Progress is kept, and restoring gives it \
                 back.",
                "It leaves 3 groups (of these, 1 sold as bundles, 2 joined by new users).",
                "It leaves 2 branches.",
                "1 order with it waits for payment. Who pays gets the course only if you restore it.",
            ]
        );
        let alone = deletion(&CourseDeletion::default());
        assert_eq!(alone, ["No one is enrolled."]);
    }
}
