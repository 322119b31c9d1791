#!/bin/sh
# The main job on the shipped example: choose a model system, see how others did it, find the gaps.
# The language is the program's own choice: HRSI_LANG=ja make demo speaks Japanese anywhere.
hrsi=${1:-hrsi}
case $hrsi in */*) hrsi=$(cd "$(dirname "$hrsi")" && pwd)/$(basename "$hrsi") ;; esac
cd "$(dirname "$0")/.." || exit 2
run() {
    printf '\n$ hrsi %s\n\n' "$*"
    "$hrsi" "$@"
}

run select --rto-failure 2h --rto-disaster 7d --rpo 8h --budget high || exit 2
run compare --case 3-2 || exit 2
run gap examples/order-system.hrsi.yaml --as-of 2026-11-23
code=$?
printf '\n(exit code %s: 0 passed, 1 failed, 2 could not judge; the example has gaps on purpose)\n' "$code"
test "$code" -le 1
