//! The address of a database, as PostgreSQL's programs read it from their environment.
use anyhow::Context;
use url::Url;

/// The settings that an address can have in common with PostgreSQL's programs.
const SETTINGS: [(&str, &str); 13] = [
    ("host", "PGHOST"),
    ("hostaddr", "PGHOSTADDR"),
    ("port", "PGPORT"),
    ("user", "PGUSER"),
    ("password", "PGPASSWORD"),
    ("dbname", "PGDATABASE"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
    // As the driver also calls them.
    ("sslca", "PGSSLROOTCERT"),
    ("sslclientcert", "PGSSLCERT"),
    ("sslclientkey", "PGSSLKEY"),
];

/// Returns the variables for the programs. What the address leaves out they take from where the portal's
/// driver takes it.
pub(super) fn environment(url: &str) -> anyhow::Result<Vec<(&'static str, String)>> {
    let url = Url::parse(url).context("DATABASE_URL is not the address of a database")?;
    let mut found = Vec::new();
    let mut add = |name, value: &str| {
        if !value.is_empty() {
            found.push((name, decoded(value)));
        }
    };
    add("PGHOST", url.host_str().unwrap_or_default());
    add("PGUSER", url.username());
    add("PGPASSWORD", url.password().unwrap_or_default());
    add("PGDATABASE", url.path().trim_start_matches('/'));
    if let Some(port) = url.port() {
        add("PGPORT", &port.to_string());
    }
    for (name, value) in url.query_pairs() {
        let name = name.replace('-', "");
        let known = SETTINGS.iter().find(|(setting, _)| name == *setting);
        found.extend(known.map(|(_, variable)| (*variable, value.into_owned())));
    }
    let has = |name| found.iter().any(|(variable, _)| *variable == name);
    let is_full = found.contains(&("PGSSLMODE", "verify-full".to_owned()));
    if is_full && !has("PGSSLROOTCERT") && std::env::var_os("PGSSLROOTCERT").is_none() {
        // The driver takes those that browsers trust; the programs would look for a file.
        found.push(("PGSSLROOTCERT", "system".to_owned()));
    }
    Ok(found)
}

fn decoded(value: &str) -> String {
    // As in a query: `+` is a plus in the other parts of an address.
    let escaped = format!("x={}", value.replace('+', "%2B"));
    let mut pairs = url::form_urlencoded::parse(escaped.as_bytes());
    pairs
        .next()
        .map_or_else(|| value.to_owned(), |(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::environment;

    #[test]
    fn an_address_becomes_variables() {
        let set = |url: &str| {
            let mut found = environment(url).unwrap();
            found.sort();
            found
                .into_iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            set("postgres://mus%40ter:p%2Fa+ss@db.example.org:5433/learn?sslmode=verify-full"),
            [
                "PGDATABASE=learn",
                "PGHOST=db.example.org",
                "PGPASSWORD=p/a+ss",
                "PGPORT=5433",
                "PGSSLMODE=verify-full",
                "PGSSLROOTCERT=system",
                "PGUSER=mus@ter"
            ]
        );
        assert_eq!(
            set("postgres:///muster?host=/run/postgresql&user=muster&statement-cache-capacity=10"),
            [
                "PGDATABASE=muster",
                "PGHOST=/run/postgresql",
                "PGUSER=muster"
            ]
        );
    }
}
