//! Clients that send half of a request and then nothing, do not read, or connect too often.
use crate::support::{Options, PATIENCE, TestServer};
use axum::{Router, body::Body, routing::get};
use futures::StreamExt;
use server::{Timeouts, connections::ConnectionLimits, serve::serve};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

/// Short, so that the test does not take long.
const SHORT: Duration = Duration::from_millis(300);

#[tokio::test]
async fn a_missing_body_is_a_408_and_has_no_effect() {
    let server = TestServer::with(Options {
        timeouts: Timeouts {
            body: SHORT,
            ..Default::default()
        },
        ..Default::default()
    })
    .await;
    let admin = server.fixtures.super_admin("admin").sign_in().await;
    let before = server.dump().await;
    let half = futures::stream::iter([Ok::<_, std::io::Error>(b"name=Half".to_vec())]);
    let body = Body::from_stream(half.chain(futures::stream::pending()));
    let call = server.act("create_group", &[]).by(&admin).body(body);
    call.send().await.expect(408);
    crate::support::assert_unchanged("half a body", &before, &server.dump().await);
}

/// Bytes that drip in never exceed a timeout per byte, so the whole body has a deadline.
#[tokio::test]
async fn a_body_that_drips_has_a_deadline_too() {
    let server = TestServer::with(Options {
        timeouts: Timeouts {
            body: SHORT,
            ..Default::default()
        },
        ..Default::default()
    })
    .await;
    let admin = server.fixtures.super_admin("admin").sign_in().await;
    let drops = futures::stream::unfold((), |()| async {
        tokio::time::sleep(SHORT / 20).await;
        Some((Ok::<_, std::io::Error>(b"x".to_vec()), ()))
    });
    let call = server.act("create_group", &[]).by(&admin);
    let call = call.body(Body::from_stream(drops));
    call.send().await.expect(408);
}

fn limits(time: Duration) -> ConnectionLimits {
    ConnectionLimits {
        head: time,
        unread: time,
        per_source: 5,
        exempt: [].into(),
    }
}

/// The portal behind the real accept loop.
async fn listening(server: &TestServer) -> SocketAddr {
    listening_with(server, limits(SHORT)).await
}

async fn listening_with(server: &TestServer, limits: ConnectionLimits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = server.router.clone();
    let stop = server.stop.subscribe();
    tokio::spawn(serve(listener, router, limits, stop));
    address
}

/// What the server sends before it closes the connection.
async fn until_the_end(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    let ended = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut said)).await;
    // A reset connection has ended as well.
    let _ = ended.expect("the server ends the connection");
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test]
async fn half_a_head_ends_the_connection() {
    let server = TestServer::new().await;
    let address = listening(&server).await;
    for half in [
        "GET /healthz HTTP/1.1\r\nHost: muster.test\r\nX-Slow: ",
        "GET /healthz",
        "G",
        // Up to here it could become HTTP/2.
        "PRI * HTTP/2.0\r\n",
        "",
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(half.as_bytes()).await.unwrap();
        let said = until_the_end(&mut stream).await;
        assert!(!said.contains(" 200 "), "{half:?}: {said}");
    }
}

#[tokio::test]
async fn an_idle_connection_ends_after_its_response() {
    let server = TestServer::new().await;
    let address = listening(&server).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "GET /healthz HTTP/1.1\r\nHost: muster.test\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let said = until_the_end(&mut stream).await;
    assert!(said.starts_with("HTTP/1.1 200 OK\r\n"), "{said}");
}

#[tokio::test]
async fn the_server_stops_on_request() {
    let server = TestServer::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = server.router.clone();
    let stop = server.stop.subscribe();
    let running = tokio::spawn(serve(listener, router, limits(PATIENCE), stop));
    // One client is idle, another receives events.
    let ana = server.fixtures.user("ana").sign_in().await;
    let mut live = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "GET /live HTTP/1.1\r\nHost: muster.test\r\nCookie: session={}\r\n\r\n",
        ana.session
    );
    live.write_all(head.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    live.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let _idle = TcpStream::connect(address).await.unwrap();
    server.stop.send(true).unwrap();
    until_the_end(&mut live).await;
    let ended = tokio::time::timeout(PATIENCE, running).await;
    ended.expect("the server ends").unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

/// It would stay in memory for as long as the client likes.
#[tokio::test]
async fn an_answer_that_nobody_reads_ends() {
    let server = TestServer::new().await;
    let (alive, mut dropped) = mpsc::channel::<()>(1);
    let endless = move || {
        let alive = alive.clone();
        let chunks = futures::stream::repeat_with(move || {
            let _ = &alive;
            Ok::<_, std::io::Error>(vec![b'x'; 65_536])
        });
        async { Body::from_stream(chunks) }
    };
    let router = Router::new().route("/endless", get(endless));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = server.stop.subscribe();
    tokio::spawn(serve(listener, router, limits(SHORT), stop));
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "GET /endless HTTP/1.1\r\nHost: muster.test\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    // Both the answer and its router are dropped: the one ends, the other is stopped.
    server.stop.send(true).unwrap();
    let ended = tokio::time::timeout(PATIENCE, dropped.recv()).await;
    assert_eq!(ended.expect("the answer ends"), None);
}

#[tokio::test]
async fn one_source_has_so_many_connections() {
    let server = TestServer::new().await;
    let address = listening_with(&server, limits(PATIENCE)).await;
    let mut open = Vec::new();
    for _ in 0..6 {
        open.push(TcpStream::connect(address).await.unwrap());
    }
    let mut last = open.pop().unwrap();
    let said = until_the_end(&mut last).await;
    assert_eq!(said, "", "closed at once");
    let head = "GET /healthz HTTP/1.1\r\nHost: muster.test\r\nConnection: close\r\n\r\n";
    for stream in &mut open {
        stream.write_all(head.as_bytes()).await.unwrap();
        let said = until_the_end(stream).await;
        assert!(said.starts_with("HTTP/1.1 200 OK\r\n"), "{said}");
    }
    let mut next = TcpStream::connect(address).await.unwrap();
    next.write_all(head.as_bytes()).await.unwrap();
    let said = until_the_end(&mut next).await;
    assert!(
        said.starts_with("HTTP/1.1 200 OK\r\n"),
        "there is room again: {said}"
    );
}
