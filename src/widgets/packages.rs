//! Packages for learning-management systems, made where the teacher is: the page's own files with a manifest and a launch page
//! around them (`crates/course-package`), saved as one file.

use crate::content::{learn_packages_words, t, tf};
use crate::own_files;
use crate::widgets::files::save_bytes;
use course_package::{Course, Entry, Format, Kind, package, packed};
use lab_content::format::thousands;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// How far it has come.
#[derive(Clone, PartialEq)]
enum Standing {
    Idle,
    Listing,
    /// Which file of how many.
    Fetching(usize, usize),
    Saved(String),
    Failed(String),
}

impl Standing {
    fn is_busy(&self) -> bool {
        matches!(self, Standing::Listing | Standing::Fetching(..))
    }
}

/// A button for each format. `fragment` is what the page of the package opens with, `stem` the beginning of the file's name.
#[component]
pub fn Packages(title: String, fragment: String, stem: String, kind: Kind) -> impl IntoView {
    learn_packages_words();
    let standing = RwSignal::new(Standing::Idle);
    // Both formats hold the same page.
    let page = StoredValue::new_local(None::<Rc<Vec<Entry>>>);
    let course = StoredValue::new(Course { title, fragment, kind });
    let name = StoredValue::new(stem);
    let make = move |format: Format| {
        if standing.with_untracked(Standing::is_busy) {
            return;
        }
        let says = move |next| _ = standing.try_set(next);
        says(Standing::Listing);
        spawn_local(async move {
            let fetched = match page.try_get_value().flatten() {
                Some(page) => Ok(page),
                None => fetch(|nth, of| says(Standing::Fetching(nth, of))).await.map(Rc::new),
            };
            let made = fetched.map(|files| {
                // The dialog may have been closed meanwhile: then nobody waits for it.
                _ = page.try_set_value(Some(files.clone()));
                course.try_with_value(|course| package(course, format, &files))
            });
            match made {
                Ok(Some(bytes)) => {
                    let name = name.try_with_value(|stem| format!("{stem}.{}", format.ending())).unwrap_or_default();
                    save_bytes(&name, "application/zip", &bytes);
                    let kb = thousands(bytes.len() as u64 / 1_000);
                    says(Standing::Saved(tf("packages.saved", &[("file", &name), ("kb", &kb)])));
                }
                Ok(None) => {}
                Err(why) => says(Standing::Failed(why)),
            }
        });
    };
    let button = move |format: Format| {
        let is_busy = move || standing.with(Standing::is_busy);
        html! {
            <button class="button" type="button" aria-disabled=move || is_busy().then_some("true")
                on:click=move |_| make(format)>{format.label()}</button>
        }
    };
    let place = Memo::new(move |_| match standing.get() {
        Standing::Fetching(nth, of) => Some((nth, of)),
        _ => None,
    });
    let is_fetching = Memo::new(move |_| place.with(Option::is_some));
    html! {
        <section class="packages">
            <h3>{t("packages.title")}</h3>
            <div class="control-row">{Format::ALL.map(button).collect_view()}</div>
            <p class="hint">{t("packages.hint")}</p>
            // Each file would be said aloud here: the beginning and the end are enough.
            <p class="hint" class:visually-hidden=move || is_fetching.get() role="status">{move || match standing.get() {
                Standing::Listing | Standing::Fetching(..) => t("packages.list").to_owned(),
                Standing::Saved(text) => text,
                Standing::Idle | Standing::Failed(_) => String::new(),
            }}</p>
            {move || is_fetching.get().then(|| html! { <Progress place/> })}
            {move || match standing.get() {
                Standing::Failed(why) => html! { <p class="error" role="alert">{why}</p> },
                _ => ().into_any(),
            }}
        </section>
    }
}

/// How many of the files are fetched.
#[component]
fn Progress(place: Memo<Option<(usize, usize)>>) -> impl IntoView {
    let nth = move || place.get().map_or(0, |(nth, _)| nth).to_string();
    let of = move || place.get().map_or(1, |(_, of)| of).to_string();
    html! {
        <label class="hint">
            <span>{move || tf("packages.fetching", &[("n", &nth()), ("of", &of())])}</span>
            <progress max=of value=nth></progress>
        </label>
    }
}

/// The page's files as a package holds them, or why they can't be had.
async fn fetch(says: impl Fn(usize, usize)) -> Result<Vec<Entry>, String> {
    let names = own_files::names().await.ok_or_else(|| t("packages.no_list").to_owned())?;
    let mut files = Vec::with_capacity(names.len());
    for (name, nth) in names.iter().zip(1..) {
        says(nth, names.len());
        let missing = || tf("packages.missing", &[("file", name)]);
        let (name, content) = packed(name, own_files::bytes(name).await.ok_or_else(missing)?);
        files.push(match own_files::deflated(&content).await {
            Some(deflated) => Entry::deflated(name, content, deflated),
            None => Entry::stored(name, content),
        });
    }
    Ok(files)
}
