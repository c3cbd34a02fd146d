//! An exercise as a learner gets it: the task, the run, and what is handed in.

use crate::app::Shell;
use crate::classroom::results::checker;
use crate::classroom::work::{Work, lab_title};
use crate::classroom::{Known, filled, of_address, with_id};
use crate::content::{t, tf};
use crate::embedding;
use crate::pages::lab::body::bench;
use crate::pages::lab::embedded;
use crate::pages::lab::kit::WHOLE;
use crate::quiz::telling::Score;
use crate::route::{self, CLASSROOM_HREF};
use crate::session::{Group, Session};
use crate::widgets::challenge::ChallengeCard;
use crate::widgets::classroom::hand_in::HandIn;
use crate::widgets::controls::Controls;
use crate::widgets::prediction::{Guess, PredictionCard, Told};
use crate::widgets::quiz::few::Few;
use classroom::outcome::{Outcome, Predicted};
use leptos::prelude::*;

/// The exercise with this id, or the one that the address holds; else why there is none.
pub fn page(shell: Shell, id: Option<String>, query: &str) -> AnyView {
    let wanted = match id {
        Some(id) => with_id(&id),
        None => of_address(query).and_then(|known| known.ok_or_else(|| t("classroom.exercise.damaged").to_owned())),
    };
    match wanted {
        Ok(known) => view(shell, known, route::value(query, "r").and_then(|text| Outcome::open(text).ok())),
        Err(why) => html! {
            <section class="classroom-refused">
                <h1>{t("exercise.refused")}</h1>
                <p role="alert">{why}</p>
                <a class="button" href=CLASSROOM_HREF>{t("exercise.to_classroom")}</a>
            </section>
        },
    }
}

/// `brought` is a result to go on with, as a page around this one kept it.
fn view(shell: Shell, known: Known, brought: Option<Outcome>) -> AnyView {
    let assignment = known.assignment.clone();
    crate::widgets::title(&assignment.title);
    // Its results are replayed under its limits; those that were on come back behind it.
    let before = untrack(|| shell.profile().id.clone());
    shell.show_profile(&assignment.profile);
    on_cleanup(move || shell.show_profile(&before));
    let head = tf("exercise.head", &[("n", &assignment.minutes.to_string()), ("lab", lab_title(&assignment.lab))]);
    html! {
        <div class="lab">
            <header class="lab-head">
                <p class="exercise-kind">{head}</p>
                <h1>{assignment.title.clone()}</h1>
                <p class="subtitle">{filled(&assignment.text, &assignment.profile)}</p>
            </header>
            {untrack(|| Work::open(known, brought, WHOLE, shell)).map(|work| around(shell, work))}
        </div>
    }
}

/// The run, and beside it what is to be done.
fn around(shell: Shell, work: Work) -> AnyView {
    let predicts = work.known.with_value(|known| known.assignment.predicts);
    provide_context(Told {
        before: work.predicted.get_untracked().map(guess_of),
        tell: Callback::new(move |guess| {
            // The first one counts.
            work.predicted.update(|predicted| _ = predicted.get_or_insert(predicted_of(guess)));
        }),
    });
    if embedding::is_told(shell) {
        serve(shell, work);
    }
    let has_goals = !work.lab.challenge.goals.is_empty();
    let beside = move |session: Session| {
        html! {
            <HandIn work/>
            {predicts.then(|| html! { <PredictionCard session/> })}
            {has_goals.then(|| html! { <ChallengeCard session challenge=&work.lab.challenge/> })}
            {(!work.lab.controls.is_empty()).then(|| html! { <Controls session/> })}
        }
    };
    html! {
        {bench(shell, work.session, Some(beside))}
        {work.quiz.map(|quiz| html! {
            <section class="card exercise-questions" aria-label=t("exercise.questions")><Few quiz given=true/></section>
        })}
    }
}

/// Tells the page around this one how the run stands, and the result as it stands, with which it can be gone on with.
fn serve(shell: Shell, work: Work) {
    let session = work.session.in_group(Group::Side);
    embedded::tell_goals(shell, session);
    if session.lab.challenge.goals.is_empty() {
        tell_score(shell, work);
    }
    let changes = move || {
        session.run(|_| ());
        work.predicted.track();
        if let Some(quiz) = work.quiz {
            quiz.round.track();
        }
    };
    embedding::follow_state(shell, "r", changes, move || Some(work.outcome().seal()));
    embedding::follow_height(shell);
}

/// Tells how much of an exercise without goals is done: its questions, and its prediction, which counts as one of them.
fn tell_score(shell: Shell, work: Work) {
    let predicts = work.known.with_value(|known| known.assignment.predicts);
    let foreseen = Memo::new(move |_| {
        let predicted = work.predicted.get()?;
        Some(work.known.with_value(|known| checker(known).foreseen(predicted)) == Some(true))
    });
    let score = Memo::new(move |_| {
        let none = Score { answered: 0, right: 0, of: 0, is_over: false };
        let asked = work.quiz.and_then(|quiz| quiz.round.with(|round| round.as_ref().map(Score::of))).unwrap_or(none);
        let foreseen = if predicts { foreseen.get() } else { None };
        let answered = asked.answered + usize::from(foreseen.is_some());
        let right = asked.right + usize::from(foreseen == Some(true));
        let of = asked.of + usize::from(predicts);
        Score { answered, right, of, is_over: answered == of }
    });
    Effect::new(move |_| score.get().tell(shell));
}

fn predicted_of(guess: Guess) -> Predicted {
    match guess {
        Guess::Number(number) => Predicted::Number(number),
        Guess::Option(nth) => Predicted::Option(u8::try_from(nth).unwrap_or(u8::MAX)),
    }
}

fn guess_of(predicted: Predicted) -> Guess {
    match predicted {
        Predicted::Number(number) => Guess::Number(number),
        Predicted::Option(nth) => Guess::Option(usize::from(nth)),
    }
}
