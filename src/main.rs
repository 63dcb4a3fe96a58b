//! The `mou` program: hands the world to [`mou::run`] and exits with the code that it returns.

use std::process::ExitCode;

use mou::Streams;
use mou::env::Env;

fn main() -> ExitCode {
    let env = Env::of_process();
    ExitCode::from(mou::run(&env, &mut Streams::of_process()))
}
