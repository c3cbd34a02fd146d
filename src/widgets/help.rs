//! The dialog that lists the keys: those of the page that is open.

use super::dialog::Dialog;
use crate::app::Shell;
use crate::content::t;
use crate::route::Route;
use leptos::prelude::*;

const STAGE: [&str; 13] = [
    "play",
    "step",
    "back",
    "start",
    "end",
    "mark",
    "mark_back",
    "speed",
    "what_if",
    "reset",
    "projector",
    "share",
    "help",
];
const LAB: [&str; 2] = ["play_anywhere", "reset_anywhere"];
const QUIZ: [&str; 3] = ["choose", "check", "proof"];
const ALL: [&str; 5] = ["search", "tab", "within", "press", "close"];

/// Opens with the shell's signal.
#[component]
pub fn Help(shell: Shell) -> impl IntoView {
    let in_lab = move || matches!(shell.route.get(), Route::Lab { .. });
    let in_quiz = move || matches!(shell.route.get(), Route::Quiz(_));
    html! {
        <Dialog open=shell.help title=t("help.title")>
            {in_lab().then(|| html! {
                {list(t("help.stage"), &STAGE)}
                {list(t("help.lab"), &LAB)}
            })}
            {in_quiz().then(|| list(t("quiz.title"), &QUIZ))}
            {list(t("help.everywhere"), &ALL)}
        </Dialog>
    }
}

fn list(title: &'static str, keys: &[&str]) -> AnyView {
    let row = |key: &&str| {
        html! {
            <div>
                <dt>{t(&format!("help.{key}.key"))}</dt>
                <dd>{t(&format!("help.{key}.what"))}</dd>
            </div>
        }
    };
    html! {
        <h3 class="keys-title">{title}</h3>
        <dl class="keys">{keys.iter().map(row).collect_view()}</dl>
    }
}
