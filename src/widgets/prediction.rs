//! "Predict first": a guess before the run, then what a run of the engine says. Never in the way.

use super::controls::choice::segments_class;
use super::controls::number::{Bounds, NumberSlider};
use super::controls::problem::{Problem, ProblemLine};
use crate::answers;
use crate::content::t;
use crate::session::Session;
use lab_content::format::{Format, THIN, thousands, unit_of};
use lab_content::prediction::{Ask, PredictionOption};
use lab_content::trial::Finding;
use leptos::prelude::*;
use question_bank::practice::{Entry, Sure};
use std::time::Duration;

/// How far the learner is with the question.
#[derive(Clone, PartialEq)]
enum Stage {
    Asked,
    Skipped,
    Answered(Outcome),
}

/// Prediction beside result.
#[derive(Clone, PartialEq)]
struct Outcome {
    mark: Mark,
    yours: String,
    found: String,
    explanation: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Right,
    Close,
    Wrong,
}

/// What is predicted: a number, or the place of an option.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Guess {
    Number(u64),
    Option(usize),
}

/// Within an exercise: what was guessed before, and who is told of a guess.
#[derive(Clone, Copy)]
pub struct Told {
    pub before: Option<Guess>,
    pub tell: Callback<Guess>,
}

/// The card.
#[component]
pub fn PredictionCard(session: Session) -> impl IntoView {
    let before = use_context::<Told>().and_then(|told| told.before);
    let stage = RwSignal::new(before.map_or(Stage::Asked, |guess| Stage::Answered(outcome(session, guess))));
    let again = move |_| {
        stage.set(Stage::Asked);
        focus_soon("prediction");
    };
    let body = move || match stage.get() {
        Stage::Asked => html! { <Question session stage/> }.into_any(),
        Stage::Skipped => html! {
            <div class="control-row">
                <p class="hint">{t("prediction.skipped")}</p>
                <button class="button" on:click=again>{t("prediction.again")}</button>
            </div>
        }
        .into_any(),
        Stage::Answered(outcome) => html! {
            <Compared outcome/>
            <button class="button" on:click=again>{t("prediction.again")}</button>
        }
        .into_any(),
    };
    html! {
        <section class="card prediction" id="prediction" tabindex="-1" aria-labelledby="prediction-title">
            <h2 id="prediction-title">{t("prediction.title")}</h2>
            <p class="question">{session.fill(&session.lab.prediction.question, &[])}</p>
            {body}
        </section>
    }
}

#[component]
fn Question(session: Session, stage: RwSignal<Stage>) -> impl IntoView {
    let guess = RwSignal::new(match session.lab.prediction.ask {
        Ask::Number { start, .. } => Some(Guess::Number(start)),
        Ask::Choice { .. } => None,
    });
    let problem = RwSignal::new(None::<Problem>);
    let predict = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match guess.get_untracked() {
            // A number that was typed and is out of bounds has its message already.
            Some(_) if problem.get_untracked().is_some() => {}
            Some(guess) => {
                let outcome = outcome(session, guess);
                note(session, outcome.mark != Mark::Wrong);
                if let Some(told) = use_context::<Told>() {
                    told.tell.run(guess);
                }
                stage.set(Stage::Answered(outcome));
                focus_soon("prediction-result");
            }
            None => problem.set(Some(Problem::plain(t("prediction.choose").to_owned()))),
        }
    };
    let skip = move |_| {
        stage.set(Stage::Skipped);
        focus_soon("prediction");
    };
    let ask = match &session.lab.prediction.ask {
        Ask::Number { min, max, unit, .. } => {
            let value = Signal::derive(move || match guess.get() {
                Some(Guess::Number(number)) => number,
                _ => 0,
            });
            let choose = Callback::new(move |number| guess.set(Some(Guess::Number(number))));
            let bounds = Bounds { min: *min, max: *max, step: 1 };
            html! {
                <NumberSlider id="prediction-number".to_owned() label=t("prediction.number") unit=unit.as_str()
                    bounds value problem choose described_by=None/>
            }
            .into_any()
        }
        Ask::Choice { options } => html! {
            <Options options guess problem/>
            <ProblemLine id="prediction-problem".to_owned() problem/>
        }
        .into_any(),
    };
    html! {
        <form novalidate on:submit=predict>
            {ask}
            <div class="control-row">
                <button class="button primary" type="submit">{t("prediction.button")}</button>
                <button class="button" type="button" on:click=skip>{t("prediction.skip")}</button>
            </div>
        </form>
    }
}

#[component]
fn Options(
    options: &'static [PredictionOption],
    guess: RwSignal<Option<Guess>>,
    problem: RwSignal<Option<Problem>>,
) -> impl IntoView {
    let radio = move |(nth, option): (usize, &'static PredictionOption)| {
        html! {
            <label>
                <input type="radio" name="prediction" prop:checked=move || guess.get() == Some(Guess::Option(nth))
                    on:change=move |_| {
                        guess.set(Some(Guess::Option(nth)));
                        problem.set(None);
                    }/>
                <span>{option.label.as_str()}</span>
            </label>
        }
    };
    html! {
        <fieldset class=segments_class(options.iter().map(|option| option.label.as_str())) aria-describedby="prediction-problem">
            <legend class="visually-hidden">{t("prediction.choice")}</legend>
            {options.iter().enumerate().map(radio).collect_view()}
        </fieldset>
    }
}

#[component]
fn Compared(outcome: Outcome) -> impl IntoView {
    let (class, mark, word) = match outcome.mark {
        Mark::Right => ("verdict right", "✓ ", t("prediction.right")),
        Mark::Close => ("verdict right", "✓ ", t("prediction.close")),
        Mark::Wrong => ("verdict wrong", "≠ ", t("prediction.wrong")),
    };
    html! {
        <div id="prediction-result" tabindex="-1">
            <p class=class><span aria-hidden="true">{mark}</span>{word}</p>
            <dl class="beside">
                <div><dt>{t("prediction.yours")}</dt><dd>{outcome.yours}</dd></div>
                <div><dt>{t("prediction.found")}</dt><dd>{outcome.found}</dd></div>
            </dl>
            <p>{outcome.explanation}</p>
        </div>
    }
}

/// What the trial finds, and the explanation with it in place.
pub fn answer(session: Session) -> (Finding, String, String) {
    let prediction = &session.lab.prediction;
    let (lab, quotas) = (&session.lab.scenario, session.profile.quotas());
    let finding = prediction.trial.find(lab, &quotas, session.prices(), session.extensions());
    let answer = match &finding {
        Finding::Number(number) => prediction.format.unwrap_or(Format::Count).text(*number),
        Finding::Text(text) => text.clone(),
        Finding::Numbers(numbers) => {
            numbers.iter().map(|number| thousands(*number)).collect::<Vec<_>>().join(t("prediction.and"))
        }
    };
    let explanation = session.fill(&prediction.explanation, &[("answer", answer.clone())]);
    (finding, answer, explanation)
}

/// Notes the answer beside those of the quiz: what was missed is to be predicted again some day.
fn note(session: Session, right: bool) {
    let (at, day) = answers::now();
    let item = format!("lab/{}", session.lab.id);
    answers::note(Entry { at, day, item, version: 1, seed: session.lab.scenario.seed, right, sure: Sure::Fairly });
}

/// Runs the trial and holds the guess against it.
fn outcome(session: Session, guess: Guess) -> Outcome {
    let prediction = &session.lab.prediction;
    let (finding, answer, explanation) = answer(session);
    let (mark, yours, found) = match (&prediction.ask, guess) {
        (Ask::Choice { options }, Guess::Option(nth)) => {
            let right = prediction.right_option(&finding);
            let label = |nth: usize| options.get(nth).map_or(String::new(), |option| option.label.clone());
            let mark = if right == Some(nth) { Mark::Right } else { Mark::Wrong };
            (mark, label(nth), right.map_or(answer, label))
        }
        (Ask::Number { tolerance, unit, .. }, Guess::Number(number)) => {
            let with_unit = |number: u64| format!("{}{THIN}{}", thousands(number), unit_of(number, unit));
            let found = match &finding {
                Finding::Number(found) => with_unit(*found),
                _ => format!("{answer}{THIN}{unit}"),
            };
            (mark_of(number, &finding, *tolerance), with_unit(number), found)
        }
        _ => (Mark::Wrong, String::new(), answer),
    };
    Outcome { mark, yours, found, explanation }
}

fn mark_of(guess: u64, finding: &Finding, tolerance: u64) -> Mark {
    match finding {
        Finding::Number(found) if *found == guess => Mark::Right,
        Finding::Number(found) if found.abs_diff(guess) <= tolerance => Mark::Close,
        _ => Mark::Wrong,
    }
}

/// The focus goes on when what held it has left the page.
fn focus_soon(id: &'static str) {
    set_timeout(move || super::focus(id), Duration::ZERO);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_within_the_tolerance_is_close_enough() {
        let mark = |guess| mark_of(guess, &Finding::Number(26), 1);
        assert!(mark(26) == Mark::Right && mark(25) == Mark::Close && mark(27) == Mark::Close);
        assert!(mark(24) == Mark::Wrong && mark(20) == Mark::Wrong);
    }
}
