//! PostgreSQL that goes away, is cut off, and comes back: people are told right away, and nothing stays broken.
use crate::support::{TestServer, on_postgres_through};
use fixtures::TestUser;
use server::monitor::database;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    time::{Instant, timeout},
};

/// How long people wait at most, and the portal for its recovery.
const SOON: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Whole,
    /// Connections end, and new ones do so at once.
    Gone,
    /// Nothing arrives, and no one is told.
    Silent,
}

/// Leads to the server's socket, as long as the link is whole.
async fn proxy(socket: String, link: watch::Receiver<Link>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(lead(client, socket.clone(), link.clone()));
        }
    });
    address
}

async fn lead(mut client: TcpStream, socket: String, mut link: watch::Receiver<Link>) {
    client.set_nodelay(true).unwrap();
    let mut server = UnixStream::connect(socket).await.unwrap();
    let (mut asked, mut told) = ([0; 8192], [0; 8192]);
    while *link.borrow() == Link::Whole {
        tokio::select! {
            _ = link.changed() => {}
            read = client.read(&mut asked) => match read {
                Ok(length @ 1..) => server.write_all(&asked[..length]).await.unwrap(),
                _ => return,
            },
            read = server.read(&mut told) => match read {
                Ok(length @ 1..) => client.write_all(&told[..length]).await.unwrap(),
                _ => return,
            },
        }
    }
    if *link.borrow() == Link::Silent {
        // A connection that was cut off stays so when the next ones are whole.
        drop(server);
        std::future::pending::<()>().await;
    }
}

/// Asks for a page until it has this status; returns how long that took.
async fn until(server: &TestServer, user: &TestUser, status: u16) -> Duration {
    let begun = Instant::now();
    let asking = async {
        while server.get("/groups").by(user).send().await.status != status {
            tokio::task::yield_now().await;
        }
    };
    let done = timeout(SOON, asking).await;
    done.unwrap_or_else(|_| panic!("no page with {status} within {SOON:?}"));
    begun.elapsed()
}

#[tokio::test]
async fn people_are_told_soon_and_the_portal_is_soon_back() {
    let (sender, link) = watch::channel(Link::Whole);
    let through = async |socket| proxy(socket, link.clone()).await;
    on_postgres_through(through, async |server| {
        let watching = tokio::spawn(database::watch(server.portal.clone()));
        let admin = server.fixtures.super_admin("admin").sign_in().await;
        for fault in [Link::Gone, Link::Silent, Link::Gone, Link::Silent] {
            until(&server, &admin, 200).await;
            sender.send(fault).unwrap();
            // One that is under way when it happens is told, too.
            let told = until(&server, &admin, 503).await;
            let ready = server.get("/readyz").send().await.expect(503);
            assert_eq!(ready.text(), "database");
            server.get("/livez").send().await.expect(200);
            sender.send(Link::Whole).unwrap();
            let back = until(&server, &admin, 200).await;
            let ready = server.get("/readyz").send().await;
            println!("{fault:?}: told in {told:?}, back in {back:?}");
            ready.expect(200);
        }
        watching.abort();
    })
    .await;
}
