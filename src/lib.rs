//! Shardlab's page: Leptos around the stream engine. `ARCHITECTURE.md` shows the layers and what
//! may use what.

mod app;
mod clock;
pub mod content;
mod pages;
mod paint;
pub mod route;
pub mod scene;
mod session;
pub mod share;
mod storage;
mod widgets;

/// Mounts the page.
pub fn start() {
    leptos::mount::mount_to_body(app::App);
}
