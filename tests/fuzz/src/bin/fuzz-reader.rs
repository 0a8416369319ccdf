#![no_main]

use fuzz::reader;
use libfuzzer_sys::fuzz_target;

// What is refused is as good a start for other bytes as what is read.
fuzz_target!(|bytes: &[u8]| {
    reader::check(bytes);
});
