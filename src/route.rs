//! Which page the fragment of the address names: `#/`, `#/lab/<id>`, `#/lab/<id>?s=<shared run>`, `#/keys`,
//! `#/quiz?<what to ask>`, `#/lesson/<id>`, `#/<tool>`.

/// A place in the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    Home,
    Lab {
        id: String,
        shared: Option<String>,
    },
    Tool(Tool),
    Keys,
    /// The questions, with what the address asks of them; the quiz reads it.
    Quiz(String),
    /// A lesson of no lab.
    Lesson(String),
    Unknown(String),
}

/// A page to look something up or reckon something out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tool {
    Calculator,
    Facts,
    Fidelity,
}

impl Tool {
    /// In the order of the footer.
    pub const ALL: [Tool; 3] = [Tool::Calculator, Tool::Facts, Tool::Fidelity];

    /// Its name in the address and in the keys of words.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Calculator => "calculator",
            Tool::Facts => "facts",
            Tool::Fidelity => "fidelity",
        }
    }

    /// Its fragment.
    pub fn href(self) -> String {
        format!("#/{}", self.name())
    }
}

impl Route {
    /// Reads the fragment, with or without `#`.
    pub fn parse(fragment: &str) -> Route {
        let path = fragment.trim_start_matches('#');
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        match path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>()[..] {
            [] => Route::Home,
            ["keys"] => Route::Keys,
            ["quiz"] => Route::Quiz(query.to_owned()),
            ["lab", id] => {
                let shared = query.split('&').find_map(|pair| pair.strip_prefix("s=")).map(str::to_owned);
                Route::Lab { id: id.to_owned(), shared }
            }
            ["lesson", id] => Route::Lesson(id.to_owned()),
            [name] => match Tool::ALL.into_iter().find(|tool| tool.name() == name) {
                Some(tool) => Route::Tool(tool),
                None => Route::Unknown(path.to_owned()),
            },
            _ => Route::Unknown(path.to_owned()),
        }
    }
}

/// The fragment of a lab.
pub fn lab_href(id: &str) -> String {
    format!("#/lab/{id}")
}

/// The fragment of the quiz.
pub const QUIZ_HREF: &str = "#/quiz";

/// The fragment of a lesson of no lab.
pub fn lesson_href(id: &str) -> String {
    format!("#/lesson/{id}")
}

/// The fragment of "Your keys".
pub const KEYS_HREF: &str = "#/keys";

/// The address bar's present route.
pub fn current() -> Route {
    Route::parse(&leptos::prelude::window().location().hash().unwrap_or_default())
}

/// Puts another fragment into the address, without a page in the browser's history and without opening it.
pub fn replace(fragment: &str) {
    if let Ok(history) = leptos::prelude::window().history() {
        // A page from a file can't always change its address: then it stays as it was.
        let _refused = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(fragment));
    }
}

/// Opens the page of a fragment.
pub fn open(fragment: &str) {
    let _refused = leptos::prelude::window().location().set_hash(fragment);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_name_pages() {
        let lab = |id: &str, shared: Option<&str>| Route::Lab { id: id.to_owned(), shared: shared.map(str::to_owned) };
        let cases = [
            ("", Route::Home),
            ("#/", Route::Home),
            ("#/lab/hot-shard", lab("hot-shard", None)),
            ("#/lab/hot-shard?s=1.AbC_-", lab("hot-shard", Some("1.AbC_-"))),
            ("#/facts", Route::Tool(Tool::Facts)),
            ("#/calculator", Route::Tool(Tool::Calculator)),
            ("#/nowhere", Route::Unknown("/nowhere".to_owned())),
            (KEYS_HREF, Route::Keys),
            (QUIZ_HREF, Route::Quiz(String::new())),
            ("#/quiz?topic=45&seed=7", Route::Quiz("topic=45&seed=7".to_owned())),
            ("#/lesson/exam-map", Route::Lesson("exam-map".to_owned())),
            ("#/lesson/", Route::Unknown("/lesson/".to_owned())),
            ("#/lab/", Route::Unknown("/lab/".to_owned())),
            ("#/nowhere/at/all", Route::Unknown("/nowhere/at/all".to_owned())),
        ];
        for (fragment, route) in cases {
            assert_eq!(Route::parse(fragment), route, "{fragment}");
        }
    }
}
