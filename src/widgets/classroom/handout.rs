//! A handout as it prints: the task with its stage and what is to be filled in, and the key on a page of its own. The same
//! exercise makes the same sheet.

use super::exercises::notes_of;
use super::results::steps;
use crate::classroom::results::checker;
use crate::classroom::work::lab_title;
use crate::classroom::{Known, ours, own};
use crate::content::{t, tf};
use crate::route::{Room, address_of, is_on_disk};
use crate::scene::clock;
use crate::scene::foretold::Foretold;
use crate::scene::qr::{COMFORT_BYTES, code};
use crate::scene::results::side;
use crate::session::Session;
use crate::share::LINK_MAX;
use crate::widgets::panels::table;
use crate::widgets::papers::paper::{key_line, question};
use crate::widgets::print::scale_drawings;
use crate::widgets::qr::picture;
use classroom::assignment::Assignment;
use classroom::check::Checker;
use lab_content::challenge::LabGoal;
use lab_content::prediction::Ask;
use leptos::prelude::*;
use question_export::{Exported, Labels, Paper, Sheet, paper};

/// Links to the handouts of all exercises.
#[component]
pub fn Handouts() -> impl IntoView {
    let link = |known: Known| {
        let text = tf(
            "classroom.minutes",
            &[("n", &known.assignment.minutes.to_string()), ("lab", lab_title(&known.assignment.lab))],
        );
        html! {
            <li><a href=known.href_in(Room::Handout)>{known.assignment.title.clone()}</a>" "<span class="hint">{text}</span></li>
        }
    };
    html! {
        <section class="card handouts">
            <h2>{t("handout.which")}</h2>
            <ul>{own().into_iter().chain(ours()).map(link).collect_view()}</ul>
        </section>
    }
}

/// The handout of an exercise, whose run stands at its beginning.
#[component]
pub fn Handout(known: Known, session: Session) -> impl IntoView {
    let listening = [
        window_event_listener_untyped("beforeprint", |_| scale_drawings(true)),
        window_event_listener_untyped("afterprint", |_| scale_drawings(false)),
    ];
    on_cleanup(move || listening.into_iter().for_each(|listener| listener.remove()));
    let checker = checker(&known);
    let paper = asked(checker, &session.profile.label);
    html! {
        <div class="handout">
            <div class="handout-ways">
                <button class="button primary" type="button" on:click=|_| _ = window().print()>{t("handout.print")}</button>
                <a class="button" href=known.href()>{t("classroom.open")}</a>
                <a class="button" href=Room::Handout.href()>{t("handout.other")}</a>
                <p class="hint">{t("handout.hint")}</p>
            </div>
            <article class="sheet" aria-label=t("handout.sheet")>
                {front(&known, session, &paper)}
                {key(&known, checker, session, &paper)}
            </article>
        </div>
    }
}

fn line(name: &'static str) -> AnyView {
    html! { <p class="to-fill">{name}<i></i></p> }
}

fn front(known: &Known, session: Session, paper: &Paper) -> AnyView {
    let assignment = &known.assignment;
    let kind = session.lab.stage.kind;
    let (moment, seed) = (session.peek(|run| clock(run.now())), session.lab.scenario.seed.to_string());
    let moment = tf("print.moment", &[("moment", &moment), ("profile", &session.profile.label), ("seed", &seed)]);
    let tables = session.peek(|run| (session.kit.tables)(run, kind));
    let head = tf("exercise.head", &[("n", &assignment.minutes.to_string()), ("lab", lab_title(&assignment.lab))]);
    let goal = |goal: &LabGoal| html! { <li>{goal.gold.then_some("★ ")}{session.fill(&goal.label, &[])}</li> };
    html! {
        <section class="sheet-page">
            <header class="sheet-head">
                <div>
                    <p class="exercise-kind">{head}</p>
                    <h2>{assignment.title.clone()}</h2>
                    <p>{session.fill(&assignment.text, &[])}</p>
                </div>
                {address(known)}
            </header>
            <div class="to-fill-pair">{line(t("print.name"))} {line(t("print.date"))}</div>
            <figure class="sheet-stage stage">
                {(session.kit.picture)(session)}
                <figcaption class="hint">{moment}</figcaption>
            </figure>
            {tables.iter().map(|scene| html! {
                <div class="scene-tables" role="region" tabindex="0" aria-label=scene.caption.clone()>{table::view(scene, false)}</div>
            }).collect_view()}
            {assignment.predicts.then(|| prediction(session))}
            {(!assignment.goals.is_empty()).then(|| html! {
                <section class="sheet-part">
                    <h3>{t("handout.goals")}</h3>
                    <ul class="to-tick">{assignment.goals.iter().map(goal).collect_view()}</ul>
                    {line(t("handout.way"))}
                    {line("")}
                </section>
            })}
            {(!paper.questions.is_empty()).then(|| html! {
                <section class="sheet-part sheet-questions">
                    <h3>{t("exercise.questions")}</h3>
                    <ol class="paper-questions">{paper.questions.iter().map(question).collect_view()}</ol>
                </section>
            })}
            {foot(known)}
        </section>
    }
}

/// Where a learner finds it, to be typed or scanned.
fn address(known: &Known) -> AnyView {
    let link = Some(known.href()).filter(|href| href.len() <= LINK_MAX).and_then(|href| address_of(&href));
    let Some(link) = link.filter(|link| !is_on_disk(link)) else { return ().into_any() };
    let drawn = Some(&link).filter(|link| link.len() <= COMFORT_BYTES).and_then(|link| code(link));
    drawn.map_or(().into_any(), |drawn| picture(&drawn, t("handout.code").to_owned()))
}

fn foot(known: &Known) -> AnyView {
    let link = known.id.and_then(|_| address_of(&known.href())).unwrap_or_default();
    html! { <p class="print-foot">{tf("print.foot", &[("version", env!("CARGO_PKG_VERSION")), ("address", &link)])}</p> }
}

/// The prediction, to be ticked or marked on a line of numbers.
fn prediction(session: Session) -> AnyView {
    let prediction = &session.lab.prediction;
    let space = match &prediction.ask {
        Ask::Choice { options } => html! {
            <ul class="to-tick">{options.iter().map(|option| html! { <li>{option.label.as_str()}</li> }).collect_view()}</ul>
        },
        Ask::Number { min, max, unit, .. } => html! {
            <p class="number-line"><span>{*min}</span><i></i><span>{*max}</span></p>
            <p class="to-fill">{t("print.yours")}<i></i>{unit.as_str()}</p>
        },
    };
    html! {
        <section class="sheet-part">
            <h3>{t("prediction.title")}</h3>
            <p>{session.fill(&prediction.question, &[])}</p>
            {space}
            {line(t("print.run"))}
        </section>
    }
}

/// The key, for whoever teaches.
fn key(known: &Known, checker: &Checker, session: Session, paper: &Paper) -> AnyView {
    let assignment = &known.assignment;
    let foretold = checker.foretold().map(|finding| {
        let Foretold { answer, explanation, .. } = Foretold::of(session.lab, session.profile, finding);
        // An explanation that begins with the answer says it by itself.
        let begins_with_it = explanation.starts_with(&answer);
        html! { <p>{(!begins_with_it).then(|| html! { <b>{answer}</b>" · " })}{explanation}</p> }
    });
    let part = |title: &'static str, inside: AnyView| html! { <section class="sheet-part"><h3>{t(title)}</h3>{inside}</section> };
    html! {
        <section class="sheet-page sheet-key">
            <p class="exercise-kind">{t("handout.key")}</p>
            <h2>{assignment.title.clone()}</h2>
            {foretold.map(|told| part("print.answer", told))}
            {solution(assignment, session).map(|inside| part("handout.solution", inside))}
            {(!paper.key.is_empty()).then(|| part("exercise.questions", html! {
                <ol class="paper-questions">{paper.key.iter().map(key_line).collect_view()}</ol>
            }))}
            {notes_of(assignment.notes.clone()).map(|inside| part("classroom.notes", inside))}
            {foot(known)}
        </section>
    }
}

fn solution(assignment: &Assignment, session: Session) -> Option<AnyView> {
    let solution = assignment.solution.as_ref();
    let done = solution.and_then(|solution| side::steps(assignment, &solution.requests, solution.end));
    let end = solution.map(|solution| tf("handout.reached", &[("moment", &clock(solution.end))]));
    let par = Some(session.fill(&assignment.par, &[])).filter(|par| !par.is_empty());
    (done.is_some() || par.is_some()).then(|| {
        html! {
            {done.map(steps)}
            {end.map(|end| html! { <p>{end}</p> })}
            {par.map(|par| html! { <p><b>{t("challenge.par")}": "</b>{par}</p> })}
        }
    })
}

/// The exercise's questions as they are printed elsewhere.
fn asked(checker: &Checker, profile: &str) -> Paper {
    let items = &crate::content::bank().items;
    let exported = |(asked, question): (&classroom::assignment::Asked, &Option<question_bank::Question>)| {
        let item = items.iter().find(|item| item.id == asked.item)?;
        Some(Exported {
            item: item.id.clone(),
            version: item.version,
            variant: item.is_generator().then_some(asked.seed),
            topic: String::new(),
            domain: String::new(),
            difficulty: item.difficulty,
            sources: item.sources.clone(),
            question: question.clone()?,
        })
    };
    let questions = checker.assignment().questions.iter().zip(checker.questions()).filter_map(exported).collect();
    paper(&Sheet {
        title: checker.assignment().title.clone(),
        seed: 0,
        profile: profile.to_owned(),
        language: "en".to_owned(),
        labels: Labels { key: String::new(), sources: String::new(), checked: String::new(), seed: String::new() },
        questions,
    })
}
