//! A stand-in for Stripe.
use axum::{
    Json, Router,
    http::{HeaderMap, StatusCode, Uri},
};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

/// The requests: the form of each, with `path` and `key`.
pub type Asked = Arc<Mutex<Vec<HashMap<String, String>>>>;

/// How the stand-in answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Willing,
    /// Its payment page was completed.
    Complete,
    /// It refuses with this code.
    Refusing(&'static str),
    /// It answers 500.
    Broken,
}

#[derive(Clone)]
pub struct Stub {
    pub address: String,
    pub asked: Asked,
    mood: Arc<Mutex<Mood>>,
}

impl Stub {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stub = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            asked: Asked::default(),
            mood: Arc::new(Mutex::new(Mood::Willing)),
        };
        let answering = stub.clone();
        let respond = async move |uri: Uri, headers: HeaderMap, body: String| {
            answering.answer(&uri, &headers, &body)
        };
        let router = Router::new().fallback(respond);
        tokio::spawn(async move { axum::serve(listener, router).await });
        stub
    }

    pub fn set_mood(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// The paths that were asked for.
    pub fn paths(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|form| form["path"].clone()).collect()
    }

    fn answer(&self, uri: &Uri, headers: &HeaderMap, body: &str) -> (StatusCode, Json<Value>) {
        let mut form: HashMap<String, String> = serde_urlencoded::from_str(body).unwrap();
        form.insert("path".into(), uri.path().into());
        let key = headers.get("idempotency-key");
        let key = key.map(|key| key.to_str().unwrap().to_owned());
        form.insert("key".into(), key.unwrap_or_default());
        self.asked.lock().unwrap().push(form);
        let error = |code, message| json!({"error": {"code": code, "message": message}});
        let (status, answer) = match *self.mood.lock().unwrap() {
            Mood::Willing => {
                let url = format!("{}/pay/cs_1", self.address);
                (200, json!({"id": "cs_1", "url": url, "status": "expired"}))
            }
            Mood::Complete => (400, error("", "This Session has a status of `complete`.")),
            Mood::Refusing(code) => (400, error(code, "No.")),
            Mood::Broken => (500, json!({})),
        };
        (StatusCode::from_u16(status).unwrap(), Json(answer))
    }
}
