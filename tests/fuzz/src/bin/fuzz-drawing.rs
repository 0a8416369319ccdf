#![no_main]

use fuzz::{drawing, mutate::mutate};
use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus { if drawing::check(bytes) { Corpus::Keep } else { Corpus::Reject } });

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let file = mutate(&data[..size], seed.into());
    // What has no room is left as it was.
    if file.len() > max_size.min(data.len()) {
        return size;
    }
    data[..file.len()].copy_from_slice(file.as_bytes());
    file.len()
});
