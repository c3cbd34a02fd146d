//! Policies edited as text, and what they would allow: every draft is tried on a copy of the run.

mod editor;
mod grid;

use crate::content::t;
use crate::session::Session;
use editor::Editor;
use grid::Permissions;
use leptos::prelude::*;

/// Texts that differ from what is in place, by document.
#[derive(Clone, Copy)]
pub(crate) struct Drafts {
    texts: RwSignal<Vec<Option<String>>>,
}

impl Drafts {
    fn new(documents: usize) -> Drafts {
        Drafts { texts: RwSignal::new(vec![None; documents]) }
    }

    /// The draft of a document; followed.
    fn get(self, nth: usize) -> Option<String> {
        self.texts.with(|texts| texts[nth].clone())
    }

    fn set(self, nth: usize, text: Option<String>) {
        self.texts.update(|texts| texts[nth] = text);
    }
}

/// The card under the stage.
#[component]
pub fn PolicyCard(session: Session) -> impl IntoView {
    let documents = session.lab.policies.as_slice();
    let drafts = Drafts::new(documents.len());
    let resets = session.resets;
    Effect::new(move |_| {
        resets.get();
        drafts.texts.set(vec![None; documents.len()]);
    });
    html! {
        <section class="card policies" aria-labelledby="policies-title">
            <header>
                <h2 id="policies-title">{t("policies.title")}</h2>
                <p class="hint">{t("policies.hint")}</p>
            </header>
            <Editor session documents drafts/>
            <Permissions session documents drafts/>
        </section>
    }
}
