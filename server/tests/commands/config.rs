//! `muster config`, and what all commands do with settings.
use super::support::Place;
use serde_json::Value;
use std::{fs, os::unix::fs::PermissionsExt};

/// The value and where it comes from.
fn found(row: &Value) -> (&str, &str) {
    (
        row["value"].as_str().unwrap_or("-"),
        row["from"].as_str().unwrap(),
    )
}

#[test]
fn an_option_wins_over_the_environment_and_that_over_the_file() {
    let place = Place::new();
    let listen = |arguments: &[&str], variables: &[(&str, &str)]| {
        let row = place.setting("listen", arguments, variables);
        let (value, from) = found(&row);
        format!("{value} {from}")
    };
    let variable = ("MUSTER_LISTEN", "127.0.0.1:2");
    assert_eq!(listen(&[], &[]), "127.0.0.1:3000 default");
    place.write("muster.toml", "# a comment\nlisten = \"127.0.0.1:1\"\n");
    assert_eq!(listen(&[], &[]), "127.0.0.1:1 muster.toml, line 2");
    assert_eq!(listen(&[], &[variable]), "127.0.0.1:2 MUSTER_LISTEN");
    let option = ["--listen", "127.0.0.1:3"];
    assert_eq!(listen(&option, &[variable]), "127.0.0.1:3 --listen");
    // Another file, by its option or its variable, instead of the usual one.
    place.write("other.toml", "listen = \"127.0.0.1:4\"");
    assert_eq!(
        listen(&["--config", "other.toml"], &[]),
        "127.0.0.1:4 other.toml, line 1"
    );
    let named = ("MUSTER_CONFIG", "other.toml");
    assert_eq!(listen(&[], &[named]), "127.0.0.1:4 other.toml, line 1");
    let missing = place.refused(2, &["config", "show", "--config", "missing.toml"], &[]);
    assert!(
        missing.starts_with("cannot read missing.toml: "),
        "{missing}"
    );
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let place = Place::new();
    place.write("muster.toml", "listen = \"127.0.0.1:1\"");
    let empty = [
        ("MUSTER_LISTEN", ""),
        ("MUSTER_SMTP_URL", ""),
        ("MUSTER_NONE", ""),
        ("PORT", ""),
    ];
    let row = place.setting("listen", &[], &empty);
    assert_eq!(found(&row).0, "127.0.0.1:1");
    assert_eq!(
        found(&place.setting("smtp_url", &[], &empty)),
        ("-", "default")
    );
}

#[test]
fn the_port_of_a_platform_counts_unless_an_address_is_set() {
    let place = Place::new();
    place.write("muster.toml", "listen = \"127.0.0.1:1\"");
    let row = place.setting("listen", &[], &[("PORT", "8080")]);
    assert_eq!(found(&row), ("0.0.0.0:8080", "PORT"));
    // An address that a browser can open.
    let row = place.setting("base_url", &[], &[("PORT", "8080")]);
    assert_eq!(found(&row).0, "http://127.0.0.1:8080");
    let both = [("PORT", "8080"), ("MUSTER_LISTEN", "127.0.0.1:2")];
    assert_eq!(found(&place.setting("listen", &[], &both)).0, "127.0.0.1:2");
    let told = place.refused(2, &["config", "show"], &[("PORT", "http")]);
    assert!(told.starts_with("PORT cannot be “http”: "), "{told}");
}

#[test]
fn a_switch_can_be_switched_off_again() {
    let place = Place::new();
    place.write("muster.toml", "trust_network = true");
    let trust = |arguments: &[&str], variables: &[(&str, &str)]| {
        found(&place.setting("trust_network", arguments, variables))
            .0
            .to_owned()
    };
    assert_eq!(trust(&[], &[]), "true");
    assert_eq!(trust(&[], &[("MUSTER_TRUST_NETWORK", "false")]), "false");
    assert_eq!(
        trust(&["--trust-network"], &[("MUSTER_TRUST_NETWORK", "0")]),
        "true"
    );
    assert_eq!(
        trust(&["--trust-network=false"], &[("MUSTER_TRUST_NETWORK", "1")]),
        "false"
    );
}

#[test]
fn proxies_are_addresses_and_networks() {
    let place = Place::new();
    place.write(
        "muster.toml",
        "trusted_proxies = [\"192.0.2.7\", \"10.0.0.0/8\"]",
    );
    let proxies = |variables: &[(&str, &str)]| {
        found(&place.setting("trusted_proxies", &[], variables))
            .0
            .to_owned()
    };
    assert_eq!(proxies(&[]), "192.0.2.7,10.0.0.0/8");
    assert_eq!(
        proxies(&[("MUSTER_TRUSTED_PROXIES", "::1,fd00::/8")]),
        "::1,fd00::/8"
    );
    let wrong = [("MUSTER_TRUSTED_PROXIES", "10.0.0.0/8,proxy")];
    let told = place.refused(2, &["config", "show"], &wrong);
    assert!(
        told.contains("MUSTER_TRUSTED_PROXIES cannot be “10.0.0.0/8,proxy”"),
        "{told}"
    );
    assert!(told.contains("neither an address nor a network"), "{told}");
}

#[test]
fn a_mistake_in_the_file_is_named_with_its_line() {
    let place = Place::new();
    for (text, told) in [
        (
            "\nlistn = \"a\"",
            "line 2: there is no setting “listn”; did you mean listen?",
        ),
        (
            "base-url = \"a\"",
            "line 1: there is no setting “base-url”; did you mean base_url?",
        ),
        ("smtp_url_fil = \"a\"", "did you mean smtp_url_file?"),
        ("config = \"a\"", "line 1: there is no setting “config”"),
        (
            "[zzz]\na = 1",
            "line 1: there is no setting “zzz”; settings have no sections",
        ),
        (
            "listen = 3000",
            "line 1: listen has to be a text in quotation marks, as in listen = \"127.0.0.1:3000\"",
        ),
        (
            "trust_network = \"yes\"",
            "trust_network has to be true or false, as in trust_network = false",
        ),
        (
            "trusted_proxies = [1]",
            "has to be a list of texts, as in trusted_proxies = [\"10.0.0.0/8\"]",
        ),
        ("\n\nlisten = \"3000\"", "line 3: listen cannot be “3000”: "),
        (
            "listen = \"3000\"",
            "an example is listen = \"127.0.0.1:3000\"",
        ),
        ("base_url = \"https://a.example/learn\"", "without a path"),
        ("a = 1\nlisten =", "line 2: "),
        ("data = \"a\"\ndata = \"b\"", "line 2: duplicate key"),
    ] {
        place.write("muster.toml", text);
        // Every command reads it.
        for command in [["config", "show"].as_slice(), &["migrate"], &["serve"]] {
            let said = place.refused(2, command, &[]);
            assert!(
                said.starts_with("muster.toml, ") && said.contains(told),
                "{text}: {said}"
            );
        }
    }
    assert!(!place.path("data").exists(), "nothing was begun");
    // What needs no settings works all the same.
    place.done(&["config", "example"], &[]);
    place.done(&["migrate", "--help"], &[]);
}

#[test]
fn a_mistake_in_the_environment_is_named() {
    let place = Place::new();
    for (name, value, told) in [
        (
            "MUSTER_LISTN",
            "a",
            "there is no setting MUSTER_LISTN; did you mean MUSTER_LISTEN?",
        ),
        ("MUSTER_BASE_URL", "a", "did you mean BASE_URL?"),
        (
            "MUSTER_SMPT_URL_FILE",
            "a",
            "did you mean MUSTER_SMTP_URL_FILE?",
        ),
        ("MUSTER_PORT", "3000", "there is no setting MUSTER_PORT"),
        ("MUSTER_LISTEN", "3000", "MUSTER_LISTEN cannot be “3000”: "),
        (
            "MUSTER_LISTEN",
            "3000",
            "an example is MUSTER_LISTEN=127.0.0.1:3000",
        ),
        (
            "MUSTER_TRUST_NETWORK",
            "perhaps",
            "it has to be true or false",
        ),
    ] {
        let said = place.refused(2, &["migrate"], &[(name, value)]);
        assert!(said.contains(told), "{name}: {said}");
    }
    // Kubernetes says where a service with the name of the portal is; tests of the project have names of their own.
    let others = [
        ("MUSTER_PORT", "tcp://10.0.0.1:3000"),
        ("MUSTER_SERVICE_HOST", "10.0.0.1"),
        ("MUSTER_TEST_URL", "a"),
    ];
    place.done(&["config", "show"], &others);
}

#[test]
fn secrets_are_masked_and_kept_out_of_the_arguments() {
    let place = Place::new();
    let variables = [
        ("MUSTER_STRIPE_KEY", "s3cret"),
        ("MUSTER_STRIPE_WEBHOOK_SECRET", "s3cret"),
        ("MUSTER_DEMO_PASSWORD", "s3cret"),
        ("MUSTER_SMTP_URL", "smtps://me:s3cret@mail.example"),
        ("MUSTER_MAIL_FROM", "a@b.example"),
        ("DATABASE_URL", "postgres://me:s3cret@127.0.0.1/muster"),
    ];
    for arguments in [["config", "show"].as_slice(), &["config", "show", "--json"]] {
        let shown = place.done(arguments, &variables);
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(
            shown.contains("postgres://me:****@127.0.0.1/muster"),
            "{shown}"
        );
        assert!(shown.contains("smtps://me:****@mail.example"), "{shown}");
    }
    for (option, value) in [
        ("--demo-password", "s3cret"),
        ("--secret", "s3cret"),
        ("--smtp-url", "smtps://me:s3cret@mail.example"),
    ] {
        let told = place.refused(2, &["migrate", option, value], &[]);
        assert!(
            told.starts_with(&format!("{option} shows a secret")),
            "{told}"
        );
        assert!(!told.contains("s3cret"), "{told}");
    }
    // An address without a password is no secret.
    let row = place.setting("database_url", &["--database-url", "sqlite://a.db"], &[]);
    assert_eq!(found(&row), ("sqlite://a.db", "--database-url"));
}

#[test]
fn a_secret_comes_from_the_greatest_source_that_has_it_or_its_file() {
    let place = Place::new();
    let file = place.write("key", "from-file\n");
    let file = file.to_str().unwrap();
    let toml = format!("smtp_url_file = {file:?}\nmail_from = \"a@b.example\"");
    place.write("muster.toml", &toml);
    place.write("key", "smtps://from-file.example");
    let smtp = |variables: &[(&str, &str)]| {
        let row = place.setting("smtp_url", &[], variables);
        let (value, from) = found(&row);
        format!("{value} {from}")
    };
    assert_eq!(smtp(&[]), "smtps://from-file.example muster.toml, line 1");
    let variable = ("MUSTER_SMTP_URL", "smtps://from-variable.example");
    assert_eq!(
        smtp(&[variable]),
        "smtps://from-variable.example MUSTER_SMTP_URL"
    );
    place.write(
        "muster.toml",
        "smtp_url = \"smtps://toml.example\"\nmail_from = \"a@b.example\"",
    );
    let named = ("MUSTER_SMTP_URL_FILE", file);
    assert_eq!(
        smtp(&[named]),
        "smtps://from-file.example MUSTER_SMTP_URL_FILE"
    );
    let told = place.refused(2, &["config", "show"], &[variable, named]);
    assert_eq!(
        told,
        "MUSTER_SMTP_URL and MUSTER_SMTP_URL_FILE are both set; keep one of them"
    );
    let told = place.refused(
        2,
        &["config", "show"],
        &[("MUSTER_SMTP_URL_FILE", "missing")],
    );
    assert!(
        told.starts_with("MUSTER_SMTP_URL_FILE: cannot read missing: "),
        "{told}"
    );
}

#[test]
fn a_file_with_secrets_that_others_can_read_is_warned_of() {
    let place = Place::new();
    let warned = |text: &str, mode: u32| {
        let path = place.write("muster.toml", text);
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let output = place.run(&["config", "show"], &[]);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("chmod o-rwx muster.toml")
    };
    let secret = "demo_password = \"s3cret\"";
    assert!(warned(secret, 0o644));
    assert!(!warned(secret, 0o640));
    assert!(!warned(secret, 0o600));
    assert!(!warned("listen = \"127.0.0.1:1\"", 0o644));
}

#[test]
fn settings_that_contradict_each_other_are_found_before_a_start() {
    let place = Place::new();
    for (name, value, told) in [
        (
            "MUSTER_SMTP_URL",
            "smtps://mail.example",
            "MUSTER_MAIL_FROM is needed",
        ),
        ("MUSTER_STRIPE_KEY", "k", "must be set together"),
        ("MUSTER_SECRET", "abc", "is not 64 hexadecimal digits"),
        (
            "DATABASE_URL",
            "postgres://db.example/a",
            "sslmode=verify-full",
        ),
    ] {
        let said = place.refused(2, &["config", "show"], &[(name, value)]);
        assert!(said.contains(told), "{name}: {said}");
    }
}

#[test]
fn the_example_has_every_setting_and_can_be_read() {
    let place = Place::new();
    let example = place.done(&["config", "example"], &[]);
    for line in example.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    place.write("muster.toml", &example);
    let shown = place.done(&["config", "show", "--json"], &[]);
    let rows: Vec<Value> = serde_json::from_str(&shown).unwrap();
    assert!(rows.len() >= 12, "{shown}");
    for row in &rows {
        assert_eq!(row["source"], "default", "everything is commented out");
        let line = format!("\n#{} = ", row["name"].as_str().unwrap());
        assert!(example.contains(&line), "{line}");
    }
    // With the number signs removed it can be read, too; files of secrets do not exist here.
    let lines = example.lines().filter_map(|line| line.strip_prefix('#'));
    let lines = lines.filter(|line| !line.starts_with(' ') && !line.is_empty());
    let (files, mut all): (Vec<_>, Vec<_>) = lines.partition(|line| line.contains("_file = "));
    assert!(files.len() >= 5, "{files:?}");
    let secret = all
        .iter()
        .position(|line| line.starts_with("secret = "))
        .unwrap();
    all[secret] = "secret = \"0000000000000000000000000000000000000000000000000000000000000000\"";
    place.write("muster.toml", &all.join("\n"));
    let rows = place.done(&["config", "show", "--json"], &[]);
    assert_eq!(rows.matches("\"source\": \"file\"").count(), all.len());
    place.write("muster.toml", &files.join("\n"));
    let told = place.refused(2, &["config", "show"], &[]);
    assert!(told.contains("cannot read /run/secrets/muster_"), "{told}");
}

#[test]
fn the_documentation_names_every_setting_and_no_other() {
    let place = Place::new();
    let shown = place.done(&["config", "show", "--json"], &[]);
    let rows: Vec<Value> = serde_json::from_str(&shown).unwrap();
    let page = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/operating/configure.md"
    );
    let page = fs::read_to_string(page).unwrap();
    let secrets: Vec<_> = rows
        .iter()
        .filter(|row| row["secret"] == true)
        .map(|row| &row["name"])
        .collect();
    let is_file = |name: &str| {
        name.strip_suffix("_file")
            .is_some_and(|name| secrets.iter().any(|secret| *secret == name))
    };
    let rows: Vec<_> = rows
        .iter()
        .filter(|row| !is_file(row["name"].as_str().unwrap()))
        .collect();
    let heads: Vec<_> = rows
        .iter()
        .map(|row| {
            format!(
                "| `{}` | `{}` |",
                row["name"].as_str().unwrap(),
                row["variable"].as_str().unwrap()
            )
        })
        .collect();
    for head in &heads {
        assert!(
            page.contains(head.as_str()),
            "configure.md lacks a row: {head}"
        );
    }
    let documented = page
        .lines()
        .filter(|line| line.starts_with("| `") && line.contains("` | `"));
    for line in documented {
        assert!(
            heads.iter().any(|head| line.starts_with(head.as_str())),
            "no such setting: {line}"
        );
    }
}

#[test]
fn what_a_start_would_refuse_is_refused_when_it_is_shown() {
    let place = Place::new();
    for variable in [
        ("MUSTER_BACKUP_KEEP", "0"),
        ("MUSTER_METRICS_LISTEN", "127.0.0.1:3000"),
    ] {
        let told = place.refused(2, &["config", "show"], &[variable]);
        assert!(told.starts_with(variable.0), "{told}");
    }
}

#[test]
fn a_variable_of_one_command_is_known_to_all() {
    let place = Place::new();
    let variables = [
        ("MUSTER_COPY_TO", "sqlite://copy.db"),
        ("MUSTER_GENERATE_PASSWORD", "a long password"),
    ];
    let row = place.setting("listen", &[], &variables);
    assert_eq!(found(&row).1, "default");
}

#[test]
fn the_data_folder_can_have_any_name() {
    let place = Place::new();
    place.done(&["migrate", "--data", "a%20b?c"], &[]);
    assert!(place.path("a%20b?c/muster.db").exists());
}
