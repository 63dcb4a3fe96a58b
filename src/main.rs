//! The `mou` program: calls [`mou::run`] and exits with the code that it returns.

use std::process::ExitCode;

use mou::Streams;
use mou::env::Env;

fn main() -> ExitCode {
    let env = Env::from_process();
    // The system frees the memory of a program that ends, and does it faster.
    let streams = Box::leak(Box::new(Streams::from_process()));
    ExitCode::from(mou::run(&env, streams))
}
