//! The simulator's side of the page: the same wasm, started as a worker. Decode, let [`sim::Driver`] act, encode.
//!
//! Everything it decides is in `sim`, where native tests prove it; here are only messages and real time.

use std::{cell::RefCell, rc::Rc};

use model::{Architecture, Message, file};
use sim::{Driver, FromSim, ToSim};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent};

use crate::cut;

/// A slice shorter than this had little to do: the run waits for real time, and the processor may rest.
const IDLE_SLICE_MILLIS: f64 = 1.0;
/// How long it rests then; three looks at the clock per frame.
const REST_MILLIS: i32 = 5;

/// The scope of this thread if it is a worker.
pub fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Fetches the simulator, which the page itself does not need; then takes over the worker's messages and says hello.
pub fn start(scope: DedicatedWorkerGlobalScope) {
    wasm_bindgen_futures::spawn_local(async move {
        match cut::simulator().await {
            Ok(begin) => begin(&scope),
            Err(_) => {
                // Thrown in here it would be a promise's failure, of which the page hears nothing.
                let throw = Closure::once_into_js(|| -> () {
                    wasm_bindgen::throw_str("the simulator could not be fetched")
                });
                let _ = scope.set_timeout_with_callback(throw.unchecked_ref());
            }
        }
    });
}

/// What the file of the simulator is for.
pub fn begin(scope: &DedicatedWorkerGlobalScope) {
    // A panic ends this worker: the page sees its error event, explains it and starts another one.
    std::panic::set_hook(Box::new(|info| wasm_bindgen::throw_str(&info.to_string())));
    let channel = match MessageChannel::new() {
        Ok(channel) => channel,
        Err(error) => wasm_bindgen::throw_val(error),
    };
    let worker = Rc::new(Worker {
        scope: scope.clone(),
        driver: RefCell::new(Driver::new(load)),
        again: channel,
        last_millis: RefCell::new(0.0),
    });
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
        let worker = Rc::clone(&worker);
        move |event: MessageEvent| worker.receive(&event)
    });
    let on_again = Closure::<dyn FnMut()>::new({
        let worker = Rc::clone(&worker);
        move || worker.slice()
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.again.port1().set_onmessage(Some(on_again.as_ref().unchecked_ref()));
    // Both live as long as the worker.
    on_message.forget();
    on_again.forget();
    worker.send(&Driver::hello());
}

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    driver: RefCell<Driver>,
    /// Posting to it runs the next slice after messages that wait; a timer of zero would be held up for 4 ms.
    again: MessageChannel,
    last_millis: RefCell<f64>,
}

impl Worker {
    fn receive(&self, event: &MessageEvent) {
        let text = event.data().as_string().unwrap_or_default();
        let message: ToSim = match serde_json::from_str(&text) {
            Ok(message) => message,
            Err(error) => panic!("the page and its simulator do not understand each other: {error}"),
        };
        let was_running = self.driver.borrow().is_running();
        let answers = self.driver.borrow_mut().handle(message);
        self.send_all(&answers);
        // A run that goes on already has its next slice under way.
        if !was_running && self.driver.borrow().is_running() {
            self.last_millis.replace(self.now_millis());
            self.slice_again();
        }
    }

    fn slice(&self) {
        let now_millis = self.now_millis();
        let elapsed_millis = now_millis - self.last_millis.replace(now_millis);
        let answers = self.driver.borrow_mut().slice(elapsed_millis);
        self.send_all(&answers);
        if !self.driver.borrow().is_running() {
            return;
        }
        if self.now_millis() - now_millis < IDLE_SLICE_MILLIS {
            let port = self.again.port2();
            let wake = Closure::once_into_js(move || port.post_message(&JsValue::NULL));
            let timer = self.scope.set_timeout_with_callback_and_timeout_and_arguments_0(
                wake.unchecked_ref(),
                REST_MILLIS,
            );
            if timer.is_ok() {
                return;
            }
        }
        self.slice_again();
    }

    fn slice_again(&self) {
        if let Err(error) = self.again.port2().post_message(&JsValue::NULL) {
            panic!("the browser refuses a message to this very worker: {error:?}");
        }
    }

    fn send_all(&self, answers: &[FromSim]) {
        answers.iter().for_each(|it| self.send(it));
    }

    fn send(&self, answer: &FromSim) {
        let sent = serde_json::to_string(answer)
            .map_err(|error| JsValue::from(error.to_string()))
            .and_then(|text| self.scope.post_message(&text.into()));
        if let Err(error) = sent {
            panic!("an answer of the simulator cannot be sent: {error:?}");
        }
    }

    fn now_millis(&self) -> f64 {
        self.scope.performance().map_or(0.0, |it| it.now())
    }
}

fn load(text: &str) -> Result<Architecture, Message> {
    // The page writes files of this version only.
    file::load_with(text, None).map(|it| it.architecture).map_err(|error| error.message())
}
