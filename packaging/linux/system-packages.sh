#!/bin/sh
# What PMDesk needs from the system on Linux: Python with venv, the libraries Qt links to, and one font.
# Silent when all of it is there. Otherwise installs it with apt when that needs no password, or prints the command.
#   --ci   also an X server without a screen
set -eu
here=$(dirname "$0")
root=$here/../..

[ "$(uname -s)" = Linux ] || exit 0

# library                 Debian, Ubuntu      Fedora                Arch
libraries='
libEGL.so.1               libegl1             libglvnd-egl          libglvnd
libGL.so.1                libgl1              libglvnd-glx          libglvnd
libX11.so.6               libx11-6            libX11                libx11
libX11-xcb.so.1           libx11-xcb1         libX11-xcb            libx11
libbrotlidec.so.1         libbrotli1          libbrotli             brotli
libdbus-1.so.3            libdbus-1-3         dbus-libs             dbus
libfontconfig.so.1        libfontconfig1      fontconfig            fontconfig
libfreetype.so.6          libfreetype6        freetype              freetype2
libglib-2.0.so.0          libglib2.0-0        glib2                 glib2
libgssapi_krb5.so.2       libgssapi-krb5-2    krb5-libs             krb5
libgthread-2.0.so.0       libglib2.0-0        glib2                 glib2
libxcb-cursor.so.0        libxcb-cursor0      xcb-util-cursor       xcb-util-cursor
libxcb-icccm.so.4         libxcb-icccm4       xcb-util-wm           xcb-util-wm
libxcb-image.so.0         libxcb-image0       xcb-util-image        xcb-util-image
libxcb-keysyms.so.1       libxcb-keysyms1     xcb-util-keysyms      xcb-util-keysyms
libxcb-randr.so.0         libxcb-randr0       libxcb                libxcb
libxcb-render-util.so.0   libxcb-render-util0 xcb-util-renderutil   xcb-util-renderutil
libxcb-render.so.0        libxcb-render0      libxcb                libxcb
libxcb-shape.so.0         libxcb-shape0       libxcb                libxcb
libxcb-shm.so.0           libxcb-shm0         libxcb                libxcb
libxcb-sync.so.1          libxcb-sync1        libxcb                libxcb
libxcb-util.so.1          libxcb-util1        xcb-util              xcb-util
libxcb-xfixes.so.0        libxcb-xfixes0      libxcb                libxcb
libxcb-xkb.so.1           libxcb-xkb1         libxcb                libxcb
libxcb.so.1               libxcb1             libxcb                libxcb
libxkbcommon-x11.so.0     libxkbcommon-x11-0  libxkbcommon-x11      libxkbcommon-x11
libxkbcommon.so.0         libxkbcommon0       libxkbcommon          libxkbcommon
libz.so.1                 zlib1g              zlib-ng-compat        zlib
libzstd.so.1              libzstd1            libzstd               zstd
'

debian='' fedora='' arch=''

need() { # $1 for Debian, $2 for Fedora, $3 for Arch; each once
    case " $debian " in *" $1 "*) ;; *) debian="$debian $1" ;; esac
    case " $fedora " in *" $2 "*) ;; *) fedora="$fedora $2" ;; esac
    case " $arch " in *" $3 "*) ;; *) arch="$arch $3" ;; esac
}

check_python() {
    "$root/.venv/bin/python" -c '' 2>/dev/null && return
    if ! python=$("$here/../find-python.sh"); then
        if command -v python3 >/dev/null 2>&1; then # too old
            need python3.11-venv python3.12 python
        else
            need python3-venv python3 python
        fi
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        need "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" python3 python
    fi
}

check_libraries() {
    case $(uname -m) in
        x86_64) abi='x86-64' ;;
        aarch64) abi='AArch64' ;;
        *) abi='' ;;
    esac
    known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep -F "$abi") || return 0 # cannot tell here
    while read -r library on_debian on_fedora on_arch; do
        case "$known" in
            *"	$library "*) ;;
            *) [ -z "$library" ] || need "$on_debian" "$on_fedora" "$on_arch" ;;
        esac
    done <<EOF
$libraries
EOF
}

check_font() {
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.local/share/fonts" "${HOME:-/}/.fonts"; do
        [ -d "$folder" ] || continue
        [ -z "$(find -L "$folder" \( -name '*.ttf' -o -name '*.otf' -o -name '*.ttc' \) -print -quit 2>/dev/null)" ] || return 0
    done
    need fonts-noto-core google-noto-sans-fonts noto-fonts
}

check_all() {
    debian='' fedora='' arch=''
    check_python
    check_libraries
    check_font
    [ "${1:-}" != --ci ] || command -v Xvfb >/dev/null 2>&1 || need xvfb xorg-x11-server-Xvfb xorg-server-xvfb
    [ -z "$debian" ]
}

refuse() { # $1: why, one sentence
    {
        echo "$1 Install it with the line for your system, then run this again:"
        echo "  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install --no-install-recommends$debian"
        echo "  Fedora:          sudo dnf install$fedora"
        echo "  Arch:            sudo pacman -S --needed$arch"
    } >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_with_apt() {
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    as_root apt-get -qq update >"$log" 2>&1 || true # a stale list may still do
    # shellcheck disable=SC2086 # a list of words
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120 \
        install --no-install-recommends $debian >>"$log" 2>&1 </dev/null && return
    cat "$log" >&2
    refuse "apt could not install what PMDesk needs."
}

! check_all "$@" || exit 0
command -v apt-get >/dev/null 2>&1 || refuse "PMDesk needs a few packages that are missing here."
[ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || refuse "PMDesk needs a few packages that are missing here, and installing them takes an administrator."
echo "Installing with apt:$debian"
install_with_apt
check_all "$@" || refuse "PMDesk still misses packages after apt ran."
