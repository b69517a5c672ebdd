#!/usr/bin/env bash
# Installs and purges a deb in a copy of this system, which is gone afterwards, and says what that
# does: try-deb.sh <deb>. Needs root; exits with 77 where no copy can be made.
set -euo pipefail
deb=$1

# Mounts of a namespace of its own end with it.
if [ -z "${TRY_DEB_INSIDE:-}" ]; then
  unshare --mount true 2>/dev/null || exit 77
  TRY_DEB_INSIDE=1 exec unshare --mount bash "$0" "$deb"
fi

work=$(mktemp -d)
trap 'umount -R "$work"; rmdir "$work"' EXIT
mount -t tmpfs tmpfs "$work"
mkdir "$work/changed" "$work/work" "$work/root"
mount -t overlay overlay \
  -o "lowerdir=/,upperdir=$work/changed,workdir=$work/work" "$work/root" 2>/dev/null || exit 77
mount -t proc proc "$work/root/proc"

inside() { chroot "$work/root" env HOME=/nonexistent XDG_CURRENT_DESKTOP= "$@"; }
handler() { inside xdg-mime query default x-scheme-handler/ampel; }
command_file() { inside readlink -e /usr/bin/ampel || true; }

# What Electron needs is not on every machine that tries this.
inside dpkg --force-depends --install "$deb" >&2
echo "command: $(command_file)"
echo "deep links: $(handler)"
inside dpkg --purge ampel >&2
echo "command after removal: $(command_file)"
echo "deep links after removal: $(handler)"
# What was removed from the copy shows as a device.
echo "left behind: $(find "$work/changed" -iname '*ampel*' ! -type c)"
