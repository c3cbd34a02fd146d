//! Counts as bars in a table: a row for each answer, a column for each time it was asked.

use crate::content::t;
use crate::scene::ballot::Bar;
use crate::widgets::quiz::rich;
use leptos::prelude::*;
use question_bank::text::letter;

/// The table. Its columns have the same rows; `lettered` names those by letters, too.
pub fn bars(caption: String, head: &'static str, columns: Vec<(String, Vec<Bar>)>, lettered: bool) -> AnyView {
    let titles = columns.iter().map(|(title, _)| html! { <th scope="col">{title.clone()}</th> }).collect_view();
    let count = columns.first().map_or(0, |(_, bars)| bars.len());
    let row = |nth: usize| {
        let first = columns.first().and_then(|(_, bars)| bars.get(nth))?;
        let cells = columns.iter().filter_map(|(title, bars)| Some(cell(title, bars.get(nth)?))).collect_view();
        let right = first.right.then(|| html! { <span class="said good">"✓ "{t("results.is_right")}</span> });
        Some(html! {
            <tr class:right=first.right>
                <th scope="row">
                    {lettered.then(|| html! { <b class="mono">{letter(nth)}</b>" " })}
                    {rich(&first.label)}" "{right}
                </th>
                {cells}
            </tr>
        })
    };
    html! {
        <table class="bars">
            <caption>{caption}</caption>
            <thead><tr><th scope="col">{head}</th>{titles}</tr></thead>
            <tbody>{(0..count).filter_map(row).collect_view()}</tbody>
        </table>
    }
}

fn cell(title: &str, bar: &Bar) -> AnyView {
    html! {
        <td data-label=title.to_owned()>
            <span class="bar-track" aria-hidden="true"><i style:width=format!("{}%", bar.percent)></i></span>
            <span class="bar-value">{bar.count}" · "{bar.percent}" %"</span>
        </td>
    }
}
