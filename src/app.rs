//! The page's shell: what outlives a lab (progress, theme, quota profile, route), and the frame.

use crate::content::frame;
use crate::given::GivenKeys;
use crate::pages::{
    classroom::{ClassroomPage, ExercisePage},
    home::Home,
    keys::KeysPage,
    lab::LabPage,
    lesson::LessonPage,
    quiz::QuizPage,
    tools::ToolPage,
    unknown::Unknown,
};
use crate::parameters::{self, Embed, Look, Parameters, Refused, Start};
use crate::parts::{Classroom, DemoView, KeysView, LabView, Part, Quizzes, Sharing, TerminalView, Tools, Whole};
use crate::route::{self, Route};
use crate::storage::{self, LabProgress, Progress};
use crate::widgets::header::{Header, set_on_root, show_theme};
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
    /// Large type and high contrast, for a whole room.
    pub projector: RwSignal<bool>,
    /// Whether the dialogs are open.
    pub help: RwSignal<bool>,
    pub share: RwSignal<bool>,
    pub taking_away: RwSignal<bool>,
    pub searching: RwSignal<bool>,
    /// Panel that the address wants a lab to show.
    pub panel: RwSignal<Option<usize>>,
    /// Text that the address wants the facts to be searched for.
    pub find: RwSignal<Option<String>>,
    /// How the address wants the lab to begin.
    pub start: RwSignal<Start>,
    pub lab: Part<LabView>,
    pub whole: Part<Whole>,
    pub demo: Part<DemoView>,
    pub tools: Part<Tools>,
    pub sharing: Part<Sharing>,
    pub terminal: Part<TerminalView>,
    pub keys: Part<KeysView>,
    pub quiz: Part<Quizzes>,
    pub classroom: Part<Classroom>,
    /// How the page stands within another, if it does.
    pub embed: RwSignal<Option<Embed>>,
    /// Keys that a lab is to be opened with.
    pub given: RwSignal<Option<GivenKeys>>,
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
            projector: RwSignal::new(false),
            help: RwSignal::new(false),
            share: RwSignal::new(false),
            taking_away: RwSignal::new(false),
            searching: RwSignal::new(false),
            panel: RwSignal::new(None),
            find: RwSignal::new(None),
            start: RwSignal::new(Start::default()),
            lab: Part::lab(),
            whole: Part::whole(),
            demo: Part::demo(),
            tools: Part::tools(),
            sharing: Part::sharing(),
            terminal: Part::terminal(),
            keys: Part::keys(),
            quiz: Part::quiz(),
            classroom: Part::classroom(),
            embed: RwSignal::new(None),
            given: RwSignal::new(None),
        }
    }

    /// Does what an address asks for, and tells what of it can't be done.
    fn follow(&self, asked: Parameters, refused: &[Refused]) {
        match asked.theme {
            Some(Look::Projector) => self.projector.set(true),
            Some(Look::Light) => show_theme("light"),
            Some(Look::Dark) => show_theme("dark"),
            None => {}
        }
        if let Some(profile) = asked.profile {
            self.show_profile(&profile);
        }
        if let Some(reduced) = asked.motion_reduced {
            set_on_root("data-motion", Some(if reduced { "reduced" } else { "full" }));
        }
        self.start.set(asked.start);
        self.panel.set(asked.panel);
        self.find.set(asked.find);
        self.notice.set(parameters::notice(refused));
    }

    /// Whether the address that was just followed asks for a panel of the open lab and nothing else: no reason to begin the
    /// lab anew.
    fn only_another_panel(&self, route: &Route) -> bool {
        let Route::Lab { id, shared: None } = route else { return false };
        let asked = self.panel.get_untracked().is_some() && self.start.get_untracked() == Start::default();
        asked && self.route.with_untracked(|open| matches!(open, Route::Lab { id: open, .. } if open == id))
    }

    /// Tells the person one thing more, above the page.
    pub fn tell(&self, text: &str) {
        self.notice.update(|notice| match notice {
            Some(notice) => *notice = format!("{notice}\n{text}"),
            None => *notice = Some(text.to_owned()),
        });
    }

    /// Switches the projector view; the address remembers it.
    pub fn switch_projector(&self) {
        self.projector.update(|on| *on = !*on);
        self.note_projector();
    }

    /// Writes into the address whether the projector view is on, so that it stays with the page.
    fn note_projector(&self) {
        let fragment = window().location().hash().unwrap_or_default();
        let fragment = if fragment.is_empty() { "#/".to_owned() } else { fragment };
        let noted = parameters::with(&fragment, "theme", self.projector.get_untracked().then_some("projector"));
        if noted != fragment {
            route::replace(&noted);
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

    /// What has been reached in all labs.
    pub fn all_progress(&self) -> Progress {
        self.progress.get_untracked()
    }

    /// Takes in what was reached elsewhere, and stores it.
    pub fn take_progress(&self, other: &Progress) {
        self.progress.update(|progress| progress.merge(other));
        self.progress.with_untracked(storage::save_progress);
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

/// Reads the query of an address and that of its fragment.
fn read_address(query: &str, fragment: &str) -> (Parameters, Vec<Refused>) {
    let profiles: Vec<&str> = frame().profiles.iter().map(|profile| profile.id.as_str()).collect();
    parameters::read(query, fragment, &profiles)
}

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let location = window().location();
    let (query, fragment) = (location.search().unwrap_or_default(), location.hash().unwrap_or_default());
    let (mut asked, refused) = read_address(&query, &fragment);
    let embed = asked.embed.take();
    if embed.as_ref().is_some_and(|embed| !embed.stores) {
        storage::keep_out();
    }
    let shell = Shell::new();
    provide_context(shell);
    if embed.is_some() {
        set_on_root("data-embed", Some(""));
        shell.embed.set(embed);
    }
    if let Some(theme) = storage::load_theme() {
        show_theme(&theme);
    }
    shell.follow(asked, &refused);
    Effect::new(move |_| {
        set_on_root("data-view", shell.projector.get().then_some("projector"));
        shell.theme_changed.update(|count| *count += 1);
    });
    let changed = window_event_listener(ev::hashchange, move |_| {
        // A notice is about the page that was left. What stands before the fragment was done at the start.
        let (asked, refused) = read_address("", &window().location().hash().unwrap_or_default());
        shell.follow(asked, &refused);
        if shell.projector.get_untracked() {
            shell.note_projector();
        }
        let route = route::current();
        if !shell.only_another_panel(&route) {
            shell.route.set(route);
            request_animation_frame(keep_focus);
        }
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
            Route::Tool(tool) => html! { <ToolPage shell tool/> }.into_any(),
            Route::Lesson(id) => match frame().lesson(&id) {
                Some(card) => html! { <LessonPage shell card/> }.into_any(),
                None => html! { <Unknown path=format!("lesson/{id}")/> }.into_any(),
            },
            Route::Keys => html! { <KeysPage shell/> }.into_any(),
            Route::Quiz(query) => html! { <QuizPage shell query/> }.into_any(),
            Route::Exercise { id, query } => html! { <ExercisePage shell id query/> }.into_any(),
            Route::Classroom(room, query) => html! { <ClassroomPage shell room query/> }.into_any(),
            Route::Unknown(path) => html! { <Unknown path/> }.into_any(),
        }}
    }
}

/// Whoever went on by a link of the page that was left goes on in the page that is there now.
fn keep_focus() {
    let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
    // A frame doesn't take the focus from the page around it.
    if lost && document().has_focus().unwrap_or(false) {
        crate::widgets::focus("main");
    }
}

/// The fragment is the route, so the skip link moves the focus itself.
fn skip_to_main(event: ev::MouseEvent) {
    event.prevent_default();
    crate::widgets::focus("main");
}
