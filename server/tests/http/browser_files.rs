//! The browser's files: which ones a page names, and how they are sent, from a folder and from the binary.
use crate::support::{Options, TestResponse, TestServer};
use ::browser_files::Files;
use axum::http::header;
use server::assets::AssetFolder;
use tempfile::TempDir;

const SCRIPT: &str = "export default function () {}";

/// A small version of the built frontend.
const FILES: Files = &[
    ("app-0123.js", SCRIPT.as_bytes()),
    ("app-0123.js.br", b"as brotli"),
    ("app-0123.js.gz", b"as gzip"),
    ("app-4567_bg.wasm", b"\0asm"),
    ("app-89ab.css", b"body {}"),
    (
        "assets.json",
        br#"{"js": {"href": "/pkg/app-0123.js", "integrity": "sha384-x"},
        "wasm": {"href": "/pkg/app-4567_bg.wasm"}, "css": [{"href": "/pkg/app-89ab.css"}],
        "parts": {"entry": ["/pkg/shared.wasm", "/pkg/entry.wasm"], "group": ["/pkg/group.wasm"],
        "members": ["/pkg/shared.wasm", "/pkg/members.wasm"]}}"#,
    ),
];

async fn server_of(assets: AssetFolder) -> TestServer {
    TestServer::with(Options {
        assets,
        // A proxy may send any host.
        trusted_proxies: vec![[192, 0, 2, 1].into()],
        ..Default::default()
    })
    .await
}

pub async fn server() -> (TestServer, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("dist");
    std::fs::create_dir(&inner).unwrap();
    for (name, bytes) in FILES {
        std::fs::write(inner.join(name), bytes).unwrap();
    }
    for folder in [folder.path(), &*inner] {
        std::fs::write(folder.join("secret"), "not for anyone").unwrap();
    }
    let assets = AssetFolder::open(&inner).unwrap();
    (server_of(assets).await, folder)
}

#[tokio::test]
async fn a_page_names_the_built_files() {
    let (server, _folder) = server().await;
    let page = server.get("/sign-in").send().await.expect(200);
    for part in [
        "/pkg/app-0123.js",
        "/pkg/app-4567_bg.wasm",
        "/pkg/app-89ab.css",
        "sha384-x",
    ] {
        assert!(page.text().contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_page_names_its_own_parts() {
    let (server, _folder) = server().await;
    let admin = server.fixtures.super_admin("admin").sign_in().await;
    let group = server.fixtures.group("Group").create().await;
    let entry = server.get("/sign-in").send().await.expect(200);
    let users = format!("/groups/{group}/users");
    let users = server.get(&users).by(&admin).send().await.expect(200);
    let nowhere = server.get("/nowhere").by(&admin).send().await.expect(404);
    for (page, parts, files) in [
        (
            &entry,
            r#"["entry"]"#,
            r#"["/pkg/entry.wasm","/pkg/shared.wasm"]"#,
        ),
        (
            &users,
            r#"["group","members"]"#,
            r#"["/pkg/group.wasm","/pkg/members.wasm","/pkg/shared.wasm"]"#,
        ),
        (&nowhere, "[]", "[]"),
    ] {
        let named = format!("window.musterParts = {parts};");
        assert!(page.text().contains(&named), "{named}");
        assert!(
            page.text().contains(&format!("new Map({files}.map")),
            "{files}"
        );
    }
}

#[tokio::test]
async fn a_script_is_sent_in_the_smallest_encoding_that_the_browser_accepts() {
    let (server, _folder) = server().await;
    for (accepts, encoding, body) in [
        ("gzip, deflate, br, zstd", "br", "as brotli"),
        ("gzip", "gzip", "as gzip"),
        ("br;q=0, gzip", "gzip", "as gzip"),
        ("identity", "", SCRIPT),
        ("", "", SCRIPT),
    ] {
        let call = server.get("/pkg/app-0123.js");
        let answer = call.header(header::ACCEPT_ENCODING, accepts).send().await;
        let answer = answer.expect(200);
        assert_eq!(
            answer.header(header::CONTENT_ENCODING),
            encoding,
            "{accepts}"
        );
        assert_eq!(answer.text(), body, "{accepts}");
        assert_eq!(
            answer.header(header::CONTENT_TYPE),
            "text/javascript; charset=utf-8"
        );
        let varies = answer.header(header::VARY).to_ascii_lowercase();
        assert!(
            varies.contains("accept-encoding"),
            "caches must tell them apart: {varies:?}"
        );
    }
    let wasm = server.get("/pkg/app-4567_bg.wasm").send().await.expect(200);
    assert_eq!(wasm.header(header::CONTENT_TYPE), "application/wasm");
}

#[tokio::test]
async fn no_address_leads_out_of_the_built_files() {
    let (server, _folder) = server().await;
    for path in [
        "/pkg/../secret",
        "/pkg/%2e%2e/secret",
        "/pkg/..%2fsecret",
        "/pkg/..%5csecret",
        "/pkg/./../../secret",
        "/pkg//etc/passwd",
        "/pkg/%00",
        "/pkg/",
    ] {
        let answer = server.get(path).send().await;
        assert_ne!(answer.status, 200, "{path}");
        assert!(
            !String::from_utf8_lossy(&answer.body).contains("not for anyone"),
            "{path}"
        );
    }
}

async fn ask(server: &TestServer, path: &str, accepts: &str, range: &str) -> TestResponse {
    let mut call = server.get(path).header(header::ACCEPT_ENCODING, accepts);
    if !range.is_empty() {
        call = call.header(header::RANGE, range);
    }
    call.send().await
}

/// The time of a file differs, of which its tag is made.
#[tokio::test]
async fn files_inside_the_binary_are_served_as_those_of_a_folder() {
    let (from_folder, _folder) = server().await;
    let from_binary = server_of(AssetFolder::inside(FILES).unwrap()).await;
    let paths = [
        "app-0123.js",
        "app-4567_bg.wasm",
        "app-89ab.css",
        "missing.js",
        "",
        "../app-89ab.css",
    ];
    for path in paths.map(|path| format!("/pkg/{path}")) {
        for accepts in ["gzip, deflate, br, zstd", "gzip", "br;q=0, gzip", ""] {
            for range in ["", "bytes=1-3", "bytes=900-"] {
                let what = format!("{path}, {accepts}, {range}");
                let folder = ask(&from_folder, &path, accepts, range).await;
                let binary = ask(&from_binary, &path, accepts, range).await;
                assert_eq!(folder.status, binary.status, "{what}");
                assert_eq!(folder.body, binary.body, "{what}");
                for name in [
                    header::CONTENT_TYPE,
                    header::CONTENT_ENCODING,
                    header::CONTENT_LENGTH,
                    header::CONTENT_RANGE,
                    header::CACHE_CONTROL,
                    header::VARY,
                ] {
                    assert_eq!(folder.header(&name), binary.header(&name), "{name}: {what}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_file_inside_the_binary_has_a_tag() {
    let server = server_of(AssetFolder::inside(FILES).unwrap()).await;
    let first = server.get("/pkg/app-0123.js").send().await.expect(200);
    let tag = first.header(header::ETAG);
    assert_ne!(tag, "");
    let again = server.get("/pkg/app-0123.js");
    let again = again.header(header::IF_NONE_MATCH, tag).send().await;
    assert_eq!(again.expect(304).body, b"");
    let page = server.get("/sign-in").send().await.expect(200);
    assert!(page.text().contains("/pkg/app-0123.js"));
}

#[test]
fn a_binary_with_files_but_no_list_of_them_does_not_start() {
    let refused = AssetFolder::inside(&[("app-0123.js", b"")]).err().unwrap();
    assert!(refused.to_string().contains("no assets.json"), "{refused}");
}

/// They ask for it before they read a page.
#[tokio::test]
async fn search_engines_are_kept_from_links_that_stand_for_a_right() {
    let server = TestServer::new().await;
    let robots = server.get("/robots.txt").send().await.expect(200);
    assert_eq!(
        robots.header(header::CONTENT_TYPE),
        "text/plain; charset=utf-8"
    );
    assert!(
        robots
            .text()
            .starts_with("User-agent: *\nDisallow: /api/\n")
    );
    for path in ["/join/", "/setup/", "/new-address/"] {
        assert!(
            robots.text().contains(&format!("Disallow: {path}\n")),
            "{path}"
        );
    }
    let icon = server.get("/favicon.ico").send().await.expect(200);
    assert!(
        icon.header(header::CONTENT_TYPE)
            .starts_with("image/svg+xml")
    );
    let page = server.get("/sign-in").send().await.expect(200);
    assert!(
        page.text()
            .contains("<meta name=\"description\" content=\"Courses and groups of Muster\"")
    );
}
