//! `muster healthcheck`: whether the portal is ready, for containers, which have no other program to ask.
use anyhow::Context;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    process::ExitCode,
    time::Duration,
};

pub const HELP: &str = "\
Asks /readyz of the portal that runs with these settings, and prints its answer: ready, or why it is not.

Examples:
  muster healthcheck
  MUSTER_LISTEN=0.0.0.0:8080 muster healthcheck

Exit codes: 0 ready; 1 not ready, or no answer; 2 the arguments or the settings have to be changed";

/// How long the portal may take for each step of its answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Asks and prints the answer, which is one word.
pub fn run(listens: SocketAddr) -> anyhow::Result<ExitCode> {
    let address = reachable(listens);
    let (status, told) =
        ask(address).with_context(|| format!("no answer from the portal at {address}"))?;
    println!("{told}");
    Ok(if status == "200" {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// One that listens everywhere is reached on this machine.
fn reachable(listens: SocketAddr) -> SocketAddr {
    let ip = match listens.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listens.port())
}

/// Returns the status and the text of the answer.
fn ask(address: SocketAddr) -> anyhow::Result<(String, String)> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut answer = BufReader::new(stream.take(64 * 1024));
    let mut line = String::new();
    answer.read_line(&mut line)?;
    let status = line.split(' ').nth(1).context("this is no HTTP")?;
    let mut rest = String::new();
    answer.read_to_string(&mut rest)?;
    let told = rest.split_once("\r\n\r\n").map_or("", |(_, told)| told);
    Ok((status.to_owned(), told.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::reachable;

    #[test]
    fn a_portal_that_listens_everywhere_is_asked_on_this_machine() {
        let asked = |listens: &str| reachable(listens.parse().unwrap()).to_string();
        assert_eq!(asked("0.0.0.0:3000"), "127.0.0.1:3000");
        assert_eq!(asked("[::]:3000"), "[::1]:3000");
        assert_eq!(asked("192.0.2.7:80"), "192.0.2.7:80");
    }
}
