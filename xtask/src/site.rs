//! What is done to the page around trunk, as functions from text to text. The program `site` reads and writes the
//! files.

use std::{collections::BTreeMap, ops::Range};

use crate::Outcome;

/// Where the hash of the page's one inline script goes in the policy of `index.html` and `404.html`.
const SCRIPT_HASH: &str = "'{script-hash}'";

/// Puts the hashes of the page's inline scripts into its content security policy.
///
/// # Errors
/// If the page has no place for them: an inline script would then be blocked.
pub fn with_policy(html: &str, sha256_base64: impl Fn(&str) -> String) -> Outcome<String> {
    if !html.contains(SCRIPT_HASH) {
        return Err(format!("the page's content security policy has no {SCRIPT_HASH}"));
    }
    let hashes: Vec<String> =
        inline_scripts(html).iter().map(|script| format!("'sha256-{}'", sha256_base64(script))).collect();
    Ok(html.replace(SCRIPT_HASH, &hashes.join(" ")))
}

/// The texts of the scripts that stand in the page itself.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, after)) = after.split_once('>') else { break };
        let Some((text, after)) = after.split_once("</script>") else { break };
        if !attributes.contains("src=") {
            scripts.push(text);
        }
        rest = after;
    }
    scripts
}

/// The page for a route: the start page, one folder deeper. A reload then needs no rewrite rule on the host.
///
/// # Errors
/// If the start page has no `<base>`.
pub fn route_page(start_page: &str, route: &str) -> Outcome<String> {
    let no_base = || "index.html has no <base>".to_owned();
    let (before, rest) = start_page.split_once("<base").ok_or_else(no_base)?;
    let (_, after) = rest.split_once('>').ok_or_else(no_base)?;
    let up = "../".repeat(route.split('/').count());
    Ok(format!("{before}<base href=\"{up}\">{after}"))
}

/// How a part comes: where it has not been handed over compiled (`assets/web/boot_worker.js`), it is fetched, also from hosts that
/// do not know what a wasm file is.
const PART: &str = "
async function part(address) {
    const handed = globalThis.plimsollParts?.[address];
    if (handed) return handed;
    const compiled = await WebAssembly.compile(await (await fetch(address)).arrayBuffer());
    globalThis.plimsollCompiled?.(address.href, compiled);
    return compiled;
}
";

/// The module that fetches the parts of the program: it finds the first one at `main`.
///
/// # Errors
/// If it does not look as expected.
pub fn link_module(module: &str, main: &str) -> Outcome<String> {
    let changes = [
        ("{main}", main),
        ("fetch(new URL(", "part(new URL("),
        ("WebAssembly.instantiateStreaming(src, imports)", "WebAssembly.instantiate(await src, imports)"),
    ];
    if changes.iter().any(|(from, _)| !module.contains(from)) {
        return Err("the module that fetches parts was written by another wasm-split".to_owned());
    }
    let changed = changes.iter().fold(module.to_owned(), |text, (from, to)| text.replace(from, to));
    Ok(changed + PART)
}

/// What wasm-bindgen's names of imports begin with.
const IMPORT: &[u8] = b"__wbg_";
/// They end with a hash of so many digits.
const HASH_DIGITS: usize = 16;

/// Numbers the imports of a program in the order in which its JavaScript has them, instead of by hashes, which cannot be compressed
/// and stand in both: the page is 6 kB smaller. Names keep their length, so that nothing else in the program has to move.
pub fn number_imports(script: &mut [u8], program: &mut [u8]) {
    let mut numbers: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    for bytes in [script, program] {
        for hash in import_hashes(bytes) {
            let next = numbers.len();
            let number = *numbers.entry(bytes[hash.clone()].to_vec()).or_insert(next);
            bytes[hash].copy_from_slice(format!("{number:0HASH_DIGITS$}").as_bytes());
        }
    }
}

/// Where the hashes at the ends of imports' names stand.
fn import_hashes(bytes: &[u8]) -> Vec<Range<usize>> {
    let starts = (0..bytes.len()).filter(|start| bytes[*start..].starts_with(IMPORT));
    let end_of = |start: usize| {
        let length = bytes[start..].iter().position(|it| !(it.is_ascii_alphanumeric() || *it == b'_'));
        start + length.unwrap_or(bytes.len() - start)
    };
    let hash = |end: usize| {
        let is_hash = |it: &Range<usize>| {
            bytes[it.start - 1] == b'_'
                && bytes[it.clone()].iter().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(it))
        };
        Some(end.checked_sub(HASH_DIGITS)?..end).filter(is_hash)
    };
    starts
        .filter(|start| end_of(*start) > start + IMPORT.len() + HASH_DIGITS)
        .filter_map(|it| hash(end_of(it)))
        .collect()
}

/// A document without the heading that names it: the page that shows it has a title of its own.
pub fn without_title(markdown: &str) -> &str {
    match markdown.strip_prefix("# ") {
        Some(rest) => rest.split_once('\n').map_or("", |it| it.1),
        None => markdown,
    }
}

/// The service worker that keeps `files` (addresses relative to the site's root) under `version`.
///
/// # Errors
/// If the template lacks one of the two places to fill.
pub fn service_worker(template: &str, version: &str, files: &[String]) -> Outcome<String> {
    let list = files.iter().map(|file| format!("  \"{file}\",\n")).collect::<String>();
    let mut text = template.to_owned();
    for (place, value) in [("{version}", version), ("  \"{files}\",\n", &list)] {
        if !text.contains(place) {
            return Err(format!("the service worker's template has no {place}"));
        }
        text = text.replace(place, value);
    }
    Ok(text)
}

/// A style sheet without comments, indentation and empty lines: they would be a ninth of what is sent.
pub fn plain_style(sheet: &str) -> String {
    let mut rest = sheet;
    let mut bare = String::new();
    while let Some((before, comment)) = rest.split_once("/*") {
        bare += before;
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    bare += rest;
    bare.lines().map(str::trim).filter(|it| !it.is_empty()).flat_map(|it| [it, "\n"]).collect()
}

/// Whether the service worker keeps a file of the site. Pages are kept by their folder's address, and compressed
/// copies are for hosts.
pub fn is_kept(file: &str) -> bool {
    let unkept = ["404.html", "sw.js", ".nojekyll"].contains(&file)
        || [".br", ".gz"].iter().any(|it| file.ends_with(it));
    !unkept && !file.ends_with("index.html")
}

/// The files that opening the app loads, as opposed to those it loads when they are needed.
pub fn is_loaded_at_start(file: &str) -> bool {
    !file.contains('/') && is_kept(file) && !file.ends_with(".png") || file == "index.html"
}

/// A file's size as served: as it is, and compressed.
#[derive(Clone, Copy, Default, Debug)]
pub struct Size {
    /// Bytes as stored.
    pub raw: usize,
    /// Bytes after gzip.
    pub gzip: usize,
    /// Bytes after brotli.
    pub brotli: usize,
}

impl std::ops::AddAssign for Size {
    fn add_assign(&mut self, other: Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

/// Bytes of the longest function of a WebAssembly module; `None` if it is none, or has no functions.
pub fn longest_function(module: &[u8]) -> Option<usize> {
    const CODE: u8 = 10;
    let mut sections = module.strip_prefix(b"\0asm\x01\0\0\0")?;
    while let Some((&kind, rest)) = sections.split_first() {
        let (length, rest) = number(rest)?;
        let (section, rest) = rest.split_at_checked(length)?;
        if kind == CODE {
            let (count, mut bodies) = number(section)?;
            let lengths = (0..count).map_while(|_| {
                let (length, rest) = number(bodies)?;
                bodies = rest.get(length..)?;
                Some(length)
            });
            return lengths.max();
        }
        sections = rest;
    }
    None
}

/// An unsigned number of seven bits a byte, the lowest first (LEB128), and what comes after it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let last = bytes.iter().take(5).position(|byte| byte & 0x80 == 0)?;
    let value = bytes[..=last].iter().rev().fold(0, |value, byte| value << 7 | usize::from(byte & 0x7f));
    Some((value, &bytes[last + 1..]))
}

/// A table of sizes for people: the larger files one by one, folders of small files as one row, then what the
/// first visit loads and everything that is kept for working offline.
pub fn size_table(sizes: &[(String, Size)]) -> String {
    let mut rows: Vec<(String, Size)> = Vec::new();
    let (mut at_start, mut kept) = (Size::default(), Size::default());
    for (file, size) in sizes {
        if is_loaded_at_start(file) {
            at_start += *size;
        }
        if is_kept(file) || file.ends_with("index.html") {
            kept += *size;
        }
        let row = match file.split_once('/') {
            Some((folder, _)) => format!("{folder}/"),
            None => file.clone(),
        };
        match rows.iter_mut().find(|(name, _)| *name == row) {
            Some((_, sum)) => *sum += *size,
            None => rows.push((row, *size)),
        }
    }
    rows.sort_by(|(left_name, left), (right_name, right)| {
        right.raw.cmp(&left.raw).then_with(|| left_name.cmp(right_name))
    });
    rows.push(("first visit, to open the app".to_owned(), at_start));
    rows.push(("everything, for working offline".to_owned(), kept));
    let line = |name: &str, cells: [String; 3]| {
        let [raw, gzip, brotli] = cells;
        format!("{name:<44} {raw:>10} {gzip:>10} {brotli:>10}\n")
    };
    let mut table = line("kB", ["raw", "gzip", "brotli"].map(str::to_owned));
    for (name, Size { raw, gzip, brotli }) in rows {
        table += &line(&name, [raw, gzip, brotli].map(|bytes| format!("{:.1}", bytes as f64 / 1000.0)));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><meta content=\"script-src 'self' '{script-hash}'\"><base href=\"./\"></head>\
                        <script src=\"a.js\"></script><script type=\"module\">go()</script>";

    #[test]
    fn only_inline_scripts_are_hashed() {
        let page = with_policy(PAGE, |script| format!("<{script}>")).unwrap();
        assert!(page.contains("content=\"script-src 'self' 'sha256-<go()>'\""), "{page}");
    }

    #[test]
    fn a_page_without_a_policy_is_refused() {
        assert!(with_policy("<script>go()</script>", str::to_owned).is_err());
    }

    #[test]
    fn styles_are_sent_without_what_only_people_read() {
        let sheet = "/* One\n   two */\n.a {\n  color: red; /* three */\n\n  margin: 0 1px;\n}\n/* four */";
        assert_eq!(plain_style(sheet), ".a {\ncolor: red;\nmargin: 0 1px;\n}\n");
    }

    #[test]
    fn the_longest_function_of_a_module_is_found() {
        let long = [&[0x80, 1][..], &[0; 128]].concat();
        let code = [&[2, 3, 0, 0, 0][..], &long].concat();
        let module = [b"\0asm\x01\0\0\0", &[0, 1, 7, 10, 0x87, 1][..], &code, &[11, 1, 0]].concat();
        assert_eq!(longest_function(&module), Some(128));
        for cut in [0, 4, 9, 12, 20] {
            assert_eq!(longest_function(&module[..cut]), None, "{cut}");
        }
    }

    #[test]
    fn a_route_page_looks_for_its_files_in_the_root() {
        assert!(route_page(PAGE, "about").unwrap().contains("<base href=\"../\">"));
        assert!(route_page(PAGE, "lessons/one").unwrap().contains("<base href=\"../../\">"));
        assert!(route_page("<p>", "about").is_err());
    }

    #[test]
    fn parts_find_the_first_one_on_any_host() {
        let module = "import { initSync } from \"{main}\"; const src = fetch(new URL(\"./a.wasm\", import.meta.url)); \
                      WebAssembly.instantiateStreaming(src, imports)";
        let filled = link_module(module, "../../app-1.js").unwrap();
        assert!(filled.starts_with("import { initSync } from \"../../app-1.js\";"), "{filled}");
        assert!(filled.contains("src = part(new URL("), "{filled}");
        assert!(!filled.contains("Streaming"), "{filled}");
        assert!(link_module("another", "app.js").is_err());
    }

    #[test]
    fn imports_are_numbered_alike_in_script_and_program() {
        let (script, program) = (
            "__wbg_add_70e3766f6252144d: () => 1, __wbg_get_847fd86b8c33ec43, wasm.__wbg_get_short",
            "\u{1b}__wbg_get_847fd86b8c33ec43\0\u{1}__wbg_add_70e3766f6252144d\0",
        );
        let (mut script, mut program) = (script.as_bytes().to_vec(), program.as_bytes().to_vec());
        number_imports(&mut script, &mut program);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (add, get) = ("__wbg_add_0000000000000000", "__wbg_get_0000000000000001");
        assert_eq!(text(script), format!("{add}: () => 1, {get}, wasm.__wbg_get_short"));
        assert_eq!(text(program), format!("\u{1b}{get}\0\u{1}{add}\0"));
    }

    #[test]
    fn only_the_title_is_taken_off_a_document() {
        assert_eq!(without_title("# Title\n\nText\n# More\n"), "\nText\n# More\n");
        assert_eq!(without_title("Text"), "Text");
    }

    #[test]
    fn the_offline_list_leaves_out_pages_and_compressed_copies() {
        let files =
            ["index.html", "about/index.html", "404.html", "sw.js", "app-1.js", "app-1.js.br", "icons/a.svg"];
        let kept: Vec<_> = files.into_iter().filter(|file| is_kept(file)).collect();
        assert_eq!(kept, ["app-1.js", "icons/a.svg"]);
    }

    #[test]
    fn the_service_worker_is_filled_in() {
        let text = service_worker(
            "V = \"{version}\"; F = [\n  \"{files}\",\n];",
            "7",
            &["./".into(), "a.js".into()],
        );
        assert_eq!(text.unwrap(), "V = \"7\"; F = [\n  \"./\",\n  \"a.js\",\n];");
        assert!(service_worker("", "7", &[]).is_err());
    }

    #[test]
    fn the_table_sums_folders_and_the_first_visit() {
        let size = |raw| Size { raw, gzip: raw / 2, brotli: raw / 4 };
        let files = [("index.html", 1000), ("app-1.wasm", 8000), ("icons/a.svg", 400), ("icons/b.svg", 600)];
        let sizes = files.map(|(name, raw)| (name.to_owned(), size(raw)));
        let table = size_table(&sizes);
        let row = |name: &str| table.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
        assert!(row("icons/").contains(" 1.0 "), "{table}");
        assert!(row("first visit").contains(" 9.0 "), "{table}");
        assert!(row("everything").ends_with(" 2.5"), "{table}");
    }
}
