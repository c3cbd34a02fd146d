//! "Your keys" below its heading: a place for a file, then what was found in it, and beside it what it needs. A file
//! dropped anywhere on the page is taken.

use crate::app::Shell;
use crate::content::t;
use crate::desk::{Desk, Phase};
use crate::outliving::outliving;
use crate::session::Resets;
use crate::widgets::keys::columns::Columns;
use crate::widgets::keys::commands::{Commands, Script};
use crate::widgets::keys::damage::DamageCard;
use crate::widgets::keys::file::{FileLine, Intake};
use crate::widgets::keys::minute::MinuteCard;
use crate::widgets::keys::needs::{NeedCard, Sliders, WhyCard};
use crate::widgets::keys::progress::ProgressCard;
use crate::widgets::keys::shares::{HottestCard, SharesCard};
use leptos::ev;
use leptos::prelude::*;
use std::cell::OnceCell;

/// The part's view.
pub fn body(shell: Shell) -> AnyView {
    let desk = desk(shell);
    on_cleanup(move || desk.leave());
    // The sliders' messages are about the page, which has no run that could begin anew.
    provide_context(Resets::never());
    let dropping = RwSignal::new(false);
    take_drops(desk, dropping);
    let has_file = move || desk.source.with(Option::is_some);
    let is_done =
        Memo::new(move |_| desk.phase.get() == Phase::Done && desk.known(|known| known.findings.rows) > Some(0));
    let is_busy = Memo::new(move |_| matches!(desk.phase.get(), Phase::Making(_) | Phase::Reading(_)));
    let has_damage = Memo::new(move |_| desk.known(|known| known.findings.damage.rows) > Some(0));
    let script = Script::new(desk);
    html! {
        <div class="keys-main" class:dropping=move || dropping.get()>
            {move || has_file().then(|| html! { <FileLine desk/> })}
            {move || desk.problem.get().map(|problem| html! { <p class="error keys-problem" role="alert">{problem}</p> })}
            {move || (!has_file() && !is_busy.get()).then(|| html! { <Intake desk/> })}
            {move || has_file().then(|| html! { <Columns desk/> })}
            {move || is_busy.get().then(|| html! { <ProgressCard desk/> })}
            {move || is_done.get().then(|| html! {
                <div class="keys-pair">
                    <SharesCard desk/>
                    <HottestCard desk/>
                </div>
                <MinuteCard desk/>
                <Commands script/>
            })}
            {move || (desk.phase.get() == Phase::Done && has_damage.get()).then(|| html! { <DamageCard desk/> })}
            <p class="visually-hidden" role="status">{move || desk.status.get()}</p>
        </div>
        <aside class="keys-side" aria-label=t("keys.side")>
            {move || match is_done.get() {
                true => html! {
                    <NeedCard desk/>
                    <Sliders desk/>
                    <WhyCard desk script/>
                }.into_any(),
                false => html! {
                    <section class="challenge">
                        <h2>{t("keys.tells.title")}</h2>
                        <ul class="keys-tells">
                            <li>{t("keys.tells.shares")}</li>
                            <li>{t("keys.tells.shards")}</li>
                            <li>{t("keys.tells.split")}</li>
                            <li>{t("keys.tells.cost")}</li>
                        </ul>
                    </section>
                }.into_any(),
            }}
            <p class="keys-promise">{t("keys.promise")}</p>
        </aside>
    }
}

/// The one desk, which outlives the page: who has tried the keys in a lab finds the file when coming back.
fn desk(shell: Shell) -> Desk {
    thread_local! {
        static KEPT: OnceCell<(Owner, Desk)> = const { OnceCell::new() };
    }
    KEPT.with(|kept| kept.get_or_init(|| outliving(|| Desk::new(shell))).1)
}

/// A file dropped anywhere on the page is taken, and never opened by the browser in the page's place.
fn take_drops(desk: Desk, dropping: RwSignal<bool>) {
    let carries_files = |event: &web_sys::DragEvent| {
        event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0))
    };
    let over = window_event_listener(ev::dragover, move |event| {
        if carries_files(&event) {
            event.prevent_default();
            dropping.set(true);
        }
    });
    let left = window_event_listener(ev::dragleave, move |event| {
        // Leaving an element isn't leaving the window.
        if event.related_target().is_none() {
            dropping.set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event| {
        dropping.set(false);
        let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0));
        if let Some(file) = file {
            event.prevent_default();
            desk.open(file);
        }
    });
    on_cleanup(move || {
        over.remove();
        left.remove();
        dropped.remove();
    });
}
