//! A few questions within something else: a lab's, an exercise's.

use super::exam::{Numbers, Result};
use super::question::{Question, Standing};
use crate::quiz::Quiz;
use leptos::prelude::*;

/// The question that is asked, where it stands, and what came of all of them. Those that were `given` are asked once, and stand
/// below something else.
#[component]
pub fn Few(quiz: Quiz, #[prop(optional)] given: bool) -> impl IntoView {
    let shown = Memo::new(move |_| quiz.shows_question());
    on_cleanup(move || quiz.settle());
    html! {
        <div class="quiz-of-lab">
            <div class="quiz-top"><Standing quiz/></div>
            <Result quiz given/>
            <Numbers quiz over=true/>
            {move || shown.get().then(|| html! { <Question quiz waits=given/> })}
        </div>
    }
}
