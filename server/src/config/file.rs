//! `muster.toml`: where it is, and what it says.
use super::{
    definitions::{Kind, Setting},
    names, wrong,
};
use anyhow::Context;
use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Where the file is looked for if none is named: the first that exists is read.
const PLACES: [&str; 2] = ["muster.toml", "/etc/muster/muster.toml"];

/// What the file says of one setting.
pub struct Entry {
    pub line: usize,
    pub values: Vec<OsString>,
}

/// A file of settings.
pub struct ConfigFile {
    pub path: PathBuf,
    pub entries: BTreeMap<String, Entry>,
}

impl ConfigFile {
    /// Reads the named file, or the first that exists of those that are looked for.
    ///
    /// # Errors
    /// It cannot be read, has a name that is none of the settings, or a value that its setting cannot have.
    pub fn read(named: Option<PathBuf>, settings: &[Setting]) -> anyhow::Result<Option<Self>> {
        let usual = || PLACES.iter().map(PathBuf::from).find(|path| path.exists());
        let Some(path) = named.or_else(usual) else {
            return Ok(None);
        };
        let text = fs::read_to_string(&path);
        let text = text.with_context(|| wrong(format!("cannot read {}", path.display())))?;
        let entries = Reader {
            path: &path,
            text: &text,
            settings,
        }
        .entries()?;
        let secret = |setting: &&Setting| {
            setting.kind() == Kind::Secret && entries.contains_key(setting.name())
        };
        if let Some(secret) = settings.iter().find(secret) {
            warn_of_readers(&path, secret);
        }
        Ok(Some(Self { path, entries }))
    }
}

/// A file with secrets is for its owner, and for a group that was made for it.
fn warn_of_readers(path: &Path, secret: &Setting) {
    let mode = fs::metadata(path).map_or(0, |data| data.permissions().mode());
    if mode & 0o004 != 0 {
        let (path, name) = (path.display(), secret.name());
        tracing::warn!(
            "every user of this machine can read {name} in {path}: run chmod o-rwx {path}"
        );
    }
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    settings: &'a [Setting],
}

impl Reader<'_> {
    fn entries(&self) -> anyhow::Result<BTreeMap<String, Entry>> {
        let table = DeTable::parse(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.refuse(at, error.message())
        })?;
        let mut entries = BTreeMap::new();
        for (name, value) in table.get_ref() {
            let at = name.span().start;
            let setting = self.setting(name.get_ref(), value.get_ref(), at)?;
            let Some(values) = values(setting.kind(), value) else {
                let kind = setting.kind().expected();
                let (name, line) = (setting.name(), setting.line());
                return Err(self.refuse(at, &format!("{name} has to be {kind}, as in {line}")));
            };
            if let Err(why) = setting.check(&values) {
                let line = setting.line();
                let shown = names::shown(setting, &values);
                let name = setting.name();
                return Err(self.refuse(
                    at,
                    &format!("{name} cannot be “{shown}”: {why}; an example is {line}"),
                ));
            }
            let line = self.line(at);
            entries.insert(setting.name().to_owned(), Entry { line, values });
        }
        Ok(entries)
    }

    fn setting(&self, name: &str, value: &DeValue<'_>, at: usize) -> anyhow::Result<&Setting> {
        if let Some(setting) = self.settings.iter().find(|setting| setting.name() == name) {
            return Ok(setting);
        }
        let hint = match names::nearest(name, self.settings, Setting::name) {
            Some(known) => format!("did you mean {known}?"),
            None if value.is_table() => "settings have no sections".to_owned(),
            None => "`muster config example` shows all settings".to_owned(),
        };
        Err(self.refuse(at, &format!("there is no setting “{name}”; {hint}")))
    }

    fn refuse(&self, at: usize, why: &str) -> anyhow::Error {
        wrong(format!(
            "{}, line {}: {why}",
            self.path.display(),
            self.line(at)
        ))
        .into()
    }

    fn line(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(self.text);
        before.matches('\n').count() + 1
    }
}

/// Returns the values as the command line would have them; `None` if they are of another kind.
fn values(kind: Kind, value: &Spanned<DeValue<'_>>) -> Option<Vec<OsString>> {
    let one = |text: String| Some(vec![text.into()]);
    match (kind, value.get_ref()) {
        (Kind::Switch, DeValue::Boolean(on)) => one(on.to_string()),
        (Kind::Number, DeValue::Integer(number)) => {
            let number = i128::from_str_radix(number.as_str(), number.radix()).ok()?;
            one(number.to_string())
        }
        (Kind::List, DeValue::Array(parts)) => {
            let texts = parts
                .iter()
                .map(|part| part.get_ref().as_str().map(OsString::from));
            texts.collect()
        }
        (Kind::Text | Kind::Secret | Kind::List, DeValue::String(text)) => one(text.to_string()),
        _ => None,
    }
}
