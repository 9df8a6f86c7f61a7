#!/usr/bin/env bash
# The Debian packages that the tests in a real VS Code need: a browser, ripgrep and a font.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v rg >/dev/null || missing+=(ripgrep)
fc-list 2>/dev/null | grep -q DejaVu || missing+=(fonts-dejavu-core)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "Missing for the tests in VS Code: ${missing[*]}. Install them, or set EVOLENS_VSCODE=desktop." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
