//! Shardlab's page: Leptos around the stream engine. `ARCHITECTURE.md` shows the layers and what
//! may use what.

/// `view!` with its type erased. Leptos gives each view a type of its own and compiles all that is
/// done with it anew; erased, the page's WASM is a good part smaller.
macro_rules! html {
    ($($view:tt)*) => {
        leptos::prelude::IntoAny::into_any(leptos::prelude::view! { $($view)* })
    };
}

mod answers;
mod app;
mod classroom;
mod clock;
pub mod content;
mod desk;
mod embedding;
mod given;
#[cfg(test)]
mod golden;
mod outliving;
mod own_files;
mod pages;
mod paint;
pub mod parameters;
mod parts;
mod progress_file;
mod quiz;
mod reader;
pub mod route;
pub mod run_file;
pub mod scene;
mod session;
pub mod share;
mod storage;
mod turns;
mod widgets;

/// Mounts the page.
pub fn start() {
    leptos::mount::mount_to_body(app::App);
}
