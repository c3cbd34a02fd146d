//! A tool below its heading.

use crate::app::Shell;
use crate::route::Tool;
use crate::widgets::tools::calculator::Calculator;
use crate::widgets::tools::facts::Facts;
use crate::widgets::tools::fidelity::FidelityList;
use leptos::prelude::*;

/// The tool; it follows the quota profile.
pub fn body(shell: Shell, tool: Tool) -> AnyView {
    match tool {
        Tool::Calculator => html! { <Calculator shell/> },
        Tool::Facts => html! { <Facts shell/> },
        Tool::Fidelity => html! { <FidelityList shell/> },
    }
}
