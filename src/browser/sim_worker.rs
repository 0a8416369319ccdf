//! The simulator's worker as the page sees it: start it, send to it, hear from it, start another when it dies.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::{Object, Reflect};
use model::Message;
use sim::{FromSim, ToSim};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, HtmlLinkElement, MessageEvent, Worker, WorkerOptions, WorkerType};

thread_local! {
    /// What a worker has fetched and compiled, by address: the next one need not do so again.
    static PARTS: Object = Object::new();
}

/// What comes from the worker.
pub enum Heard {
    /// As it was sent: reading it takes much code, which comes with the panels.
    Said(String),
    /// It ended by itself, or never began; a new one is started with the next message.
    Died(Message),
}

impl Heard {
    /// What it says.
    ///
    /// # Errors
    /// What a person is told of a worker that ended, or of a message that is none.
    pub fn read(self) -> Result<FromSim, Message> {
        match self {
            Self::Said(text) => serde_json::from_str(&text).map_err(|error| crashed(error.to_string())),
            Self::Died(message) => Err(message),
        }
    }
}

/// A worker that is started when it is first needed.
pub struct SimWorker {
    listener: Rc<dyn Fn(Heard)>,
    running: Rc<RefCell<Option<Running>>>,
}

struct Running {
    worker: Worker,
    /// Messages that wait for its hello; `None` once it has said it.
    waiting: Option<VecDeque<String>>,
    // Kept alive as long as the worker.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl SimWorker {
    pub fn new(listener: impl Fn(Heard) + 'static) -> Self {
        Self { listener: Rc::new(listener), running: Rc::default() }
    }

    /// Starts the worker ahead of need, so that the first run begins at once.
    pub fn warm_up(&self) {
        if self.running.borrow().is_none()
            && self.start().is_err()
        {
            (self.listener)(Heard::Died(Message::new("run-not-loaded")));
        }
    }

    pub fn send(&self, message: &ToSim) {
        self.warm_up();
        let Ok(text) = serde_json::to_string(message) else { return };
        if let Some(running) = self.running.borrow_mut().as_mut() {
            match &mut running.waiting {
                Some(waiting) => waiting.push_back(text),
                None => running.post(&text),
            }
        }
    }

    /// Ends the worker in the middle of whatever it does.
    pub fn end(&self) {
        if let Some(running) = self.running.borrow_mut().take() {
            running.worker.terminate();
        }
    }

    fn start(&self) -> Result<(), JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options("boot_worker.js", &options)?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
            let (listener, running) = (Rc::clone(&self.listener), Rc::clone(&self.running));
            move |event: MessageEvent| hear(&event, &listener, &running)
        });
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new({
            let (listener, running) = (Rc::clone(&self.listener), Rc::clone(&self.running));
            move |event: ErrorEvent| {
                event.prevent_default();
                let mut was_ready = true;
                if let Some(dead) = running.borrow_mut().take() {
                    dead.worker.terminate();
                    was_ready = dead.waiting.is_none();
                    // The closure that is running now must outlive this call.
                    std::mem::forget(dead);
                }
                if !was_ready {
                    return listener(Heard::Died(Message::new("run-not-loaded")));
                }
                let details = Reflect::get(&event, &"message".into()).ok().and_then(|it| it.as_string());
                listener(Heard::Died(crashed(details.unwrap_or_default())));
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let boot = Object::new();
        Reflect::set(&boot, &"js".into(), &module_address().into())?;
        Reflect::set(&boot, &"module".into(), &wasm_bindgen::module())?;
        PARTS.with(|it| Reflect::set(&boot, &"parts".into(), it))?;
        worker.post_message(&boot)?;
        let waiting = Some(VecDeque::new());
        let started = Running { worker, waiting, _on_message: on_message, _on_error: on_error };
        self.running.replace(Some(started));
        Ok(())
    }
}

impl Running {
    fn post(&self, text: &str) {
        // Posting a string to a worker of one's own cannot fail.
        let _ = self.worker.post_message(&text.into());
    }
}

fn hear(event: &MessageEvent, listener: &Rc<dyn Fn(Heard)>, running: &RefCell<Option<Running>>) {
    let Some(text) = event.data().as_string() else { return keep_part(&event.data()) };
    // The first thing that it says in words is that it is ready.
    if let Some(running) = running.borrow_mut().as_mut() {
        for text in running.waiting.take().into_iter().flatten() {
            running.post(&text);
        }
    }
    listener(Heard::Said(text));
}

/// Keeps what `assets/web/boot_worker.js` sends of a part that was compiled.
fn keep_part(sent: &JsValue) {
    let read = |key: &str| Reflect::get(sent, &key.into());
    if let (Ok(address), Ok(part)) = (read("address"), read("part")) {
        // Setting a property of a plain object cannot fail.
        let _ = PARTS.with(|it| Reflect::set(it, &address, &part));
    }
}

/// `details` are for a bug report.
fn crashed(details: String) -> Message {
    Message::new("run-crashed").with("details", details)
}

/// Address of the page's own JavaScript module, with its hash: trunk preloads it in the head.
fn module_address() -> String {
    web_sys::window()
        .and_then(|it| it.document())
        .and_then(|it| it.query_selector("link[rel=modulepreload]").ok().flatten())
        .and_then(|it| it.dyn_into::<HtmlLinkElement>().ok())
        .map_or_else(String::new, |it| it.href())
}
