//! What is typed, and what is found for it.
use super::{
    PaletteState, Shown,
    entries::{self, Entry},
};
use crate::{
    session::use_me,
    ui::{Icon, Navigation, Newest, Svg},
};
use leptos::{leptos_dom::helpers::debounce, prelude::*, web_sys};
use std::time::Duration;

/// From how many letters groups, users and courses are searched for.
const LETTERS: usize = 2;

/// A field and the list below it, as the pattern of a combobox has it: the focus stays in the field.
#[component]
pub fn Finder() -> impl IntoView {
    let state: PaletteState = expect_context();
    let me = use_me();
    let (text, found, at) = (
        RwSignal::new(String::new()),
        RwSignal::new(Vec::new()),
        RwSignal::new(0),
    );
    let entries = Memo::new(move |_| {
        let known = me.with(|me| me.as_ref().map(|actor| entries::known(actor, &text.read())));
        [known.unwrap_or_default(), found.get()].concat()
    });
    let newest = Newest::new();
    let search = move |words: String| {
        let actor = me
            .get_untracked()
            .filter(|_| words.trim().chars().count() >= LETTERS);
        newest.ask(
            async move {
                match actor {
                    Some(actor) => entries::found(actor, words).await,
                    None => Vec::new(),
                }
            },
            move |entries| found.set(entries),
        );
    };
    let mut typed = debounce(Duration::from_millis(150), search);
    let navigation: Navigation = expect_context();
    let press = move |event: web_sys::KeyboardEvent| {
        let last = entries.with(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = if *at >= last { 0 } else { *at + 1 }),
            "ArrowUp" => at.update(|at| *at = at.checked_sub(1).unwrap_or(last)),
            "Enter" => {
                if let Some(entry) =
                    entries.with(|entries| entries.get(at.get_untracked()).cloned())
                {
                    state.close();
                    navigation.visit(&entry.href);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="palette-field">
            <Svg icon=Icon::Search />
            <input
                type="text"
                role="combobox"
                class="min-w-0 flex-1 bg-transparent py-3 outline-none"
                aria-label="Go to a page, a group, a user or a course"
                placeholder="Go to a page, a group, a user or a course"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-autocomplete="list"
                aria-activedescendant=move || (!entries.read().is_empty()).then(|| option_id(at.get()))
                autocomplete="off"
                on:keydown=press
                on:input=move |event| {
                    let words = event_target_value(&event);
                    at.set(0);
                    text.set(words.clone());
                    typed(words);
                }
            />
            <kbd class="key">"Esc"</kbd>
        </div>
        <Found entries at />
        <Foot entries />
    }
}

#[component]
fn Foot(entries: Memo<Vec<Entry>>) -> impl IntoView {
    let state: PaletteState = expect_context();
    view! {
        <p class="palette-foot">
            <span role="status">{move || found_line(entries.read().len())}</span>
            <button type="button" class="link-quiet" on:click=move |_| state.0.set(Some(Shown::Keys))>
                "Keys"
            </button>
        </p>
    }
}

fn found_line(number: usize) -> String {
    match number {
        0 => "Nothing found. Check the spelling.".to_owned(),
        1 => "1 result".to_owned(),
        number => format!("{number} results"),
    }
}

fn option_id(at: usize) -> String {
    format!("palette-{at}")
}

/// The entries, each kind below its name.
#[component]
fn Found(entries: Memo<Vec<Entry>>, at: RwSignal<usize>) -> impl IntoView {
    let state: PaletteState = expect_context();
    Effect::new(move || {
        entries.track();
        let chosen = document().get_element_by_id(&option_id(at.get()));
        if let Some(chosen) = chosen {
            chosen.scroll_into_view_with_bool(false);
        }
    });
    let option = move |place: usize, entry: Entry| {
        view! {
            <a
                id=option_id(place)
                role="option"
                tabindex="-1"
                class="palette-option"
                href=entry.href
                aria-selected=move || (at.get() == place).to_string()
                on:pointermove=move |_| at.set(place)
                on:click=move |_| state.close()
            >
                <Svg icon=entry.icon />
                <span class="truncate">{entry.name}</span>
                <span class="muted ml-auto truncate text-xs">{entry.detail}</span>
            </a>
        }
    };
    let groups = move || {
        let entries = entries.get();
        let mut place = 0;
        entries
            .chunk_by(|one, next| one.of == next.of)
            .map(|chunk| {
                let options = chunk
                    .iter()
                    .map(|entry| {
                        place += 1;
                        option(place - 1, entry.clone())
                    })
                    .collect_view();
                let of = chunk.first().map_or("", |entry| entry.of);
                view! {
                    <div role="group" aria-label=of>
                        <p class="menu-title" aria-hidden="true">
                            {of}
                        </p>
                        {options}
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <div id="palette-list" role="listbox" aria-label="Results" class="palette-list">
            {groups}
        </div>
    }
}
