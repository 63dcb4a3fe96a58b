#!/usr/bin/env bash
# Writes what packages contain besides the program, made by the program: packaging/assets.sh PROGRAM DIR.
#
# DIR/man1 gets the manual pages, DIR/completions a script for each shell, and DIR/changelog.gz the changes.

set -euo pipefail

mou=${1:?the path of the program is missing}
folder=${2:?the folder is missing}

rm -rf "${folder:?}/man1" "$folder/completions"
mkdir -p "$folder/completions"
"$mou" man "$folder/man1"
"$mou" completions bash > "$folder/completions/mou.bash"
"$mou" completions elvish > "$folder/completions/mou.elv"
"$mou" completions fish > "$folder/completions/mou.fish"
"$mou" completions powershell > "$folder/completions/mou.ps1"
"$mou" completions zsh > "$folder/completions/_mou"

gzip --best --no-name --stdout "$(dirname "${BASH_SOURCE[0]}")/../CHANGELOG.md" > "$folder/changelog.gz"
