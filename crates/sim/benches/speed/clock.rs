//! What is measured: processor time and instructions.

use std::{env, fs, process::Command};

/// Processor time of this program's main thread, in seconds.
///
/// # Panics
/// Where the system does not say it: only Linux does so in a file.
pub fn cpu_secs() -> f64 {
    let text = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|it| it.parse::<f64>().ok());
    nanos.unwrap_or_else(|| panic!("this benchmark needs Linux's /proc/self/schedstat")) / 1e9
}

/// Resident memory of this program in bytes.
pub fn resident_bytes() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|it| it.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes * 1024.0)
}

pub fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Instructions per request, counted by valgrind: a busy machine does not change them. The difference of two runs, so
/// that what happens before the first request does not count.
///
/// # Errors
/// Why they cannot be counted.
pub fn instructions(who: &str, model: usize) -> Result<f64, String> {
    const REQUESTS: f64 = 20_000.0;
    let count = |requests: f64| -> Result<f64, String> {
        let explain = |why: String| format!("instructions: not counted; valgrind: {why}");
        let program = env::current_exe().map_err(|error| explain(error.to_string()))?;
        let output = Command::new("valgrind")
            .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
            .arg(program)
            .args(["once", who, &model.to_string(), &requests.to_string()])
            .output()
            .map_err(|error| explain(error.to_string()))?;
        let text = String::from_utf8_lossy(&output.stderr);
        let line = text.lines().find(|it| it.contains("I") && it.contains("refs:"));
        let number = line.and_then(|it| it.split(':').nth(1)).map(|it| it.replace(',', ""));
        number.and_then(|it| it.trim().parse().ok()).ok_or_else(|| explain(text.into_owned()))
    };
    Ok((count(2.0 * REQUESTS)? - count(REQUESTS)?) / REQUESTS)
}
