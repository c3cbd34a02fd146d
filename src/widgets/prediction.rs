//! To be built.

use crate::session::Session;
use leptos::prelude::*;

#[component]
pub fn PredictionCard(session: Session) -> impl IntoView {
    let _session = session;
    view! { <section class="card"></section> }
}
