#!/bin/sh
# The main job on the shipped example: choose a model system, see how others did it, find the gaps.
hrsi=${1:-hrsi}
folder=$(dirname "$0")
lang=${HRSI_LANG:-ja}
say() { printf '\n$ %s\n\n' "$*"; }

say hrsi select --rto-failure 2h --rto-disaster 7d --rpo 8h --budget high
"$hrsi" select --rto-failure 2h --rto-disaster 7d --rpo 8h --budget high --lang "$lang" || exit 2

say hrsi compare --case 3-2
"$hrsi" compare --case 3-2 --lang "$lang" || exit 2

say hrsi gap examples/order-system.hrsi.yaml
"$hrsi" gap "$folder/order-system.hrsi.yaml" --as-of 2026-11-23 --lang "$lang"
code=$?
printf '\n(exit code %s: 0 passed, 1 failed, 2 could not judge; the example has gaps on purpose)\n' "$code"
test "$code" -le 1
