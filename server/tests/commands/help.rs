//! What the program says of itself: help, version, completions, and how it fails.
use super::support::Place;
use std::net::TcpListener;

/// All commands, with those below them.
fn commands(place: &Place, above: &[&str]) -> Vec<Vec<String>> {
    let help = place.done(&[above, &["--help"]].concat(), &[]);
    let Some((_, list)) = help.split_once("Commands:\n") else {
        return vec![above.iter().map(ToString::to_string).collect()];
    };
    let names = list.lines().take_while(|line| !line.is_empty());
    let names = names.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    let names = names.filter(|name| *name != "help");
    names
        .flat_map(|name| commands(place, &[above, &[name]].concat()))
        .collect()
}

#[test]
fn the_help_of_every_command_has_examples_and_exit_codes() {
    let place = Place::new();
    let commands = commands(&place, &[]);
    assert!(commands.len() >= 7, "{commands:?}");
    for command in commands {
        let arguments: Vec<_> = command
            .iter()
            .map(String::as_str)
            .chain(["--help"])
            .collect();
        let help = place.done(&arguments, &[]);
        let example = format!("muster {}", command.join(" "));
        assert!(help.contains("Exit codes: 0 "), "{command:?}: {help}");
        let (_, examples) = help
            .split_once("Examples:\n")
            .unwrap_or_else(|| panic!("{command:?}: {help}"));
        assert!(examples.contains(&example), "{command:?}: {help}");
    }
}

#[test]
fn help_names_the_variable_of_a_setting_but_not_its_value() {
    let place = Place::new();
    let variables = [("MUSTER_LISTEN", "nonsense"), ("MUSTER_SECRET", "s3cret")];
    let help = place.done(&["serve", "--help"], &variables);
    assert!(help.contains("[env: MUSTER_LISTEN]"), "{help}");
    assert!(help.contains("--smtp-url-file <FILE>"), "{help}");
    assert!(
        !help.contains("nonsense") && !help.contains("s3cret"),
        "{help}"
    );
    // The short help is about the command, not about all settings.
    let short = place.done(&["serve", "-h"], &[]);
    assert!(
        short.contains("--demo") && short.contains("--config"),
        "{short}"
    );
    assert!(!short.contains("--smtp-url"), "{short}");
}

#[test]
fn the_version_is_that_of_the_workspace() {
    let version = Place::new().done(&["--version"], &[]);
    let rest = version
        .strip_prefix(concat!("muster ", env!("CARGO_PKG_VERSION")))
        .unwrap();
    let commit = rest
        .trim()
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let is_hash =
        |text: &str| text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(
        rest.trim().is_empty() || commit.is_some_and(is_hash),
        "{version}"
    );
}

#[test]
fn shells_can_complete_commands_and_settings() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = place.done(&["completions", shell], &[]);
        for word in ["test-mail", "smtp-url-file"] {
            assert!(script.contains(word), "{shell} lacks {word}");
        }
    }
    assert_eq!(
        place.run(&["completions", "cmd"], &[]).status.code(),
        Some(2)
    );
}

#[test]
fn a_start_that_fails_says_so_in_one_line() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = place.run(
        &["serve"],
        &[("MUSTER_LISTEN", &address), ("RUST_LOG", "off")],
    );
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.starts_with(&format!(
            "muster: cannot listen on {address}; set MUSTER_LISTEN"
        )),
        "{said}"
    );
    let output = place.run(
        &["migrate"],
        &[
            ("DATABASE_URL", "sqlite:///missing/a.db"),
            ("RUST_LOG", "off"),
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.contains("sqlite:///missing/a.db; check DATABASE_URL"),
        "{said}"
    );
}
