//! The commands that make the stream: splitting what is too hot, or so that all shards have the same load.

use crate::content::t;
use crate::desk::Desk;
use crate::scene::your_keys::commands::{CommandLine, commands, script, stream_name, summary};
use crate::widgets::copy::CopyButton;
use key_study::line::Weight;
use key_study::need::Bound;
use key_study::plan::Plan;
use leptos::prelude::*;

/// Which plan is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Hot,
    Even,
}

/// The commands as they stand; shown in one card, copied in another.
#[derive(Clone, Copy)]
pub struct Script {
    way: RwSignal<Way>,
    lines: Memo<Vec<CommandLine>>,
    summary: Memo<String>,
}

impl Script {
    pub fn new(desk: Desk) -> Script {
        let way = RwSignal::new(Way::Hot);
        let plan = Memo::new(move |_| {
            desk.known(|known| {
                let (line, limits, shards) = (&known.findings.line, desk.limits(), desk.shards.get());
                match way.get() {
                    Way::Hot => Plan::split_hot(line, &known.moments, &limits, shards),
                    Way::Even => {
                        let (_, bound) = limits.part(known.moments.peak);
                        let weight = if bound == Bound::Records { Weight::Records } else { Weight::Bytes };
                        Plan::even_out(line, weight, shards)
                    }
                }
            })
        });
        let lines = Memo::new(move |_| {
            let stream = desk.read.with(|read| read.as_ref().map(|read| stream_name(&read.name))).unwrap_or_default();
            plan.with(|plan| {
                let lines = plan.as_ref().and_then(|plan| desk.known(|known| commands(known, plan, &stream)));
                lines.unwrap_or_default()
            })
        });
        let summary = Memo::new(move |_| plan.with(|plan| plan.as_ref().map(summary)).unwrap_or_default());
        Script { way, lines, summary }
    }

    /// Copies what is shown.
    pub fn copy_button(self) -> impl IntoView {
        move || html! { <CopyButton text=self.lines.with(|lines| script(lines)) name=t("keys.commands.copy")/> }
    }
}

#[component]
pub fn Commands(script: Script) -> impl IntoView {
    let radio = move |way: Way, name: &'static str| {
        html! {
            <label>
                <input type="radio" name="keys-way" prop:checked=move || script.way.get() == way on:change=move |_| script.way.set(way)/>
                <span>{name}</span>
            </label>
        }
    };
    let shown = move || {
        let line = |line: &CommandLine| {
            let remark = line.remark.clone().map(|remark| html! { <span class="hint">"   "{remark}</span> });
            html! { {line.text.clone()}{remark}"\n" }
        };
        script.lines.with(|lines| lines.iter().map(line).collect_view())
    };
    html! {
        <section class="card keys-card keys-commands" aria-labelledby="keys-commands-title">
            <header>
                <h2 id="keys-commands-title">{t("keys.commands.title")}</h2>
                <span class="hint">{move || script.summary.get()}</span>
                <fieldset class="segments">
                    <legend class="visually-hidden">{t("keys.commands.way")}</legend>
                    {radio(Way::Hot, t("keys.commands.hot"))}
                    {radio(Way::Even, t("keys.commands.even"))}
                </fieldset>
            </header>
            <pre class="mono" role="group" tabindex="0" aria-labelledby="keys-commands-title">{shown}</pre>
        </section>
    }
}
