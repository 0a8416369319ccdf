//! What must hold of any file, whoever wrote it. Each target takes bytes and panics if it does not; the programs of this
//! package hand them bytes that [libFuzzer](https://llvm.org/docs/LibFuzzer.html) makes up.

pub mod dice;
pub mod drawing;
pub mod mutate;
pub mod reader;
mod studies;

#[path = "../../../crates/sim/tests/common/numbers.rs"]
mod numbers;
