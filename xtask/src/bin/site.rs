//! What is done to the page around trunk. `styles` and `finish` are trunk's hooks (Trunk.toml); `compress` is the
//! last step of `cargo xtask dist`.

use base64::Engine as _;
use sha2::{Digest as _, Sha256};
use std::{
    env, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Instant,
};
use xtask::{
    Outcome,
    process::{cargo, command, root, run},
    routes::ROUTES,
    setup, site,
};

/// For size, but by what is sent, which is compressed: `-Oz`, and data cut at every few zeros, make smaller files that brotli
/// packs 2 % worse. Nothing of ours lies in the first kilobyte of memory, which is the end of the stack. What has one caller only
/// stays where it is unless it is tiny: else the simulator's loop swallows all that was kept out of it. At last functions
/// are put in the order of their names: what was made from the same source stands together, which brotli packs 1 % smaller. The
/// names themselves are not written.
const SHRINK: [&str; 5] = [
    "--low-memory-unused",
    "-Os",
    "--one-caller-inline-max-function-size=200",
    "--skip-pass=memory-packing",
    "--reorder-functions-by-name",
];

/// Bytes of the simulator's longest function, at most. One of 61,000 was too long; this leaves a margin.
const LONGEST: usize = 48_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["styles"] => styles(),
        ["finish"] => finish(),
        ["compress", folder] => compress(Path::new(folder)),
        _ => Err("usage: site styles | finish | compress FOLDER".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Joins the style sheets: tokens first, then what is common, then one file per panel in the order of names.
fn styles() -> Outcome {
    let mut files: Vec<PathBuf> = files_under(&root().join("style"))?;
    files.retain(|file| file.extension().is_some_and(|it| it == "css"));
    let rank = |file: &Path| {
        ["tokens", "main"].iter().position(|stem| file.file_stem() == Some(stem.as_ref())).unwrap_or(2)
    };
    files.sort_by_key(|file| (rank(file), file.clone()));
    let mut sheet = String::new();
    for file in &files {
        sheet += &site::plain_style(&read(file)?);
    }
    let joined = root().join("target/site/style.css");
    explained(&joined, fs::create_dir_all(root().join("target/site")))?;
    write(&joined, sheet)
}

/// The last touches on what trunk has built, before it becomes `dist`.
fn finish() -> Outcome {
    let folder =
        env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).ok_or("started by trunk only (Trunk.toml)")?;
    let is_release = env::var("TRUNK_PROFILE").as_deref() == Ok("release");
    build_parser(&folder, is_release)?;
    if is_release {
        let (script, program) = main_files(&folder)?;
        bring_parts(&folder, &script)?;
        number_imports(&folder.join(script), &folder.join(program))?;
        shrink_wasm(&folder)?;
    }
    let web = root().join("assets/web");
    write_documents(&folder)?;
    let start_page = site::with_policy(&read(&folder.join("index.html"))?, sha256)?;
    write(&folder.join("index.html"), &start_page)?;
    for route in ROUTES {
        let page = folder.join(route);
        explained(&page, fs::create_dir_all(&page))?;
        write(&page.join("index.html"), site::route_page(&start_page, route)?)?;
    }
    write(&folder.join("404.html"), site::with_policy(&read(&web.join("404.html"))?, sha256)?)?;
    // GitHub's pages otherwise leave out files that start with an underscore.
    write(&folder.join(".nojekyll"), "")?;

    // Everything that is in the site decides the version, the worker's own code included.
    let template = read(&web.join("service_worker.js"))?;
    let mut all = Sha256::new_with_prefix(&template);
    let mut kept = vec!["./".to_owned()];
    kept.extend(ROUTES.iter().map(|route| format!("{route}/")));
    for (name, file) in named_files(&folder)? {
        all.update(&name);
        all.update(bytes(&file)?);
        if site::is_kept(&name) {
            kept.push(name);
        }
    }
    let version = short_hex(all);
    write(&folder.join("sw.js"), site::service_worker(&template, &version, &kept)?)?;
    eprintln!("  site version {version}: {} files kept for working offline", kept.len());
    Ok(())
}

/// The module that reads alert rules, which the page loads when there are any (`src/browser/promql.rs`).
fn build_parser(folder: &Path, is_release: bool) -> Outcome {
    let (profile, output) = if is_release { ("wasm-release", "wasm-release") } else { ("dev", "debug") };
    let arguments = "build -q --example promql_module -p plimsoll-promql --features module --target wasm32-unknown-unknown --profile";
    run(cargo(arguments).arg(profile))?;
    let built = root().join(format!("target/wasm32-unknown-unknown/{output}/examples/promql_module.wasm"));
    let parts = folder.join("parts");
    explained(&parts, fs::create_dir_all(&parts))?;
    explained(&built, fs::copy(&built, parts.join("promql.wasm")))?;
    Ok(())
}

/// The names of the page's own script and program; trunk puts hashes into them.
fn main_files(folder: &Path) -> Outcome<(String, String)> {
    let names: Vec<String> = named_files(folder)?.into_iter().map(|it| it.0).collect();
    let find = |ending: &str| {
        let is_it = |name: &&String| name.starts_with("plimsoll-app-") && name.ends_with(ending);
        names.iter().find(is_it).cloned().ok_or(format!("trunk has written no plimsoll-app-…{ending}"))
    };
    Ok((find(".js")?, find(".wasm")?))
}

fn number_imports(script: &Path, program: &Path) -> Outcome {
    let (mut text, mut wasm) = (bytes(script)?, bytes(program)?);
    site::number_imports(&mut text, &mut wasm);
    write(script, text)?;
    write(program, wasm)
}

/// The rest of the program that the page opens with (`src/cut.rs`): `wasm-bindgen` in `tools` has cut it off.
fn bring_parts(folder: &Path, main: &str) -> Outcome {
    let cut = root().join("target/tools-parts");
    for (name, file) in named_files(&cut.join("parts"))? {
        let target = folder.join("parts").join(&name);
        if let Some(parent) = target.parent() {
            explained(parent, fs::create_dir_all(parent))?;
        }
        if name.ends_with("/link.js") {
            write(&target, site::link_module(&read(&file)?, &format!("../../{main}"))?)?;
        } else {
            explained(&file, fs::copy(&file, &target))?;
        }
    }
    Ok(())
}

/// Documents that are also pages of the app: it puts their text into its own frame.
fn write_documents(folder: &Path) -> Outcome {
    let documents = folder.join("documents");
    explained(&documents, fs::create_dir_all(&documents))?;
    for (name, source) in
        [("validation", "VALIDATION.md"), ("estimate", "ESTIMATE.md"), ("speed", "SPEED.md")]
    {
        let markdown = read(&root().join("docs").join(source))?;
        write(&documents.join(format!("{name}.html")), html_of(&markdown))?;
    }
    Ok(())
}

fn html_of(markdown: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    // Links from one document to another lead nowhere on a page: their words stay.
    let mut are_kept = Vec::new();
    let leads_somewhere = |it: &Event<'_>| match it {
        Event::Start(Tag::Link { dest_url, .. }) => {
            let is_kept = dest_url.contains("://");
            are_kept.push(is_kept);
            is_kept
        }
        Event::End(TagEnd::Link) => are_kept.pop().unwrap_or(true),
        _ => true,
    };
    let parser = Parser::new_ext(site::without_title(markdown), Options::ENABLE_TABLES);
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, parser.filter(leads_somewhere));
    html
}

/// Runs `wasm-opt` on the app and the parser, or takes what it made of the same bytes the last time.
fn shrink_wasm(folder: &Path) -> Outcome {
    let Some(version) = setup::wasm_opt_version() else {
        eprintln!("  warning: no wasm-opt: the wasm stays about 60 % larger than it could be");
        return Ok(());
    };
    for (name, file) in named_files(folder)?.into_iter().filter(|(name, _)| name.ends_with(".wasm")) {
        let began = Instant::now();
        let before = bytes(&file)?;
        // Without the versions in their names, so that each has one place.
        let part = name.rsplit('/').next().map_or("", |it| it.split('-').next().unwrap_or(it));
        let cache = root().join("target/site/wasm-opt").join(part);
        let all = Sha256::new_with_prefix(&before).chain_update(SHRINK.join(" "));
        let shrunk = cache.join(format!("{}-{version}.wasm", short_hex(all)));
        if !shrunk.is_file() {
            // One result of each is enough: only what has not changed is looked for.
            let _ = fs::remove_dir_all(&cache);
            explained(&cache, fs::create_dir_all(&cache))?;
            run(command("wasm-opt").arg(&file).args(SHRINK).arg("-o").arg(&shrunk))?;
        }
        let after = explained(&shrunk, fs::copy(&shrunk, &file))?;
        if part.contains("simulator") {
            check_loop(&bytes(&file)?)?;
        }
        let kb = |bytes: usize| bytes / 1000;
        eprintln!(
            "  wasm: {} kB before, {} kB after wasm-opt ({:.1} s)",
            kb(before.len()),
            after / 1000,
            began.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

/// The simulator's loop must be short enough for the best code that browsers make (docs/decisions/short-loop.md).
fn check_loop(simulator: &[u8]) -> Outcome {
    match site::longest_function(simulator) {
        Some(longest) if longest <= LONGEST => Ok(()),
        Some(longest) => Err(format!(
            "the simulator has a function of {longest} bytes, more than {LONGEST}: older browsers would run it a sixth slower. \
             Keep something in `Engine::run` out of line; docs/decisions/short-loop.md says how"
        )),
        None => Err("no functions were found in the simulator's wasm".to_owned()),
    }
}

/// Leaves a brotli and a gzip copy beside each file that gets smaller by it, and prints a table of sizes.
fn compress(folder: &Path) -> Outcome {
    let files = named_files(folder)?;
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let mut sizes = Vec::new();
        while let Some((name, file)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            sizes.push((name.clone(), compress_file(file)?));
        }
        Ok(sizes)
    };
    let sizes = thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err("a compressing thread panicked".to_owned())))
            .collect::<Outcome<Vec<_>>>()
    })?;
    println!("{}", site::size_table(&sizes.concat()));
    Ok(())
}

fn compress_file(file: &Path) -> Outcome<site::Size> {
    let raw = bytes(file)?;
    let mut brotli = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    explained(file, brotli::BrotliCompress(&mut raw.as_slice(), &mut brotli, &settings))?;
    let gzip = explained(file, gzip(&raw))?;
    let size =
        site::Size { raw: raw.len(), gzip: gzip.len().min(raw.len()), brotli: brotli.len().min(raw.len()) };
    for (ending, compressed) in [("br", brotli), ("gz", gzip)] {
        if compressed.len() < raw.len() {
            let mut name = file.as_os_str().to_owned();
            name.push(format!(".{ending}"));
            write(Path::new(&name), compressed)?;
        }
    }
    Ok(size)
}

/// Gzip without a file name and time, so that equal input gives equal output.
fn gzip(raw: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(raw)?;
    encoder.finish()
}

/// A hash as content security policies want it.
fn sha256(text: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text))
}

/// The first 16 hexadecimal digits of a hash: enough to tell versions apart.
fn short_hex(hash: Sha256) -> String {
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The files under a folder in the order of their names, each with its name relative to the folder.
fn named_files(folder: &Path) -> Outcome<Vec<(String, PathBuf)>> {
    let name = |file: PathBuf| {
        let name = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        (name, file)
    };
    let mut files: Vec<_> = files_under(folder)?.into_iter().map(name).collect();
    files.sort();
    Ok(files)
}

fn files_under(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in explained(folder, fs::read_dir(folder))? {
        let path = explained(folder, entry)?.path();
        if path.is_dir() {
            files.extend(files_under(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

fn bytes(file: &Path) -> Outcome<Vec<u8>> {
    explained(file, fs::read(file))
}

fn read(file: &Path) -> Outcome<String> {
    explained(file, fs::read_to_string(file))
}

fn write(file: &Path, contents: impl AsRef<[u8]>) -> Outcome {
    explained(file, fs::write(file, contents))
}

/// An I/O error says which file it is about.
fn explained<T>(file: &Path, outcome: io::Result<T>) -> Outcome<T> {
    outcome.map_err(|error| format!("{}: {error}", file.display()))
}
