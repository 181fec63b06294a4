//! `muster` in a folder of its own, with nothing in its environment that a test did not put there.
use fixtures::running::ASSETS;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Child, Command, Output},
};
use tempfile::TempDir;

pub struct Place(TempDir);

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file that only its owner can read.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    pub fn command(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .envs(variables.iter().copied());
        command
    }

    /// `muster serve`, which finds a list of the browser's files, with its data in the folder `data`.
    pub fn serve(&self, variables: &[(&str, &str)]) -> Command {
        self.write("assets.json", ASSETS);
        self.command(&["serve", "--data", "data", "--assets", "."], variables)
    }

    pub fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        self.command(arguments, variables).output().unwrap()
    }

    /// What the command prints on standard output; it has to succeed.
    pub fn done(&self, arguments: &[&str], variables: &[(&str, &str)]) -> String {
        let output = self.run(arguments, variables);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What the command says is wrong; it has to exit with `code`.
    pub fn refused(&self, code: i32, arguments: &[&str], variables: &[(&str, &str)]) -> String {
        let output = self.run(arguments, variables);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {output:?}"
        );
        let said = String::from_utf8(output.stderr).unwrap();
        let last = said.lines().last().unwrap_or_default();
        last.strip_prefix("muster: ")
            .unwrap_or_else(|| panic!("{said}"))
            .to_owned()
    }

    /// One setting of `muster config show --json`.
    pub fn setting(&self, name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Value {
        let shown = self.done(
            &[&["config", "show", "--json"], arguments].concat(),
            variables,
        );
        let rows: Vec<Value> = serde_json::from_str(&shown).unwrap();
        let row = rows.into_iter().find(|row| row["name"] == name);
        row.unwrap_or_else(|| panic!("no {name} in {shown}"))
    }
}

/// A portal that runs, at the longest until its test ends.
pub struct Running(pub Child);

impl Running {
    /// Tells it to stop, as service managers do.
    pub fn terminate(&self) {
        let id = Pid::from_raw(self.0.id().try_into().unwrap()).unwrap();
        kill_process(id, Signal::TERM).unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
