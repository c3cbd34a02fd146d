//! The shard calculator: a load in, shards and a month's bill out, with the formula.

use super::number_field::NumberField;
use crate::app::Shell;
use crate::content::{reference, t, tf};
use crate::scene::tools::calculator::{Answer, BillLines, Cheaper, answer};
use crate::widgets::controls::number::Bounds;
use calculator::{Load, Reads};
use lab_content::format::thousands;
use leptos::prelude::*;
use stream_engine::Quotas;

/// Records a second and applications that the fields take: the page's own bounds.
const RATE_MAX: u64 = 10_000_000;
const APPLICATIONS_MAX: u64 = 50;
const PEAK_MAX: u64 = 10_000;

/// What has been entered.
#[derive(Clone, Copy)]
struct Entered {
    records_per_second: RwSignal<u64>,
    data_bytes: RwSignal<u64>,
    key_bytes: RwSignal<u64>,
    peak_percent: RwSignal<u64>,
    applications: RwSignal<u64>,
    retention_hours: RwSignal<u64>,
    enhanced: RwSignal<bool>,
    aggregation: RwSignal<bool>,
}

impl Entered {
    /// A load to begin with.
    fn new() -> Entered {
        Entered {
            records_per_second: RwSignal::new(2_000),
            data_bytes: RwSignal::new(600),
            key_bytes: RwSignal::new(8),
            peak_percent: RwSignal::new(150),
            applications: RwSignal::new(2),
            retention_hours: RwSignal::new(24),
            enhanced: RwSignal::new(false),
            aggregation: RwSignal::new(false),
        }
    }

    fn load(&self) -> Load {
        Load {
            records_per_second: self.records_per_second.get(),
            data_bytes: self.data_bytes.get(),
            key_bytes: self.key_bytes.get(),
            peak_percent: self.peak_percent.get(),
            applications: self.applications.get(),
            reads: if self.enhanced.get() { Reads::Enhanced } else { Reads::Shared },
            retention_hours: self.retention_hours.get(),
            aggregation: self.aggregation.get(),
        }
    }
}

/// Inputs, answer, formula, bills.
#[component]
pub fn Calculator(shell: Shell) -> impl IntoView {
    let entered = Entered::new();
    let found = Memo::new(move |_| answer(&entered.load(), reference(), shell.profile_place()));
    let formula = move || found.with(|found| found.formula.iter().map(step).collect_view());
    let notes = move || {
        found.with(|found| {
            let notes = found.notes.iter().map(|note| html! { <li>{note.clone()}</li> }).collect_view();
            (!found.notes.is_empty()).then(|| html! { <ul class="tool-notes">{notes}</ul> })
        })
    };
    html! {
        <div class="calculator">
            <Inputs shell entered/>
            <section class="card needs" aria-label=t("calculator.needs")>
                <h2>{t("calculator.needs")}</h2>
                <div role="status"><dl>{move || found.with(needs)}</dl></div>
                {notes}
            </section>
            <section class="card" aria-labelledby="formula-title">
                <h2 id="formula-title">{t("calculator.how")}</h2>
                <dl class="formula">{formula}</dl>
            </section>
            <section class="card" aria-labelledby="provisioned-title">
                <h2 id="provisioned-title">{t("calculator.provisioned")}</h2>
                {move || found.with(|found| bill(&found.provisioned))}
            </section>
            <section class="card" aria-labelledby="on-demand-title">
                <h2 id="on-demand-title">{t("calculator.on_demand")}</h2>
                {move || found.with(|found| bill(&found.on_demand))}
            </section>
            <p class="hint">
                {tf("calculator.prices", &[("region", &reference().region), ("date", &reference().checked)])}
            </p>
        </div>
    }
}

#[component]
fn Inputs(shell: Shell, entered: Entered) -> impl IntoView {
    let limits = move || &reference().profiles[shell.profile_place()].limits;
    let fixed = |min, max| Signal::stored(Bounds { min, max, step: 1 });
    let from_quotas =
        move |min: u64, max: fn(&Quotas) -> u64| Signal::derive(move || Bounds { min, max: max(limits()), step: 1 });
    let retention = Signal::derive(move || Bounds {
        min: limits().retention_default_hours,
        max: limits().retention_long_term_max_hours,
        step: 1,
    });
    let largest = from_quotas(1, |quotas| quotas.record_default_max_bytes_key_plus_data);
    let longest_key = from_quotas(1, |quotas| quotas.partition_key_max_chars);
    html! {
        <form class="card tool-form" aria-label=t("calculator.load") on:submit=move |event| event.prevent_default()>
            <h2>{t("calculator.load")}</h2>
            <div class="tool-fields">
                <NumberField id="records" label=t("calculator.records") unit=t("calculator.unit.records")
                    bounds=fixed(0, RATE_MAX) value=entered.records_per_second/>
                <NumberField id="data" label=t("calculator.data") unit=t("calculator.unit.bytes")
                    bounds=largest value=entered.data_bytes/>
                <NumberField id="key" label=t("calculator.key") unit=t("calculator.unit.bytes")
                    bounds=longest_key value=entered.key_bytes/>
                <NumberField id="peak" label=t("calculator.peak") unit="%"
                    bounds=fixed(100, PEAK_MAX) value=entered.peak_percent/>
                <NumberField id="applications" label=t("calculator.applications") unit=""
                    bounds=fixed(0, APPLICATIONS_MAX) value=entered.applications/>
                <NumberField id="retention" label=t("calculator.retention") unit=t("calculator.unit.hours")
                    bounds=retention value=entered.retention_hours/>
                <fieldset>
                    <legend>{t("calculator.reads")}</legend>
                    <div class="segments">
                        {radio(entered.enhanced, false, t("calculator.shared"))}
                        {radio(entered.enhanced, true, t("calculator.enhanced"))}
                    </div>
                </fieldset>
                <label class="check">
                    <input type="checkbox" prop:checked=move || entered.aggregation.get()
                        on:change=move |event| entered.aggregation.set(event_target_checked(&event))/>
                    {t("calculator.aggregation")}
                </label>
            </div>
        </form>
    }
}

fn radio(chosen: RwSignal<bool>, value: bool, label: &'static str) -> impl IntoView {
    html! {
        <label>
            <input type="radio" name="reads" prop:checked=move || chosen.get() == value on:change=move |_| chosen.set(value)/>
            <span>{label}</span>
        </label>
    }
}

fn needs(answer: &Answer) -> impl IntoView + use<> {
    let line = |name: &'static str, value: String, cheaper: bool| {
        let mark = cheaper.then(|| html! { " " <span class="cheaper">{t("calculator.cheaper")}</span> });
        html! { <div><dt>{name}{mark}</dt><dd>{value}</dd></div> }
    };
    let at_least = tf("calculator.at_least", &[("n", &thousands(answer.on_demand_shards))]);
    html! {
        {line(t("calculator.shards"), thousands(answer.shards), false)}
        {line(t("calculator.month"), answer.provisioned.total.clone(), answer.cheaper == Some(Cheaper::Provisioned))}
        {line(t("calculator.on_demand_shards"), at_least, false)}
        {line(t("calculator.on_demand_month"), answer.on_demand.total.clone(), answer.cheaper == Some(Cheaper::OnDemand))}
    }
}

fn step(step: &crate::scene::tools::calculator::Step) -> impl IntoView + use<> {
    let decides = step.decides.then(|| html! { " " <span class="badge">{t("calculator.decides")}</span> });
    html! { <div class:decides=step.decides><dt>{step.name}{decides}</dt><dd>{step.text.clone()}</dd></div> }
}

fn bill(bill: &BillLines) -> impl IntoView + use<> {
    let lines = bill.lines.iter().map(|(name, sum)| html! { <div><dt>{*name}</dt><dd>{sum.clone()}</dd></div> });
    html! {
        <dl class="formula">
            {lines.collect_view()}
            <div class="total"><dt>{t("calculator.total")}</dt><dd>{bill.total.clone()}</dd></div>
        </dl>
    }
}
