//! The settings as `Config` defines them: their names at each place, what they take, and how clap is told of it.
use super::{Config, Secret};
use clap::{
    Arg, ArgAction, Args, Command,
    builder::{BoolishValueParser, Resettable, ValueParser},
};
use std::{any::TypeId, error::Error, ffi::OsString, path::PathBuf};

/// The setting that says which file has the others; it is never in the file.
pub const FILE: &str = "config";
/// Where the help has the settings, below what is the command's own.
const HEADING: &str = "Settings";
/// What the name of a secret has at its end where a file with it is named.
const FILE_SUFFIX: &str = "_file";

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Switch,
    Number,
    List,
    Text,
    Secret,
}

impl Kind {
    pub fn expected(self) -> &'static str {
        match self {
            Self::Switch => "true or false",
            Self::Number => "a whole number",
            Self::List => "a list of texts",
            Self::Text | Self::Secret => "a text in quotation marks",
        }
    }
}

/// One setting, by its definition in `Config`.
#[derive(Clone)]
pub struct Setting(Arg);

impl Setting {
    /// Its name in the file.
    pub fn name(&self) -> &str {
        self.0.get_id().as_str()
    }

    /// Its name in the environment.
    pub fn variable(&self) -> &str {
        self.0
            .get_env()
            .and_then(|name| name.to_str())
            .unwrap_or_default()
    }

    pub fn option(&self) -> String {
        format!("--{}", self.0.get_long().unwrap_or_default())
    }

    pub fn meaning(&self) -> String {
        self.0
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default()
    }

    /// The name of the secret that this setting names a file of.
    pub fn secret(&self) -> Option<&str> {
        let name = self.name().strip_suffix(FILE_SUFFIX)?;
        let all = Config::augment_args(Command::new(""));
        let is_secret = all
            .get_arguments()
            .any(|arg| arg.get_id() == name && is_secret(arg));
        is_secret.then_some(name)
    }

    pub fn kind(&self) -> Kind {
        let numbers = [
            TypeId::of::<u8>(),
            TypeId::of::<u16>(),
            TypeId::of::<u32>(),
            TypeId::of::<u64>(),
            TypeId::of::<usize>(),
            TypeId::of::<i64>(),
        ];
        let parsed = self.0.get_value_parser().type_id();
        if is_secret(&self.0) {
            Kind::Secret
        } else if parsed == TypeId::of::<bool>() {
            Kind::Switch
        } else if numbers.into_iter().any(|number| parsed == number) {
            Kind::Number
        } else if self.0.get_value_delimiter().is_some() {
            Kind::List
        } else {
            Kind::Text
        }
    }

    pub fn default(&self) -> Vec<OsString> {
        let values = self.0.get_default_values().iter();
        values.map(|value| value.clone().into()).collect()
    }

    /// A value that could be set: the default, or what its meaning shows as code.
    pub fn example(&self) -> String {
        if let Some(default) = self.0.get_default_values().first() {
            return default.to_string_lossy().into_owned();
        }
        if let Some(name) = self.secret() {
            return format!("/run/secrets/muster_{name}");
        }
        let meaning = self.meaning();
        meaning.split('`').nth(1).unwrap_or("...").to_owned()
    }

    /// The line of the file that sets the example.
    pub fn line(&self) -> String {
        let example = self.example();
        let name = self.name();
        match self.kind() {
            Kind::Switch | Kind::Number => format!("{name} = {example}"),
            Kind::List => format!("{name} = [{}]", quoted(&example)),
            Kind::Text | Kind::Secret => format!("{name} = {}", quoted(&example)),
        }
    }

    /// Whether the setting can have these values.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn check(&self, values: &[OsString]) -> Result<(), String> {
        let line = values.iter().map(|value| {
            let mut argument = OsString::from(self.option());
            argument.push("=");
            argument.push(value);
            argument
        });
        let command = Command::new("check")
            .no_binary_name(true)
            .arg(without_variable(self.0.clone()).action(ArgAction::Append));
        let Err(error) = command.try_get_matches_from(line) else {
            return Ok(());
        };
        Err(match (self.kind(), error.source()) {
            (Kind::Switch | Kind::Number, None) => {
                format!("it has to be {}", self.kind().expected())
            }
            (Kind::Switch, _) => "it has to be true or false".to_owned(),
            (_, Some(source)) => source.to_string(),
            (_, None) => "it is none of its values".to_owned(),
        })
    }
}

/// Returns a text as the file has it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn is_secret(arg: &Arg) -> bool {
    arg.get_value_parser().type_id() == TypeId::of::<Secret>()
}

/// Returns all settings that the file can have, those of `Config` and a file for each secret.
pub fn settings() -> Vec<Setting> {
    let all = prepare(Config::augment_args(Command::new("")));
    let settings = all.get_arguments().filter(|arg| arg.get_id() != FILE);
    settings.cloned().map(Setting).collect()
}

/// Returns the variables of the options of a command, and of those below it.
pub fn variables(command: &Command) -> Vec<String> {
    let own = command.get_arguments().filter_map(Arg::get_env);
    let own = own.map(|name| name.to_string_lossy().into_owned());
    let below = command.get_subcommands().flat_map(variables);
    own.chain(below).collect()
}

/// Returns the command, and each below it, with what the definitions of the settings leave out: a file for each
/// secret, switches that can be switched off again, and the place in the help.
pub fn prepare(command: Command) -> Command {
    let command = command.mut_subcommands(prepare);
    if !has_settings(&command) {
        return command;
    }
    let defined = Config::augment_args(Command::new(""));
    let is_setting = |arg: &Arg| {
        defined
            .get_arguments()
            .any(|other| other.get_id() == arg.get_id())
    };
    let files = defined.get_arguments().filter(|arg| is_secret(arg));
    let files: Vec<_> = files.map(file_of).collect();
    let command = command.mut_args(|arg| if is_setting(&arg) { placed(arg) } else { arg });
    command.args(files.into_iter().map(placed))
}

/// Whether the command reads the settings.
fn has_settings(command: &Command) -> bool {
    command.get_arguments().any(|arg| arg.get_id() == FILE)
}

/// Returns the command and those below it with each setting as `change` makes it.
pub fn mut_settings(command: Command, change: &dyn Fn(Arg) -> Arg) -> Command {
    let command = command.mut_subcommands(|below| mut_settings(below, change));
    if has_settings(&command) {
        let is_setting = |arg: &Arg| arg.get_help_heading() == Some(HEADING);
        command.mut_args(|arg| if is_setting(&arg) { change(arg) } else { arg })
    } else {
        command
    }
}

/// Returns the setting that only its option and its default give a value.
pub fn without_variable(arg: Arg) -> Arg {
    arg.env(Resettable::Reset)
}

fn placed(arg: Arg) -> Arg {
    let arg = if matches!(arg.get_action(), ArgAction::SetTrue) {
        arg.action(ArgAction::Set)
            .value_parser(ValueParser::from(BoolishValueParser::new()))
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .default_value("false")
    } else {
        arg
    };
    let arg = if arg.get_id() == FILE {
        arg
    } else {
        arg.hide_short_help(true)
    };
    // A value of the environment is no part of what a command can do.
    arg.hide_env_values(true).help_heading(HEADING)
}

fn file_of(secret: &Arg) -> Arg {
    let long = secret.get_long().unwrap_or_default();
    let variable = secret
        .get_env()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Arg::new(format!("{}{FILE_SUFFIX}", secret.get_id()))
        .long(format!("{long}-file"))
        .env(format!("{variable}_FILE"))
        .value_name("FILE")
        .value_parser(clap::value_parser!(PathBuf))
        .help(format!("File with what --{long} would say"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_like_a_secret_is_one() {
        // Addresses that have no password.
        let open = ["base_url", "stripe_url"];
        for setting in settings() {
            let name = setting.name();
            let sounds = ["secret", "password", "key", "token", "_url"];
            let sounds = sounds.iter().any(|word| name.contains(word)) && !open.contains(&name);
            let is_secret = setting.kind() == Kind::Secret || setting.secret().is_some();
            assert_eq!(
                sounds, is_secret,
                "{name}: has it to be a `Secret`, or is it an exception?"
            );
        }
    }

    #[test]
    fn every_setting_can_be_told_of() {
        for setting in settings() {
            let name = setting.name();
            assert!(!setting.meaning().is_empty(), "{name} has no comment");
            assert!(!setting.variable().is_empty(), "{name} has no variable");
            let is_shown = setting.kind() == Kind::Secret || setting.example() != "...";
            assert!(
                is_shown,
                "{name} has neither a default nor an example as `code` in its comment"
            );
            let example = [OsString::from(setting.example())];
            assert_eq!(setting.check(&example), Ok(()), "the example of {name}");
        }
    }
}
