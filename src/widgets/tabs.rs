//! A set of tabs as the ARIA authoring practices describe it: one stop in the tab order, arrows, Home
//! and End choose. Only the chosen panel exists, so what isn't seen costs nothing.

use leptos::prelude::*;

/// Tabs by name, and the panel of the chosen one. Ids on the page begin with `id`.
#[component]
pub fn Tabs<F>(
    id: &'static str,
    label: &'static str,
    names: Vec<&'static str>,
    /// Place of the chosen tab.
    #[prop(optional)]
    chosen: RwSignal<usize>,
    panel: F,
) -> impl IntoView
where
    F: Fn(usize) -> AnyView + Send + 'static,
{
    let count = names.len();
    let tab_id = move |nth: usize| format!("{id}-tab-{nth}");
    let panel_id = format!("{id}-panel");
    let choose = move |nth: usize| {
        if nth != chosen.get_untracked() {
            chosen.set(nth);
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Some(nth) = after_key(chosen.get_untracked(), count, &event.key()) else { return };
        event.prevent_default();
        choose(nth);
        super::focus(&tab_id(nth));
    };
    let controls = panel_id.clone();
    let tab = move |(nth, name): (usize, &'static str)| {
        html! {
            <button type="button" role="tab" id=tab_id(nth) aria-controls=controls.clone() data-name=name
                aria-selected=move || (chosen.get() == nth).to_string()
                tabindex=move || if chosen.get() == nth { "0" } else { "-1" }
                on:click=move |_| choose(nth)>
                {name}
            </button>
        }
    };
    html! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=on_key>
            {names.into_iter().enumerate().map(tab).collect_view()}
        </div>
        <div class="tab-panel" role="tabpanel" tabindex="0" id=panel_id aria-labelledby=move || tab_id(chosen.get())>
            {move || panel(chosen.get())}
        </div>
    }
}

/// The tab that a key leads to, round the ends.
fn after_key(chosen: usize, count: usize, key: &str) -> Option<usize> {
    match key {
        "ArrowRight" => Some((chosen + 1) % count),
        "ArrowLeft" => Some((chosen + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_lead_round_the_ends_and_other_keys_nowhere() {
        let keys = [("ArrowRight", Some(0)), ("ArrowLeft", Some(1)), ("Home", Some(0)), ("End", Some(2)), ("a", None)];
        for (key, wanted) in keys {
            assert_eq!(after_key(2, 3, key), wanted, "{key}");
        }
    }
}
