//! What the cells of Excel's format refer to: sheets, shared strings, and how numbers look.
use super::{
    Archive, Stop,
    cells::Caps,
    escapes,
    numbers::Look,
    xml::{self, add_text, attribute},
};
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// What cells refer to.
#[derive(Default)]
pub struct Workbook {
    /// Name and path of each visible sheet.
    pub sheets: Vec<(String, String)>,
    pub is_1904: bool,
    pub strings: Vec<String>,
    pub looks: Vec<Look>,
}

pub fn read(archive: &mut Archive<'_>, caps: &mut Caps) -> Result<Workbook, Stop> {
    let mut book = workbook(archive, caps)?;
    let targets = relationships(archive, caps)?;
    for (_, path) in &mut book.sheets {
        let target = targets.get(path).ok_or(Stop::Damaged)?;
        *path = if target.starts_with('/') {
            target.clone()
        } else {
            format!("xl/{target}")
        };
    }
    if let Some(entry) = xml::find(archive, "xl/sharedStrings.xml") {
        book.strings = shared_strings(archive, entry, caps)?;
    }
    if let Some(entry) = xml::find(archive, "xl/styles.xml") {
        book.looks = looks(archive, entry, caps)?;
    }
    Ok(book)
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
            let string = escapes::decode(std::mem::take(&mut text.text));
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
                            .cloned()
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

/// The text of `t` elements, without the reading aids of Japanese.
#[derive(Default)]
pub struct Texts {
    pub text: String,
    is_text: bool,
    is_aid: bool,
}

impl Texts {
    pub fn take(&mut self, event: &Event<'_>) {
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
