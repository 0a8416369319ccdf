//! The built site on a server of its own, which a test can stop, start again and give a new version.

use crate::page::must;
use std::{
    cell::RefCell,
    env, fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};
use xtask::{page::Build, process::root, server::Server};

/// What [`Site::publish_next_version`] makes of the page's title.
pub const NEXT_TITLE: &str = "Plimsoll, the next version";

/// The site and its server.
pub struct Site {
    folder: PathBuf,
    base: String,
    port: u16,
    server: RefCell<Option<Server>>,
}

impl Site {
    /// Serves the built page in the root of a host.
    #[must_use]
    pub fn start() -> Self {
        Self::under("/")
    }

    /// Serves the built page under a path such as `/deep/er/`.
    ///
    /// # Panics
    /// If the page has not been built.
    #[must_use]
    pub fn under(base: &str) -> Self {
        let folder = env::var_os("PLIMSOLL_SITE")
            .map_or_else(|| Build::Release.folder(), |folder| root().join(folder));
        assert!(
            folder.join("index.html").is_file(),
            "no page in {}: run `cargo xtask e2e`",
            folder.display()
        );
        let server = must("the server", Server::start(&folder, base, 0));
        Self { folder, base: base.to_owned(), port: server.port(), server: RefCell::new(Some(server)) }
    }

    /// The address of the start page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.base)
    }

    /// The address of a page or file of the site.
    #[must_use]
    pub fn url_of(&self, path: &str) -> String {
        self.url() + path
    }

    /// The names of all files of the site, such as `icons/cache.svg`.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        files_under(&self.folder, "")
    }

    /// Takes the server off the network.
    pub fn stop(&self) {
        self.server.replace(None);
    }

    /// Brings the server back at the same address.
    ///
    /// # Panics
    /// If another program has taken the port meanwhile.
    pub fn resume(&self) {
        let server = must("the server", Server::start(&self.folder, &self.base, self.port));
        self.server.replace(Some(server));
    }

    /// Puts a new version on the server: the same app with another title, packaged as `site finish` would.
    ///
    /// # Panics
    /// If the site cannot be copied.
    pub fn publish_next_version(&self) {
        static COPIES: AtomicUsize = AtomicUsize::new(0);
        let number = COPIES.fetch_add(1, Ordering::Relaxed);
        let copy = env::temp_dir().join(format!("plimsoll-e2e-{}-{number}", std::process::id()));
        copy_folder(&self.folder, &copy);
        replace_in(
            &copy.join("index.html"),
            "<title>Plimsoll</title>",
            &format!("<title>{NEXT_TITLE}</title>"),
        );
        replace_in(&copy.join("sw.js"), "const VERSION = \"", &format!("const VERSION = \"next-{number}-"));
        if let Some(server) = &*self.server.borrow() {
            server.replace_folder(&copy);
        }
    }
}

fn files_under(folder: &Path, prefix: &str) -> Vec<String> {
    let mut files = Vec::new();
    for entry in must("the site's folder", fs::read_dir(folder)).flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files.extend(files_under(&entry.path(), &format!("{name}/")));
        } else {
            files.push(name);
        }
    }
    files
}

fn copy_folder(from: &Path, to: &Path) {
    must("the copy's folder", fs::create_dir_all(to));
    for entry in must("the site's folder", fs::read_dir(from)).flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            must("a copied file", fs::copy(entry.path(), target));
        }
    }
}

fn replace_in(file: &Path, old: &str, new: &str) {
    let text = must("a page of the copy", fs::read_to_string(file));
    assert!(text.contains(old), "{} has no {old}", file.display());
    must("a page of the copy", fs::write(file, text.replacen(old, new, 1)));
}
