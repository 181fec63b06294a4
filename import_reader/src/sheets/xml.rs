//! XML of an archive, event by event. An event has at most 1 MiB, whatever the file does.
use super::{Archive, Stop, cells::Caps};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::io::{self, BufRead, BufReader, Read};

const MAX_EVENT: usize = 1 << 20;

/// Returns the index of the entry with this path, in any case.
pub fn find(archive: &Archive<'_>, path: &str) -> Option<usize> {
    let path = path.trim_start_matches('/');
    let mut names = archive.file_names();
    names.position(|name| name.is_ok_and(|name| name.eq_ignore_ascii_case(path)))
}

/// Calls `take` for each event of an entry until its end.
pub fn each(
    archive: &mut Archive<'_>,
    entry: usize,
    caps: &mut Caps,
    mut take: impl FnMut(Event<'_>, &mut Caps) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let file = archive.by_index(entry).map_err(|_| Stop::Damaged)?;
    let unpacked = caps.unpacked;
    let inner = BufReader::new(file);
    let mut reader = Reader::from_reader(Guarded {
        inner,
        unpacked,
        event: MAX_EVENT,
        is_over: false,
    });
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        reader.get_mut().event = MAX_EVENT;
        let event = reader.read_event_into(&mut buffer);
        let event = match event {
            Ok(Event::Eof) => break,
            Ok(event) => event,
            Err(_) if reader.get_ref().is_over => return Err(Stop::TooLarge),
            Err(_) => return Err(Stop::Damaged),
        };
        take(event, caps)?;
    }
    caps.unpacked = reader.get_ref().unpacked;
    Ok(())
}

/// Returns the value of an attribute by its name without prefix.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = element.attributes();
    let mut attributes = all.with_checks(false).flatten();
    let found = attributes.find(|one| one.key.local_name().as_ref() == name)?;
    found
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()
        .map(|value| value.into_owned())
}

/// Adds the text of an event.
pub fn add_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(named) => match named.resolve_char_ref() {
            Ok(Some(c)) => text.push(c),
            _ => text.push_str(
                quick_xml::escape::resolve_xml_entity(&named.xml10_content()).unwrap_or_default(),
            ),
        },
        _ => {}
    }
}

/// A reader that stops at the caps.
struct Guarded<R> {
    inner: R,
    unpacked: u64,
    event: usize,
    is_over: bool,
}

impl<R: BufRead> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Guarded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.unpacked == 0 || self.event == 0 {
            self.is_over = true;
            return Err(io::Error::other("a cap is reached"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.unpacked = self.unpacked.saturating_sub(amount as u64);
        self.event = self.event.saturating_sub(amount);
        self.inner.consume(amount);
    }
}
