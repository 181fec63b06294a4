//! The portal over HTTP, in process: who may pass which door, and what attackers get.
//!
//! One program for all topics, one module a topic.
mod buying;
mod card;
mod cross_site;
mod doors;
mod downloads;
mod group_keys;
mod guessing;
mod headers;
mod health;
mod live;
mod malformed;
mod more_rights;
mod others_objects;
mod plain_forms;
mod signing_in;
mod slow_clients;
mod stored_scripts;
mod support;
mod two_editors;
