#!/bin/sh
# Runs a program in the clean system ROOT: enter_clean_system.sh ROOT PACKAGES SHARED PROGRAM...
# What it needs is mounted for that program alone, by a parent that has a mount namespace of its own, so that there
# is nothing to unmount after it, however it ends. /run and /tmp are empty each time, the folder PACKAGES lies at /mnt, and SHARED,
# unless it is empty, where it lies outside, with the displays of the machine.
set -eu
root=$1 packages=$2 shared=$3
shift 3
mount --rbind /dev "$root/dev"
mount --rbind /proc "$root/proc"
mount -t tmpfs tmpfs "$root/run"
mkdir -m 1777 "$root/run/lock"
mount -t tmpfs tmpfs "$root/tmp"
chmod 1777 "$root/tmp"
mount --bind "$packages" "$root/mnt"
if [ -n "$shared" ]; then
    mkdir -p "$root$shared" "$root/tmp/.X11-unix"
    mount --bind "$shared" "$root$shared"
    mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
fi
exec chroot "$root" "$@"
