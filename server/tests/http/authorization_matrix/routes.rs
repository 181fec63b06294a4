//! The authorization matrix of the pages and all other addresses.
use super::{Line, assert_complete, matrix_fixtures::MatrixFixtures, read, refused_first};
use crate::support::{Options, TestResponse, TestServer, Upload};
use axum::http::Method;
use server::stripe::Stripe;
use std::collections::BTreeSet;

/// A guest is redirected to sign in (303) and back; a user without permission gets 403. The portal
/// of the two branches takes no cards, so there no one finds how to pay.
const TABLE: &str = "
route                          guest    ended inactive removed learner keyless instructor admin super | own other
GET /                                  | 303 303 303 303 ok  ok  ok  ok  ok  | ok  ok
GET /sign-in/code                      | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /second-factor                     | 303 303 303 303 ok  ok  ok  ok  ok  | ok  ok
GET /second-factor/qr.svg              | 401 401 401 401 404 404 404 404 404 | 404 404
GET /prove                             | 303 303 303 303 ok  ok  ok  ok  ok  | ok  ok
GET /sign-in                           | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /setup/{token}                     | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /sign-up                           | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /sign-up/confirm/{token}           | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /new-account/{token}               | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /forgotten-password                | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /forgotten-password/{token}        | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /new-address                       | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /new-address/{token}               | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /groups                            | 303 303 303 303 403 403 ok  ok  ok  | ok  ok
GET /groups/new                        | 303 303 303 303 403 403 ok  ok  ok  | ok  ok
GET /groups/import                     | 303 303 303 303 403 403 ok  ok  ok  | ok  ok
GET /groups/trash                      | 303 303 303 303 ok  ok  ok  ok  ok  | ok  ok
GET /trash                             | 303 303 303 303 403 403 ok  ok  ok  | ok  ok
GET /groups/{id}                       | 303 303 303 303 403 403 ok  ok  ok  | ok  ok
GET /groups/{id}/users                 | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /groups/{id}/import                | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /groups/{id}/courses/import        | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /groups/{id}/courses               | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /groups/{id}/info                  | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /groups/{id}/keys                  | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /groups/{id}/keys/{key}            | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /groups/{id}/activity              | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /users                             | 303 303 303 303 403 403 403 ok  ok  | ok  ok
GET /users/new                         | 303 303 303 303 403 403 403 ok  ok  | ok  ok
GET /users/{id}                        | 303 303 303 303 403 403 403 ok  ok  | ok  ok
GET /users/{id}/info                   | 303 303 303 303 403 403 403 ok  ok  | ok  404
GET /user-types                        | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /user-types/new                    | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /user-types/{id}                   | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /branches                          | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /branches/new                      | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /branches/{id}                     | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /branches/{id}/courses             | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /branches/{id}/info                | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /users/import                      | 303 303 303 303 403 403 403 ok  ok  | ok  ok
GET /users/import/from                 | 303 303 303 303 403 403 403 ok  ok  | ok  ok
GET /imports/{id}                      | 303 303 303 303 404 404 404 ok  ok  | 404 404
GET /imports/{id}/columns              | 303 303 303 303 404 404 404 ok  ok  | 404 404
GET /imports/{import}/left-out         | 401 401 401 401 404 404 404 ok  ok  | 404 404
GET /imports                           | 405 405 405 405 405 405 405 405 405 | 405 405
GET /settings                          | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /settings/users                    | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /settings/keys                     | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /settings/mailbox                  | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /users/{id}/groups                 | 303 303 303 303 403 403 403 ok  ok  | ok  404
GET /users/{id}/courses                | 303 303 303 303 403 403 403 ok  ok  | ok  404
GET /courses                           | 303 303 303 303 403 403 ok  ok  ok  | ok  ok
GET /courses/new                       | 303 303 303 303 403 403 ok  ok  ok  | ok  ok
GET /courses/categories                | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /courses/{id}                      | 303 303 303 303 ok  ok  ok  ok  ok  | ok  ok
GET /courses/{id}/units/{unit}         | 303 303 303 303 ok  ok  ok  403 ok  | 403 403
GET /courses/{id}/completed            | 303 303 303 303 ok  ok  ok  403 ok  | 403 403
GET /courses/{id}/preview              | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /courses/{id}/preview/{unit}       | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /courses/{id}/edit                 | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /courses/{id}/learners             | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /courses/{id}/units/{unit}/versions | 303 303 303 303 403 403 404 ok  ok  | ok  404
GET /join                              | 303 303 303 303 ok  403 ok  403 ok  | 403 403
GET /join/confirm/{ticket}             | 303 303 303 303 ok  403 404 403 404 | 403 403
GET /join/{link}                       | ok  ok  ok  ok  ok  403 ok  403 ok  | 403 403
GET /profile                           | 303 303 303 303 ok  ok  ok  ok  ok  | ok  ok
GET /activity                          | 303 303 303 303 403 403 403 ok  ok  | ok  ok
GET /catalog                           | 303 303 303 303 ok  ok  ok  ok  ok  | ok  ok
GET /catalog/courses                   | 303 303 303 303 ok  ok  ok  403 ok  | 403 403
GET /catalog/bundles                   | 303 303 303 303 ok  ok  ok  403 ok  | 403 403
GET /catalog/bundles/{id}              | 303 303 303 303 ok  ok  ok  403 ok  | 403 403
GET /orders                            | 303 303 303 303 403 403 403 ok  ok  | ok  ok
GET /orders/coupons                    | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /orders/coupons/new                | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /orders/coupons/{id}               | 303 303 303 303 403 403 403 ok  ok  | 403 403
GET /orders/{id}                       | 303 303 303 303 404 404 404 ok  ok  | ok  404
GET /orders/{id}/invoice               | 303 303 303 303 404 404 404 ok  ok  | ok  404
GET /orders/{order}/pay                | 405 405 405 405 405 405 405 405 405 | 405 405
GET /webhooks/stripe                   | 405 405 405 405 405 405 405 405 405 | 405 405
GET /my-orders                         | 303 303 303 303 ok  ok  ok  ok  ok  | ok  ok
GET /no-such-page                      | 303 303 303 303 404 404 404 404 404 | 404 404
GET /live                              | 401 401 401 401 ok  ok  ok  ok  ok  | ok  ok
GET /groups/{group}/mass-actions/{action}/skipped/export | 401 401 401 401 403 403 404 ok  ok  | ok  404
GET /groups/{group}/mass-actions/{action}/skipped.csv | 401 401 401 401 403 403 404 ok  ok  | ok  404
GET /groups/{group}/members/export     | 401 401 401 401 403 403 404 ok  ok  | ok  404
GET /groups/{group}/members.csv        | 401 401 401 401 403 403 404 ok  ok  | ok  404
GET /groups/{group}/report/export      | 401 401 401 401 403 403 404 ok  ok  | ok  404
GET /users/export                      | 401 401 401 401 403 403 403 ok  ok  | ok  ok
GET /users/mass-actions/{action}/skipped/export | 401 401 401 401 403 403 403 ok  ok  | ok  404
GET /users/export.csv                  | 401 401 401 401 403 403 403 ok  ok  | ok  ok
GET /orders/export                     | 401 401 401 401 403 403 403 ok  ok  | ok  ok
GET /groups/{group}/keys/{key}/qr.svg  | 401 401 401 401 403 403 404 ok  ok  | ok  404
GET /activity/export                   | 401 401 401 401 403 403 403 ok  ok  | ok  ok
GET /activity.csv                      | 401 401 401 401 403 403 403 ok  ok  | ok  ok
GET /livez                             | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /readyz                            | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /healthz                           | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /face/{hue}/{initial}/icon.svg     | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /favicon.svg                       | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /favicon.ico                       | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /robots.txt                        | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
GET /pkg                               | ok  ok  ok  ok  ok  ok  ok  ok  ok  | ok  ok
POST /orders/{order}/pay               | 303 303 303 303 404 404 404 404 ok  | 404 404
POST /imports                   writes | 401 401 401 401 403 403 404 ok  ok  | ok  404
POST /webhooks/stripe                  | 400 400 400 400 400 400 400 400 400 | 404 404
";

pub fn lines() -> Vec<Line> {
    read(TABLE)
}

#[tokio::test]
async fn every_route_is_protected() {
    // Nothing listens there.
    let stripe = Stripe::new("http://127.0.0.1:9", "sk_test".into(), "whsec_test".into());
    let options = Options {
        stripe: Some(stripe.unwrap()),
        ..Options::default()
    };
    let server = TestServer::with(options).await;
    let world = MatrixFixtures::build(&server).await;
    let (viewed, posted): (Vec<_>, Vec<_>) = lines().into_iter().partition(is_viewed);
    assert_complete("route", &routes(&server), &viewed);
    assert_complete("route", &only_posted(&viewed), &posted);
    for line in viewed.iter().chain(&posted) {
        let (method, path) = request(&world, &line.door);
        refused_first(&server, &world, line, async |session| {
            let answer = knock(&server, method.clone(), &path, session).await;
            match answer.status.as_u16() {
                // A redirect to sign in is a refusal, any other redirect is not.
                302 | 303 if answer.location().starts_with("/sign-in") => 303,
                302 | 303 => 200,
                status => status,
            }
        })
        .await;
    }
}

#[tokio::test]
async fn guests_are_led_to_sign_in_and_back() {
    let server = TestServer::new().await;
    let world = MatrixFixtures::build(&server).await;
    for caller in ["guest", "ended", "inactive", "removed"] {
        let session = world.session(caller);
        let answer = knock(&server, Method::GET, "/groups?q=a%26b", session).await;
        let next = "/sign-in?next=%2Fgroups%3Fq%3Da%2526b";
        assert_eq!(answer.expect(303).location(), next, "{caller}");
        let answer = knock(&server, Method::GET, "/", session).await;
        assert_eq!(answer.expect(303).location(), "/sign-in", "{caller}");
    }
}

/// A GET changes nothing, and nothing that changes data can be done by a GET.
#[tokio::test]
async fn pages_are_read_and_functions_are_posted() {
    let server = TestServer::new().await;
    let world = MatrixFixtures::build(&server).await;
    let session = world.session("super");
    let before = server.dump().await;
    let viewed = lines().into_iter().filter(is_viewed);
    // Its list is posted below, and would be received.
    for line in viewed.filter(|line| line.door != "GET /imports") {
        let (_, path) = request(&world, &line.door);
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let what = format!("{method} {path}");
            let status = knock(&server, method, &path, session).await.status;
            assert!(status == 405 || status == 404, "{what}: {status}");
        }
    }
    for (path, _) in leptos::server_fn::axum::server_fn_paths() {
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
            let asked = format!("{path}?group={}&active=false&name=x", world.group);
            let what = format!("{method} {path}");
            let answer = knock(&server, method, &asked, session).await;
            assert_eq!(answer.status, 405, "{what}");
        }
    }
    crate::support::assert_unchanged("looking", &before, &server.dump().await);
}

/// Every path of the router, as an endpoint of the table. Server functions share one and have their
/// own table; unknown addresses have the line `/no-such-page`.
fn routes(server: &TestServer) -> Vec<String> {
    let described = format!("{:?}", server.router);
    let paths: BTreeSet<_> = described
        .split("RouteId(")
        .filter_map(|part| part.split_once("): \"")?.1.split('"').next())
        .filter(|path| path.starts_with('/') && !path.starts_with("/api/"))
        .map(|path| match path {
            path if path.starts_with("/pkg") => "/pkg",
            path if path.contains("fallback") => "/no-such-page",
            path => path,
        })
        .map(|path| format!("GET {path}"))
        .collect();
    assert!(paths.len() > 20, "the router describes itself: {paths:?}");
    paths.into_iter().collect()
}

fn is_viewed(line: &Line) -> bool {
    line.door.starts_with("GET ")
}

/// The routes that no one can view, as endpoints that are posted to.
fn only_posted(viewed: &[Line]) -> Vec<String> {
    let refused = |line: &&Line| line.gets.iter().all(|gets| gets == "405");
    let refused = viewed.iter().filter(refused);
    refused
        .map(|line| line.door.replacen("GET", "POST", 1))
        .collect()
}

/// The method and the path of an endpoint, with the ids of the fixtures.
pub fn request(world: &MatrixFixtures, door: &str) -> (Method, String) {
    let (method, route) = door.split_once(' ').unwrap();
    (method.parse().unwrap(), address(world, route))
}

fn address(world: &MatrixFixtures, route: &str) -> String {
    let id = if route.starts_with("/users") {
        world.other.text()
    } else if route.starts_with("/user-types") {
        world.spare_type.to_string()
    } else if route.starts_with("/branches") {
        world.branch.to_string()
    } else if route.starts_with("/courses") {
        world.course.to_string()
    } else if route.starts_with("/orders/coupons") {
        world.coupon.to_string()
    } else if route.starts_with("/orders") {
        world.waiting_order.to_string()
    } else if route.starts_with("/imports") {
        world.checked.to_string()
    } else if route.starts_with("/catalog") {
        world.bundle.to_string()
    } else {
        world.group.to_string()
    };
    let action = if route.starts_with("/users") {
        world.users_done
    } else {
        world.done
    };
    route
        .replace("{id}", &id)
        .replace("{group}", &id)
        .replace("{import}", &id)
        .replace("{order}", &id)
        .replace("{action}", &action.to_string())
        .replace("{unit}", &world.unit.to_string())
        .replace("{key}", &world.key.to_string())
        .replace("{link}", &world.link)
        .replace("{ticket}", &world.ticket)
        .replace("{token}", "guessed")
        .replace("{hue}", "270")
        .replace("{initial}", "M")
        .replace("/pkg", "/pkg/app.js")
}

/// Only the status and head: a stream has no end.
pub async fn knock(server: &TestServer, method: Method, path: &str, session: &str) -> TestResponse {
    let call = if method == Method::POST && path == "/imports" {
        // Into the group, of which administrators of another branch find nothing.
        let group = server
            .number("SELECT id FROM groups WHERE name LIKE '%Group'")
            .await;
        let form = Upload::of("members", &group.to_string()).file("list.csv", b"other\n");
        server.upload().body(form.end())
    } else {
        let form = "application/x-www-form-urlencoded";
        server.call(method, path).header("content-type", form)
    };
    let response = call.session(session).open().await;
    let (parts, _) = response.into_parts();
    TestResponse {
        status: parts.status,
        headers: parts.headers,
        body: Vec::new(),
    }
}
