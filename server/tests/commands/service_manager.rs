//! What a service manager hears of `muster serve`.
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs,
    os::unix::net::UnixDatagram,
    process::{Child, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;

const FILES: &str =
    r#"{"js": {"href": "/pkg/a.js"}, "wasm": {"href": "/pkg/a.wasm"}, "css": [], "parts": {}}"#;

struct Running {
    process: Child,
    heard: UnixDatagram,
    _folder: TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serve(variables: &[(&str, &str)]) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("notify");
    let heard = UnixDatagram::bind(&socket).unwrap();
    heard
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    fs::write(folder.path().join("assets.json"), FILES).unwrap();
    let process = Command::new(env!("CARGO_BIN_EXE_muster"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--base-url",
            "https://learn.example.org",
        ])
        .arg("--data")
        .arg(folder.path().join("data"))
        .arg("--assets")
        .arg(folder.path())
        .env_remove("DATABASE_URL")
        .env("NOTIFY_SOCKET", &socket)
        .envs(variables.iter().copied())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    Running {
        process,
        heard,
        _folder: folder,
    }
}

impl Running {
    fn next(&self) -> String {
        let mut text = [0; 64];
        let length = self.heard.recv(&mut text).unwrap();
        String::from_utf8(text[..length].to_vec()).unwrap()
    }

    fn terminate(&self) {
        let id = Pid::from_raw(self.process.id().try_into().unwrap()).unwrap();
        kill_process(id, Signal::TERM).unwrap();
    }
}

#[test]
fn it_is_told_when_the_portal_is_ready_and_when_it_stops() {
    let mut running = serve(&[]);
    assert_eq!(running.next(), "READY=1\n");
    running.terminate();
    assert_eq!(running.next(), "STOPPING=1\n");
    assert!(running.process.wait().unwrap().success());
}

#[test]
fn a_watchdog_hears_that_the_portal_answers() {
    let running = serve(&[("WATCHDOG_USEC", "3000000")]);
    assert_eq!(running.next(), "READY=1\n");
    for _ in 0..2 {
        assert_eq!(running.next(), "WATCHDOG=1\n");
    }
}
