//! The page's shell: what outlives a lab (progress, theme, quota profile, route), and the frame.

use crate::content::frame;
use crate::pages::{home::Home, lab::LabPage, unknown::Unknown};
use crate::parts::{DemoView, LabView, Part};
use crate::route::{self, Route};
use crate::storage::{self, LabProgress, Progress};
use crate::widgets::header::Header;
use lab_content::profile::ProfileName;
use leptos::ev;
use leptos::prelude::*;

/// What all pages share.
#[derive(Clone, Copy)]
pub struct Shell {
    pub route: RwSignal<Route>,
    progress: RwSignal<Progress>,
    /// Place of the quota profile in the content.
    profile: RwSignal<usize>,
    /// Counts switches of the theme, for what is painted and not styled.
    pub theme_changed: RwSignal<u32>,
    /// Something the person should know, shown above the page until it is closed or left.
    pub notice: RwSignal<Option<String>>,
    pub lab: Part<LabView>,
    pub demo: Part<DemoView>,
}

impl Shell {
    fn new() -> Shell {
        let default = frame().profiles.len().saturating_sub(1);
        let stored = storage::load_profile();
        let profile = frame().profiles.iter().position(|profile| Some(&profile.id) == stored.as_ref());
        Shell {
            route: RwSignal::new(route::current()),
            progress: RwSignal::new(storage::load_progress()),
            profile: RwSignal::new(profile.unwrap_or(default)),
            theme_changed: RwSignal::new(0),
            notice: RwSignal::new(None),
            lab: Part::lab(),
            demo: Part::demo(),
        }
    }

    /// The quota profile that is on.
    pub fn profile(&self) -> &'static ProfileName {
        &frame().profiles[self.profile_place()]
    }

    /// Its place in the content.
    pub fn profile_place(&self) -> usize {
        self.profile.get()
    }

    /// Switches the quota profile and remembers it.
    pub fn set_profile(&self, id: &str) {
        storage::save_profile(id);
        self.show_profile(id);
    }

    /// Switches the quota profile for now, as a link asks for.
    pub fn show_profile(&self, id: &str) {
        let wanted = frame().profiles.iter().position(|profile| profile.id == id);
        if let Some(at) = wanted.filter(|at| *at != self.profile.get_untracked()) {
            self.profile.set(at);
        }
    }

    /// What has been reached in a lab; follows changes.
    pub fn progress(&self, lab: &str) -> LabProgress {
        self.progress.with(|progress| progress.lab(lab))
    }

    /// Notes something reached in a lab, and stores it.
    pub fn note_progress(&self, lab: &str, note: impl FnOnce(&mut LabProgress)) {
        let before = self.progress.with_untracked(|progress| progress.lab(lab));
        let mut after = before;
        note(&mut after);
        if after != before {
            self.progress.update(|progress| _ = progress.labs.insert(lab.to_owned(), after));
            self.progress.with_untracked(storage::save_progress);
        }
    }
}

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let shell = Shell::new();
    provide_context(shell);
    if let Some(theme) = storage::load_theme() {
        crate::widgets::header::show_theme(&theme);
    }
    let changed = window_event_listener(ev::hashchange, move |_| {
        // A notice is about the page that was left.
        shell.notice.set(None);
        shell.route.set(route::current());
    });
    let stored = window_event_listener(ev::storage, move |event| {
        if storage::is_progress(event.key()) {
            shell.progress.update(|progress| progress.merge(&storage::load_progress()));
        }
    });
    on_cleanup(move || {
        changed.remove();
        stored.remove();
    });
    html! {
        <a class="skip" href="#main" on:click=skip_to_main>{crate::content::t("frame.skip")}</a>
        <Header shell/>
        {move || match shell.route.get() {
            Route::Home => html! { <Home shell/> }.into_any(),
            Route::Lab { id, shared } => match frame().built(&id) {
                Some(card) => html! { <LabPage shell card shared/> }.into_any(),
                None => html! { <Unknown path=format!("lab/{id}")/> }.into_any(),
            },
            Route::Unknown(path) => html! { <Unknown path/> }.into_any(),
        }}
    }
}

/// The fragment is the route, so the skip link moves the focus itself.
fn skip_to_main(event: ev::MouseEvent) {
    event.prevent_default();
    crate::widgets::focus("main");
}
