//! What a lab has of sharing before the part `sharing` is there: the dialog's frame, the place where a file may
//! be dropped (the whole page), and the menus that save charts and calls.

use super::dialog::Dialog;
use super::icon::{Icon, SAVE};
use super::take_away::TakeAway;
use crate::app::Shell;
use crate::content::{t, tf};
use crate::parts::Wanted;
use crate::session::Session;
use lab_content::format::thousands;
use lab_content::run::{MOMENT_MAX, REQUESTS_MAX};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// The dialog, and the page's readiness for a dropped file.
#[component]
pub fn Share(session: Session) -> impl IntoView {
    let shell = expect_context::<Shell>();
    Effect::new(move |_| {
        if shell.share.get() {
            session.pause();
            session.refresh();
            shell.sharing.fetch(|| ());
        }
    });
    on_cleanup(move || {
        _ = shell.share.try_set(false);
        _ = shell.taking_away.try_set(false);
    });
    let dropping = take_dropped(shell, session);
    html! {
        <Dialog open=shell.share title=t("share.title")>
            {move || shell.sharing.show(|sharing| (sharing.dialog)(shell, session), stand_in)}
        </Dialog>
        <TakeAway session open=shell.taking_away/>
        {move || dropping.get().then(|| html! { <p class="drop-here" aria-hidden="true">{t("share.drop_here")}</p> })}
    }
}

/// Why a run is too large to be handed on.
pub fn beyond() -> String {
    let (hours, requests) = (thousands(MOMENT_MAX.second() / 3_600), thousands(REQUESTS_MAX as u64));
    tf("share.beyond", &[("hours", &hours), ("n", &requests)])
}

fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! { <div class="share-body" aria-busy=busy.to_string()>{says}</div> }
}

/// Opens a file that is dropped anywhere on the page. Tells whether one is being held over it.
fn take_dropped(shell: Shell, session: Session) -> RwSignal<bool> {
    let dropping = RwSignal::new(false);
    let over = window_event_listener(ev::dragover, move |event| {
        let types = event.data_transfer().map(|data| data.types());
        let is_file = types.is_some_and(|types| types.includes(&JsValue::from_str("Files"), 0));
        // What takes files itself has said so by now.
        if is_file && !event.default_prevented() {
            event.prevent_default();
            if !dropping.get_untracked() {
                dropping.set(true);
            }
        }
    });
    let left = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            dropping.set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event| {
        dropping.set(false);
        let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0));
        if let Some(file) = file.filter(|_| !event.default_prevented()) {
            // Or the browser leaves the page for the file.
            event.prevent_default();
            shell.sharing.with(shell, move |sharing| (sharing.open_file)(shell, session, file));
        }
    });
    on_cleanup(move || [over, left, dropped].into_iter().for_each(|listener| listener.remove()));
    dropping
}

/// Saves what a card shows: a button that unfolds the choices. `wanted` makes what is to be saved from the card.
#[component]
pub fn SaveMenu<F>(session: Session, choices: Vec<&'static str>, label: &'static str, wanted: F) -> impl IntoView
where
    F: Fn(usize, &web_sys::Element) -> Option<Wanted> + Copy + Send + Sync + 'static,
{
    let shell = expect_context::<Shell>();
    let unfolded = RwSignal::new(false);
    let save = move |nth: usize, event: &ev::MouseEvent| {
        unfolded.set(false);
        let button = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let card = button.and_then(|button| button.closest(".card").ok().flatten());
        if let Some(wanted) = card.and_then(|card| wanted(nth, &card)) {
            shell.sharing.with(shell, move |sharing| (sharing.save)(session, wanted));
        }
    };
    let choice = move |(nth, name): (usize, &'static str)| {
        html! { <button class="button" on:click=move |event| save(nth, &event)>{name}</button> }
    };
    let close = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && unfolded.get_untracked() {
            event.stop_propagation();
            unfolded.set(false);
        }
    };
    html! {
        <div class="save-menu" on:keydown=close>
            {move || unfolded.get().then(|| html! {
                <div class="save-choices" role="group" aria-label=label>
                    {choices.clone().into_iter().enumerate().map(choice).collect_view()}
                </div>
            })}
            <button class="button square quiet" aria-label=label title=label
                aria-expanded=move || unfolded.get().to_string()
                on:click=move |_| unfolded.update(|unfolded| *unfolded = !*unfolded)>
                <Icon path=SAVE/>
            </button>
        </div>
    }
}
