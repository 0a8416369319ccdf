//! The last face of the page: what a person sees after a bug has stopped the program.

use crate::text::say;

/// After a panic nothing of the page answers any more. Says so, and that the drawing is kept.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        show(&info.to_string());
    }));
}

// Plain calls only: the page's own machinery may be what has broken.
fn show(details: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let body = document.body()?;
    if document.get_element_by_id("stopped").is_some() {
        return None;
    }
    let cover = document.create_element("div").ok()?;
    cover.set_id("stopped");
    cover.set_class_name("stopped");
    cover.set_attribute("role", "alertdialog").ok()?;
    let add = |tag: &str, text: &str| -> Option<web_sys::Element> {
        let element = document.create_element(tag).ok()?;
        element.set_text_content(Some(text));
        cover.append_child(&element).ok()?;
        Some(element)
    };
    add("h1", &say("stopped-title"))?;
    add("p", &say("stopped-help"))?;
    let reload = add("a", &say("stopped-reload"))?;
    reload.set_class_name("button primary");
    // A link needs no listener: it works without the program.
    reload.set_attribute("href", &document.base_uri().ok()??).ok()?;
    add("pre", details)?;
    body.append_child(&cover).ok()?;
    Some(())
}
