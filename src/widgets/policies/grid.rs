//! What writer and reader could do, by kind and way, if the drafts were in place.

use super::Drafts;
use crate::content::{t, tf};
use crate::scene::security::drafts::tried;
use crate::scene::security::permissions::{Field, Grid, Standing, grid};
use crate::session::Session;
use lab_content::policy::PolicyDocument;
use leptos::prelude::*;

#[component]
pub fn Permissions(session: Session, documents: &'static [PolicyDocument], drafts: Drafts) -> impl IntoView {
    let tried = Memo::new(move |_| {
        session.run(|run| match drafts.texts.with(|drafts| tried(documents, drafts, run)) {
            Some(copy) => (true, grid(&copy)),
            None => (false, grid(run)),
        })
    });
    let caption = move || {
        tried.with(|(is_draft, grid)| {
            let counts = [("beyond", grid.beyond.to_string()), ("missing", grid.missing.to_string())];
            let counts = counts.each_ref().map(|(name, value)| (*name, value.as_str()));
            tf(if *is_draft { "permissions.tried" } else { "permissions.now" }, &counts)
        })
    };
    html! {
        <div class="permissions">
            <table>
                <caption aria-live="polite">{caption}</caption>
                {move || tried.with(|(_, grid)| table(grid))}
            </table>
            <p class="hint">{t("permissions.hint")}</p>
        </div>
    }
}

fn table(grid: &Grid) -> impl IntoView + use<> {
    let head = |(actor, way): &(String, &'static str)| {
        html! { <th scope="col"><span>{actor.clone()}</span> <span>{*way}</span></th> }
    };
    let field = |field: &Field| {
        let class = match field.standing {
            Standing::Right => "right",
            Standing::Quiet => "quiet",
            Standing::Beyond | Standing::Missing => "bad",
        };
        html! { <td class=class title=field.title.clone()>{field.text.clone()}</td> }
    };
    let row = |(name, fields): &(&'static str, Vec<Field>)| {
        html! { <tr><th scope="row">{*name}</th>{fields.iter().map(field).collect_view()}</tr> }
    };
    html! {
        <thead><tr><td></td>{grid.columns.iter().map(head).collect_view()}</tr></thead>
        <tbody>{grid.rows.iter().map(row).collect_view()}</tbody>
    }
}
