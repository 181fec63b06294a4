//! Access scopes: which branch or taught items an action reaches.
use super::Authorized;
use crate::AppError;
use db::{By, realm::Thing};
use domain::{ids::BranchId, policy::Action, problem::Problem, realm::Realm};

impl Authorized {
    /// Refuses targets out of scope as if they did not exist.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn find(&self, thing: impl Into<Thing>) -> Result<(), AppError> {
        if db::realm::holds(self.db(), self.realm, thing.into()).await? {
            Ok(())
        } else {
            Err(AppError::NotFound.with_status())
        }
    }

    /// Returns the scope narrowed to the branch of a filter. It never becomes wider.
    pub fn narrowed(&self, branch: Option<BranchId>) -> Realm {
        Realm {
            branch: self.realm.branch.or(branch),
            ..self.realm
        }
    }

    /// As [`Self::audit`], for adding something to the branch that a form names. An empty id means
    /// the actor's own scope; any other requires the right to see branches.
    ///
    /// # Errors
    /// [`AppError::Forbidden`]; [`AppError::Invalid`] if the branch does not exist.
    pub async fn by_in(&self, branch: &str) -> Result<By, AppError> {
        if branch.is_empty() {
            return Ok(self.by());
        }
        if !self.actor.may(Action::ListBranches) {
            return Err(AppError::Forbidden.with_status());
        }
        let branch = self.branch_of_form(branch).await?;
        Ok(By {
            realm: self.narrowed(Some(branch)),
            ..self.by()
        })
    }

    async fn branch_of_form(&self, branch: &str) -> Result<BranchId, AppError> {
        let none = || AppError::from(Problem::new("branch", "Choose a branch."));
        let branch = branch.parse().map_err(|_| none())?;
        if db::branches::exists(self.db(), branch).await? {
            Ok(branch)
        } else {
            Err(none())
        }
    }
}
