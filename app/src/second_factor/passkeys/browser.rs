//! What the browser does with passkeys, through `navigator.credentials`.
use js_sys::{Function, JSON, Object, Promise, Reflect};
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue},
};
use wasm_bindgen_futures::JsFuture;

const MISSING: &str =
    "This browser can’t use passkeys here. Update it, or use an authenticator app.";
const FAILED: &str = "The passkey wasn’t used. Try again, or use something else.";
const KNOWN: &str = "This device or password manager already has a passkey for your account.";

/// Makes a passkey; options and result are JSON.
pub async fn create(options: &str) -> Result<String, &'static str> {
    call("create", "parseCreationOptionsFromJSON", options).await
}

/// Signs with a passkey; options and result are JSON.
pub async fn get(options: &str) -> Result<String, &'static str> {
    call("get", "parseRequestOptionsFromJSON", options).await
}

/// The browser reads the options and writes the result itself, so no bytes are moved here.
async fn call(method: &str, parse: &str, options: &str) -> Result<String, &'static str> {
    let promise = begin(method, parse, options).map_err(|_| MISSING)?;
    let made = JsFuture::from(promise)
        .await
        .map_err(|error| explain(&error))?;
    let json = JSON::stringify(&made).map_err(|_| MISSING)?;
    Ok(json.into())
}

fn begin(method: &str, parse: &str, options: &str) -> Result<Promise, JsValue> {
    let class = property(&window(), "PublicKeyCredential")?;
    let parse: Function = property(&class, parse)?.dyn_into()?;
    let options = parse.call1(&class, &JSON::parse(options)?)?;
    let request = Object::new();
    Reflect::set(&request, &"publicKey".into(), &options)?;
    let credentials = property(&window().navigator(), "credentials")?;
    let method: Function = property(&credentials, method)?.dyn_into()?;
    method.call1(&credentials, &request)?.dyn_into()
}

fn property(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &name.into())
}

fn explain(error: &JsValue) -> &'static str {
    let name = property(error, "name")
        .ok()
        .and_then(|name| name.as_string());
    match name.as_deref() {
        Some("InvalidStateError") => KNOWN,
        _ => FAILED,
    }
}
