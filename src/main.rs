//! The `mou` program: hands the world to [`mou::run`] and exits with the code that it returns.

use std::process::ExitCode;

use mou::Streams;
use mou::env::Env;

fn main() -> ExitCode {
    let env = Env::of_process();
    // The system takes back what a program holds at its end, and sooner.
    let streams = Box::leak(Box::new(Streams::of_process()));
    ExitCode::from(mou::run(&env, streams))
}
