//! `POST /imports`: receives a list as it arrives, and stores it part by part.
use super::answer::{Answerer, Refused};
use crate::AppState;
use app::server::{Authorized, Gate};
use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request, State, multipart::Field},
    http::header,
    response::Response,
};
use db::imports::{NewImport, PART};
use domain::{
    field_error::FieldCode,
    ids::{GroupId, ImportId, parse_optional_id},
    imports::stored::{ImportKind, MAX_BYTES},
    policy::Action,
};

/// What a form can have in addition to its list, in bytes.
const AROUND: u64 = 64 * 1024;

/// So many bytes of a list that is too large are counted, and so many more forgotten.
const DRAINED: u64 = 4 * MAX_BYTES;

/// The longest name of a file that is kept, in characters.
const FILE_NAME: usize = 200;

/// Answers a script with the address of the import as JSON, and a plain form with a redirect to it.
///
/// The fields come in this order: `kind`, `group`, `file`, `list`. A file with bytes wins.
pub async fn upload(gate: Gate, State(portal): State<AppState>, request: Request) -> Response {
    let mut answerer = Answerer::of(&portal, &request);
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    let form = match Multipart::from_request(request, &()).await {
        Ok(form) if answerer.is_multipart() => form,
        _ => return answerer.unsupported(),
    };
    // A client that leaves ends this handler, but not the task: it discards what arrived.
    let received = tokio::spawn(async move {
        let mut receiver = Receiver {
            gate,
            length,
            kind: None,
            group: None,
        };
        let received = receiver.receive(form).await;
        (received, receiver.kind, receiver.group)
    });
    let Ok((received, kind, group)) = received.await else {
        return answerer.failed();
    };
    answerer.is_for(kind, group);
    match received {
        Ok(import) => answerer.received(import),
        Err(refused) => answerer.refused(refused).await,
    }
}

struct Receiver {
    gate: Gate,
    /// The bytes of the request, if it says so.
    length: Option<u64>,
    kind: Option<ImportKind>,
    group: Option<GroupId>,
}

impl Receiver {
    async fn receive(&mut self, mut form: Multipart) -> Result<ImportId, Refused> {
        self.gate.authorize(Action::BeSignedIn)?;
        let received = self.read_fields(&mut form).await;
        // A browser that still sends does not show the answer. Who may not import waits for nothing.
        if matches!(&received, Ok(_) | Err(Refused::List(_))) {
            drain(&mut form).await;
        }
        received
    }

    async fn read_fields(&mut self, form: &mut Multipart) -> Result<ImportId, Refused> {
        while let Some(field) = form.next_field().await? {
            match field.name().unwrap_or_default() {
                "kind" => self.kind = ImportKind::from_code(&short_text(field).await?),
                "group" => {
                    let group = parse_optional_id(&short_text(field).await?);
                    self.group = group.ok_or(app::AppError::BadRequest)?;
                }
                name @ ("file" | "list") => {
                    let pasted = name == "list";
                    let cx = self.authorize().await?;
                    if let Some(import) = self.store(&cx, field, pasted).await? {
                        db::imports::received(cx.db(), import).await?;
                        cx.continue_import(import).await;
                        return Ok(import);
                    }
                }
                _ => {}
            }
        }
        self.authorize().await?;
        Err(Refused::list(FieldCode::EmptyList))
    }

    async fn authorize(&self) -> Result<Authorized, Refused> {
        let kind = self.kind.ok_or(app::AppError::BadRequest)?;
        Ok(self.gate.authorize_import_of(kind, self.group).await?)
    }

    /// Stores the bytes of a field; `None` if it has none.
    async fn store(
        &self,
        cx: &Authorized,
        mut field: Field<'_>,
        pasted: bool,
    ) -> Result<Option<ImportId>, Refused> {
        if let Some(length) = self.length.filter(|length| *length > MAX_BYTES + AROUND) {
            return Err(Refused::too_large(length));
        }
        let Some(first) = first_bytes(&mut field).await? else {
            return Ok(None);
        };
        let file_name = match field.file_name() {
            Some(name) if !pasted => shown_name(name),
            _ => String::new(),
        };
        let new = NewImport {
            kind: self.kind.ok_or(app::AppError::BadRequest)?,
            group: self.group,
            file_name: &file_name,
        };
        let import = db::imports::receive(cx.db(), &cx.audit(), &new).await?;
        cx.allow_invitations(import).await?;
        let mut parts = Parts::new(cx, import);
        let stored = parts.take_all(first, &mut field).await;
        if stored.is_err() {
            db::imports::discard(cx.db(), import).await?;
        }
        stored.map(|()| Some(import))
    }
}

/// The list as it is stored so far.
struct Parts<'a> {
    cx: &'a Authorized,
    import: ImportId,
    /// The number of the next part.
    number: i64,
    /// What does not fill a part yet.
    rest: Vec<u8>,
    size: u64,
}

impl<'a> Parts<'a> {
    fn new(cx: &'a Authorized, import: ImportId) -> Self {
        let (number, size, rest) = (0, 0, Vec::with_capacity(PART));
        Self {
            cx,
            import,
            number,
            rest,
            size,
        }
    }

    async fn take_all(&mut self, first: Bytes, field: &mut Field<'_>) -> Result<(), Refused> {
        let mut next = Some(first);
        while let Some(bytes) = next {
            self.size += len(&bytes);
            if self.size <= MAX_BYTES {
                self.take(&bytes).await?;
            } else if self.size > DRAINED {
                // Until here it is only counted, so that the refusal can name its size.
                break;
            }
            next = field.chunk().await?;
        }
        if self.size > MAX_BYTES {
            return Err(Refused::too_large(self.size));
        }
        self.flush().await
    }

    async fn take(&mut self, mut bytes: &[u8]) -> Result<(), Refused> {
        while self.rest.len() + bytes.len() >= PART {
            let (now, later) = bytes.split_at(PART - self.rest.len());
            self.rest.extend_from_slice(now);
            self.flush().await?;
            bytes = later;
        }
        self.rest.extend_from_slice(bytes);
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Refused> {
        if !self.rest.is_empty() {
            db::imports::append(self.cx.db(), self.import, self.number, &self.rest).await?;
            self.number += 1;
            self.rest.clear();
        }
        Ok(())
    }
}

fn len(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

async fn first_bytes(field: &mut Field<'_>) -> Result<Option<Bytes>, Refused> {
    loop {
        match field.chunk().await? {
            Some(bytes) if bytes.is_empty() => {}
            bytes => return Ok(bytes),
        }
    }
}

/// The text of a field that is a code or an id.
async fn short_text(mut field: Field<'_>) -> Result<String, Refused> {
    let mut text = Vec::new();
    while let Some(bytes) = field.chunk().await? {
        text.extend_from_slice(&bytes);
        if text.len() > 64 {
            return Err(app::AppError::BadRequest.into());
        }
    }
    String::from_utf8(text).map_err(|_| app::AppError::BadRequest.into())
}

/// The name of the file without its folders and hidden characters, as much as is shown.
fn shown_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = domain::imports::cells::clean(name).unwrap_or_default();
    let shown = name.chars().filter(|c| !c.is_control());
    shown.take(FILE_NAME).collect()
}

async fn drain(form: &mut Multipart) {
    let mut left = DRAINED;
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(bytes)) = field.chunk().await {
            let Some(less) = left.checked_sub(len(&bytes)) else {
                return;
            };
            left = less;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_without_folders_and_hidden_characters() {
        assert_eq!(shown_name("C:\\Users\\ana\\list.csv"), "list.csv");
        assert_eq!(shown_name("../../etc/pass\u{200B}wd"), "passwd");
        assert_eq!(shown_name("exe.\u{202E}vsc"), "");
        assert_eq!(shown_name(&"x".repeat(999)).len(), FILE_NAME);
    }
}
