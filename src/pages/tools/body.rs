//! A tool or a lesson below its heading.

use crate::app::Shell;
use crate::parts::Tools;
use crate::route::Tool;
use crate::widgets::tools::calculator::Calculator;
use crate::widgets::tools::facts::Facts;
use crate::widgets::tools::fidelity::FidelityList;
use crate::widgets::tools::lesson::LessonText;
use leptos::prelude::*;

/// What the part holds.
pub const TOOLS: Tools = Tools {
    tool,
    lesson: |shell, card| html! { <LessonText shell card/> },
    search: crate::widgets::search::body::body,
};

/// The tool; it follows the quota profile.
fn tool(shell: Shell, tool: Tool) -> AnyView {
    match tool {
        Tool::Calculator => html! { <Calculator shell/> },
        Tool::Facts => html! { <Facts shell/> },
        Tool::Fidelity => html! { <FidelityList shell/> },
    }
}
