//! What systemd is told: that the portal is ready, that it stops, and that it still answers. Without
//! systemd nothing is sent.
use crate::background_tasks::every;
use sd_notify::NotifyState;
use std::{io, net::SocketAddr, time::Duration};
use tokio::{net::TcpStream, time::timeout};

/// Tells that the portal listens; where a watchdog is set, it hears from then on whether it answers.
pub fn ready(address: SocketAddr, base_url: &str) {
    tell(NotifyState::Ready);
    if let Some(limit) = sd_notify::watchdog_enabled() {
        tokio::spawn(keep_alive(address, base_url.to_owned(), limit / 3));
    }
}

/// Tells that requests are being finished and no more are accepted.
pub fn stopping() {
    tell(NotifyState::Stopping);
}

fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "the service manager was not told");
    }
}

/// Two answers in a row may be late before systemd restarts the portal.
async fn keep_alive(address: SocketAddr, base_url: String, pause: Duration) {
    let mut ticks = every(pause);
    loop {
        ticks.tick().await;
        match timeout(pause, answer(address, &base_url)).await {
            Ok(Ok(())) => tell(NotifyState::Watchdog),
            Ok(Err(error)) => tracing::warn!(%error, "the portal does not reach itself"),
            Err(_) => tracing::warn!("the portal does not answer itself"),
        }
    }
}

/// Returns when a request got an answer, or a full server closed its connection: both are accepted and
/// handled. It needs no database: a restart mends none.
async fn answer(address: SocketAddr, base_url: &str) -> io::Result<()> {
    let host = base_url
        .split_once("://")
        .map_or(base_url, |(_, host)| host);
    let request =
        format!("HEAD /favicon.svg HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let stream = TcpStream::connect(address).await?;
    stream.writable().await?;
    stream.try_write(request.as_bytes())?;
    stream.readable().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    #[tokio::test]
    async fn only_a_server_that_handles_connections_answers() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let limit = Duration::from_millis(100);
        let unheard = timeout(limit, answer(address, "http://localhost")).await;
        assert!(unheard.is_err(), "the system accepts, nobody answers");
        tokio::spawn(async move { while listener.accept().await.is_ok() {} });
        answer(address, "http://localhost").await.unwrap();
    }
}
