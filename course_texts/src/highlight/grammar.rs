//! Reads the table of languages.
use std::{collections::HashSet, sync::LazyLock};

/// How a language is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Code,
    Markup,
    Diff,
}

/// What the highlighter knows about a language.
#[derive(Debug, Default)]
pub struct Grammar {
    names: Vec<&'static str>,
    pub mode: Mode,
    pub line_comments: Vec<&'static str>,
    pub block_comments: Vec<(&'static str, &'static str)>,
    /// Quotation marks; the longer ones first. Whether a string may go over lines.
    pub strings: Vec<(&'static str, bool)>,
    flags: HashSet<&'static str>,
    keywords: HashSet<&'static str>,
    literals: HashSet<&'static str>,
    types: HashSet<&'static str>,
}

static LANGUAGES: LazyLock<Vec<Grammar>> = LazyLock::new(|| read(include_str!("languages.txt")));

/// Returns the language with this name, and the name as the table has it.
pub fn language(name: &str) -> Option<(&'static str, &'static Grammar)> {
    let same = |known: &&&str| known.eq_ignore_ascii_case(name);
    LANGUAGES
        .iter()
        .find_map(|grammar| Some((*grammar.names.iter().find(same)?, grammar)))
}

/// The names of all languages.
pub fn names() -> impl Iterator<Item = &'static str> {
    LANGUAGES
        .iter()
        .flat_map(|grammar| grammar.names.iter().copied())
}

impl Grammar {
    pub fn has(&self, flag: &str) -> bool {
        self.flags.contains(flag)
    }

    /// Returns the class of a word, if the language knows it.
    pub fn class(&self, word: &str) -> Option<&'static str> {
        if !self.has("nocase") {
            return self.class_of(word);
        }
        self.class_of(&word.to_ascii_lowercase())
    }

    fn class_of(&self, word: &str) -> Option<&'static str> {
        [
            (&self.keywords, "hl-keyword"),
            (&self.literals, "hl-literal"),
            (&self.types, "hl-type"),
        ]
        .into_iter()
        .find_map(|(words, class)| words.contains(word).then_some(class))
    }
}

fn read(table: &'static str) -> Vec<Grammar> {
    let mut languages: Vec<Grammar> = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let Some(names) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            languages.push(Grammar {
                names: names.split(' ').collect(),
                ..Grammar::default()
            });
        } else if let (Some(grammar), Some((entry, words))) =
            (languages.last_mut(), line.split_once(' '))
        {
            fill(grammar, entry, words.split(' ').collect());
        }
    }
    for grammar in &mut languages {
        grammar
            .strings
            .sort_by_key(|(mark, _)| std::cmp::Reverse(mark.len()));
    }
    languages
}

fn fill(grammar: &mut Grammar, entry: &str, words: Vec<&'static str>) {
    match entry {
        "line" => grammar.line_comments = words,
        "block" => {
            let pairs = words.chunks_exact(2).map(|pair| (pair[0], pair[1]));
            grammar.block_comments = pairs.collect();
        }
        "string" => grammar
            .strings
            .extend(words.into_iter().map(|mark| (mark, false))),
        "long" => grammar
            .strings
            .extend(words.into_iter().map(|mark| (mark, true))),
        "flags" => grammar.flags = words.into_iter().collect(),
        "keywords" => grammar.keywords = words.into_iter().collect(),
        "literals" => grammar.literals = words.into_iter().collect(),
        "types" => grammar.types = words.into_iter().collect(),
        "mode" if words == ["markup"] => grammar.mode = Mode::Markup,
        "mode" if words == ["diff"] => grammar.mode = Mode::Diff,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let entries = [
            "line", "block", "string", "long", "flags", "keywords", "literals", "types", "mode",
        ];
        for line in include_str!("languages.txt").lines() {
            let entry = line.split(' ').next().unwrap();
            assert!(
                line.is_empty() || line.starts_with(['#', '[']) || entries.contains(&entry),
                "{line}"
            );
        }
        let mut seen = HashSet::new();
        for name in names() {
            assert!(seen.insert(name), "{name} is two languages");
        }
    }

    #[test]
    fn languages_are_found_by_any_of_their_names() {
        assert_eq!(language("JS").unwrap().0, "js");
        assert_eq!(language("c++").unwrap().0, "c++");
        assert!(language("mermaid").is_none());
    }
}
