//! Turns of the browser's event loop, for work that takes longer than one may.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// By messages to itself: a timer would wait four milliseconds each time.
pub struct Turns(Option<MessageChannel>);

impl Turns {
    pub fn new() -> Turns {
        Turns(MessageChannel::new().ok())
    }

    /// Lets the browser do what waits: input, frames.
    pub async fn pass(&mut self) {
        let Some(channel) = &self.0 else { return };
        let passed = Promise::new(&mut |resolve, _| {
            channel.port1().set_onmessage(Some(&resolve));
            if channel.port2().post_message(&JsValue::NULL).is_err() {
                // Without a message there is no turn, and the work goes on at once.
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        // It can't be refused.
        let _ = JsFuture::from(passed).await;
    }
}

impl Drop for Turns {
    fn drop(&mut self) {
        if let Some(channel) = &self.0 {
            channel.port1().close();
        }
    }
}
