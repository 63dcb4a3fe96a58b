//! Links the program statically where that is possible: it starts in two thirds of the time.
//!
//! To find, map and bind three shared libraries takes twice as many instructions as all that
//! `mou --version` does itself. Cargo cannot link just a program to static ones: the setting of `rustc`
//! for it, `target-feature=+crt-static`, holds for macros as well, and those must be shared libraries. So
//! the linker is told here. It makes a program that needs no library and is still loaded at any address
//! (`-static-pie`), and in a folder of ours it finds, under each name that `rustc` gives it, a line that
//! names the static library.
//!
//! That is done for a release on Linux with the GNU C library, whose static form comes with the compiler
//! on Debian and its kin. Where it is missing, and everywhere else, the program is linked as ever.

#![expect(clippy::disallowed_methods, reason = "a build script is told all in its environment")]

use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// The libraries that `rustc` names, and what the linker finds under their names.
const LIBRARIES: [(&str, &str); 3] = [
    ("libc.so", "GROUP(-l:libc.a -lgcc -lgcc_eh)"),
    ("libm.so", "INPUT(-l:libm.a)"),
    ("libgcc_s.so", "INPUT(-lgcc_eh)"),
];

/// What the compiler has to have for that.
const NEEDED: [&str; 5] = ["rcrt1.o", "libc.a", "libm.a", "libgcc.a", "libgcc_eh.a"];

fn main() -> io::Result<()> {
    let mut cargo = io::stdout().lock();
    writeln!(cargo, "cargo::rerun-if-changed=src/build.rs")?;
    writeln!(cargo, "cargo::rerun-if-env-changed=RUSTC_LINKER")?;
    let linker = env::var("RUSTC_LINKER").unwrap_or_else(|_| "cc".to_owned());
    if !is_wanted() || !NEEDED.iter().all(|file| has(&linker, file)) {
        return Ok(());
    }
    let Ok(folder) = env::var("OUT_DIR") else { return Ok(()) };
    for (name, line) in LIBRARIES {
        fs::write(Path::new(&folder).join(name), line)?;
    }
    writeln!(cargo, "cargo::rustc-link-arg-bins=-L{folder}")?;
    writeln!(cargo, "cargo::rustc-link-arg-bins=-static-pie")
}

/// Tells whether this is a release for such a system, and that of this machine.
fn is_wanted() -> bool {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|is| is == value);
    let is_static =
        env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|all| all.contains("crt-static"));
    is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && env::var("TARGET") == env::var("HOST")
        && !is_static
}

/// Tells whether the compiler that links has a file of this name: it says where it is, and of one that it
/// does not know no more than the name.
fn has(linker: &str, file: &str) -> bool {
    let output = Command::new(linker).arg(format!("-print-file-name={file}")).output();
    output.is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_file())
}
