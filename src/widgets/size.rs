//! Follows the size that the page gives an element, for pictures drawn in CSS pixels.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Calls `found` with the host's inner width and height, at first and after each change.
pub fn follow_size(host: NodeRef<html::Div>, found: impl Fn(f64, f64) + Copy + 'static) {
    let measure = move || {
        if let Some(host) = host.get_untracked() {
            let (width, height) = (f64::from(host.client_width()), f64::from(host.client_height()));
            if width > 0.0 {
                found(width, height);
            }
        }
    };
    let observer = StoredValue::new_local(None::<(web_sys::ResizeObserver, Closure<dyn FnMut()>)>);
    Effect::new(move |_| {
        if let Some(host) = host.get() {
            let changed = Closure::<dyn FnMut()>::new(measure);
            if let Ok(watching) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
                watching.observe(&host);
                observer.set_value(Some((watching, changed)));
            }
            measure();
        }
    });
    on_cleanup(move || {
        observer.update_value(|observer| {
            if let Some((watching, _)) = observer.take() {
                watching.disconnect();
            }
        });
    });
}
