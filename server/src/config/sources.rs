//! Which source gives each setting its value: option, environment, file or default, in this order.
use super::{
    definitions::{self, Kind, Setting},
    environment,
    file::ConfigFile,
    names,
    secret::MASK,
    wrong,
};
use anyhow::{Context, bail};
use clap::{ArgMatches, Command, Parser, error::ErrorKind, parser::ValueSource};
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// Where a value comes from; the greater one wins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    Default,
    /// The line of the file.
    File(usize),
    /// The variable that has it.
    Environment(String),
    Option,
}

impl Origin {
    /// Whether both are of one kind, so that neither wins.
    fn is_of_one_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// A setting with its value.
pub struct Found {
    pub setting: Setting,
    /// None if the setting has no value, several for a list.
    pub values: Vec<OsString>,
    pub origin: Origin,
}

impl Found {
    /// Returns the value for people, without what is secret in it.
    pub fn shown(&self) -> Option<String> {
        (!self.values.is_empty()).then(|| names::shown(&self.setting, &self.values))
    }
}

/// Where all settings come from.
#[derive(Default)]
pub struct Sources {
    /// The file that was read.
    pub file: Option<PathBuf>,
    pub found: Vec<Found>,
}

/// Returns the command line with the settings of all sources, and where each comes from; none for a command without
/// settings. Exits where clap does: for help, and for arguments that it cannot read.
///
/// # Errors
/// A setting cannot be used: [`WrongSetting`](super::WrongSetting).
pub fn parse<C: Parser>() -> anyhow::Result<(C, Sources)> {
    let command = definitions::prepare(C::command());
    // The environment is read here, not by clap, so that errors name the variable.
    let options = definitions::mut_settings(command.clone(), &definitions::without_variable);
    let given = options.clone().try_get_matches().unwrap_or_else(|error| {
        let is_help = matches!(error.kind(), ErrorKind::DisplayHelp);
        // The help names the variables.
        let help = is_help.then(|| command.try_get_matches().err()).flatten();
        help.unwrap_or(error).exit()
    });
    let Some(chosen) = with_settings(&given) else {
        return Ok((read(&given)?, Sources::default()));
    };
    let sources = Sources::find(chosen, &definitions::variables(&options))?;
    let complete = sources.fill(options).get_matches();
    Ok((read(&complete)?, sources))
}

fn read<C: Parser>(matches: &ArgMatches) -> anyhow::Result<C> {
    Ok(C::from_arg_matches(matches)?)
}

/// Returns what was given to the command that runs, if it has settings.
fn with_settings(matches: &ArgMatches) -> Option<&ArgMatches> {
    let mut matches = matches;
    while matches.try_contains_id(definitions::FILE).is_err() {
        matches = matches.subcommand()?.1;
    }
    Some(matches)
}

impl Sources {
    fn find(given: &ArgMatches, of_commands: &[String]) -> anyhow::Result<Self> {
        let settings = definitions::settings();
        environment::refuse_unknown(&settings, of_commands)?;
        let named = given.get_one::<PathBuf>(definitions::FILE).cloned();
        let named = named.or_else(|| environment::config_file().map(PathBuf::from));
        let file = ConfigFile::read(named, &settings)?;
        let found = settings
            .into_iter()
            .map(|setting| find(setting, given, file.as_ref()));
        let mut sources = Self {
            found: found.collect::<anyhow::Result<_>>()?,
            file: file.map(|file| file.path),
        };
        sources.read_secret_files()?;
        Ok(sources)
    }

    /// Gives each secret the value in its file, where one is named.
    fn read_secret_files(&mut self) -> anyhow::Result<()> {
        let (files, mut found): (Vec<_>, Vec<_>) = std::mem::take(&mut self.found)
            .into_iter()
            .partition(|one| one.setting.secret().is_some());
        for file in files {
            let of = file.setting.secret();
            let secret = found.iter_mut().find(|one| Some(one.setting.name()) == of);
            let (Some(secret), Some(path)) = (secret, file.values.first()) else {
                continue;
            };
            let (name, other) = (secret.setting.variable(), file.setting.variable());
            if file.origin.is_of_one_kind(&secret.origin) {
                return Err(
                    wrong(format!("{name} and {other} are both set; keep one of them")).into(),
                );
            }
            if file.origin > secret.origin {
                secret.values = vec![
                    secret_in(Path::new(path))
                        .with_context(|| wrong(other))?
                        .into(),
                ];
                secret.origin = file.origin;
            }
        }
        self.found = found;
        Ok(())
    }

    /// Makes the values the defaults of a command line that no longer looks at the environment.
    fn fill(&self, command: Command) -> Command {
        definitions::mut_settings(command, &|arg| {
            let of =
                |one: &&Found| arg.get_id() == one.setting.name() && one.origin != Origin::Default;
            match self.found.iter().find(of) {
                Some(found) => arg.default_values(found.values.clone()),
                None => arg,
            }
        })
    }
}

/// Returns the setting with the value of the greatest source.
fn find(setting: Setting, given: &ArgMatches, file: Option<&ConfigFile>) -> anyhow::Result<Found> {
    let name = setting.name();
    if given.value_source(name) == Some(ValueSource::CommandLine) {
        let values = given
            .get_raw(name)
            .into_iter()
            .flatten()
            .map(OsString::from)
            .collect();
        return from_option(setting, values);
    }
    let found = |setting, values, origin| {
        Ok(Found {
            setting,
            values,
            origin,
        })
    };
    if let Some((value, variable)) = environment::value(&setting)? {
        return found(setting, vec![value], Origin::Environment(variable));
    }
    if let Some(entry) = file.and_then(|file| file.entries.get(name)) {
        let values = entry.values.clone();
        return found(setting, values, Origin::File(entry.line));
    }
    let default = setting.default();
    found(setting, default, Origin::Default)
}

/// Other users of the machine see the arguments of all programs.
fn from_option(setting: Setting, values: Vec<OsString>) -> anyhow::Result<Found> {
    if setting.kind() == Kind::Secret && names::shown(&setting, &values).contains(MASK) {
        let (option, variable) = (setting.option(), setting.variable());
        return Err(wrong(format!(
            "{option} shows a secret to all users of this machine: set {variable} in the environment, or \
             {option}-file to a file with it"
        ))
        .into());
    }
    Ok(Found {
        setting,
        values,
        origin: Origin::Option,
    })
}

/// Returns the secret in a file. Editors end files with a line break, which is no part of it.
fn secret_in(file: &Path) -> anyhow::Result<String> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        bail!("{} is empty", file.display());
    }
    Ok(text.to_owned())
}
