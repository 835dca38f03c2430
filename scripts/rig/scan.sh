#!/bin/sh
# BuildKit's SBOM scanner protocol (github.com/moby/buildkit, docs/attestations/sbom-protocol.md): write one in-toto statement
# without a subject for each scanned tree. It lists the Debian packages, else the files of /app and /bin.
set -eu

packages() {
  awk -v RS= -F'\n' '{
    name = ""; version = ""
    for (i = 1; i <= NF; i++) {
      if ($i ~ /^Package: /) name = substr($i, 10)
      if ($i ~ /^Version: /) version = substr($i, 10)
    }
    if (name != "") printf "%s{\"SPDXID\":\"SPDXRef-Package-%s\",\"name\":\"%s\",\"versionInfo\":\"%s\",\"downloadLocation\":\"NOASSERTION\"}", (n++ ? "," : ""), name, name, version
  }' "$1/var/lib/dpkg/status" 2>/dev/null || true
}

files() {
  find "$1/app" "$1/bin" -type f 2>/dev/null | awk -F/ '{
    printf "%s{\"SPDXID\":\"SPDXRef-File-%d\",\"name\":\"%s\",\"downloadLocation\":\"NOASSERTION\"}", (n++ ? "," : ""), n, $NF
  }'
}

scan() {
  found=$(packages "$1")
  [ -n "$found" ] || found=$(files "$1")
  cat >"$BUILDKIT_SCAN_DESTINATION/$2.spdx.json" <<JSON
{"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://spdx.dev/Document","predicate":{"spdxVersion":"SPDX-2.3","dataLicense":"CC0-1.0","SPDXID":"SPDXRef-DOCUMENT","name":"$2","documentNamespace":"https://example.com/$2","creationInfo":{"created":"2026-01-01T00:00:00Z","creators":["Tool: rig-scanner"]},"packages":[$found]}}
JSON
}

scan "$BUILDKIT_SCAN_SOURCE" sbom
for extra in "${BUILDKIT_SCAN_SOURCE_EXTRAS:-/nonexistent}"/*; do
  [ ! -d "$extra" ] || scan "$extra" "sbom-$(basename "$extra")"
done
