//! The page of a tool: its heading at once, the tool itself when its module is there.

pub mod body;

use crate::app::Shell;
use crate::content::t;
use crate::route::Tool;
use crate::widgets::footer::Footer;
use leptos::prelude::*;

/// The frame of a tool, around what the part makes.
#[component]
pub fn ToolPage(shell: Shell, tool: Tool) -> impl IntoView {
    shell.tools.fetch(|| ());
    let title = t(&format!("tools.{}.title", tool.name()));
    crate::widgets::title(title);
    html! {
        <main id="main" class="tool" tabindex="-1">
            <header class="tool-head">
                <h1>{title}</h1>
                <p class="subtitle">{t(&format!("tools.{}.subtitle", tool.name()))}</p>
            </header>
            {move || shell.tools.show(|tools| (tools.tool)(shell, tool), stand_in)}
            <Footer current=Some(tool.href())/>
        </main>
    }
}

/// Holds the place, so that the links below don't jump far.
pub(super) fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! { <div class="card tool-stand-in" aria-busy=busy.to_string()>{says}</div> }
}
