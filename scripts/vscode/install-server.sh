#!/usr/bin/env bash
# Unpacks the VS Code server (web workbench and node extension host) that ships inside the npm package
# code-server, into DEST. Nothing is compiled, no install script is run. usage: install-server.sh DEST
set -euo pipefail
version=4.100.3 # VS Code 1.100.3, the newest that runs on Node 20
checksum='q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA=='
destination=$(realpath -m "${1:?destination}")

[ "$(cat "$destination/.installed" 2>/dev/null || true)" = "$version" ] && exit 0
rm -rf "$destination" && mkdir -p "$destination" && cd "$destination"

npm pack --silent --ignore-scripts "code-server@$version" >/dev/null
archive="code-server-$version.tgz"
if [ "$(openssl dgst -sha512 -binary "$archive" | base64 -w0)" != "$checksum" ]; then
  echo "$archive: the checksum differs from the one this repository expects" >&2
  exit 1
fi
tar xzf "$archive" --strip-components=1 package/lib/vscode package/package.json package/LICENSE
rm "$archive"

cd lib/vscode
npm install --omit=dev --ignore-scripts --no-save --no-audit --no-fund --loglevel=error

# Three modules want a C++ build. The server runs without them; stand-ins keep its log readable.
for module in native-watchdog @vscode/native-watchdog; do
  if [ -d "node_modules/$module" ]; then
    echo 'exports.start = () => {}; exports.exit = (code) => process.exit(code || 0);' >"node_modules/$module/index.js"
  fi
done
cat >node_modules/@vscode/spdlog/index.js <<'JS'
class Logger { trace() {} debug() {} info() {} warn() {} error() {} critical() {} getLevel() { return 2; } setLevel() {} setPattern() {} clearFormatters() {} flush() {} drop() {} }
const make = async () => new Logger();
Object.assign(exports, { version: 0, Logger, setLevel() {}, setFlushOn() {}, shutdown() {}, createRotatingLogger: make, createAsyncRotatingLogger: make, createStdoutLogger: make });
JS

# Searching files needs ripgrep, whose npm package downloads it from elsewhere; Debian's serves as well.
if command -v rg >/dev/null && [ -d node_modules/@vscode/ripgrep ] && [ ! -e node_modules/@vscode/ripgrep/bin/rg ]; then
  mkdir -p node_modules/@vscode/ripgrep/bin
  ln -sf "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
fi
echo "$version" >"$destination/.installed"
