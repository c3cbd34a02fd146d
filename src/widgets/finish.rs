//! The finish line of a race: both sides' times, orders and costs, always in sight.

use crate::content::t;
use crate::scene::race::finish::{FinishRow, FinishStanding, finish};
use crate::session::Session;
use leptos::prelude::*;

#[component]
pub fn FinishCard(session: Session) -> impl IntoView {
    let rows = Memo::new(move |_| session.run(|run| finish(run, session.prices())));
    let row = |row: &FinishRow| {
        let class = match row.standing {
            FinishStanding::Plain => "finish-value",
            FinishStanding::Good => "finish-value good",
            FinishStanding::Bad => "finish-value bad",
        };
        html! { <div><dt>{row.label.clone()}</dt><dd class=class>{row.value.clone()}</dd></div> }
    };
    html! {
        <section class="challenge finish" aria-labelledby="finish-title">
            <h2 id="finish-title">{t("race.finish")}</h2>
            <dl>{move || rows.with(|rows| rows.iter().map(row).collect_view())}</dl>
        </section>
    }
}
