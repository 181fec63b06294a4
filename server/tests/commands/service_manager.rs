//! What a service manager hears of `muster serve`.
use super::support::{Place, Running};
use std::{os::unix::net::UnixDatagram, process::Stdio, time::Duration};

/// A portal, and the socket on which it tells how it is.
struct Managed {
    portal: Running,
    heard: UnixDatagram,
    _place: Place,
}

fn serve(variables: &[(&str, &str)]) -> Managed {
    let place = Place::new();
    let socket = place.path("notify");
    let heard = UnixDatagram::bind(&socket).unwrap();
    heard
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let portal = place
        .serve(variables)
        .args(["--listen", "127.0.0.1:0"])
        .args(["--base-url", "https://learn.example.org"])
        .env("NOTIFY_SOCKET", &socket)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    Managed {
        portal: Running(portal),
        heard,
        _place: place,
    }
}

impl Managed {
    fn next(&self) -> String {
        let mut text = [0; 64];
        let length = self.heard.recv(&mut text).unwrap();
        String::from_utf8(text[..length].to_vec()).unwrap()
    }
}

#[test]
fn it_is_told_when_the_portal_is_ready_and_when_it_stops() {
    let mut managed = serve(&[]);
    assert_eq!(managed.next(), "READY=1\n");
    managed.portal.terminate();
    assert_eq!(managed.next(), "STOPPING=1\n");
    assert!(managed.portal.0.wait().unwrap().success());
}

#[test]
fn a_watchdog_hears_that_the_portal_answers() {
    let managed = serve(&[("WATCHDOG_USEC", "3000000")]);
    assert_eq!(managed.next(), "READY=1\n");
    for _ in 0..2 {
        assert_eq!(managed.next(), "WATCHDOG=1\n");
    }
}
