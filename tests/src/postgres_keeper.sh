# Keeps a throw-away PostgreSQL cluster for as long as standard input is open, which is as long as
# the tests live, however they end. Says "ready SOCKET_DIRECTORY" when it can be connected to.
#
# usage: sh -c "$this" keeper BINARIES
set -eu
binaries=$1
directory=$(mktemp -d "${TMPDIR:-/tmp}/portal-postgres.XXXXXX")
as_user=

# shellcheck disable=SC2086 # as_user is several words, or none.
clean_up() {
    $as_user "$binaries/pg_ctl" stop --mode=immediate --pgdata=data >/dev/null 2>&1 || true
    cd /
    rm -rf "$directory"
}
trap clean_up EXIT
# An interrupt from the terminal goes to the whole group, and the tests may end before they hear
# that the cluster is ready; either way this one still has to clean up.
trap : INT TERM HUP
trap '' PIPE

# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
    user=nobody
    if id -u postgres >/dev/null 2>&1; then user=postgres; fi
    chown "$user" "$directory"
    as_user="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
fi

cd "$directory"
# shellcheck disable=SC2086
if $as_user "$binaries/initdb" --pgdata=data --username=portal --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --no-sync >log 2>&1 &&
    $as_user "$binaries/pg_ctl" start --wait --pgdata=data --log=server.log --options="\
        -c listen_addresses= -c unix_socket_directories=$directory -c max_connections=300 \
        -c fsync=off -c full_page_writes=off -c synchronous_commit=off" >>log 2>&1; then
    echo "ready $directory"
    cat >/dev/null
else
    cat log server.log 2>/dev/null | tr '\n' ' '
    echo
fi
