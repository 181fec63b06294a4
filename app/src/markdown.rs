//! Renders a unit's Markdown as HTML that cannot run scripts.
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// Returns the Markdown as HTML. Raw HTML is shown as text, and the result is still sanitized, as a
/// second defence. Headings begin at level 3, below those of the page and the unit.
pub fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::Heading {
            level,
            id,
            classes,
            attrs,
        }) => Event::Start(Tag::Heading {
            level: lower(level),
            id,
            classes,
            attrs,
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    ammonia::Builder::default()
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("noopener noreferrer"))
        .clean(&out)
        .to_string()
}

fn lower(level: pulldown_cmark::HeadingLevel) -> pulldown_cmark::HeadingLevel {
    use pulldown_cmark::HeadingLevel::{H1, H2, H3, H4, H5, H6};
    match level {
        H1 => H3,
        H2 => H4,
        H3 => H5,
        H4 | H5 | H6 => H6,
    }
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn text_becomes_html() {
        assert_eq!(
            to_html("# One\n\n*two*"),
            "<h3>One</h3>\n<p><em>two</em></p>\n"
        );
    }

    #[test]
    fn nothing_runs() {
        for attack in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "<svg/onload=alert(1)>",
            "![x](javascript:alert(1))",
        ] {
            let html = to_html(attack);
            assert!(
                !html.contains("<script") && !html.contains("<svg") && !html.contains("<img src=x"),
                "{html}"
            );
            assert!(
                !html.contains("href=\"javascript") && !html.contains("href=\"data"),
                "{html}"
            );
        }
    }
}
