//! `muster config show`.
use crate::config::{Config, Found, Kind, Origin, Sources};
use serde::Serialize;

/// One setting, for programs.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    option: String,
    variable: &'a str,
    /// None if it has none. What is secret in it is masked.
    value: Option<String>,
    secret: bool,
    /// `option`, `environment`, `file` or `default`.
    source: &'static str,
    /// The option, the variable, or the file and its line.
    from: String,
}

/// Prints all settings, as a table or as JSON.
pub fn print(settings: &Config, sources: &Sources, json: bool) -> anyhow::Result<()> {
    let rows: Vec<_> = sources
        .found
        .iter()
        .map(|found| row(settings, sources, found))
        .collect();
    if json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
        return Ok(());
    }
    match &sources.file {
        Some(file) => println!("Settings from {} and elsewhere:\n", file.display()),
        None => println!("There is no file of settings.\n"),
    }
    let shown = |row: &Row<'_>| row.value.clone().unwrap_or_else(|| "-".to_owned());
    let width =
        |column: &dyn Fn(&Row<'_>) -> usize| rows.iter().map(column).max().unwrap_or_default();
    let names = width(&|row| row.name.len());
    let values = width(&|row| shown(row).chars().count()).min(WIDEST);
    for row in &rows {
        println!(
            "{:<names$}  {:<values$}  {}",
            row.name,
            shown(row),
            row.from
        );
    }
    Ok(())
}

/// Longer values move what follows in their line only.
const WIDEST: usize = 50;

fn row<'a>(settings: &Config, sources: &Sources, found: &'a Found) -> Row<'a> {
    let setting = &found.setting;
    let (source, from) = match &found.origin {
        Origin::Option => ("option", setting.option()),
        Origin::Environment(variable) => ("environment", variable.clone()),
        Origin::File(line) => {
            let file = sources.file.as_deref().unwrap_or_else(|| "".as_ref());
            ("file", format!("{}, line {line}", file.display()))
        }
        Origin::Default => ("default", "default".to_owned()),
    };
    Row {
        name: setting.name(),
        option: setting.option(),
        variable: setting.variable(),
        value: found
            .shown()
            .or_else(|| settings.made_default(setting.name())),
        secret: setting.kind() == Kind::Secret,
        source,
        from,
    }
}
