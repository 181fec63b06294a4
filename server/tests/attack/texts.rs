//! Markdown that is cheap to write and dear to convert.
use crate::{PROGRAM, Row};
use fixtures::running::Portal;
use std::time::{Duration, Instant};

/// Bytes of each text: an instructor can save five times as many.
const LENGTH: usize = 99_000;
/// Beginnings that are repeated: quotes, lists, emphasis, links, tables, HTML, entities, formulas.
const SHAPES: [&str; 33] = [
    ">", "> ", "- ", "1. ", "> - ", "* ", "+ ", "#", "`", "```\n", "~~~\n", "*", "**", "_", "__",
    "*_", "[", "![", "](", "[a](", "[a]: b\n", "<", "<b>", "<!--", "&amp;", "&#", "|a|b\n",
    "|-|-\n", "$", "$$", "\\", "~~", "a\n=\n",
];
#[cfg(debug_assertions)]
const BOUND: Duration = Duration::from_millis(1_500);
#[cfg(not(debug_assertions))]
const BOUND: Duration = Duration::from_millis(250);

/// Saves each shape, then opens its course.
pub async fn nested() -> Vec<Row> {
    let (mut teacher, mut courses) = (String::new(), Vec::new());
    let portal = Portal::start(PROGRAM, async |fixtures| {
        let trainer = fixtures.super_admin("trainer").sign_in().await;
        let name = app::server::session_cookie_name("http://");
        teacher = format!("{name}={}", trainer.session);
        for _ in SHAPES {
            let course = fixtures.course("Course").create().await;
            fixtures.direct_enrolment(trainer.id, course).await;
            courses.push(course.to_string());
        }
    })
    .await;
    let (mut saved, mut refused) = ((Duration::ZERO, ""), 0);
    let mut shown = (Duration::ZERO, "");
    let mut failed = Vec::new();
    for (shape, course) in SHAPES.into_iter().zip(&courses) {
        let text = shape.repeat(LENGTH / shape.len()) + "x";
        let fields = [
            ("course", &**course),
            ("name", "Unit"),
            ("kind", "text"),
            ("content", &*text),
            ("token", "a-token-of-the-attack"),
        ];
        let begun = Instant::now();
        let status = portal
            .act("create_unit", &fields, "10.5.0.1", &teacher)
            .await
            .status;
        saved = saved.max((begun.elapsed(), shape));
        match status {
            200 => {}
            422 => refused += 1,
            _ => failed.push((shape, status)),
        }
        let begun = Instant::now();
        let page = portal.get(&format!("/courses/{course}"), &teacher).await;
        shown = shown.max((begun.elapsed(), shape));
        if page.status != 200 {
            failed.push((shape, page.status));
        }
    }
    let row = |attack, (took, shape): (Duration, &str)| {
        let measured = format!(
            "slowest {} ms ({shape:?}), {refused} refused",
            took.as_millis()
        );
        let bound = format!("each below {} ms", BOUND.as_millis());
        Row::new(attack, measured, bound, took < BOUND && failed.is_empty())
    };
    if !failed.is_empty() {
        println!("neither saved nor refused, or not shown: {failed:?}");
    }
    vec![
        row("nested text: 33 shapes of 99 kB, saved", saved),
        row("nested text: the pages with them", shown),
    ]
}
