//! A list as the response of a request: in the format that the query asks for, sent while it is read.
use super::{XLSX, file_name::FileName, list_writer::ListWriter};
use app::{
    AppError,
    server::{Authorized, Refusal, export_cookie},
};
use axum::{
    BoxError,
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    exports::{Encoding, ExportChoice, ExportFormat, Separator},
    ids::UserId,
};
use futures::{Stream, StreamExt, TryStreamExt, stream};
use serde::Deserialize;
use std::{future, io, pin::Pin};

/// The format in the query of an export.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct ExportQuery {
    format: Option<ExportFormat>,
    separator: Option<Separator>,
    encoding: Option<Encoding>,
}

impl ExportQuery {
    /// Whether somebody chose in the dialog, which sends everything. A link may have only a format.
    const fn is_chosen(self) -> bool {
        self.format.is_some() && self.separator.is_some() && self.encoding.is_some()
    }
}

/// A list that is asked for.
pub struct ListFile {
    pub name: FileName,
    /// The name of its sheet in a workbook.
    pub sheet: &'static str,
    asked: ExportQuery,
    /// Of a list that was imported, and that the file belongs to.
    own_separator: Option<u8>,
    actor: UserId,
    base_url: String,
}

type Pages<Row> = Pin<Box<dyn Stream<Item = Result<Vec<Row>, db::Error>> + Send>>;

impl ListFile {
    pub fn new(name: FileName, sheet: &'static str, asked: ExportQuery, cx: &Authorized) -> Self {
        Self {
            name,
            sheet,
            asked,
            own_separator: None,
            actor: cx.actor.id,
            base_url: cx.absolute_url(""),
        }
    }

    /// Has this separator, unless the query names another.
    #[must_use]
    pub const fn separated_by(mut self, separator: Option<u8>) -> Self {
        self.own_separator = separator;
        self
    }

    /// Returns the response. The first page is read before it begins, so that a database that fails still gets its
    /// status; the others are read as the client receives them.
    ///
    /// # Errors
    /// The first page could not be read.
    pub async fn send<Row: Send + 'static>(
        self,
        head: &[impl AsRef<str>],
        pages: impl Stream<Item = Result<Vec<Row>, db::Error>> + Send + 'static,
        cells: impl Fn(Row) -> Vec<String> + Send + 'static,
    ) -> Result<Response, Refusal> {
        let choice = self.choice();
        let writer =
            ListWriter::new(choice, self.separator(), self.sheet, head).map_err(unwritten)?;
        let body = body(writer, pages, cells).await?;
        Ok(self.response(choice, body))
    }

    fn choice(&self) -> ExportChoice {
        ExportChoice {
            format: self.asked.format.unwrap_or_default(),
            separator: self.asked.separator.unwrap_or_default(),
            encoding: self.asked.encoding.unwrap_or_default(),
        }
    }

    fn separator(&self) -> u8 {
        let own = self
            .own_separator
            .filter(|_| self.asked.separator.is_none());
        own.unwrap_or_else(|| self.choice().separator.byte())
    }

    fn response(&self, choice: ExportChoice, body: Body) -> Response {
        let kind = match choice.format {
            ExportFormat::Csv => format!("text/csv; charset={}", choice.encoding.code()),
            ExportFormat::Xlsx => XLSX.to_owned(),
        };
        let attached = self.name.disposition(choice.format.code());
        let headers = [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, attached),
        ];
        let mut response = (headers, body).into_response();
        if self.asked.is_chosen()
            && let Ok(cookie) =
                HeaderValue::from_str(&export_cookie(&self.base_url, self.actor, choice))
        {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// Returns the rows as they are written, after what the writer already has.
async fn body<Row: Send + 'static>(
    writer: ListWriter,
    pages: impl Stream<Item = Result<Vec<Row>, db::Error>> + Send + 'static,
    cells: impl Fn(Row) -> Vec<String> + Send + 'static,
) -> Result<Body, Refusal> {
    let mut pages: Pages<Row> = Box::pin(pages);
    let first = pages.try_next().await?.unwrap_or_default();
    let mut sending = Sending {
        writer,
        pages,
        cells,
    };
    let start = sending.write(first).map_err(unwritten)?;
    let rest = stream::try_unfold(Some(sending), |sending| async {
        match sending {
            Some(sending) => sending.next().await.map(Some),
            None => Ok(None),
        }
    });
    let whole = stream::once(future::ready(Ok(start))).chain(rest);
    let body = whole
        .inspect_err(|error| tracing::error!(error, "an export was not completed"))
        .try_filter(|part| future::ready(!part.is_empty()));
    Ok(Body::from_stream(body))
}

/// A list of which a part was sent.
struct Sending<Row, Cells> {
    writer: ListWriter,
    pages: Pages<Row>,
    cells: Cells,
}

impl<Row, Cells: Fn(Row) -> Vec<String>> Sending<Row, Cells> {
    /// Returns the bytes that the rows add.
    fn write(&mut self, rows: Vec<Row>) -> io::Result<Vec<u8>> {
        for row in rows {
            self.writer.row(&(self.cells)(row))?;
        }
        Ok(self.writer.take())
    }

    /// Returns the next bytes, and what is left.
    async fn next(mut self) -> Result<(Vec<u8>, Option<Self>), BoxError> {
        match self.pages.try_next().await? {
            Some(rows) => Ok((self.write(rows)?, Some(self))),
            None => Ok((self.writer.finish()?, None)),
        }
    }
}

fn unwritten(error: io::Error) -> AppError {
    tracing::error!(%error, "cannot write an export");
    AppError::Internal
}
