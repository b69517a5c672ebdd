#!/usr/bin/env bash
# Makes a fresh checkout ready: system packages where they can be installed, then npm packages.
# Works before anything is installed, and takes seconds when everything is there.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

check_node() {
  command -v node >/dev/null || fail "Node.js is missing. Install version 20.19 or newer from https://nodejs.org."
  node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);
  ' || fail "Node.js $(node -v) is too old. Install version 20.19 or newer from https://nodejs.org."
}

# What the app's end-to-end tests, the stand-in host and several servers of one team use on Linux: command=Debian package.
TOOLS="
chromium=chromium
Xvfb=xvfb
dbus-daemon=dbus
dunst=dunst
dunstctl=dunst
xdotool=xdotool
openbox=openbox
xwininfo=x11-utils
import=imagemagick
desktop-file-validate=desktop-file-utils
xdg-mime=xdg-utils
redis-server=redis-server
"

missing_tools() {
  local entry
  for entry in $TOOLS; do
    command -v "${entry%%=*}" >/dev/null || printf '%s\n' "${entry##*=}"
  done
  # Without it Chromium's sandbox depends on user namespaces, which not every machine allows.
  [ -e /usr/lib/chromium/chrome-sandbox ] || command -v dnf pacman >/dev/null || printf 'chromium-sandbox\n'
  # Text in pictures and windows needs at least one font.
  [ -n "$(find /usr/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" -name '*.[ot]tf' -print -quit 2>/dev/null)" ] ||
    printf 'fonts-dejavu-core\n'
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null &&
    { [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; }
}

tell_how() {
  cat >&2 <<EOF
setup: these are missing and cannot be installed from here: $*
  Debian, Ubuntu:  sudo apt-get install $*
  Fedora:          sudo dnf install chromium xorg-x11-server-Xvfb dbus-daemon dunst xdotool openbox xwininfo ImageMagick desktop-file-utils xdg-utils dejavu-sans-fonts redis
  Arch:            sudo pacman -S chromium xorg-server-xvfb dbus dunst xdotool openbox xorg-xwininfo imagemagick desktop-file-utils xdg-utils ttf-dejavu redis
They are needed for the end-to-end tests, and to start the app where Electron cannot be fetched.
EOF
}

install_system_packages() {
  local missing
  case "$(uname -s)" in
    Linux) ;;
    Darwin) say "macOS: nothing to install besides npm packages; the app runs on Electron."; return ;;
    *) say "Windows: nothing to install besides npm packages; the app runs on Electron."; return ;;
  esac
  missing=$(missing_tools | sort -u | tr '\n' ' ')
  missing=${missing% }
  if [ -z "$missing" ]; then
    say "System packages: all there."
  elif may_install; then
    say "System packages: installing $missing"
    as_root apt-get update -qq
    # shellcheck disable=SC2086 # one word a package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  else
    # shellcheck disable=SC2086 # one word a package
    tell_how $missing
  fi
}

# A stamp of the lock file tells whether node_modules is what it should be.
install_npm_packages() {
  local stamp=node_modules/.ampel-setup wanted
  wanted="$(cksum <package-lock.json) $(node -p 'process.platform + process.arch')"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    say "npm packages: all there."
    return
  fi
  say "npm packages: installing"
  # Some packages ask for a newer Node than the one that runs this; they get it (npm package `node`).
  npm ci --no-audit --no-fund --loglevel=error
  [ -x node_modules/node/bin/node ] || [ -f node_modules/node/bin/node.exe ] ||
    fail "the npm package 'node' did not install its binary. Run: npm rebuild node --foreground-scripts"
  printf '%s' "$wanted" >"$stamp"
}

check_node
install_system_packages
install_npm_packages
say "Ready. Start with: npm start"
