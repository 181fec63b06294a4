//! Videos and sounds. Nothing is loaded before the reader starts it: its site would learn who reads the unit.
use super::outside::Outside;
use crate::ui::{Icon, Svg};
use domain::courses::{VideoFrame, VideoSource};
use leptos::{html, prelude::*};

#[component]
pub fn Video(source: VideoSource) -> impl IntoView {
    match source {
        VideoSource::File(address) => {
            view! {
                <video
                    class="aspect-video w-full rounded-box bg-base-200"
                    src=address
                    controls
                    preload="none"
                    aria-label="Video"
                ></video>
            }
            .into_any()
        }
        VideoSource::Sound(address) => {
            view! { <audio class="w-full" src=address controls preload="none" aria-label="Audio"></audio> }
            .into_any()
        }
        VideoSource::Frame(frame) => view! { <Framed frame /> }.into_any(),
        VideoSource::Page(address) => view! { <Outside address icon=Icon::Play /> }.into_any(),
    }
}

/// A video whose player is loaded from its site by a click; without JavaScript it is a link.
#[component]
fn Framed(frame: VideoFrame) -> impl IntoView {
    let VideoFrame { site, player, page } = frame;
    let started = RwSignal::new(false);
    let (of, on) = (site.clone(), site);
    view! {
        <div class="video-stage script-only">
            {move || {
                if started.get() {
                    view! { <SitePlayer player=player.clone() site=of.clone() /> }.into_any()
                } else {
                    view! {
                        <button type="button" class="btn btn-primary" on:click=move |_| started.set(true)>
                            <Svg icon=Icon::Play />
                            "Play video"
                        </button>
                        <p class="text-sm">{format!("It is loaded from {of}.")}</p>
                    }
                        .into_any()
                }
            }}
        </div>
        <p class="mt-3 text-sm">
            <a class="link" href=page target="_blank" rel="noopener noreferrer">
                {format!("Watch on {on}")}
                <span class="sr-only">" (opens in a new tab)"</span>
            </a>
        </p>
    }
}

#[component]
fn SitePlayer(player: String, site: String) -> impl IntoView {
    let frame = NodeRef::<html::Iframe>::new();
    // The button that had the focus is gone.
    Effect::new(move || {
        if let Some(frame) = frame.get() {
            let _ = frame.focus();
        }
    });
    // The sites refuse to play for a page that does not say where it is from.
    view! {
        <iframe
            class="size-full"
            src=player
            title=format!("Video on {site}")
            allow="autoplay; encrypted-media; fullscreen; picture-in-picture"
            referrerpolicy="strict-origin-when-cross-origin"
            sandbox="allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox"
            node_ref=frame
        ></iframe>
    }
}
