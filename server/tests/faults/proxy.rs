//! A proxy between the portal and PostgreSQL's socket, which can do to a connection what networks do.
use std::{io, net::Ipv4Addr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    time::sleep,
};

/// What happens to the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Nothing,
    /// Each piece is late.
    Slow(Duration),
    /// No byte passes, and no end of a connection: neither side learns of it.
    Silent,
    /// Connections end, and new ones do at once.
    Cut,
    /// So many bytes of answers pass on each connection, then it ends in the middle of one.
    CutAfter(usize),
}

pub struct Proxy {
    pub port: u16,
    fault: watch::Sender<Fault>,
}

impl Proxy {
    /// Stands in front of the server with this socket until the test ends.
    pub async fn start(socket: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (fault, faults) = watch::channel(Fault::Nothing);
        let socket: Arc<str> = socket.into();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(client, socket.clone(), faults.clone()));
            }
        });
        Self { port, fault }
    }

    /// Connections that were silent stay so after their network has healed: they are half open.
    pub fn set(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }
}

async fn pass(mut client: TcpStream, socket: Arc<str>, faults: watch::Receiver<Fault>) {
    if *faults.borrow() == Fault::Silent {
        // Connecting works, as behind a firewall that swallows the rest.
        return std::future::pending().await;
    }
    let Ok(mut server) = UnixStream::connect(&*socket).await else {
        return;
    };
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let there = copy(&mut from_client, &mut to_server, faults.clone(), false);
    let back = copy(&mut from_server, &mut to_client, faults.clone(), true);
    tokio::select! {
        _ = there => {}
        _ = back => {}
        // Kept open on both sides, for good.
        () = until(faults.clone(), Fault::Silent) => std::future::pending().await,
        () = until(faults.clone(), Fault::Cut) => {}
    }
}

/// Returns at the fault; keeps no hold on the channel.
async fn until(mut faults: watch::Receiver<Fault>, fault: Fault) {
    if faults.wait_for(|now| *now == fault).await.is_err() {
        std::future::pending().await
    }
}

async fn copy(
    from: &mut (impl AsyncReadExt + Unpin),
    to: &mut (impl AsyncWriteExt + Unpin),
    faults: watch::Receiver<Fault>,
    is_answer: bool,
) -> io::Result<()> {
    let (mut piece, mut passed) = (vec![0; 8_192], 0);
    loop {
        let length = from.read(&mut piece).await?;
        if length == 0 {
            return Ok(());
        }
        let fault = *faults.borrow();
        match fault {
            Fault::Slow(late) => sleep(late).await,
            Fault::CutAfter(most) if is_answer && passed + length > most => {
                to.write_all(&piece[..most.saturating_sub(passed)]).await?;
                return Ok(());
            }
            _ => {}
        }
        passed += length;
        to.write_all(&piece[..length]).await?;
    }
}
