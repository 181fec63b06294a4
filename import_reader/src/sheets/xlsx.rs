//! Excel's format since 2007. Sheets are read cell by cell, never by the size that they claim.
use super::{
    Archive, Sheet, Stop,
    cells::Caps,
    numbers::{self, Look},
    xml::{self, add_text, attribute},
};
use quick_xml::events::{BytesStart, Event};
use std::{borrow::Cow, collections::HashMap};

/// What cells refer to.
#[derive(Default)]
struct Workbook {
    /// Name and relationship of each visible sheet.
    sheets: Vec<(String, String)>,
    is_1904: bool,
    strings: Vec<String>,
    looks: Vec<Look>,
}

pub fn read(archive: &mut Archive<'_>, caps: &mut Caps) -> Result<Vec<Sheet>, Stop> {
    let mut book = workbook(archive, caps)?;
    let targets = relationships(archive, caps)?;
    if let Some(entry) = xml::find(archive, "xl/sharedStrings.xml") {
        book.strings = shared_strings(archive, entry, caps)?;
    }
    if let Some(entry) = xml::find(archive, "xl/styles.xml") {
        book.looks = looks(archive, entry, caps)?;
    }
    let mut sheets = Vec::new();
    for (name, relationship) in &book.sheets {
        let target = targets.get(relationship).ok_or(Stop::Damaged)?;
        let path = if target.starts_with('/') {
            target.clone()
        } else {
            format!("xl/{target}")
        };
        // Charts have no cells.
        let Some(entry) = xml::find(archive, &path).filter(|_| !path.contains("chartsheets/"))
        else {
            continue;
        };
        sheets.push(sheet(archive, entry, name, &book, caps)?);
    }
    Ok(sheets)
}

fn workbook(archive: &mut Archive<'_>, caps: &mut Caps) -> Result<Workbook, Stop> {
    let entry = xml::find(archive, "xl/workbook.xml").ok_or(Stop::Damaged)?;
    let mut book = Workbook::default();
    xml::each(archive, entry, caps, |event, caps| {
        let Event::Start(element) = &event else {
            return Ok(());
        };
        match element.local_name().as_ref() {
            "workbookPr" => {
                book.is_1904 = matches!(
                    attribute(element, "date1904").as_deref(),
                    Some("1" | "true")
                )
            }
            "sheet" if attribute(element, "state").is_none_or(|state| state == "visible") => {
                let name = attribute(element, "name").unwrap_or_default();
                caps.keep(&name)?;
                let relationship = attribute(element, "id").ok_or(Stop::Damaged)?;
                book.sheets.push((name, relationship));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(book)
}

fn relationships(
    archive: &mut Archive<'_>,
    caps: &mut Caps,
) -> Result<HashMap<String, String>, Stop> {
    let entry = xml::find(archive, "xl/_rels/workbook.xml.rels").ok_or(Stop::Damaged)?;
    let mut targets = HashMap::new();
    xml::each(archive, entry, caps, |event, caps| {
        if let Event::Start(element) = &event
            && let (Some(id), Some(target)) =
                (attribute(element, "Id"), attribute(element, "Target"))
        {
            caps.keep(&target)?;
            targets.insert(id, target);
        }
        Ok(())
    })?;
    Ok(targets)
}

fn shared_strings(
    archive: &mut Archive<'_>,
    entry: usize,
    caps: &mut Caps,
) -> Result<Vec<String>, Stop> {
    let (mut strings, mut text) = (Vec::new(), Texts::default());
    xml::each(archive, entry, caps, |event, caps| {
        text.take(&event);
        if let Event::End(element) = &event
            && element.local_name().as_ref() == "si"
        {
            let string = std::mem::take(&mut text.text);
            caps.keep(&string)?;
            strings.push(string);
        }
        Ok(())
    })?;
    Ok(strings)
}

/// The look of each style of cells.
fn looks(archive: &mut Archive<'_>, entry: usize, caps: &mut Caps) -> Result<Vec<Look>, Stop> {
    let (mut codes, mut looks, mut is_of_cells) = (HashMap::new(), Vec::new(), false);
    xml::each(archive, entry, caps, |event, caps| {
        let id = |element: &BytesStart<'_>| {
            attribute(element, "numFmtId").and_then(|id| id.parse::<u32>().ok())
        };
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "cellXfs" => is_of_cells = true,
                "numFmt" => {
                    caps.keep("")?;
                    let code = attribute(element, "formatCode").unwrap_or_default();
                    codes.extend(id(element).map(|id| (id, Look::of_code(&code))));
                }
                "xf" if is_of_cells => {
                    caps.keep("")?;
                    let id = id(element).unwrap_or(0);
                    looks.push(
                        codes
                            .get(&id)
                            .copied()
                            .unwrap_or_else(|| Look::built_in(id)),
                    );
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => {
                is_of_cells = false
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(looks)
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    /// From 1, as written or counted.
    row: usize,
    /// From 0.
    column: usize,
    kind: String,
    look: Look,
    value: String,
    is_value: bool,
    text: Texts,
}

fn sheet(
    archive: &mut Archive<'_>,
    entry: usize,
    name: &str,
    book: &Workbook,
    caps: &mut Caps,
) -> Result<Sheet, Stop> {
    let name = name.to_owned();
    let mut read = Sheet {
        name,
        records: Vec::new(),
    };
    let (mut cell, mut next_column) = (Cell::default(), 0);
    xml::each(archive, entry, caps, |event, caps| {
        cell.text.take(&event);
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    let number = attribute(element, "r").and_then(|number| number.parse().ok());
                    cell.row = number.unwrap_or(cell.row + 1);
                    next_column = 0;
                }
                "c" => {
                    cell = begin(element, cell.row, next_column, book);
                    next_column = cell.column + 1;
                }
                "v" => cell.is_value = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "v" => cell.is_value = false,
                "c" => read.add(cell.row, cell.column, &cell.text(book)?, caps)?,
                _ => {}
            },
            other if cell.is_value => add_text(other, &mut cell.value),
            _ => {}
        }
        Ok(())
    })?;
    Ok(read)
}

fn begin(element: &BytesStart<'_>, row: usize, next_column: usize, book: &Workbook) -> Cell {
    let column = attribute(element, "r").and_then(|place| column(&place));
    let style = attribute(element, "s").and_then(|style| style.parse::<usize>().ok());
    Cell {
        row,
        column: column.unwrap_or(next_column),
        kind: attribute(element, "t").unwrap_or_default(),
        look: style
            .and_then(|style| book.looks.get(style))
            .copied()
            .unwrap_or_default(),
        ..Cell::default()
    }
}

/// `AB12` is in column 27, counted from 0.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.take(4).fold(0, |number, letter| {
        number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}

impl Cell {
    fn text<'a>(&'a self, book: &'a Workbook) -> Result<Cow<'a, str>, Stop> {
        let value = self.value.trim();
        Ok(match self.kind.as_str() {
            "s" => {
                let string = value
                    .parse()
                    .ok()
                    .and_then(|place: usize| book.strings.get(place));
                string.ok_or(Stop::Damaged)?.into()
            }
            "inlineStr" => (&self.text.text).into(),
            "b" => if value == "1" { "yes" } else { "no" }.into(),
            "str" | "e" | "d" => (&self.value).into(),
            _ => numbers::text(value, self.look, book.is_1904).into(),
        })
    }
}

/// The text of `t` elements, without the reading aids of Japanese.
#[derive(Default)]
struct Texts {
    text: String,
    is_text: bool,
    is_aid: bool,
}

impl Texts {
    fn take(&mut self, event: &Event<'_>) {
        let switch = |element: &str| match element {
            "t" => (true, false),
            "rPh" => (false, true),
            _ => (false, false),
        };
        let (is_text, is_aid, is_start) = match event {
            Event::Start(element) => {
                let (text, aid) = switch(element.local_name().as_ref());
                (text, aid, true)
            }
            Event::End(element) => {
                let (text, aid) = switch(element.local_name().as_ref());
                (text, aid, false)
            }
            other => {
                if self.is_text && !self.is_aid {
                    add_text(other, &mut self.text);
                }
                return;
            }
        };
        if is_text {
            self.is_text = is_start;
        }
        if is_aid {
            self.is_aid = is_start;
        }
    }
}
