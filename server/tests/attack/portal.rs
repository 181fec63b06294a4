//! A running portal in a process of its own, and what its machine knows of it.
use db::{Db, secrets::Secrets};
use fixtures::Fixtures;
use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};

const SECRET: [u8; 32] = [7; 32];
/// How long one request may take; one that takes longer counts as refused.
const PATIENCE: Duration = Duration::from_secs(90);

pub struct Portal {
    process: Child,
    pub address: SocketAddr,
    folder: TempDir,
}

/// A response, as far as the attacks look at it.
pub struct Answer {
    pub status: u16,
    pub head: String,
}

impl Portal {
    /// Starts a portal on a database that `prepare` filled, and waits until it serves.
    pub async fn start(prepare: impl AsyncFnOnce(&Fixtures)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/muster.db", folder.path().display());
        let db = Db::connect(&url, Secrets::new(SECRET)).await.unwrap();
        db.migrate().await.unwrap();
        db::user_types::ensure_built_in(&db).await.unwrap();
        prepare(&Fixtures::new(&db)).await;
        db.close().await.unwrap();
        let assets = folder.path().join("assets");
        fs::create_dir(&assets).unwrap();
        // No attack asks for a file of the browser.
        let none = r#"{"js":{"href":""},"wasm":{"href":""},"css":[],"parts":{}}"#;
        fs::write(assets.join("assets.json"), none).unwrap();
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let secret: String = SECRET.iter().map(|byte| format!("{byte:02x}")).collect();
        let process = Command::new(env!("CARGO_BIN_EXE_muster"))
            .arg("serve")
            .args([
                "--listen",
                &address.to_string(),
                "--trusted-proxies",
                "127.0.0.1",
            ])
            .arg("--data")
            .arg(folder.path())
            .arg("--assets")
            .arg(&assets)
            .env("DATABASE_URL", url)
            .env("MUSTER_SECRET", secret)
            .env("RUST_LOG", "error")
            .env_remove("BASE_URL")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let portal = Self {
            process,
            address,
            folder,
        };
        portal.until_it_serves().await;
        portal
    }

    async fn until_it_serves(&self) {
        let begun = Instant::now();
        while TcpStream::connect(self.address).await.is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "it does not start"
            );
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// A server function, called by a script at this address of a client.
    pub async fn act(
        &self,
        name: &str,
        fields: &[(&str, &str)],
        from: &str,
        cookies: &str,
    ) -> Answer {
        self.post(name, "application/json", fields, from, cookies)
            .await
    }

    /// As [`Self::act`], by a browser without script.
    pub async fn form(&self, name: &str, fields: &[(&str, &str)], from: &str) -> Answer {
        self.post(name, "text/html", fields, from, "").await
    }

    async fn post(
        &self,
        name: &str,
        accept: &str,
        fields: &[(&str, &str)],
        from: &str,
        cookies: &str,
    ) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let own = format!("http://{}", self.address);
        let head = format!(
            "POST /api/{name} HTTP/1.1\r\nHost: {}\r\nX-Forwarded-For: {from}\r\nCookie: {cookies}\r\n\
             Accept: {accept}\r\nOrigin: {own}\r\nReferer: {own}/\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.address,
            body.len()
        );
        self.send(head + &body).await
    }

    pub async fn get(&self, path: &str, cookies: &str) -> Answer {
        self.send(self.get_request(path, cookies)).await
    }

    fn get_request(&self, path: &str, cookies: &str) -> String {
        format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookies}\r\nAccept: text/html\r\n\
             Connection: close\r\n\r\n",
            self.address
        )
    }

    /// Asks for a page, and leaves its answer in the connection.
    pub async fn ask(&self, path: &str, cookies: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = self.get_request(path, cookies);
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }

    /// A status of 0 is no answer.
    async fn send(&self, request: String) -> Answer {
        let exchange = async {
            let mut stream = TcpStream::connect(self.address).await?;
            stream.write_all(request.as_bytes()).await?;
            let mut text = Vec::new();
            stream.read_to_end(&mut text).await?;
            std::io::Result::Ok(text)
        };
        let text = match tokio::time::timeout(PATIENCE, exchange).await {
            Ok(Ok(text)) => String::from_utf8_lossy(&text).into_owned(),
            _ => String::new(),
        };
        let status = text.get(9..12).and_then(|code| code.parse().ok());
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        Answer {
            status: status.unwrap_or_default(),
            head: head.to_owned(),
        }
    }

    /// Bytes of memory that are its own and in use; what Linux counts, 0 elsewhere.
    pub fn memory(&self) -> u64 {
        self.status("RssAnon:")
    }

    fn status(&self, name: &str) -> u64 {
        let file = format!("/proc/{}/status", self.process.id());
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kibibytes.unwrap_or_default() * 1_024
    }

    /// Bytes of the database's files.
    pub fn disk(&self) -> u64 {
        let files = fs::read_dir(self.folder.path()).unwrap();
        files
            .map(|file| file.unwrap())
            .filter(|file| file.file_name().to_string_lossy().starts_with("muster.db"))
            .map(|file| file.metadata().unwrap().len())
            .sum()
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
