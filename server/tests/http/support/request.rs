//! Requests, built as their senders build them.
use super::{PATIENCE, TestResponse, TestServer};
use axum::{
    body::Body,
    extract::{ConnectInfo, Request},
    http::{HeaderMap, HeaderName, Method, header},
    response::Response,
};
use fixtures::TestUser;
use leptos::server_fn::axum::server_fn_paths;
use std::{
    net::{IpAddr, SocketAddr},
    sync::atomic::{AtomicU64, Ordering},
};
use tower::ServiceExt;

/// The functions that add something, with the token of a form.
pub const ADDING: [&str; 15] = [
    "create_user",
    "create_user_type",
    "clone_user_type",
    "create_branch",
    "create_course",
    "create_unit",
    "create_category",
    "create_group",
    "clone_group",
    "create_key",
    "send_key",
    "create_coupon",
    "place_order",
    "start_mass_action",
    "start_users_action",
];

/// A request that has not been sent yet.
pub struct TestRequest<'a> {
    server: &'a TestServer,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Body,
    address: IpAddr,
}

/// The path of a server function. The compiler appends a number to the name.
pub fn function(name: &str) -> &'static str {
    let found = server_fn_paths().find(|(path, _)| function_name(path) == name);
    found
        .unwrap_or_else(|| panic!("there is no server function {name}"))
        .0
}

/// `list_groups` of `/api/list_groups1234567890`.
pub fn function_name(path: &str) -> &str {
    path.trim_start_matches("/api/")
        .trim_end_matches(|c: char| c.is_ascii_digit())
}

impl TestServer {
    pub fn get(&self, path: &str) -> TestRequest<'_> {
        self.call(Method::GET, path)
            .header(header::ACCEPT, "text/html,application/xhtml+xml")
    }

    /// A server function of a form, called by the page's script. A form that adds is a new one unless
    /// `fields` has a token.
    pub fn act(&self, name: &str, fields: &[(&str, &str)]) -> TestRequest<'_> {
        static FORMS: AtomicU64 = AtomicU64::new(0);
        let adds = ADDING.contains(&name) && fields.iter().all(|(field, _)| *field != "token");
        let token = format!(
            "the-token-of-form-{}",
            FORMS.fetch_add(1, Ordering::Relaxed)
        );
        let fields = fields.iter().copied();
        let fields: Vec<_> = fields.chain(adds.then_some(("token", &*token))).collect();
        self.act_as_it_is(name, &fields)
    }

    /// As [`Self::act`], with these fields only.
    pub fn act_as_it_is(&self, name: &str, fields: &[(&str, &str)]) -> TestRequest<'_> {
        self.script(name, "application/x-www-form-urlencoded")
            .body(serde_urlencoded::to_string(fields).unwrap())
    }

    /// A server function of a list or a query, called by the page's script.
    pub fn ask(&self, name: &str, arguments: &serde_json::Value) -> TestRequest<'_> {
        self.script(name, "application/json")
            .body(arguments.to_string())
    }

    /// A form that the browser posts itself, from the page at `page`.
    pub fn form(&self, name: &str, page: &str, fields: &[(&str, &str)]) -> TestRequest<'_> {
        self.act(name, fields)
            .header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
            .header(header::REFERER, &format!("{}{page}", self.base_url))
    }

    fn script(&self, name: &str, kind: &str) -> TestRequest<'_> {
        self.call(Method::POST, function(name))
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, kind)
            .header(header::ORIGIN, &self.base_url)
            .header("sec-fetch-site", "same-origin")
    }

    pub fn call(&self, method: Method, path: &str) -> TestRequest<'_> {
        let host = self.base_url.split_once("://").unwrap().1;
        let call = TestRequest {
            server: self,
            method,
            path: path.to_owned(),
            headers: HeaderMap::new(),
            body: Body::empty(),
            address: IpAddr::from([192, 0, 2, 1]),
        };
        call.header(header::HOST, host)
    }
}

impl TestRequest<'_> {
    pub fn by(self, user: &TestUser) -> Self {
        self.session(&user.session)
    }

    /// With this session's cookie.
    pub fn session(self, token: &str) -> Self {
        let name = app::server::session_cookie_name(&self.server.base_url);
        self.header(header::COOKIE, &format!("{name}={token}"))
    }

    pub fn header(mut self, name: impl TryInto<HeaderName>, value: &str) -> Self {
        let Ok(name) = name.try_into() else {
            panic!("no name of a header");
        };
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    pub fn without(mut self, name: impl TryInto<HeaderName>) -> Self {
        let Ok(name) = name.try_into() else {
            panic!("no name of a header");
        };
        self.headers.remove(name);
        self
    }

    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// From another client address.
    pub fn address(mut self, address: impl Into<IpAddr>) -> Self {
        self.address = address.into();
        self
    }

    pub async fn send(self) -> TestResponse {
        let response = self.open().await;
        let answer = tokio::time::timeout(PATIENCE, TestResponse::read(response)).await;
        answer.expect("the answer ends")
    }

    /// The response at its start; its body may never end.
    pub async fn open(self) -> Response {
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = self.path.parse().unwrap();
        *request.headers_mut() = self.headers;
        let peer = SocketAddr::new(self.address, 40_000);
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = self.server.router.clone().oneshot(request);
        let answer = tokio::time::timeout(PATIENCE, answer).await;
        let answer = answer.unwrap_or_else(|_| panic!("no answer from {}", self.path));
        answer.unwrap()
    }
}
