#!/usr/bin/env bash
# Keeps one process of the local cluster running, as a container's supervisor does: one that ends, whether it crashed, aborted (134: a
# silo that was evicted) or could not start, is started again after a pause that doubles up to 5 s; one that was told to stop is not.
# How each life ended is in NAME.exits.
set -uo pipefail
name=$1
run=$ORC_RUN_DIR
. "$(dirname "${BASH_SOURCE[0]}")/processes.sh"

echo $$ >"$run/$name.supervisor"
pause=1
while true; do
  began=$SECONDS
  (become "$name") >>"$run/$name.log" 2>&1 &
  echo $! >"$run/$name.pid"
  wait $!
  code=$?
  rm -f "$run/$name.pid"
  echo "$(date -u +%FT%TZ) $code" >>"$run/$name.exits"
  [ $((SECONDS - began)) -lt 30 ] || pause=1
  [ ! -e "$run/$name.stopped" ] || break
  sleep $pause
  [ ! -e "$run/$name.stopped" ] || break
  pause=$((pause < 3 ? pause * 2 : 5))
done
rm -f "$run/$name.supervisor"
