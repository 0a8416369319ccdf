//! Joins the icons into one sprite, so that the page shows them without a request each.

use std::{env, fmt::Write as _, fs, io, path::Path};

fn main() -> io::Result<()> {
    // Cutting a program in two takes knowing what in it points where.
    if env::var_os("CARGO_FEATURE_PARTS").is_some() {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    println!("cargo::rerun-if-changed=assets/icons");
    let mut sprite = String::new();
    for folder in ["assets/icons/ui", "assets/icons"] {
        println!("cargo::rerun-if-changed={folder}");
        let Ok(entries) = fs::read_dir(folder) else { continue };
        let mut files: Vec<_> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
        files.sort();
        for file in files.iter().filter(|it| it.extension().is_some_and(|it| it == "svg")) {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(file)?;
            sprite += &symbol(&name, &text)
                .ok_or_else(|| io::Error::other(format!("{}: not an icon", file.display())))?;
        }
    }
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(Path::new(&out).join("sprite.svg"), sprite)
}

/// `<svg viewBox=… fill=…>…</svg>` as a symbol named `icon-NAME`: the box stays on it, the rest goes on a group inside.
fn symbol(name: &str, svg: &str) -> Option<String> {
    let (head, rest) = svg.get(svg.find("<svg")? + 4..)?.split_once('>')?;
    let (body, _) = rest.rsplit_once("</svg>")?;
    let mut view_box = "0 0 24 24";
    let mut style = String::new();
    let mut left = head;
    while let Some((attribute, after)) = left.split_once("=\"") {
        let (value, after) = after.split_once('"')?;
        match attribute.trim() {
            "viewBox" => view_box = value,
            it if it.starts_with("fill") || it.starts_with("stroke") => {
                write!(style, " {it}=\"{value}\"").ok()?;
            }
            _ => {}
        }
        left = after;
    }
    let body = body.trim();
    Some(format!("<symbol id=\"icon-{name}\" viewBox=\"{view_box}\"><g{style}>{body}</g></symbol>"))
}
