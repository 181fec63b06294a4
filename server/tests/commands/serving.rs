//! `muster serve` and `muster healthcheck`, as service managers and containers use them.
use super::support::{Place, Running};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Command, Output, Stdio},
};

/// An address that is free now.
fn free() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// Returns the status and the body.
fn get(address: &str, path: &str) -> (u16, String) {
    let address: SocketAddr = address.parse().unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: any\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (
        head.split(' ').nth(1).unwrap().parse().unwrap(),
        body.to_owned(),
    )
}

/// Returns when it takes requests.
fn serve(place: &Place, variables: &[(&str, &str)]) -> Running {
    start(place.serve(variables)).0
}

/// Returns when it takes requests, with the lines that it printed before.
fn start(mut command: Command) -> (Running, Vec<String>) {
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    let portal = Running(child);
    let mut lines = Vec::new();
    for line in said.lines().map(Result::unwrap) {
        if line.starts_with("Muster is running") {
            return (portal, lines);
        }
        lines.push(line);
    }
    panic!("it did not start: {lines:?}")
}

#[test]
fn a_demo_is_made_once_and_served_again() {
    let place = Place::new();
    let address = free();
    let demo = || {
        let mut command = place.serve(&[("MUSTER_LISTEN", &address)]);
        command.arg("--demo");
        command
    };
    let (portal, lines) = start(demo());
    let accounts = lines.iter().filter(|line| line.contains(" password "));
    assert_eq!(accounts.count(), 6, "{lines:?}");
    drop(portal);
    let (_portal, lines) = start(demo());
    assert!(lines[1].contains("nothing was added"), "{lines:?}");
    assert_eq!(get(&address, "/livez").0, 200);
}

fn healthcheck(place: &Place, address: &str) -> Output {
    let listen = [("MUSTER_LISTEN", address)];
    place.run(&["healthcheck", "--data", "data"], &listen)
}

#[test]
fn a_portal_that_is_told_to_stop_says_so_before_it_closes() {
    let place = Place::new();
    let (address, metrics) = (free(), free());
    let variables = [
        ("MUSTER_LISTEN", &*address),
        ("MUSTER_METRICS_LISTEN", &*metrics),
    ];
    let mut portal = serve(&place, &variables);
    let ready = healthcheck(&place, &address);
    assert!(ready.status.success(), "{ready:?}");
    assert_eq!(ready.stdout, b"ready\n");
    let everywhere = address.replace("127.0.0.1", "0.0.0.0");
    assert!(healthcheck(&place, &everywhere).status.success());
    let (status, told) = get(&metrics, "/metrics");
    assert_eq!(status, 200);
    assert!(told.contains("muster_database_up 1"), "{told}");
    assert_eq!(get(&metrics, "/groups").0, 404);

    portal.terminate();
    // Until the signal has arrived, and then for three seconds.
    let told = loop {
        let (status, told) = get(&address, "/readyz");
        if status != 200 {
            break told;
        }
    };
    assert_eq!(told, "stopping");
    let unready = healthcheck(&place, &address);
    assert_eq!(unready.status.code(), Some(1));
    assert_eq!(unready.stdout, b"stopping\n");
    assert_eq!(get(&address, "/livez").0, 200, "requests are still taken");
    assert!(portal.0.wait().unwrap().success());
    let gone = healthcheck(&place, &address);
    assert_eq!(gone.status.code(), Some(1));
    let told = String::from_utf8(gone.stderr).unwrap();
    assert!(
        told.contains("no answer from the portal at 127.0.0.1"),
        "{told}"
    );
}

#[test]
fn a_healthcheck_makes_no_files() {
    let place = Place::new();
    assert_eq!(healthcheck(&place, &free()).status.code(), Some(1));
    assert!(!place.path("data").exists());
}

#[test]
fn metrics_have_an_address_of_their_own() {
    let place = Place::new();
    let same = "127.0.0.1:0";
    let variables = [("MUSTER_LISTEN", same), ("MUSTER_METRICS_LISTEN", same)];
    let refused = place.run(&["serve", "--data", "data"], &variables);
    assert!(!refused.status.success());
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(
        told.contains("MUSTER_METRICS_LISTEN needs an address of its own"),
        "{told}"
    );
}
