//! Four hundred people from many countries.
use super::{Error, data};
use domain::{
    ids::UserTypeId,
    users::{Email, Login, PersonName, UserInfo},
};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// One line per language: ten first names; ten last names. A name in another script is followed by
/// `=` and its Latin form for the login.
const NAMES: &str = include_str!("users.txt");

/// How many people each language has.
const EACH: usize = 20;

/// Returns `count` people of one type, with unique logins and addresses at example.org. Languages
/// alternate, so that every page of a list shows several.
pub(super) fn learners(count: usize, user_type: UserTypeId) -> Result<Vec<UserInfo>, Error> {
    let mut taken = HashSet::new();
    let mut infos = vec![longest(user_type)?];
    for round in 0..EACH {
        for line in NAMES.lines() {
            let (first, last) = line
                .split_once(';')
                .ok_or_else(|| Error::Data(line.to_owned()))?;
            let first: Vec<&str> = first.split('|').collect();
            let last: Vec<&str> = last.split('|').collect();
            // These steps give twenty different pairs of ten first and ten last names.
            let first = first[round % first.len()];
            let last = last[(round * 3 + round / 10) % last.len()];
            infos.push(user_info(first, last, &mut taken, user_type)?);
        }
    }
    infos.truncate(count);
    Ok(infos)
}

/// The longest name that a form accepts, to test layouts.
fn longest(user_type: UserTypeId) -> Result<UserInfo, Error> {
    info(
        "Wolfeschlegelsteinhausenbergerdorff Maximilian Alexander Ferdinand Leopold",
        "zu Hohenlohe-Waldenburg-Schillingsfürst-Kaunitz-Rietberg und Questenberg-Sayn",
        "wolfe.hohenlohe",
        user_type,
    )
}

fn user_info(
    first: &str,
    last: &str,
    taken: &mut HashSet<String>,
    user_type: UserTypeId,
) -> Result<UserInfo, Error> {
    let split = |name: &'_ str| match name.split_once('=') {
        Some((name, latin)) => (name.to_owned(), latin.to_owned()),
        None => (name.to_owned(), latin(name)),
    };
    let ((first, first_latin), (last, last_latin)) = (split(first), split(last));
    let plain = format!("{first_latin}.{last_latin}");
    let mut login = plain.clone();
    let mut number = 2;
    while !taken.insert(login.clone()) {
        login = format!("{plain}{number}");
        number += 1;
    }
    info(&first, &last, &login, user_type)
}

pub(super) fn info(
    first: &str,
    last: &str,
    login: &str,
    user_type: UserTypeId,
) -> Result<UserInfo, Error> {
    Ok(UserInfo {
        first_name: data(PersonName::parse(first))?,
        last_name: data(PersonName::parse(last))?,
        login: data(Login::parse(login))?,
        email: data(Email::parse(&format!("{login}@example.org")))?,
        user_type,
    })
}

/// Latin letters without diacritics, in lower case.
fn latin(name: &str) -> String {
    let mut text = String::new();
    for c in name.to_lowercase().nfd() {
        match c {
            'ł' => text.push('l'),
            'ø' => text.push('o'),
            'đ' | 'ð' => text.push('d'),
            'ı' => text.push('i'),
            'þ' => text.push_str("th"),
            'æ' => text.push_str("ae"),
            'ß' => text.push_str("ss"),
            'a'..='z' | '-' => text.push(c),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_occurs_twice() {
        let infos = learners(400, UserTypeId(1)).unwrap();
        let names: HashSet<_> = infos
            .iter()
            .map(|one| (one.first_name.as_str(), one.last_name.as_str()))
            .collect();
        assert_eq!((infos.len(), names.len()), (400, 400));
    }

    #[test]
    fn logins_consist_of_latin_letters() {
        assert_eq!(latin("Łukaszewicz"), "lukaszewicz");
        assert_eq!(latin("Ó Súilleabháin"), "osuilleabhain");
        assert_eq!(latin("Weiß"), "weiss");
    }
}
