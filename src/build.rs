//! Links the program statically if possible: it starts in two thirds of the time.
//!
//! Loading three shared libraries takes twice as many instructions as all of `mou --version`. The
//! setting of `rustc`, `target-feature=+crt-static`, also applies to procedural macros, which must be
//! shared libraries. So this script passes `-static-pie` to the linker, and a folder in which the names
//! of the shared libraries lead to the static ones.
//!
//! It applies to releases for Linux with the GNU C library, if the compiler has its static form, as on
//! Debian. Everywhere else, the program is linked as usual.

#![expect(clippy::disallowed_methods, reason = "Cargo passes everything in the environment")]

use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// The libraries that `rustc` names, and the linker scripts that replace them.
const LINKER_SCRIPTS: [(&str, &str); 3] = [
    ("libc.so", "GROUP(-l:libc.a -lgcc -lgcc_eh)"),
    ("libm.so", "INPUT(-l:libm.a)"),
    ("libgcc_s.so", "INPUT(-lgcc_eh)"),
];

/// The files that static linking needs.
const REQUIRED_FILES: [&str; 5] = ["rcrt1.o", "libc.a", "libm.a", "libgcc.a", "libgcc_eh.a"];

fn main() -> io::Result<()> {
    let mut cargo = io::stdout().lock();
    writeln!(cargo, "cargo::rerun-if-changed=src/build.rs")?;
    writeln!(cargo, "cargo::rerun-if-env-changed=RUSTC_LINKER")?;
    let linker = env::var("RUSTC_LINKER").unwrap_or_else(|_| "cc".to_owned());
    if !is_supported() || !REQUIRED_FILES.iter().all(|file| has(&linker, file)) {
        return Ok(());
    }
    let Ok(folder) = env::var("OUT_DIR") else { return Ok(()) };
    for (name, line) in LINKER_SCRIPTS {
        fs::write(Path::new(&folder).join(name), line)?;
    }
    writeln!(cargo, "cargo::rustc-link-arg-bins=-L{folder}")?;
    writeln!(cargo, "cargo::rustc-link-arg-bins=-static-pie")
}

/// Returns true if this is a release for Linux with the GNU C library, built on such a machine.
fn is_supported() -> bool {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|is| is == value);
    let is_static =
        env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|all| all.contains("crt-static"));
    is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && env::var("TARGET") == env::var("HOST")
        && !is_static
}

/// Returns true if the linking compiler has a file of this name. It prints the path of a file that it
/// knows, and only the name of any other.
fn has(linker: &str, file: &str) -> bool {
    let output = Command::new(linker).arg(format!("-print-file-name={file}")).output();
    output.is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_file())
}
