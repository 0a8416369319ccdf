//! The parser of alert rules: a wasm module of its own, loaded when there is the first expression to read.
//!
//! It is a third of the page's size, and most people never write a rule. See `docs/decisions/promql-on-demand.md`.

use std::cell::RefCell;

use js_sys::{Function, Object, Reflect, Uint8Array, WebAssembly};
use promql::{Expr, ParseError};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// What reading an expression gave.
pub type Parsed = Result<Expr, ParseError>;

thread_local! {
    static MODULE: RefCell<Option<Module>> = const { RefCell::new(None) };
}

/// The module's functions.
#[derive(Clone)]
struct Module {
    memory: WebAssembly::Memory,
    room: Function,
    parse: Function,
    answer: Function,
}

/// Reads expressions, in their order.
///
/// # Errors
/// If the module cannot be loaded: the browser's words.
pub async fn parse(texts: Vec<String>) -> Result<Vec<Parsed>, String> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let loaded = MODULE.with_borrow(Clone::clone);
    let module = match loaded {
        Some(module) => module,
        None => {
            let module = load().await.map_err(|error| said(&error))?;
            MODULE.set(Some(module.clone()));
            module
        }
    };
    texts.iter().map(|it| module.parse(it).map_err(|error| said(&error))).collect()
}

fn said(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |it| it.message().into())
}

async fn load() -> Result<Module, JsValue> {
    let answer = JsFuture::from(leptos::prelude::window().fetch_with_str("parts/promql.wasm")).await?;
    let answer: web_sys::Response = answer.dyn_into()?;
    if !answer.ok() {
        return Err(js_sys::Error::new(&format!("parts/promql.wasm: {}", answer.status())).into());
    }
    let bytes = JsFuture::from(answer.array_buffer()?).await?;
    let module: WebAssembly::Module =
        JsFuture::from(WebAssembly::compile(&bytes)).await?.dyn_into()?;
    let instance = JsFuture::from(WebAssembly::instantiate_module(&module, &stubs(&module)?)).await?;
    let exports = instance.dyn_into::<WebAssembly::Instance>()?.exports();
    let function = |name: &str| Reflect::get(&exports, &name.into())?.dyn_into::<Function>();
    Ok(Module {
        memory: Reflect::get(&exports, &"memory".into())?.dyn_into()?,
        room: function("promql_room")?,
        parse: function("promql_parse")?,
        answer: function("promql_answer")?,
    })
}

/// One of the parser's libraries would ask the browser for the time if anybody asked it; nobody does. What it imports for
/// that is never called.
fn stubs(module: &WebAssembly::Module) -> Result<Object, JsValue> {
    let imports = Object::new();
    for import in WebAssembly::Module::imports(module).iter() {
        let [from, name] = ["module", "name"].map(|key| Reflect::get(&import, &key.into()));
        let (from, name) = (from?, name?);
        let mut inner = Reflect::get(&imports, &from)?;
        if inner.is_undefined() {
            inner = Object::new().into();
            Reflect::set(&imports, &from, &inner)?;
        }
        let stub = Closure::<dyn Fn()>::new(|| wasm_bindgen::throw_str("the parser asked for the browser"));
        Reflect::set(&inner, &name, &stub.into_js_value())?;
    }
    Ok(imports)
}

impl Module {
    fn parse(&self, text: &str) -> Result<Parsed, JsValue> {
        let number = |value: JsValue| value.as_f64().unwrap_or(0.0) as u32;
        let bytes = text.as_bytes();
        let place = number(self.room.call1(&JsValue::NULL, &(bytes.len() as u32).into())?);
        // Its memory may move whenever it grows: looked at anew each time.
        let view = |place: u32, length: u32| {
            Uint8Array::new_with_byte_offset_and_length(&self.memory.buffer(), place, length)
        };
        view(place, bytes.len() as u32).copy_from(bytes);
        let length = number(self.parse.call0(&JsValue::NULL)?);
        let place = number(self.answer.call0(&JsValue::NULL)?);
        let answer = view(place, length).to_vec();
        serde_json::from_slice(&answer).map_err(|error| js_sys::Error::new(&error.to_string()).into())
    }
}
