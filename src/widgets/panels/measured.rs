//! Documented mean delays beside those of runs made for nothing else: begun when the table is opened,
//! a slice in each frame, and remembered as long as the page is open.

use crate::content::{t, tf};
use crate::scene::fan_out::Way;
use crate::scene::fan_out::measured::{DOCUMENTED, MEASURED_S, POLL_INTERVAL_MS, RECORDS_PER_SECOND, Trial, fact_key};
use crate::session::Session;
use lab_content::format::{THIN, thousands};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Milliseconds of a frame that the runs may take.
const SLICE_MS: f64 = 6.0;

thread_local! {
    /// Means in milliseconds by profile and place in `DOCUMENTED`.
    static MEANS: RefCell<BTreeMap<(String, usize), u64>> = const { RefCell::new(BTreeMap::new()) };
}

fn known(profile: &str) -> [Option<u64>; DOCUMENTED.len()] {
    MEANS.with_borrow(|means| std::array::from_fn(|nth| means.get(&(profile.to_owned(), nth)).copied()))
}

/// The table.
#[component]
pub fn Measured(session: Session) -> impl IntoView {
    let profile = session.profile;
    let means = RwSignal::new(known(&profile.id));
    let trial = StoredValue::new_local(None::<(usize, Trial)>);
    let go_on = move || {
        let open = means.get_untracked().iter().position(Option::is_none);
        let Some(nth) = open else { return false };
        let watch = window().performance();
        let now = || watch.as_ref().map_or(0.0, |watch| watch.now());
        let began = now();
        let mut found = None;
        trial.update_value(|trial| {
            let (way, applications) = DOCUMENTED[nth];
            let (_, run) = match trial {
                Some(under_way) if under_way.0 == nth => under_way,
                other => other.insert((nth, Trial::new(profile, way, applications))),
            };
            while found.is_none() && now() - began < SLICE_MS {
                found = run.go_on();
            }
        });
        if let Some(mean) = found {
            MEANS.with_borrow_mut(|means| _ = means.insert((profile.id.clone(), nth), mean));
            means.update(|means| means[nth] = Some(mean));
        }
        true
    };
    let alive = StoredValue::new_local(true);
    on_cleanup(move || alive.set_value(false));
    crate::clock::on_each_frame(move |_| alive.try_get_value() == Some(true) && go_on());

    let row = move |(nth, (way, applications)): (usize, (Way, u32))| {
        let name = t(if way == Way::Pull { "fan_out.table.pull" } else { "fan_out.table.push" });
        let documented = fact_key(way, applications).and_then(|key| profile.fact(key));
        let source = documented.map(|fact| format!("{}, {}", fact.source, fact.date));
        let measured = move || match means.get()[nth] {
            Some(mean) => format!("{}{THIN}ms", thousands(mean)),
            None => "…".to_owned(),
        };
        html! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">{applications}</td>
                <td class="number" title=source>{documented.map(lab_content::profile::Fact::text)}</td>
                <td class="number">{measured}</td>
            </tr>
        }
    };
    let (rate, interval, seconds) =
        (RECORDS_PER_SECOND.to_string(), POLL_INTERVAL_MS.to_string(), MEASURED_S.to_string());
    let made = tf("fan_out.measured.made", &[("rate", &rate), ("interval", &interval), ("seconds", &seconds)]);
    let source = profile.fact("latency_efo_ms").map(|fact| {
        let text = tf("fan_out.measured.source", &[("source", &fact.source), ("date", &fact.date)]);
        html! { <p class="hint">{text}</p> }
    });
    html! {
        <div class="scene-tables">
        <table aria-busy=move || means.get().iter().any(Option::is_none).to_string()>
            <caption><span>{t("fan_out.measured.caption")}</span></caption>
            <thead>
                <tr>
                    <th scope="col">{t("fan_out.table.way")}</th>
                    <th scope="col" class="number">{t("fan_out.measured.applications")}</th>
                    <th scope="col" class="number">{t("fan_out.measured.documented")}</th>
                    <th scope="col" class="number">{t("fan_out.measured.measured")}</th>
                </tr>
            </thead>
            <tbody>{DOCUMENTED.into_iter().enumerate().map(row).collect_view()}</tbody>
        </table>
        <p class="hint">{made}</p>
        {source}
        </div>
    }
}
