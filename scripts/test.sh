#!/usr/bin/env bash
# Every test of the project, each suite in a process of its own (databases and editors are heavy).
# What is needed beyond npm is installed by the suites' own scripts as root on Debian; elsewhere they say what is missing.
set -u
cd "$(dirname "$0")/.."
export NODE_OPTIONS="${NODE_OPTIONS:-}"
rm -rf out/test-counts && mkdir -p out/test-counts
node scripts/build.mjs || exit 1

suites=()
suite() { # name, then the command
  local name=$1; shift
  suites+=("$name")
  echo "== $name"
  EVOLENS_SUITE="$name" "$@" || true
}
mocha_suite() { # name, then what mocha takes
  local name=$1; shift
  suite "$name" npx --no-install mocha --reporter test/support/counting-reporter.cjs "$@"
}

mocha_suite unit "test/**/*.test.ts" --ignore "test/oracle/**" --ignore "test/evolution/databases/**" --ignore "test/editor/**" --ignore "test/**/fixtures/**"
for file in test/oracle/*.test.ts test/evolution/databases/*.test.ts; do
  [ -e "$file" ] && mocha_suite "$(basename "$(dirname "$file")")-$(basename "$file" .test.ts)" "$file"
done
suite grammar node scripts/test-grammar.mjs
suite editor-host node scripts/vscode/test-host.mjs
suite editor-untrusted node scripts/vscode/test-host.mjs --untrusted
suite editor-ui node scripts/vscode/test-ui.mjs

node scripts/sum-counts.mjs "${suites[@]}"
