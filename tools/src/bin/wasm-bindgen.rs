//! The `wasm-bindgen` program at the version that `Cargo.lock` pins.
//!
//! A program that marks where it may be cut is cut first: what wasm-bindgen then sees is the part that the page opens with.
//! The others, and the module that fetches them, go to `target/tools-parts`, from where `site finish` takes them.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use wasm_split_cli_support::{Options, transform};

/// The section by which `wasm_split_helpers` tells a program that can be cut.
const MARK: &[u8] = b"__wasm_split_unstable";

/// The section of what in a program points where, as the linker writes it for a program that is to be cut.
const RELOCATIONS: &[u8] = b"reloc.CODE";

fn main() -> ExitCode {
    let mut arguments: Vec<_> = env::args_os().collect();
    if let Some(input) =
        arguments.iter_mut().skip(1).find(|it| Path::new(it).extension().is_some_and(|it| it == "wasm"))
    {
        match cut(Path::new(input)) {
            Ok(Some(main)) => {
                *input = main.into_os_string();
                // The other parts use the first one's table of functions.
                arguments.push("--keep-lld-exports".into());
            }
            Ok(None) => {}
            Err(error) => {
                eprintln!("error: cutting {}: {error}", Path::new(input).display());
                return ExitCode::FAILURE;
            }
        }
    }
    match wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:?}");
            ExitCode::FAILURE
        }
    }
}

/// The first part of a program that can be cut.
fn cut(input: &Path) -> Result<Option<PathBuf>, Box<dyn std::error::Error>> {
    let program = fs::read(input)?;
    let has = |name: &[u8]| program.windows(name.len()).any(|it| it == name);
    // Leptos marks itself in every program that is not optimized; only one that was linked for it can be cut.
    if !has(MARK) || !has(RELOCATIONS) {
        return Ok(None);
    }
    let folder = PathBuf::from("target/tools-parts");
    // What an earlier program was cut into must not be taken for parts of this one.
    let _ = fs::remove_dir_all(&folder);
    // Parts of different versions of the page must not meet in a browser's cache.
    let mut hasher = DefaultHasher::new();
    program.hash(&mut hasher);
    let version = format!("{:016x}", hasher.finish());
    let parts = folder.join("parts").join(&version);
    fs::create_dir_all(&parts)?;
    let main = folder.join("main.wasm");
    let link = format!("./parts/{version}/link.js");
    let mut options = Options::new(&program);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = &link;
    // Its name has a hash that nobody knows yet.
    options.main_module = "{main}";
    let cut = transform(options).map_err(|error| format!("{error:?}"))?;
    for file in cut.split_modules {
        if let Some(name) = file.file_name() {
            fs::rename(&file, parts.join(name))?;
        }
    }
    Ok(Some(main))
}
