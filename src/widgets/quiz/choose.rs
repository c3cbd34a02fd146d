//! The choice of what is asked: practice, what is due, a mock exam.

use crate::answers;
use crate::content::{frame, t, tf};
use crate::quiz::Quiz;
use crate::quiz::round::ROUND;
use crate::quiz::wish::{AREAS, Of, Wish};
use crate::route;
use leptos::prelude::*;
use question_bank::practice::exam::{LENGTHS, SECONDS_FOR_EACH};

/// Seeds that are proposed are small enough to be said aloud.
const SEEDS: u64 = 1_000;

/// A card for each way.
#[component]
pub fn Choose(quiz: Quiz) -> impl IntoView {
    html! {
        <div class="quiz-ways">
            <Practice quiz/>
            <Review quiz/>
            <MockExam quiz/>
        </div>
    }
}

#[component]
fn Practice(quiz: Quiz) -> impl IntoView {
    let of = RwSignal::new(String::new());
    let seed = RwSignal::new(String::new());
    let start = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let of = of_query(&of.get_untracked(), quiz).unwrap_or_default();
        route::open(&Wish::Practice { of, seed: seed.get_untracked().trim().parse().ok() }.href());
    };
    html! {
        <form class="card quiz-way" on:submit=start>
            <h2>{t("quiz.practice")}</h2>
            <p>{t("quiz.practice.text")}</p>
            <About quiz chosen=of/>
            <SeedField seed hint=t("quiz.seed.for_class")/>
            <button class="button primary" type="submit">{t("quiz.start")}</button>
        </form>
    }
}

/// A choice of what questions are about; `chosen` is it as it stands in an address.
#[component]
pub fn About(quiz: Quiz, chosen: RwSignal<String>) -> impl IntoView {
    let bank = quiz.bank.get_untracked();
    let groups = AREAS.map(|(area, name)| {
        let title = t(&format!("quiz.area.{name}"));
        let topics = bank.topics.iter().zip(1_usize..).filter(|(topic, _)| topic.area == area);
        let topics =
            topics.map(|(topic, nth)| html! { <option value=format!("topic={nth}")>{topic.name.clone()}</option> });
        let topics = topics.collect_view();
        html! {
            <optgroup label=title>
                <option value=format!("area={name}")>{tf("quiz.all_of", &[("area", title)])}</option>
                {topics}
            </optgroup>
        }
    });
    html! {
        <label class="field">
            <span>{t("quiz.about")}</span>
            <select on:change=move |event| chosen.set(event_target_value(&event))>
                <option value="">{t("quiz.mixed")}</option>
                {move || (quiz.own_count() > 0).then(|| html! { <option value="own=1">{t("quiz.own")}</option> })}
                {groups.into_iter().collect_view()}
            </select>
        </label>
    }
}

/// What was chosen there.
pub fn of_query(chosen: &str, quiz: Quiz) -> Option<Of> {
    match Wish::parse(&format!("mode=practice&{chosen}"), quiz.bank.get_untracked()).0 {
        Wish::Practice { of, .. } => Some(of),
        _ => None,
    }
}

#[component]
fn SeedField(seed: RwSignal<String>, hint: &'static str) -> impl IntoView {
    html! {
        <label class="field">
            <span>{t("quiz.seed.label")}</span>
            <input type="number" min="0" max=u32::MAX.to_string() step="1" prop:value=move || seed.get()
                on:input=move |event| seed.set(event_target_value(&event))/>
            <span class="hint">{hint}</span>
        </label>
    }
}

#[component]
fn Review(quiz: Quiz) -> impl IntoView {
    let due = Memo::new(move |_| {
        let (_, day) = answers::now();
        quiz.log.with(|log| log.memories(quiz.bank.get()).due(&quiz.shell.profile().id, day).len())
    });
    html! {
        <section class="card quiz-way">
            <h2>{t("quiz.review")}</h2>
            <p>{t("quiz.review.text")}</p>
            <p class="quiz-due">{move || tf("quiz.due", &[("n", &due.get().to_string())])}</p>
            {move || (due.get() > ROUND).then(|| html! {
                <p class="hint">{tf("quiz.review.at_a_time", &[("n", &ROUND.to_string())])}</p>
            })}
            {move || match due.get() {
                0 => html! { <p class="hint">{t("quiz.review.none")}</p> },
                _ => html! { <a class="button primary" href=Wish::Review.href()>{t("quiz.review.start")}</a> },
            }}
        </section>
    }
}

#[component]
fn MockExam(quiz: Quiz) -> impl IntoView {
    let shell = quiz.shell;
    // The exam's guide knows the service as of then.
    let oldest = &frame().profiles[0];
    let (now, _) = answers::now();
    let count = RwSignal::new(LENGTHS[0]);
    let seed = RwSignal::new((now % SEEDS).to_string());
    let start = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let seed = seed.get_untracked().trim().parse().unwrap_or(now % SEEDS);
        route::open(&Wish::Exam { count: count.get_untracked(), seed }.href());
    };
    let length = move |length: usize| {
        html! {
            <label>
                <input type="radio" name="exam-length" prop:checked=move || count.get() == length
                    on:change=move |_| count.set(length)/>
                <span>{length}</span>
            </label>
        }
    };
    let time = move || {
        let minutes = (count.get() as u64 * SECONDS_FOR_EACH / 60).to_string();
        tf("exam.time", &[("n", &minutes)])
    };
    html! {
        <form class="card quiz-way" on:submit=start>
            <h2>{t("exam.title")}</h2>
            <p>{t("exam.text")}</p>
            <fieldset class="field">
                <legend>{t("exam.length")}</legend>
                <div class="segments">{LENGTHS.map(length).into_iter().collect_view()}</div>
            </fieldset>
            <SeedField seed hint=t("exam.seed")/>
            <p class="hint">{time}</p>
            <p class="hint">{move || tf("exam.limits", &[("profile", &shell.profile().label)])}</p>
            {move || (shell.profile().id != oldest.id).then(|| html! {
                <button class="button" type="button" on:click=move |_| shell.set_profile(&oldest.id)>
                    {tf("exam.use_limits", &[("profile", &oldest.label)])}
                </button>
            })}
            {Quiz::kept_exam().map(|wish| html! { <p><a href=wish.href()>{t("exam.resume")}</a></p> })}
            <button class="button primary" type="submit">{t("exam.start")}</button>
        </form>
    }
}
