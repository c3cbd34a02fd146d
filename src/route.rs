//! Which page the fragment of the address names: `#/`, `#/lab/<id>`, `#/lab/<id>?s=<shared run>`, `#/keys`,
//! `#/quiz?<what to ask>`, `#/lesson/<id>`, `#/exercise/<id>`, `#/exercise?e=<exercise>`, `#/classroom/<room>`, `#/<tool>`.

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
    /// An exercise as a learner gets it: one of ours by its id, or with all that it is in the query.
    Exercise {
        id: Option<String>,
        query: String,
    },
    /// A place for those who teach, with what the address asks of it.
    Classroom(Room, String),
    Unknown(String),
}

/// A page to look something up or reckon something out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tool {
    Calculator,
    Facts,
    Fidelity,
}

/// A place for those who teach.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Room {
    Exercises,
    Build,
    Results,
    Vote,
    Handout,
}

impl Room {
    /// In the order of their links; the last has none by itself, since it is of an exercise.
    pub const ALL: [Room; 5] = [Room::Exercises, Room::Build, Room::Results, Room::Vote, Room::Handout];

    /// Its name in the address and in the keys of words.
    pub fn name(self) -> &'static str {
        match self {
            Room::Exercises => "exercises",
            Room::Build => "build",
            Room::Results => "results",
            Room::Vote => "vote",
            Room::Handout => "handout",
        }
    }

    /// Its fragment.
    pub fn href(self) -> String {
        match self {
            Room::Exercises => CLASSROOM_HREF.to_owned(),
            room => format!("{CLASSROOM_HREF}/{}", room.name()),
        }
    }
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
                let shared = value(query, "s").map(str::to_owned);
                Route::Lab { id: id.to_owned(), shared }
            }
            ["lesson", id] => Route::Lesson(id.to_owned()),
            ["exercise"] => Route::Exercise { id: None, query: query.to_owned() },
            ["exercise", id] => Route::Exercise { id: Some(id.to_owned()), query: query.to_owned() },
            ["classroom"] => Route::Classroom(Room::Exercises, query.to_owned()),
            ["classroom", name] => match Room::ALL.into_iter().skip(1).find(|room| room.name() == name) {
                Some(room) => Route::Classroom(room, query.to_owned()),
                None => Route::Unknown(path.to_owned()),
            },
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

/// The fragment of the classroom.
pub const CLASSROOM_HREF: &str = "#/classroom";

/// The fragment of an exercise of ours.
pub fn exercise_href(id: &str) -> String {
    format!("#/exercise/{id}")
}

/// The fragment of any exercise, from its text.
pub fn sealed_exercise_href(sealed: &str) -> String {
    format!("#/exercise?e={sealed}")
}

/// The value of a parameter in a query.
pub fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

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

/// The whole address of a fragment. A page opened from disk has no origin, but an address.
pub fn address_of(fragment: &str) -> Option<String> {
    let here = leptos::prelude::window().location().href().ok()?;
    Some(format!("{}{fragment}", here.split(['?', '#']).next()?))
}

/// Whether such an address leads somewhere on this computer alone: the page was opened as a file, in the one-file edition.
pub fn is_on_disk(address: &str) -> bool {
    address.starts_with("file:")
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
            ("#/exercise/x", Route::Exercise { id: Some("x".to_owned()), query: String::new() }),
            ("#/exercise?e=e1.A", Route::Exercise { id: None, query: "e=e1.A".to_owned() }),
            (CLASSROOM_HREF, Route::Classroom(Room::Exercises, String::new())),
            ("#/classroom/results?r=r1.A", Route::Classroom(Room::Results, "r=r1.A".to_owned())),
            ("#/classroom/exercises", Route::Unknown("/classroom/exercises".to_owned())),
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
