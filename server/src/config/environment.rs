//! Settings in the environment: those that are known, and those that are misspelt.
use super::{definitions::Setting, names, wrong};
use std::{env, ffi::OsString};

/// The variable that names the file of settings.
const CONFIG: &str = "MUSTER_CONFIG";
/// Where platforms say which port they send requests to.
const PORT: &str = "PORT";
/// Variables that are for the tests and benches of the project, and for its build.
const OTHERS: [&str; 3] = ["MUSTER_TEST_", "MUSTER_BENCH_", "MUSTER_COMMIT"];

/// Returns a variable's value. An empty one counts as not set: that is how many tools leave one out.
pub fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// Returns the value of a setting in the environment, and the variable that has it.
///
/// # Errors
/// The setting cannot have the value.
pub fn value(setting: &Setting) -> anyhow::Result<Option<(OsString, String)>> {
    let name = setting.variable();
    let found = variable(name).map(|value| (value, name.to_owned()));
    let port = || {
        (setting.name() == "listen")
            .then(|| variable(PORT))
            .flatten()
    };
    let Some((value, name)) = found.or_else(|| Some((address(port()?), PORT.to_owned()))) else {
        return Ok(None);
    };
    let values = [value];
    if let Err(why) = setting.check(&values) {
        let shown = names::shown(setting, &values);
        let (shown, example) = match shown.strip_prefix(ALL_ADDRESSES) {
            Some(port) if name == PORT => (port.to_owned(), "3000".to_owned()),
            _ => (shown, setting.example()),
        };
        return Err(wrong(format!(
            "{name} cannot be “{shown}”: {why}; an example is {name}={example}"
        ))
        .into());
    }
    let [value] = values;
    Ok(Some((value, name)))
}

/// Requests come from the machines of the platform, so all addresses are listened on.
const ALL_ADDRESSES: &str = "0.0.0.0:";

fn address(port: OsString) -> OsString {
    let mut address = OsString::from(ALL_ADDRESSES);
    address.push(port);
    address
}

/// Options of single commands have variables, too, which are known whichever command runs.
///
/// # Errors
/// A variable begins like ours but is none: most likely it is misspelt, and would have no effect.
pub fn refuse_unknown(settings: &[Setting], of_commands: &[String]) -> anyhow::Result<()> {
    let mut names: Vec<_> = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, value)| name.starts_with("MUSTER_") && !value.is_empty())
        .filter(|(name, value)| !is_of_services(name, &value.to_string_lossy()))
        .map(|(name, _)| name)
        .collect();
    names.sort();
    for name in names {
        let is_known = name == CONFIG
            || of_commands.contains(&name)
            || settings.iter().any(|setting| setting.variable() == name);
        if is_known || OTHERS.iter().any(|other| name.starts_with(other)) {
            continue;
        }
        let hint = match names::nearest(&name, settings, Setting::variable) {
            Some(known) => format!("did you mean {known}?"),
            None => "`muster config example` shows all settings".to_owned(),
        };
        return Err(wrong(format!("there is no setting {name}; {hint}")).into());
    }
    Ok(())
}

/// Whether the variable was made of a service's name: Kubernetes, and Docker's links, tell each container of those
/// around it, and a service that is called `muster` makes names like ours.
fn is_of_services(name: &str, value: &str) -> bool {
    let is_address = ["tcp://", "udp://", "sctp://"]
        .iter()
        .any(|scheme| value.starts_with(scheme));
    let of_port = |protocol: &str| {
        let mut parts = name.split("_PORT_").skip(1);
        parts.any(|part| {
            let digits = part.trim_start_matches(|digit: char| digit.is_ascii_digit());
            digits.len() < part.len() && digits.starts_with(protocol)
        })
    };
    name.ends_with("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || (name.ends_with("_PORT") && is_address)
        || ["_TCP", "_UDP", "_SCTP"].into_iter().any(of_port)
}

/// Returns the file that the environment names.
pub fn config_file() -> Option<OsString> {
    variable(CONFIG)
}

#[cfg(test)]
mod tests {
    use super::is_of_services;

    #[test]
    fn variables_of_services_are_no_settings() {
        for (name, value) in [
            ("MUSTER_SERVICE_HOST", "10.0.0.1"),
            ("MUSTER_SERVICE_PORT", "3000"),
            ("MUSTER_SERVICE_PORT_HTTP", "3000"),
            ("MUSTER_PORT", "tcp://10.0.0.1:3000"),
            ("MUSTER_DB_PORT_5432_TCP", "tcp://10.0.0.1:5432"),
            ("MUSTER_PORT_3000_TCP_ADDR", "10.0.0.1"),
        ] {
            assert!(is_of_services(name, value), "{name}");
        }
        for (name, value) in [
            ("MUSTER_PORT", "3000"),
            ("MUSTER_PORT_TCP", "1"),
            ("MUSTER_LISTN", "tcp://a"),
        ] {
            assert!(!is_of_services(name, value), "{name}");
        }
    }
}
