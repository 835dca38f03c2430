#!/bin/sh
# Registers emulators with the kernel and takes them back, called as tonistiigi/binfmt is:
#   --install arm64,riscv64 | --install all | --uninstall qemu-aarch64,arm64 | --uninstall qemu-*
# It prints what the machine runs now, as JSON. Flags of an entry: F keeps the emulator open, so that it serves every container
# although its file is in this image only; C gives set-user-ID programs their rights; P and O hand over the program's own name
# and file.
set -eu

table=/proc/sys/fs/binfmt_misc

# architecture, emulator, and what tells the programs apart: class, byte order, machine
formats='amd64 x86_64 02 01 \x3e\x00
386 i386 01 01 \x03\x00
arm64 aarch64 02 01 \xb7\x00
arm arm 01 01 \x28\x00
riscv64 riscv64 02 01 \xf3\x00
ppc64le ppc64le 02 01 \x15\x00
s390x s390x 02 02 \x00\x16'

register() { # emulator, class, byte order, machine
  case $3 in
    01) type='\x02\x00' type_mask='\xfe\xff' ;;
    *) type='\x00\x02' type_mask='\xff\xfe' ;;
  esac
  magic="\\x7fELF\\x$2\\x$3\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00$type$4"
  # The eighth byte, the ABI, is not compared: programs carry 0 or 3 there.
  mask="\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff$type_mask\\xff\\xff"
  printf '%s' ":qemu-$1:M::$magic:$mask:/usr/bin/qemu-$1:POCF" >"$table/register"
}

install_one() { # architecture
  line=$(echo "$formats" | grep -E "^$1 |^[^ ]+ $1 ") || {
    echo "installing: $1 unsupported architecture" >&2
    return 0
  }
  set -f
  set -- $line
  if [ -e "$table/qemu-$2" ]; then
    echo "installing: $1 is there" >&2
  elif register "$2" "$3" "$4" "$5"; then
    echo "installing: $1 OK" >&2
  fi
}

uninstall_one() { # architecture, name of an entry, or pattern of names
  emulator=$(echo "$formats" | awk -v arch="$1" '$1 == arch { print $2 }')
  for entry in "$table"/qemu-*; do
    case ${entry##*/} in
      $1 | qemu-"${emulator:-$1}") ;;
      *) continue ;;
    esac
    [ -e "$entry" ] || continue
    echo -1 >"$entry"
    echo "uninstalling: ${entry##*/} OK" >&2
  done
}

# The architecture of this machine: an emulator of it would hide the machine itself.
native() {
  machine=$(uname -m)
  echo "$formats" | awk -v machine="$machine" '$2 == machine { print $1 }'
}

list() { # lines of words, as a JSON array
  awk 'BEGIN { printf "[" } { printf "%s\n    \"%s\"", (NR > 1 ? "," : ""), $1 } END { printf "%s]", (NR ? "\n  " : "") }'
}

status() {
  emulators=$(ls "$table" | grep -vxE 'register|status' || true)
  supported=$(
    native | sed 's|^|linux/|'
    echo "$formats" | while read -r arch emulator rest; do
      ! echo "$emulators" | grep -qx "qemu-$emulator" || echo "linux/$arch"
    done
  )
  printf '{\n  "supported": %s,\n  "emulators": %s\n}\n' \
    "$(echo "$supported" | grep . | list)" "$(echo "$emulators" | grep . | list)"
}

[ -e "$table/register" ] || mount -t binfmt_misc binfmt_misc "$table"
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || { echo "$1 needs a list of architectures" >&2 && exit 2; }
  case $1 in
    --install) verb=install_one ;;
    --uninstall) verb=uninstall_one ;;
    *) echo "usage: [--install ARCHITECTURES] [--uninstall NAMES]" >&2 && exit 2 ;;
  esac
  names=$2
  [ "$names" != all ] || names=$(echo "$formats" | grep -v "^$(native) " | cut -d' ' -f1 | tr '\n' ',')
  set -f
  for name in $(echo "$names" | tr , ' '); do
    set +f
    "$verb" "$name"
  done
  set +f
  shift 2
done
status
