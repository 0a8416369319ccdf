//! What the tabs of this browser tell each other about the projects they have open.

use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// About the project `id`. A tab does not hear itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TabMessage {
    /// A tab has just opened it: who else has?
    Opened { id: String },
    /// The answer: this tab writes to it.
    Present { id: String },
    /// Another tab writes to it from now on.
    TakenOver { id: String },
    /// The answer of the tab that wrote to it until then: everything is saved.
    Released { id: String },
    /// It was saved.
    Saved { id: String },
}

impl TabMessage {
    pub fn id(&self) -> &str {
        match self {
            Self::Opened { id }
            | Self::Present { id }
            | Self::TakenOver { id }
            | Self::Released { id }
            | Self::Saved { id } => id,
        }
    }
}

/// The line to the other tabs. Without it (very old browsers) only the check on writing keeps tabs apart.
#[derive(Clone, Debug)]
pub struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// `on_message` hears the others as long as the page lives.
    pub fn listen(on_message: impl FnMut(TabMessage) + 'static) -> Self {
        Self::listen_on("plimsoll", on_message)
    }

    /// The same on a line of its own.
    pub fn listen_on(name: &str, mut on_message: impl FnMut(TabMessage) + 'static) -> Self {
        let Ok(channel) = BroadcastChannel::new(name) else { return Self(None) };
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            // Another version of the page may say what this one does not know.
            if let Ok(message) = serde_json::from_str(&text) {
                on_message(message);
            }
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        hear.forget();
        Self(Some(channel))
    }

    pub fn tell(&self, message: &TabMessage) {
        if let (Some(channel), Ok(text)) = (&self.0, serde_json::to_string(message)) {
            let _ = channel.post_message(&JsValue::from_str(&text));
        }
    }
}
