//! Starts and ends chromedriver. Each page has its own, on a free port, so that tests can run side by side.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

/// Starts that may fail.
const TRIES: u32 = 5;

/// A running chromedriver. Dropping it ends it with the browsers it started.
pub struct Driver {
    address: String,
    child: Child,
}

impl Driver {
    /// Starts chromedriver and waits until it listens.
    ///
    /// # Panics
    /// If it is not installed or does not start.
    #[must_use]
    pub fn start() -> Self {
        // It takes a port that is free for IPv4 and ends at once if somebody else has the same one for IPv6.
        let started = (0..TRIES).find_map(|_| Self::try_to_start());
        started.unwrap_or_else(|| panic!("chromedriver ended at once, {TRIES} times"))
    }

    /// `None`: it ended before it listened.
    fn try_to_start() -> Option<Self> {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver: {error}; `cargo xtask e2e` installs it"));
        let Some(stdout) = child.stdout.take() else { panic!("chromedriver has no output") };
        let mut lines = BufReader::new(stdout).lines();
        let port = loop {
            let Some(Ok(line)) = lines.next() else {
                child.wait().ok();
                return None;
            };
            if let Some((_, port)) = line.split_once("successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        // Its output has to be read on, or it blocks when the pipe is full.
        thread::spawn(move || lines.for_each(drop));
        Some(Self { address: format!("127.0.0.1:{port}"), child })
    }

    /// The address for clients.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Killing it alone would leave its browsers running.
        if let Ok(mut stream) = TcpStream::connect(&self.address) {
            stream.set_read_timeout(Some(Duration::from_secs(5))).ok();
            stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok();
            stream.read_to_end(&mut Vec::new()).ok();
            thread::sleep(Duration::from_millis(100));
        }
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
