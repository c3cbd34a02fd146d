//! Which page the fragment of the address names: `#/`, `#/lab/<id>`, `#/lab/<id>?s=<shared run>`.

/// A place in the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    Home,
    Lab { id: String, shared: Option<String> },
    Unknown(String),
}

impl Route {
    /// Reads the fragment, with or without `#`.
    pub fn parse(fragment: &str) -> Route {
        let path = fragment.trim_start_matches('#');
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        match path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>()[..] {
            [] => Route::Home,
            ["lab", id] => {
                let shared = query.split('&').find_map(|pair| pair.strip_prefix("s=")).map(str::to_owned);
                Route::Lab { id: id.to_owned(), shared }
            }
            _ => Route::Unknown(path.to_owned()),
        }
    }
}

/// The fragment of a lab.
pub fn lab_href(id: &str) -> String {
    format!("#/lab/{id}")
}

/// The address bar's present route.
pub fn current() -> Route {
    Route::parse(&leptos::prelude::window().location().hash().unwrap_or_default())
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
            ("#/lab/", Route::Unknown("/lab/".to_owned())),
            ("#/nowhere/at/all", Route::Unknown("/nowhere/at/all".to_owned())),
        ];
        for (fragment, route) in cases {
            assert_eq!(Route::parse(fragment), route, "{fragment}");
        }
    }
}
