#!/bin/sh
# syft behind BuildKit's SBOM scanner protocol (github.com/moby/buildkit, docs/attestations/sbom-protocol.md): one in-toto statement
# without a subject for each scanned tree.
set -eu
export HOME=/tmp TMPDIR=/tmp SYFT_CHECK_FOR_APP_UPDATE=false SYFT_LOG_LEVEL=warn SYFT_FORMAT_PRETTY=false

scan() {
  # A folder is scanned for what an image holds: by itself syft would look for lock files, and miss what is installed. Absolute links lead
  # nowhere outside of it.
  syft scan "dir:$1" --base-path "$1" --override-default-catalogers image --source-name "$2" --source-version 0 -o "spdx-json=/tmp/$2.json"
  {
    printf '{"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://spdx.dev/Document","predicate":'
    cat "/tmp/$2.json"
    printf '}\n'
  } >"$BUILDKIT_SCAN_DESTINATION/$2.spdx.json"
}

scan "$BUILDKIT_SCAN_SOURCE" sbom
for extra in "${BUILDKIT_SCAN_SOURCE_EXTRAS:-/nonexistent}"/*; do
  [ ! -d "$extra" ] || scan "$extra" "sbom-$(basename "$extra")"
done
