//! A QR code on the page: dark on light in both themes, as cameras look for it.

use crate::scene::qr::Code;
use leptos::prelude::*;

/// The picture of a code, under the name that those hear who don't see it.
pub fn picture(code: &Code, label: String) -> AnyView {
    let size = code.size;
    html! {
        <svg class="qr" role="img" aria-label=label viewBox=format!("0 0 {size} {size}") shape-rendering="crispEdges">
            <rect width=size height=size class="qr-light"/>
            <path d=code.path.clone() class="qr-dark"/>
        </svg>
    }
}
