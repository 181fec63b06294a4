//! Bounds of a connection: how many one source has, and how long an answer waits for its reader.
use crate::networks::Networks;
use app::server::security_events::{SecurityEvent, note};
use domain::throttle::Source;
use std::{
    collections::HashMap,
    io,
    net::IpAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

/// What a connection may take.
#[derive(Clone, Debug)]
pub struct ConnectionLimits {
    /// For a request's head, counted from the connection or the previous response.
    pub head: Duration,
    /// How long a client may leave an answer unread before the connection ends.
    pub unread: Duration,
    /// How many connections one source has at a time; the next are closed at once.
    pub per_source: usize,
    /// Proxies, which bring the connections of many.
    pub exempt: Networks,
}

/// The open connections of each source.
#[derive(Clone, Default)]
pub struct Connections(Arc<Mutex<HashMap<Source, Open>>>);

#[derive(Default)]
struct Open {
    number: usize,
    /// Whether one was refused since there was room.
    refused: bool,
}

/// A connection that is counted until this is dropped.
pub struct Counted {
    all: Connections,
    source: Option<Source>,
}

impl Connections {
    /// Counts a connection; `None` if its source has too many, which is noted the first time.
    pub fn count(&self, peer: IpAddr, limits: &ConnectionLimits) -> Option<Counted> {
        let source =
            Some(Source::of(peer)).filter(|_| !limits.exempt.contains(&peer.to_canonical()));
        if let Some(source) = source {
            let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let open = open.entry(source).or_default();
            if open.number >= limits.per_source {
                if !std::mem::replace(&mut open.refused, true) {
                    note(SecurityEvent::ConnectionRefused, source, None, "");
                }
                return None;
            }
            open.number += 1;
        }
        let all = self.clone();
        Some(Counted { all, source })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let Some(source) = self.source else { return };
        let mut all = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = all.get_mut(&source) {
            open.number -= 1;
            open.refused = false;
            if open.number == 0 {
                all.remove(&source);
            }
        }
    }
}

/// A stream whose writes fail when nothing of them is taken for too long: a client that does not read
/// would otherwise keep the answer in memory for ever.
pub struct ReadInTime<S> {
    stream: S,
    limit: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<S> ReadInTime<S> {
    pub fn new(stream: S, limit: Duration) -> Self {
        Self {
            stream,
            limit,
            waiting: None,
        }
    }

    /// Passes on what the stream said, or the end of the client's time.
    fn in_time<T>(
        &mut self,
        cx: &mut Context<'_>,
        said: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if said.is_ready() {
            self.waiting = None;
            return said;
        }
        let limit = self.limit;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(limit)));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for ReadInTime<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for ReadInTime<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let said = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.in_time(cx, said)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let said = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.in_time(cx, said)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let said = Pin::new(&mut self.stream).poll_flush(cx);
        self.in_time(cx, said)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let said = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.in_time(cx, said)
    }
}
