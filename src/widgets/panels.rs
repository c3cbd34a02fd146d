//! To be built.

use crate::session::Session;
use leptos::prelude::*;

#[component]
pub fn Panels(session: Session) -> impl IntoView {
    let _session = session;
    view! { <section class="card"></section> }
}
