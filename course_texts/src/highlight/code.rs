//! Languages of comments, strings and words.
use super::{Grammar, Spans};

/// Writes the code with its colours.
pub fn write(spans: &mut Spans, grammar: &Grammar, code: &str) {
    let mut at = 0;
    let mut plain = 0;
    while at < code.len() {
        let token = token(grammar, code, at);
        let length = match token {
            Token::Span(_, length) | Token::Plain(length) => length,
        };
        if let Token::Span(class, _) = token {
            spans.plain(&code[plain..at]);
            spans.span(class, &code[at..at + length]);
            plain = at + length;
        }
        at += length;
    }
    spans.plain(&code[plain..]);
}

/// The next piece, with its length in bytes (at least 1).
enum Token {
    Span(&'static str, usize),
    Plain(usize),
}

fn token(grammar: &Grammar, code: &str, at: usize) -> Token {
    let rest = &code[at..];
    let Some(first) = rest.chars().next() else {
        return Token::Plain(1);
    };
    if first.is_alphabetic() || first == '_' {
        return word(grammar, code, at);
    }
    if first.is_ascii_digit() {
        return Token::Span(
            "hl-number",
            run(rest, |c| c.is_ascii_alphanumeric() || c == '.' || c == '_'),
        );
    }
    if first.is_whitespace() {
        return Token::Plain(first.len_utf8());
    }
    directive(grammar, code, at)
        .or_else(|| comment(grammar, rest))
        .or_else(|| string(grammar, rest))
        .or_else(|| name_with_mark(grammar, rest, first))
        .unwrap_or(Token::Plain(first.len_utf8()))
}

/// A word, and what it is by the table or by what follows it.
fn word(grammar: &Grammar, code: &str, at: usize) -> Token {
    let rest = &code[at..];
    if let Some(comment) = comment(grammar, rest).filter(|_| starts_line(code, at)) {
        return comment;
    }
    let dash = grammar.has("dash");
    let length = run(rest, |c| {
        c.is_alphanumeric() || c == '_' || (dash && c == '-')
    });
    let (word, after) = rest.split_at(length);
    let class = if grammar.has("keys") && is_key(after) {
        Some("hl-property")
    } else {
        grammar.class(word).or_else(|| {
            let is_name = after.starts_with('(') && !grammar.has("dash");
            is_name.then_some("hl-function")
        })
    };
    class.map_or(Token::Plain(length), |class| Token::Span(class, length))
}

/// A line of the preprocessor, or a prompt.
fn directive(grammar: &Grammar, code: &str, at: usize) -> Option<Token> {
    let rest = &code[at..];
    if grammar.has("hash") && rest.starts_with('#') && starts_line(code, at) {
        return Some(Token::Span("hl-meta", line(rest)));
    }
    let is_prompt = grammar.has("prompt") && rest.starts_with("$ ") && starts_line(code, at);
    is_prompt.then_some(Token::Span("hl-meta", 1))
}

fn comment(grammar: &Grammar, rest: &str) -> Option<Token> {
    for (start, end) in &grammar.block_comments {
        if let Some(inside) = rest.strip_prefix(start) {
            let length = inside
                .find(end)
                .map_or(rest.len(), |place| start.len() + place + end.len());
            return Some(Token::Span("hl-comment", length));
        }
    }
    let is_comment = grammar.line_comments.iter().any(|start| {
        let is_word = start.starts_with(|c: char| c.is_alphabetic());
        rest.strip_prefix(start)
            .is_some_and(|after| !is_word || after.starts_with(' '))
    });
    is_comment.then(|| Token::Span("hl-comment", line(rest)))
}

fn string(grammar: &Grammar, rest: &str) -> Option<Token> {
    if grammar.has("char") && rest.starts_with('\'') {
        return character(rest).map(|length| Token::Span("hl-string", length));
    }
    let (mark, long) = grammar
        .strings
        .iter()
        .find(|(mark, _)| rest.starts_with(mark))?;
    let mut length = mark.len();
    let mut escaped = false;
    for c in rest[length..].chars() {
        if c == '\n' && !long {
            break;
        }
        if !escaped && rest[length..].starts_with(mark) {
            length += mark.len();
            break;
        }
        escaped = c == '\\' && !escaped;
        length += c.len_utf8();
    }
    let is_key = grammar.has("keys") && is_key(&rest[length..]);
    Some(Token::Span(
        if is_key { "hl-property" } else { "hl-string" },
        length,
    ))
}

/// One quoted character; what else begins with `'` (a lifetime) is none.
fn character(rest: &str) -> Option<usize> {
    let inside = &rest[1..];
    let escaped = inside.starts_with('\\');
    let longest = if escaped { 11 } else { 1 };
    let content: usize = inside
        .chars()
        .take(longest)
        .enumerate()
        .take_while(|(place, c)| *c != '\'' || (escaped && *place == 1))
        .map(|(_, c)| c.len_utf8())
        .sum();
    (content > 0 && inside[content..].starts_with('\'')).then_some(content + 2)
}

/// `$name` and `@name`.
fn name_with_mark(grammar: &Grammar, rest: &str, first: char) -> Option<Token> {
    let class = match first {
        '$' if grammar.has("sigil") => "hl-variable",
        '@' if grammar.has("at") => "hl-meta",
        _ => return None,
    };
    let length = run(&rest[1..], |c| c.is_alphanumeric() || c == '_');
    (length > 0).then_some(Token::Span(class, length + 1))
}

fn is_key(after: &str) -> bool {
    after.trim_start_matches(' ').starts_with([':', '='])
}

fn starts_line(code: &str, at: usize) -> bool {
    code[..at].trim_end_matches([' ', '\t']).is_empty()
        || code[..at].trim_end_matches([' ', '\t']).ends_with('\n')
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}
