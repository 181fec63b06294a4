//! The arguments of `muster import`.
use anyhow::Context;
use clap::{Args, ValueEnum};
use db::Db;
use domain::{
    ids::GroupId,
    imports::stored::{
        ExistingRows, ImportChoices, ImportKind, PasswordSource, ReadingOptions, UnknownNames,
    },
};
use std::path::PathBuf;

/// What the rows of the list are.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum What {
    Users,
    Members,
    Groups,
    GroupCourses,
}

impl From<What> for ImportKind {
    fn from(what: What) -> Self {
        match what {
            What::Users => Self::Users,
            What::Members => Self::Members,
            What::Groups => Self::Groups,
            What::GroupCourses => Self::GroupCourses,
        }
    }
}

/// What is done with users, or groups, that exist already.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Existing {
    #[default]
    Leave,
    Update,
    AddOnly,
}

/// How new users get a password.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Passwords {
    #[default]
    None,
    Column,
    Invitation,
}

/// What is done with names of groups, courses and branches that do not exist.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Unknown {
    #[default]
    Ignore,
    LeaveOut,
    CreateGroups,
}

#[derive(Args)]
pub struct ImportOptions {
    /// What the rows of the list are
    #[arg(value_enum)]
    what: What,
    /// The list: CSV, tab-separated, XLSX, ODS or addresses; `-` reads standard input
    pub file: PathBuf,
    /// The group that members or courses are added to, by the number in its address
    #[arg(
        long,
        required_if_eq_any([("what", "members"), ("what", "group-courses")]),
        value_parser = parse_group
    )]
    pub group: Option<GroupId>,
    /// Check the list and say what would become of it, but change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
    /// What to do with users, or groups, that exist already
    #[arg(long, value_enum, default_value_t)]
    existing: Existing,
    /// How new users get a password
    #[arg(long, value_enum, default_value_t)]
    passwords: Passwords,
    /// What to do with rows that name a group, course or branch that does not exist
    #[arg(long, value_enum, default_value_t)]
    unknown: Unknown,
    /// The branch of rows that name none
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,
    /// The encoding of the file, such as windows-1252; default: found out
    #[arg(long)]
    encoding: Option<String>,
    /// The character between the cells; default: found out
    #[arg(long)]
    separator: Option<char>,
    /// The sheet of a workbook; default: the one with the best headings
    #[arg(long)]
    sheet: Option<String>,
}

fn parse_group(text: &str) -> Result<GroupId, std::num::ParseIntError> {
    text.parse()
}

impl ImportOptions {
    pub(super) fn kind(&self) -> ImportKind {
        self.what.into()
    }

    pub(super) fn reading(&self) -> ReadingOptions {
        ReadingOptions {
            encoding: self.encoding.clone(),
            separator: self.separator,
            sheet: self.sheet.clone(),
        }
    }

    pub(super) async fn choices(&self, db: &Db) -> anyhow::Result<ImportChoices> {
        let branch = match &self.branch {
            Some(name) => {
                let mut branches = db::branches::options(db).await?.into_iter();
                let found = branches.find(|branch| branch.name.eq_ignore_ascii_case(name));
                Some(
                    found
                        .with_context(|| format!("there is no branch “{name}”"))?
                        .id,
                )
            }
            None => None,
        };
        Ok(ImportChoices {
            existing: match self.existing {
                Existing::Leave => ExistingRows::Leave,
                Existing::Update => ExistingRows::Update,
                Existing::AddOnly => ExistingRows::AddOnly,
            },
            passwords: match self.passwords {
                Passwords::None => PasswordSource::None,
                Passwords::Column => PasswordSource::Column,
                Passwords::Invitation => PasswordSource::Invitation,
            },
            unknown: match self.unknown {
                Unknown::Ignore => UnknownNames::Ignore,
                Unknown::LeaveOut => UnknownNames::LeaveOut,
                Unknown::CreateGroups => UnknownNames::CreateGroups,
            },
            branch,
        })
    }
}
