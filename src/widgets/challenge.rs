//! The challenge: its goals judged by the engine all the time, and what was learnt once it is solved.
//! It announces nothing; the session says aloud when it is solved.

use crate::app::Shell;
use crate::content::{frame, t, tf};
use crate::route::lab_href;
use crate::session::Session;
use lab_content::challenge::{Challenge, Judged, LabGoal};
use lab_content::format::Format;
use leptos::prelude::*;
use stream_engine::goal::Standing;

/// Of a window of so many seconds what is left takes a line for itself.
const LONG_S: u64 = 100;

/// Title, goals with their present values, par, and the banner; the lab's second challenge if `is_further`.
#[component]
pub fn ChallengeCard(
    session: Session,
    challenge: &'static Challenge,
    #[prop(optional)] is_further: bool,
) -> impl IntoView {
    let judged = Memo::new(move |_| session.judge(challenge));
    let goals = challenge.goals.iter().enumerate().map(|(nth, goal)| goal_row(session, judged, nth, goal));
    let id = if is_further { "further-challenge-title" } else { "challenge-title" };
    html! {
        <section class="challenge" aria-labelledby=id>
            <h2 id=id>{challenge.title.as_str()}</h2>
            // An exercise's task stands in its heading.
            {session.terms.is_none().then(|| html! { <p>{session.fill(&challenge.text, &[])}</p> })}
            <ul>{goals.collect_view()}</ul>
            <Solved session challenge judged is_further/>
        </section>
    }
}

fn goal_row(session: Session, judged: Memo<Judged>, nth: usize, goal: &'static LabGoal) -> impl IntoView {
    let verdict = Memo::new(move |_| judged.with(|judged| judged.verdicts[nth]));
    let gold = goal.gold.then(|| {
        html! {
            <span class="gold" aria-hidden="true">"★ "</span>
            <span class="visually-hidden">{t("challenge.gold_goal")}": "</span>
        }
    });
    let is_kept = goal.format == Format::Kept;
    let found = move || {
        let verdict = verdict.get();
        let value = goal.format.text(verdict.value);
        let (class, mark, word) = match verdict.standing {
            Standing::Met => ("goal-value met", " ✓", t("challenge.met").to_owned()),
            Standing::Missed => ("goal-value missed", " ✕", t("challenge.missed").to_owned()),
            Standing::Open { missing_s } => {
                let left = left(missing_s);
                return html! { <span class="goal-value open" class:kept=is_kept>{value}" · "{left}</span> }.into_any();
            }
        };
        html! {
            <span class=class class:kept=is_kept>
                {value}<span aria-hidden="true">{mark}</span>
                <span class="visually-hidden">", "{word}</span>
            </span>
        }
        .into_any()
    };
    // The row keeps room for the seconds that are left, and a second line for many of them.
    let (timed, long) = (goal.goal.window_s > 0, goal.goal.window_s >= LONG_S);
    html! {
        <li class:timed=timed class:long=long>
            <span>{gold}{session.fill(&goal.label, &[])}</span>{found}
        </li>
    }
}

/// What the page knows about a solution.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    No,
    /// In an earlier run, or at another moment of this one.
    Before,
    Now,
    NowWithGold,
}

/// The banner of a solved challenge; before that the par, folded because it names a way.
#[component]
fn Solved(session: Session, challenge: &'static Challenge, judged: Memo<Judged>, is_further: bool) -> impl IntoView {
    let shell = expect_context::<Shell>();
    let before = move || {
        if session.terms.is_some() {
            return false;
        }
        let progress = shell.progress(&session.lab.id);
        if is_further { progress.gold } else { progress.solved }
    };
    let reached = Memo::new(move |_| match judged.with(|judged| (judged.solved, judged.gold)) {
        (true, true) => Reached::NowWithGold,
        (true, false) => Reached::Now,
        (false, _) if before() => Reached::Before,
        (false, _) => Reached::No,
    });
    // One's own challenge tells nothing of a way.
    let has_par = !challenge.par.is_empty();
    let par = move || {
        has_par.then(|| {
            html! {
                <p class="par"><b>{t("challenge.par")}": "</b>{session.fill(&challenge.par, &[])}</p>
            }
        })
    };
    let told = move || {
        html! {
            <p>{session.fill(&challenge.debrief, &[])}</p>
            {par()}
            {session.terms.is_none().then(|| next_link(session))}
        }
    };
    let banner = move |title: &'static str| {
        html! {
            <div class="solved-banner">
                <h3><span aria-hidden="true">"✓ "</span>{title}</h3>
                {told()}
            </div>
        }
    };
    move || match reached.get() {
        Reached::Now => banner(t("challenge.solved")).into_any(),
        Reached::NowWithGold => banner(t("challenge.solved_gold")).into_any(),
        Reached::Before if has_par => html! {
            <details>
                <summary>"✓ "{t("challenge.solved_before")}</summary>
                {told()}
            </details>
        }
        .into_any(),
        // An exercise's says what it comes to, once it is reached.
        Reached::No if has_par && session.terms.is_none() => html! {
            <details>
                <summary>{t("challenge.par")}" "<span class="hint">{t("challenge.par_hint")}</span></summary>
                <p class="par">{session.fill(&challenge.par, &[])}</p>
            </details>
        }
        .into_any(),
        Reached::Before | Reached::No => ().into_any(),
    }
}

/// To the next lab of the path that is built, or to the first page behind the last one.
fn next_link(session: Session) -> impl IntoView {
    let course = &frame().course;
    let here = course.iter().position(|card| card.id == session.lab.id).unwrap_or(0);
    let next = course[here + 1..].iter().find(|card| card.is_built());
    let (href, text) = match next {
        Some(card) => (lab_href(&card.id), tf("challenge.next", &[("lab", &card.title)])),
        None => ("#/".to_owned(), t("challenge.all_labs").to_owned()),
    };
    html! { <a class="button primary" href=href>{text}</a> }
}

/// How long a window is still open.
fn left(missing_s: u64) -> String {
    let minutes = missing_s.div_ceil(60);
    match missing_s < 600 {
        true => tf("challenge.open", &[("n", &missing_s.to_string())]),
        false => tf(
            "challenge.open_hours",
            &[("hours", &(minutes / 60).to_string()), ("minutes", &(minutes % 60).to_string())],
        ),
    }
}
