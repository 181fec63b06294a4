//! Files inside the binary, for tower-http's service of files: they are read where they are.
use browser_files::Files;
use std::{
    future::{Ready, ready},
    io::{self, Cursor, SeekFrom},
    path::{Path, PathBuf},
    pin::Pin,
    task::{Context, Poll},
    time::SystemTime,
};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::fs::{Backend, File, Metadata};

/// Returns the bytes of a file.
pub fn find(files: Files, path: &Path) -> Option<&'static [u8]> {
    let path = path.strip_prefix(".").unwrap_or(path).to_str()?;
    let (_, bytes) = files.iter().find(|(name, _)| *name == path)?;
    Some(bytes)
}

/// Files that are served as those of a folder are.
#[derive(Clone)]
pub struct BuiltIn(pub Files);

impl BuiltIn {
    fn bytes(&self, path: &Path) -> io::Result<&'static [u8]> {
        find(self.0, path).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Backend for BuiltIn {
    type File = BuiltInFile;
    type Metadata = Size;
    type OpenFuture = Ready<io::Result<BuiltInFile>>;
    type MetadataFuture = Ready<io::Result<Size>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        ready(
            self.bytes(&path)
                .map(|bytes| BuiltInFile(Cursor::new(bytes))),
        )
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        ready(self.bytes(&path).map(Size::of))
    }
}

/// A file that is being sent: a position in the binary's own bytes.
pub struct BuiltInFile(Cursor<&'static [u8]>);

impl AsyncRead for BuiltInFile {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncSeek for BuiltInFile {
    fn start_seek(mut self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.0).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.0).poll_complete(context)
    }
}

impl File for BuiltInFile {
    type Metadata = Size;
    type MetadataFuture<'a> = Ready<io::Result<Size>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(Size::of(self.0.get_ref())))
    }
}

/// A file's length in bytes.
pub struct Size(u64);

impl Size {
    fn of(bytes: &'static [u8]) -> Self {
        Self(bytes.len() as u64)
    }
}

impl Metadata for Size {
    fn is_dir(&self) -> bool {
        false
    }

    /// The tag of a file is made of this time and its length. One time for all will do: a name is a hash
    /// of the bytes.
    fn modified(&self) -> io::Result<SystemTime> {
        Ok(SystemTime::UNIX_EPOCH)
    }

    fn len(&self) -> u64 {
        self.0
    }
}
