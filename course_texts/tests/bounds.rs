//! What a text can cost: the HTML that is written, and how deep it is. Times are not measured; each step of the
//! renderer reads its input once, and these bounds hold what one step hands to the next.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
use course_texts::{DEPTH, output_limit, render};

/// Texts that make renderers slow, each made of `n` repetitions.
fn pathological(n: usize) -> Vec<String> {
    let repeated = [
        ">",
        "> ",
        "- ",
        "1. ",
        "> - ",
        "[^a]: ",
        "[",
        "![",
        "[](",
        "*a ",
        "**a *",
        "`a``b",
        "<",
        "<a ",
        "<a \"",
        "<!--",
        "<div>",
        "<b>",
        "<b>\n\n",
        "<details>\n\n",
        "<table><td>",
        "<li>",
        "<a href=x>",
        "<h2>",
        "</b>",
        "<b></i>",
        "$",
        "$a{ ",
        "$$a",
        "$x$ ",
        "|",
        "|a|b\n|-|-\n",
        "&",
        "&amp;",
        "«",
        "&#1",
        "\\",
        "[a] ",
        "(www._",
        "http://",
        "a@",
        ":a",
        "~a~~b",
        "# a\n",
        "```js\n'\n```\n",
        "\t",
        "\n",
        "<?",
        "<![CDATA[",
        "- [ ] a\n",
        "[x](#a) ",
        "[^1]",
        "\"'",
        "***a",
        "x^{",
        "<svg>",
        "<p>",
        "<x y='&amp;'>",
        "{{",
        "- a\n  ",
        "a\n=\n",
        "![](a)",
    ];
    let mut texts: Vec<_> = repeated.iter().map(|piece| piece.repeat(n)).collect();
    let after = |start: &str, rest: &str| start.repeat(n / 2) + rest + &"\n".repeat(n / 2);
    texts.extend([
        after("- ", "a"),
        after("- ", "```"),
        after("> ", "<!--"),
        after("> ", "a\nb"),
    ]);
    let target = "x".repeat(n);
    texts.push(format!("{}\n\n[a]: /{target}", "[a] ".repeat(n)));
    texts.push(format!("{}\n\n[^a]: {target}", "[^a] ".repeat(n)));
    texts.push(format!("${}$", "{".repeat(n)));
    texts.push(format!(
        "{}\n{}\n{}",
        "|".repeat(n),
        "|-".repeat(n),
        "|\n".repeat(n)
    ));
    texts
}

/// How many elements are inside each other, and how often each ends.
fn depth(html: &str) -> usize {
    let void = ["br", "hr", "img", "input", "col", "wbr"];
    let (mut open, mut deepest) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        let name = tag.split(['>', ' ']).next().unwrap();
        if name.starts_with('/') {
            open = open.checked_sub(1).expect("an element was open");
        } else if !void.contains(&name) {
            open += 1;
            deepest = deepest.max(open);
        }
    }
    assert_eq!(open, 0, "all elements end");
    deepest
}

#[test]
fn the_cost_of_a_text_is_bounded_by_its_length() {
    for text in pathological(2_000) {
        let html = render(&text, "u1-");
        let start: String = text.chars().take(30).collect();
        // Sanitizing may add ends of elements and `rel`; a table has elements that no one wrote, a formula a tree of
        // its own.
        assert!(
            html.len() <= 3 * output_limit(text.len()),
            "{start:?}: {} bytes",
            html.len()
        );
        if !html.contains("<math") {
            let deepest = depth(&html);
            assert!(deepest <= 3 * DEPTH, "{start:?} is {deepest} deep");
        }
    }
}

#[test]
fn a_text_that_is_nested_too_deep_is_shown_as_its_source() {
    let text = "> ".repeat(1000) + "<b>";
    let html = render(&text, "u1-");
    assert!(
        html.starts_with("<pre") && html.contains("&gt; &gt;") && html.contains("&lt;b&gt;"),
        "{html}"
    );
}

#[test]
fn html_nested_too_deep_loses_elements_and_keeps_its_text() {
    let html = render(
        &("<span>".repeat(500) + "text" + &"</span>".repeat(500)),
        "u1-",
    );
    assert!(html.contains("text"));
    assert_eq!(html.matches("<span>").count(), DEPTH - 1);
}

#[test]
fn html_beyond_the_limit_is_not_written() {
    let text = "[^a] ".repeat(100_000) + "\n\n[^a]: x";
    let html = render(&text, "u1-");
    assert!(html.starts_with("<pre") && html.len() < 2 * text.len());
}

/// What a browser opens again after each block must not multiply the text.
#[test]
fn formatting_that_never_ends_is_not_repeated() {
    let formatting: String = (0..30).map(|i| format!("<b title={i}>")).collect();
    for (start, block) in [
        ("a ", "<div>x</div>"),
        ("<p>", "<div>x</div>"),
        ("<ul><li>", "<li></li>"),
        ("<table>", "<tr><td>x</td></tr>"),
        ("<p>", "\n\nx"),
        ("a ", "<p>x</p>"),
        ("*a* <i>", "<details>x</details>"),
        ("<dl><dt>", "<dd>x</dd>"),
        ("<a href=x>", "<h2>x</h2>"),
        ("<p>", "\n\n- x\n\n# y"),
    ] {
        let text = format!("{start}{formatting}{}", block.repeat(1_000));
        let html = render(&text, "u1-");
        assert!(
            html.matches("<b ").count() <= 60,
            "{start}...{block} {}",
            html.matches("<b ").count()
        );
    }
}
