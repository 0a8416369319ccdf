//! The service worker: registers it, and tells when a new version of the page waits. The contract is at the top of
//! `assets/web/service_worker.js`.

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

/// A new version of the page, downloaded and waiting.
#[derive(Clone, Copy)]
pub struct Updates {
    pub is_waiting: ReadSignal<bool>,
    registration: StoredValue<Option<ServiceWorkerRegistration>, LocalStorage>,
}

impl Updates {
    /// Registers the service worker. Without one (no https, a private window) the page works, but not offline.
    pub fn watch() -> Self {
        let (is_waiting, set_waiting) = signal(false);
        let registration = StoredValue::new_local(None);
        if let Some(container) = container() {
            leptos::task::spawn_local(async move {
                let promise = container.register("sw.js");
                let Ok(found) = JsFuture::from(promise).await else { return };
                let Ok(found) = found.dyn_into::<ServiceWorkerRegistration>() else { return };
                listen(&found, set_waiting);
                // A page that stays open for days asks now and then.
                set_interval(
                    {
                        let found = found.clone();
                        move || {
                            let _ = found.update();
                        }
                    },
                    std::time::Duration::from_secs(60 * 60),
                );
                registration.set_value(Some(found));
            });
        }
        Self { is_waiting, registration }
    }

    /// Lets the new version take over and reloads the page. What is open must have been saved before.
    pub fn activate(self) {
        let waiting = self.registration.with_value(|it| it.as_ref().and_then(ServiceWorkerRegistration::waiting));
        let (Some(waiting), Some(container)) = (waiting, container()) else { return };
        let reload = Closure::once_into_js(|| {
            let _ = window().location().reload();
        });
        let _ = container.add_event_listener_with_callback("controllerchange", reload.unchecked_ref());
        let message = Object::new();
        let _ = Reflect::set(&message, &"type".into(), &"activate".into());
        let _ = waiting.post_message(&message);
    }
}

// Says so when a version waits: at once, or when a download has ended. The very first version has nobody to wait for.
fn listen(registration: &ServiceWorkerRegistration, set_waiting: WriteSignal<bool>) {
    let tell = {
        let registration = registration.clone();
        move || set_waiting.set(registration.waiting().is_some() && registration.active().is_some())
    };
    tell();
    let found = registration.clone();
    let on_found = Closure::<dyn FnMut()>::new(move || {
        let Some(installing) = found.installing() else { return };
        let worker = installing.clone();
        let tell = tell.clone();
        let on_state = Closure::<dyn FnMut()>::new(move || {
            if worker.state() == ServiceWorkerState::Installed {
                tell();
            }
        });
        installing.set_onstatechange(Some(on_state.as_ref().unchecked_ref()));
        on_state.forget();
    });
    registration.set_onupdatefound(Some(on_found.as_ref().unchecked_ref()));
    on_found.forget();
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    // The property is missing outside secure contexts, which the typed getter does not know.
    let value: JsValue = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    value.is_object().then(|| navigator.service_worker())
}
