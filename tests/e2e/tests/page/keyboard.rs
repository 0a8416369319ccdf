//! Work done by keys alone: nothing here presses a mouse button.

use e2e::{Page, Site, Viewport, wait_for};

/// The page with the example open.
fn open(site: &Site) -> Page {
    let page = Page::open(site);
    page.find_part("button", "Shop database, ");
    page
}

/// Types letter by letter, wherever the keyboard is.
fn type_keys(page: &Page, text: &str) {
    for letter in text.chars() {
        page.press(&letter.to_string());
    }
}

/// Opens the list of commands and types into its field.
#[track_caller]
pub fn type_in_palette(page: &Page, text: &str) {
    page.press("Control+k");
    wait_for_focus(page, "[role=combobox]");
    type_keys(page, text);
}

/// Waits until the keyboard is on an element that a selector describes.
#[track_caller]
fn wait_for_focus(page: &Page, selector: &str) {
    page.wait_until(&format!("document.activeElement?.matches({selector:?})"));
}

/// Goes on with Tab until the keyboard is on a button of that name.
#[track_caller]
fn tab_to(page: &Page, name: &str) {
    wait_for(format_args!("the keyboard on {name:?}"), || {
        let now = page.script("return document.activeElement?.innerText?.trim() ?? ''", &[]);
        if now == name {
            return Some(());
        }
        page.press("Tab");
        None
    });
}

/// Searches the outline for a component and goes to the best match in the drawing.
#[track_caller]
fn go_to(page: &Page, typed: &str) {
    page.press("Control+f");
    wait_for_focus(page, "#region-left input");
    type_keys(page, typed);
    page.press("Enter");
    wait_for_focus(page, "#stage, #stage *");
}

/// Goes to the questions by the command palette.
#[track_caller]
fn ask_what_if(page: &Page) {
    type_in_palette(page, "what if");
    page.press("Enter");
    wait_for_focus(page, "#region-bottom [role=tab]");
}

/// Does what a command is called, by the command palette.
#[track_caller]
fn command(page: &Page, typed: &str) {
    type_in_palette(page, typed);
    page.press("Enter");
}

/// Waits until those who do not see the page are told.
#[track_caller]
fn wait_until_said(page: &Page, words: &str) {
    page.wait_until(&format!(
        "[...document.querySelectorAll('[aria-live]')].some(it => it.textContent.includes({words:?}))"
    ));
}

#[test]
fn a_blueprint_is_opened_by_its_name() {
    let site = Site::start();
    let page = open(&site);
    type_in_palette(&page, "layered");
    page.find_part("option", "Layered retries");
    page.press("Enter");
    page.find_part("button", "Order service, ");
}

#[test]
fn enter_shows_the_settings_of_what_the_keyboard_is_on() {
    let site = Site::start();
    let page = open(&site);
    // Nothing is selected: the fields of the whole drawing make room for those of one component.
    page.press("Home");
    page.press("Enter");
    page.wait_until(
        "document.activeElement.closest('#region-right') && document.activeElement.value?.length > 0",
    );
    page.wait_for_text("Settings");
    page.find("button", "Run");
}

#[test]
fn escape_gives_a_text_of_several_lines_back_what_it_had() {
    let site = Site::start();
    let page = open(&site);
    let note = page.find("textbox", "What to try");
    let before = note.value();
    assert!(!before.is_empty());
    note.focus();
    type_keys(&page, "so");
    assert!(note.value().contains("so") && note.value() != before, "{}", note.value());
    page.press("Escape");
    assert_eq!(note.value(), before);
    // There it stays for more; only the next one leads back to the drawing.
    wait_for_focus(&page, "textarea");
    page.press("Escape");
    wait_for_focus(&page, "#stage, #stage *");
    assert_eq!(note.value(), before);
}

#[test]
fn escape_gives_a_table_of_traffic_back_what_it_had() {
    let site = Site::start();
    let page = open(&site);
    go_to(&page, "shoppers");
    page.choose("Pattern", "replay");
    let table = page.find("textbox", "Table");
    let before = table.value();
    assert!(!before.is_empty());
    table.focus();
    type_keys(&page, "x");
    // What cannot be used stays until it is put right or given up.
    let is_refused = "document.activeElement.getAttribute('aria-invalid') === 'true'";
    page.wait_until(is_refused);
    page.press("Escape");
    assert_eq!(table.value(), before);
    page.wait_until(&format!("!({is_refused})"));
}

#[test]
fn a_search_leads_to_the_component_and_not_to_what_calls_it() {
    let site = Site::start();
    let page = open(&site);
    go_to(&page, "shop d");
    page.wait_until(
        "document.querySelector('.card.selected')?.getAttribute('aria-label').startsWith('Shop database')",
    );
}

#[test]
fn two_values_of_a_setting_are_compared() {
    let site = Site::start();
    let page = open(&site);
    ask_what_if(&page);
    tab_to(&page, "Load");
    page.press("ArrowRight");
    page.wait_for_text("Keep a drawing first");
    tab_to(&page, "Keep this drawing");
    page.press("Enter");
    page.wait_for_text("Nothing has changed since it was kept");

    go_to(&page, "product");
    page.press("Enter");
    page.wait_until("document.activeElement.value === 'Product cache'");
    wait_for("the keyboard on the hit ratio", || {
        page.press("Tab");
        let label = page.script("return document.activeElement?.labels?.[0]?.innerText ?? ''", &[]);
        label.as_str().is_some_and(|it| it.starts_with("Hit ratio")).then_some(())
    });
    page.press("Control+a");
    type_keys(&page, "50");
    page.press("Enter");

    ask_what_if(&page);
    tab_to(&page, "Compare with the one kept");
    page.press("Enter");
    page.wait_for_text("pairs of runs with 95% intervals");
    page.wait_for_text("worse");
    // The end is told, and takes the keyboard nowhere.
    page.wait_until("document.activeElement?.innerText === 'Compare with the one kept'");
    wait_until_said(&page, "Compare: done");
}

#[test]
fn no_field_of_the_inspector_lies_under_its_help() {
    let site = Site::start();
    let page = open(&site);
    go_to(&page, "shop d");
    page.press("Enter");
    page.wait_until("document.activeElement.value === 'Shop database'");
    for _ in 0..12 {
        page.press("Tab");
        page.wait_until(
            "(() => { const [field, help] = [document.activeElement, document.querySelector('.help-strip')]; \
             return !help || field.getBoundingClientRect().bottom <= help.getBoundingClientRect().top + 1; })()",
        );
    }
}

#[test]
fn a_component_is_taken_down_by_a_key_while_it_runs_and_only_then() {
    let site = Site::start();
    let page = open(&site);
    page.press("Home");
    page.press("k");
    page.wait_for_text("Press Run first");
    page.press("Control+Enter");
    page.wait_until("document.querySelector('progress, .run-back')?.value > 0");
    page.press("k");
    wait_until_said(&page, " down");
    page.wait_until("document.querySelector('.card.down') !== null");
}

#[test]
fn each_question_is_reached_by_its_name_and_escape_leads_back() {
    let site = Site::start();
    let page = open(&site);
    for (typed, label) in [("growth", "Growth"), ("cheapest", "Cheapest"), ("savings", "Savings")] {
        command(&page, typed);
        page.wait_until(&format!(
            "document.activeElement?.matches('[role=tab]') && document.activeElement.innerText === {label:?}"
        ));
        // The list of commands gives the keyboard back to where it was.
        page.press("Control+k");
        wait_for_focus(&page, "[role=combobox]");
        page.press("Escape");
        wait_for_focus(&page, "[id^=tab-studies-]");
        page.press("Escape");
        wait_for_focus(&page, "#stage, #stage *");
    }
    // There is nothing to check before a run.
    command(&page, "check this");
    page.wait_for_text("There is no finished run to check the model by");
    command(&page, "alert rules");
    wait_for_focus(&page, "#rule-preset");
    // A list closes itself by Escape; the button beside it leads back.
    page.press("Tab");
    page.press("Enter");
    wait_for_focus(&page, "[id^=rule-name-]");
    wait_until_said(&page, ": added");
    // What was typed is taken back first.
    type_keys(&page, "x");
    page.press("Escape");
    wait_for_focus(&page, "[id^=rule-name-]");
    page.press("Escape");
    wait_for_focus(&page, "#stage, #stage *");
}

#[test]
fn growth_is_planned_and_told() {
    let site = Site::start();
    let page = open(&site);
    command(&page, "growth");
    page.wait_until("document.activeElement?.innerText === 'Growth'");
    tab_to(&page, "Add a month");
    page.press("Enter");
    wait_for_focus(&page, "[id^=growth-month-]");
    wait_until_said(&page, "added");
    tab_to(&page, "Project");
    page.press("Enter");
    wait_until_said(&page, "Growth: done");
    page.wait_until("document.activeElement?.innerText === 'Project'");
}

#[test]
fn a_new_objective_is_told_and_goes_on_in_its_first_field() {
    let site = Site::start();
    let page = open(&site);
    command(&page, "add an objective");
    wait_for_focus(&page, "#add-objective");
    page.press("Enter");
    wait_for_focus(&page, "#objective-journey-2");
    wait_until_said(&page, "Objective 3: added");
}

#[test]
fn the_help_of_a_field_goes_when_the_keyboard_is_on_one_without() {
    let site = Site::start();
    let page = open(&site);
    go_to(&page, "shop d");
    page.press("Enter");
    page.wait_until("document.activeElement.value === 'Shop database'");
    wait_for("help", || {
        page.press("Tab");
        page.script("return document.querySelector('.help-strip')", &[]).is_object().then_some(())
    });
    let has_help = "return document.activeElement.closest('.field') !== null";
    wait_for("a field without help", || {
        page.press("Tab");
        (page.script(has_help, &[]) == false).then_some(())
    });
    page.wait_until("document.querySelector('.help-strip') === null");
}

#[test]
fn a_step_back_says_where_the_run_is_now() {
    let site = Site::start();
    let page = open(&site);
    page.press(",");
    page.wait_for_text("There is no run to go back in");
    page.press("Control+Enter");
    page.wait_until("document.querySelector('progress')?.value > 0.05");
    // While it runs, too.
    page.press("Home");
    page.press(",");
    page.wait_until("document.querySelector('.run-back') !== null");
    let shown = || page.script("return document.querySelector('.run-back').valueAsNumber", &[]).as_f64();
    for _ in 0..2 {
        let before = shown();
        page.press(",");
        let at = wait_for("an earlier second", || shown().filter(|it| Some(*it) < before));
        wait_until_said(&page, &format!("Run paused at {at} s"));
    }
    // And on, without losing the slider.
    let before = shown().unwrap();
    page.script("document.querySelector('.run-back').focus()", &[]);
    page.press("ArrowRight");
    wait_until_said(&page, &format!("Run paused at {} s", before + 1.0));
    wait_for_focus(&page, ".run-back");
}

#[test]
fn the_model_is_checked_by_its_name_and_savings_are_told() {
    let site = Site::start();
    let page = open(&site);
    page.choose("Simulated seconds per second", "max");
    page.press("Control+Enter");
    wait_until_said(&page, "Run finished");
    command(&page, "check this");
    wait_for_focus(&page, "details[open] > #check-model");
    page.wait_for_text("Little’s law and the utilization law");
    // It is read from its heading on.
    page.wait_until(
        "document.querySelector('#check-model').getBoundingClientRect().top \
         - document.querySelector('#check-model').closest('.panel-scroll').getBoundingClientRect().top < 40",
    );
    page.press("Escape");

    command(&page, "savings");
    page.wait_until("document.activeElement?.innerText === 'Savings'");
    tab_to(&page, "Look for savings");
    page.press("Enter");
    wait_until_said(&page, "Savings: done");
    tab_to(&page, "Apply");
    page.press("Enter");
    wait_until_said(&page, "Undo takes it back");
    // Nothing is left to apply, and the keyboard has not fallen off the panel.
    wait_for_focus(&page, "#region-bottom *");
}

#[test]
fn on_a_phone_a_command_leads_from_one_drawer_to_another() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport::PHONE);
    page.find_part("button", "API server, ");
    for typed in ["go to objectives", "growth", "go to findings", "go to incidents"] {
        command(&page, typed);
        wait_for_focus(&page, "#region-bottom, #region-bottom *");
    }
}

#[test]
fn on_a_slow_machine_the_keyboard_gets_where_a_command_leads() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport::PHONE);
    page.find_part("button", "API server, ");
    page.script("window.requestAnimationFrame = act => setTimeout(() => act(performance.now()), 250)", &[]);
    // Typed before the list of commands is there, which takes two frames.
    for typed in ["growth", "go to findings"] {
        command(&page, typed);
        page.wait_until("!document.querySelector('dialog')");
        wait_for_focus(&page, "#region-bottom, #region-bottom *");
    }
}

#[test]
fn on_a_phone_a_drawing_that_is_opened_is_seen() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport::PHONE);
    page.find_part("button", "API server, ");
    command(&page, "go to findings");
    wait_for_focus(&page, "#region-bottom, #region-bottom *");
    command(&page, "retry storm");
    page.find_part("button", "Shoppers, ");
    page.wait_until("!document.querySelector('#region-bottom')");
}

#[test]
fn on_a_phone_a_drawer_goes_when_the_keyboard_goes_to_the_drawing() {
    let site = Site::start();
    let page = Page::open_sized(&site, Viewport::PHONE);
    page.find_part("button", "API server, ");
    page.press("/");
    wait_for_focus(&page, "#region-left *");
    page.press("Shift+F6");
    wait_for_focus(&page, "#stage, #stage *");
    page.wait_until("!document.querySelector('#region-left')");
}
