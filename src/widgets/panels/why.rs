//! Why the run is as it is, in its own numbers, and what to try next.

use crate::content::t;
use crate::session::Session;
use leptos::prelude::*;

/// The sentence that fits the run, and three things to try.
#[component]
pub fn WhyPanel(session: Session) -> impl IntoView {
    let why = &session.lab.why;
    let text = Memo::new(move |_| {
        let (text, values) = session.run(|run| why.of(run, session.prices()));
        let values: Vec<(&str, String)> = values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        session.fill(text, &values)
    });
    let tries = why.tries.iter().map(|text| html! { <li>{session.fill(text, &[])}</li> }).collect_view();
    html! {
        <div class="prose why">
            <h2>{t("why.title")}</h2>
            <p>{text}</p>
            <h2>{t("why.tries")}</h2>
            <ol>{tries}</ol>
        </div>
    }
}
