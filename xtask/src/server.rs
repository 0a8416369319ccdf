//! A small static file server for `cargo xtask serve` and for the end-to-end tests: what an ordinary static host
//! does, and nothing more (no rewrite rules), so that what works here works anywhere.

use std::{
    fs,
    io::{self, BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// A running server. Dropping it stops it.
pub struct Server {
    port: u16,
    base: String,
    site: Arc<Site>,
    listening: Option<thread::JoinHandle<()>>,
}

struct Site {
    folder: Mutex<PathBuf>,
    base: String,
    is_stopped: AtomicBool,
}

impl Server {
    /// Serves `folder` under the path `base` (such as `/` or `/deep/er/`) on loopback. Port 0 picks a free one.
    ///
    /// # Errors
    /// If the port is taken.
    pub fn start(folder: &Path, base: &str, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = listener.local_addr()?.port();
        let site = Arc::new(Site {
            folder: Mutex::new(folder.to_owned()),
            base: base.to_owned(),
            is_stopped: AtomicBool::new(false),
        });
        let served = Arc::clone(&site);
        let listening = thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if served.is_stopped.load(Ordering::Acquire) {
                    break;
                }
                let site = Arc::clone(&served);
                // A browser that goes away in the middle of an answer is no concern of ours.
                thread::spawn(move || site.answer(&stream).ok());
            }
        });
        Ok(Self { port, base: base.to_owned(), site, listening: Some(listening) })
    }

    /// The address of the start page.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.base)
    }

    /// The port, to start a later server on the same one.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Serves another folder from now on, as when a new version is put on a host.
    pub fn replace_folder(&self, folder: &Path) {
        if let Ok(mut current) = self.site.folder.lock() {
            folder.clone_into(&mut current);
        }
    }

    /// Serves until the program is ended.
    pub fn wait(mut self) {
        if let Some(listening) = self.listening.take() {
            listening.join().ok();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.site.is_stopped.store(true, Ordering::Release);
        if let Some(listening) = self.listening.take() {
            // The thread waits for a connection: give it one.
            TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).ok();
            listening.join().ok();
        }
    }
}

impl Site {
    fn answer(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut reader = BufReader::new(stream);
        let mut request = String::new();
        reader.read_line(&mut request)?;
        let mut header = String::from("x");
        while !header.trim().is_empty() {
            header.clear();
            reader.read_line(&mut header)?;
        }
        let mut words = request.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let folder = self.folder.lock().map(|folder| folder.clone()).unwrap_or_default();
        let answer = match method {
            "GET" | "HEAD" => find(&folder, &self.base, target),
            _ => Answer::text("405 Method Not Allowed", "Only GET and HEAD are answered."),
        };
        answer.send(stream, method == "HEAD")
    }
}

struct Answer {
    status: &'static str,
    headers: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(status: &'static str, text: &str) -> Self {
        Self { status, headers: "Content-Type: text/plain\r\n".to_owned(), body: text.into() }
    }

    fn send(&self, mut stream: &TcpStream, is_head: bool) -> io::Result<()> {
        let Self { status, headers, body } = self;
        let length = body.len();
        write!(
            stream,
            "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
        )?;
        if is_head { Ok(()) } else { stream.write_all(body) }
    }
}

/// The answer to a request for `target`, the path and query of an address.
fn find(folder: &Path, base: &str, target: &str) -> Answer {
    let (path, query) = target.split_once('?').map_or((target, ""), |(path, query)| (path, query));
    let wanted = percent_decoded(path);
    let missing = || match fs::read(folder.join("404.html")) {
        Ok(body) => Answer { status: "404 Not Found", headers: headers_for(Path::new("404.html")), body },
        Err(_) => Answer::text("404 Not Found", "There is no such page."),
    };
    let Some(relative) = wanted.as_deref().and_then(|path| path.strip_prefix(base)) else { return missing() };
    if relative.split(['/', '\\']).any(|part| part == "..") || relative.starts_with('/') {
        return missing();
    }
    let mut file = folder.join(relative);
    if file.is_dir() {
        if !wanted.as_deref().is_some_and(|path| path.ends_with('/')) {
            let query = if query.is_empty() { String::new() } else { format!("?{query}") };
            let headers = format!("Location: {path}/{query}\r\n");
            return Answer { status: "301 Moved Permanently", headers, body: Vec::new() };
        }
        file.push("index.html");
    }
    match fs::read(&file) {
        Ok(body) => Answer { status: "200 OK", headers: headers_for(&file), body },
        Err(_) => missing(),
    }
}

fn headers_for(file: &Path) -> String {
    let kind = match file.extension().and_then(|it| it.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webmanifest" => "application/manifest+json",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    let name = file.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    let cache = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    format!("Content-Type: {kind}\r\nCache-Control: {cache}\r\nX-Content-Type-Options: nosniff\r\n")
}

/// Whether a name carries a hash of its content, as trunk writes them: `style-1a2b3c4d5e6f7081.css`.
fn is_hashed(name: &str) -> bool {
    name.split(['-', '_', '.'])
        .any(|part| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// `%20` and the like as the characters they stand for; nothing if that is not text.
fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    fn site(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("plimsoll-server-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("about")).unwrap();
        fs::write(folder.join("index.html"), "start").unwrap();
        fs::write(folder.join("about/index.html"), "about").unwrap();
        fs::write(folder.join("a b-0123456789abcdef.wasm"), "wasm").unwrap();
        folder
    }

    fn status(folder: &Path, target: &str) -> &'static str {
        find(folder, "/deep/", target).status
    }

    #[test]
    fn pages_are_found_under_the_base_only() {
        let folder = site("base");
        assert_eq!(find(&folder, "/deep/", "/deep/?x=1").body, b"start");
        assert_eq!(find(&folder, "/deep/", "/deep/about/").body, b"about");
        assert_eq!(status(&folder, "/"), "404 Not Found");
        assert_eq!(status(&folder, "/deep/none"), "404 Not Found");
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let folder = site("outside");
        for target in [
            "/deep/../index.html",
            "/deep/%2e%2e/index.html",
            "/deep//etc/passwd",
            "/deep/..%5cx",
            "/deep/%zz",
        ] {
            assert_eq!(status(&folder, target), "404 Not Found", "{target}");
        }
    }

    #[test]
    fn a_folder_without_its_slash_is_redirected() {
        let answer = find(&site("slash"), "/deep/", "/deep/about?x=1");
        assert_eq!(answer.status, "301 Moved Permanently");
        assert_eq!(answer.headers, "Location: /deep/about/?x=1\r\n");
    }

    #[test]
    fn hashed_files_are_kept_by_the_browser_and_others_asked_for_again() {
        let answer = find(&site("hashed"), "/deep/", "/deep/a%20b-0123456789abcdef.wasm");
        assert!(answer.headers.contains("immutable") && answer.headers.contains("application/wasm"));
        assert!(headers_for(Path::new("index.html")).contains("no-cache"));
        assert!(headers_for(Path::new("service_worker.js")).contains("no-cache"));
    }

    #[test]
    fn a_stopped_server_frees_its_port() {
        let folder = site("stop");
        let get = |port: u16| {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
            stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")?;
            let mut text = String::new();
            stream.read_to_string(&mut text).map(|_| text)
        };
        let server = Server::start(&folder, "/", 0).unwrap();
        let port = server.port();
        assert!(get(port).unwrap().ends_with("\r\n\r\nstart"));
        drop(server);
        assert!(get(port).is_err());
        assert_eq!(Server::start(&folder, "/", port).unwrap().port(), port);
    }
}
