//! `muster config example`: made from the definitions, so that it has every setting.
use crate::config::{Setting, settings};
use std::fmt::Write;

/// How long lines of comments get.
const WIDTH: usize = 100;

const HEAD: &str = "\
# The settings of Muster. Each line shows a default, or an example where there is none: remove the
# number sign before it and change it. `muster config show` says what is in force.
#
# An option of the command line wins over the environment, and the environment over this file.
# Relative paths are relative to the folder that the command runs in. With secrets in it, this file
# is only for the user that the portal runs as: chmod 600.
";

/// Returns the file, with every setting commented out.
pub fn text() -> String {
    let mut text = HEAD.to_owned();
    for setting in settings() {
        add(&mut text, &setting);
    }
    text
}

fn add(text: &mut String, setting: &Setting) {
    let meaning = setting.meaning();
    let places = format!("({}, {})", setting.variable(), setting.option());
    text.push('\n');
    let mut line = "#".to_owned();
    for word in meaning.split_whitespace().chain(places.split_whitespace()) {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            text.push_str(&line);
            text.push('\n');
            "#".clone_into(&mut line);
        }
        line.push(' ');
        line.push_str(word);
    }
    // Writing to a text cannot fail.
    let _ = write!(text, "{line}\n#{}\n", setting.line());
}
