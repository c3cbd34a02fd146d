//! The dialog in which a run can be taken away. What it shows comes with the part `sharing`.

use super::dialog::Dialog;
use crate::app::Shell;
use crate::content::t;
use crate::session::Session;
use leptos::prelude::*;

/// The dialog; it is shown while `open`.
#[component]
pub fn TakeAway(session: Session, open: RwSignal<bool>) -> impl IntoView {
    let shell = expect_context::<Shell>();
    Effect::new(move |_| {
        if open.get() {
            // A text that changes while it is read or copied is of no use.
            session.pause();
            shell.sharing.fetch(|| ());
        }
    });
    html! {
        <Dialog open title=t("take_away.title")>
            <div class="take-away">{move || shell.sharing.show(|sharing| (sharing.take_away)(session), stand_in)}</div>
        </Dialog>
    }
}

fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! { <div class="take-away-stand-in" aria-busy=busy.to_string()>{says}</div> }
}
