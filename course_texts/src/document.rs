//! Walks over the events of a text and writes its HTML.
mod author;
mod blocks;
mod inline;

use crate::{
    anchors::Anchors,
    footnotes::Footnotes,
    headings::Levels,
    highlight::Highlighter,
    images::Image,
    math::Formulas,
    output_limit,
    writer::{PARAGRAPH, Writer},
};
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};
use std::{collections::HashSet, ops::Range};

/// How many entities the author's HTML may have: the sanitizer looks through the text for each.
const ENTITIES: usize = 5_000;

type Events<'e> = [(Event<'e>, Range<usize>)];

/// A text on its way to HTML.
pub struct Document<'e> {
    text: &'e str,
    events: &'e Events<'e>,
    out: Writer,
    anchors: Anchors<'e>,
    levels: Levels,
    formulas: Formulas,
    highlighter: Highlighter,
    footnotes: Footnotes,
    /// The labels that have a footnote.
    defined: HashSet<&'e str>,
    /// The labels of the footnotes that are being written.
    labels: Vec<&'e str>,
    image: Option<Image>,
    /// The language and the text of a code block.
    code: Option<(&'e str, String)>,
    /// The author's HTML of a block.
    html: Option<String>,
    /// How many ampersands of the author's HTML may still begin an entity.
    entities: usize,
    columns: &'e [Alignment],
    column: usize,
    in_head: bool,
}

impl<'e> Document<'e> {
    pub fn new(text: &'e str, prefix: &'e str, events: &'e Events<'e>) -> Self {
        let defined = events.iter().filter_map(|(event, _)| match event {
            Event::Start(Tag::FootnoteDefinition(label)) => Some(label.as_ref()),
            _ => None,
        });
        Self {
            text,
            events,
            out: Writer::new(output_limit(text.len())),
            anchors: Anchors::new(prefix),
            levels: Levels::default(),
            formulas: Formulas::new(),
            highlighter: Highlighter::default(),
            footnotes: Footnotes::default(),
            defined: defined.collect(),
            labels: Vec::new(),
            image: None,
            code: None,
            html: None,
            entities: ENTITIES,
            columns: &[],
            column: 0,
            in_head: false,
        }
    }

    /// Returns the HTML, or `None` if it is longer than the limit.
    pub fn write(mut self) -> Option<String> {
        let events = self.events;
        for (place, (event, range)) in events.iter().enumerate() {
            if self.image.is_some() {
                self.in_image(event);
            } else {
                self.event(event, range, place);
            }
        }
        self.out.end_all();
        self.name_heading();
        let list = self.footnotes.list(self.anchors.prefix());
        self.out.raw(&list);
        self.out.finish()
    }

    fn event(&mut self, event: &'e Event<'e>, range: &Range<usize>, place: usize) {
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.any_text(text),
            Event::Code(code) => self.inline_code(code),
            Event::InlineMath(latex) => self.inline_math(latex, range),
            Event::DisplayMath(latex) => self.math(latex, &format!("$${latex}$$"), true),
            Event::Html(html) | Event::InlineHtml(html) => match &mut self.html {
                Some(block) => block.push_str(html),
                None => self.author_html(html),
            },
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::SoftBreak => self.out.raw("\n"),
            Event::HardBreak => self.out.raw("<br>\n"),
            Event::Rule => self.out.raw("<hr>\n"),
            Event::TaskListMarker(done) => self.checkbox(*done),
        }
    }

    fn start(&mut self, tag: &'e Tag<'e>, place: usize) {
        if !matches!(tag, Tag::HtmlBlock) && !is_phrase(tag) {
            // A browser ends the author's paragraph here, too.
            self.out.end_html("p");
        }
        match tag {
            Tag::Paragraph => self.out.start("<p>", PARAGRAPH),
            Tag::Heading { level, .. } => {
                let level = self.levels.next(*level as u8);
                self.out.start_heading(level, "", None);
            }
            Tag::BlockQuote(kind) => self.quote(*kind),
            Tag::CodeBlock(kind) => self.code = Some((blocks::language(kind), String::new())),
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::List(start) => self.list(*start),
            Tag::Item => self.item(place),
            Tag::FootnoteDefinition(label) => {
                self.labels.push(label);
                self.out.start("", "");
                self.out.start_apart();
            }
            Tag::Table(columns) => self.table(columns),
            Tag::TableHead => self.head(),
            Tag::TableRow => self.row(),
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.out.start("<em>", "</em>"),
            Tag::Strong => self.out.start("<strong>", "</strong>"),
            Tag::Strikethrough => self.out.start("<del>", "</del>"),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.link(*link_type, dest_url, title),
            Tag::Image {
                dest_url, title, ..
            } => self.image = Some(Image::new(dest_url, title)),
            _ => self.out.start("", ""),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                self.author_html(&html);
                self.out.end_secret();
            }
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::TableHead => {
                self.end_element();
                self.in_head = false;
            }
            _ => self.end_element(),
        }
    }

    fn end_element(&mut self) {
        self.out.end();
        self.name_heading();
    }

    /// Gives the heading that was just closed its id.
    fn name_heading(&mut self) {
        if let Some((place, text)) = self.out.take_heading()
            && let Some(id) = self.anchors.heading(&text)
        {
            self.out.insert(place, &format!(" id=\"{id}\""));
        }
    }

    fn end_footnote(&mut self) {
        self.end_element();
        let content = self.out.take_apart();
        if let Some(label) = self.labels.pop() {
            self.footnotes.define(label, content);
        }
    }
}

const fn is_phrase(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}
