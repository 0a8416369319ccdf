//! A few seconds of what `cargo xtask fuzz` does, always the same: files that people drew, files that were found, and some
//! that are made of them.

use fuzz::{drawing, mutate::mutate, reader};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Files made of each file, each of the one before.
const GENERATIONS: u64 = 3;

fn files() -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["assets/blueprints", "tests/files", "tests/fuzz/corpus"].map(|it| root.join(it));
    let entries = folders.iter().flat_map(|it| fs::read_dir(it).into_iter().flatten().flatten());
    let mut paths: Vec<PathBuf> = entries.map(|it| it.path()).collect();
    paths.sort();
    paths.into_iter().map(|it| (it.clone(), fs::read(&it).expect("a file"))).collect()
}

#[test]
fn what_people_drew_and_what_was_found_is_read_and_runs() {
    let mut n_run = 0;
    for (path, bytes) in files() {
        println!("{}", path.display());
        reader::check(&bytes);
        n_run += usize::from(drawing::check(&bytes));
    }
    assert!(n_run > 15, "{n_run} files are drawings");
}

#[test]
fn what_is_made_of_it_runs_too() {
    let mut n_run = 0;
    for (number, (path, bytes)) in (0..).zip(files()) {
        let mut file = String::from_utf8_lossy(&bytes).into_owned();
        for generation in 0..GENERATIONS {
            file = mutate(file.as_bytes(), 1000 * number + generation);
            println!("{} {generation}:\n{file}", path.display());
            n_run += usize::from(drawing::check(file.as_bytes()));
        }
    }
    assert!(n_run > 50, "{n_run} files are drawings");
}

#[test]
fn damaged_files_are_refused_or_put_right() {
    for (path, bytes) in files() {
        println!("{}", path.display());
        for at in (0..bytes.len()).step_by(1499) {
            reader::check(&bytes[..at]);
            let mut damaged = bytes.clone();
            damaged[at] = damaged[at].wrapping_mul(31).wrapping_add(7);
            reader::check(&damaged);
            damaged.splice(at..at, *b"-1e999,\"");
            reader::check(&damaged);
        }
    }
}
