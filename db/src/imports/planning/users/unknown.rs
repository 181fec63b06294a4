//! Groups, courses and branches that a row names and that do not exist: the user is added without
//! them, and the row says so.
use super::{Page, said::Said};
use crate::imports::sealing::Problem;
use domain::imports::stored::UnknownNames;

impl Page<'_> {
    /// Takes away what the row names and no one can join; returns it as problems. Nothing is taken
    /// away if the importer wants such rows left out.
    pub(super) fn take_unknown(&self, said: &mut Said<'_>) -> Vec<Problem> {
        if self.planner.choices.unknown == UnknownNames::LeaveOut {
            return Vec::new();
        }
        let mut unknown = Vec::new();
        let named = self.branch(said).unwrap_or_else(|problem| {
            unknown.push(problem);
            said.line.branch.clear();
            None
        });
        let user = self.existing(said).ok().flatten();
        let own = user.map_or_else(|| self.planner.default_branch(), |user| user.branch_id);
        let branch = named.or(own);
        let mut is_known = |problem: Option<Problem>| {
            let is_known = problem.is_none();
            unknown.extend(problem);
            is_known
        };
        let line = &mut said.line;
        line.groups
            .retain(|name| is_known(self.joinable.group(name, branch).err()));
        line.courses
            .retain(|name| is_known(self.joinable.course(name).err()));
        unknown
    }
}
