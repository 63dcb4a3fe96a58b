#!/usr/bin/env bash
# Builds the program for a system, as releases have it: packaging/build.sh TARGET.
#
# Every folder gives the same bytes, if the version of Rust and the linker are the same: the paths of this machine
# are left out of the program, and the dependencies are those of Cargo.lock. Prints the path of the program.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=${1:?a target such as x86_64-unknown-linux-musl is missing}
# Messages of panics name source files. The flags are separated so that paths may have spaces.
printf -v CARGO_ENCODED_RUSTFLAGS '%s\x1f%s' \
  "--remap-path-prefix=$PWD=mou" "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
export CARGO_ENCODED_RUSTFLAGS
cargo build --release --locked --target "$target"

ending=
[[ $target == *windows* ]] && ending=.exe
echo "${CARGO_TARGET_DIR:-target}/$target/release/mou$ending"
