#!/usr/bin/env bash
# Writes the list of what is in the program for Linux, in the format CycloneDX: packaging/sbom.sh FILE.
#
# A file beside the program can be read before the program is installed, and leaves its bytes as they are. The same
# sources give the same list.

set -euo pipefail
file=$(realpath -m "${1:?the file to write is missing}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."

SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) \
  cargo cyclonedx --quiet --format json --spec-version 1.5 --describe binaries --target x86_64-unknown-linux-gnu
mkdir -p "$(dirname "$file")"
# The path of the folder says nothing about the program.
sed "s|path+file://$PWD#|path+file:///#|" mou_bin.cdx.json > "$file"
rm mou_bin.cdx.json
