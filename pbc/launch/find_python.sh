# Sets $python to an interpreter of Python 3.11 or later; sourced by run, test and check with $here set.

is_recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_environments() {
    is_recent "$1" && "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

first_that() {
    condition=$1
    for candidate in python3.11 python3.12 python3.13 python3.14 python3 python \
        /usr/bin/python3 /usr/local/bin/python3 "${HOME:-/}"/.pyenv/versions/3.1[1-9]*/bin/python3; do
        if "$condition" "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

if is_recent "$here/.venv/bin/python"; then
    python=$here/.venv/bin/python
elif python=$(first_that can_make_environments) || python=$(first_that is_recent); then
    :
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Python: apt-get install -y python3 python3-venv" >&2
    { apt-get update && apt-get install -y python3 python3-venv; } >&2
    python=$(first_that is_recent) || { echo "No Python 3.11 or later is to be had here." >&2; exit 1; }
else
    echo "PBC Administration needs Python 3.11 or later, and none was found. On Debian 12 run:" >&2
    echo "    sudo apt-get install -y python3 python3-venv" >&2
    exit 1
fi
