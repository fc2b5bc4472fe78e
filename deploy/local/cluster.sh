#!/usr/bin/env bash
# A whole cluster on this machine: Redis, three silos that run calls, two plane nodes that carry their legs, two gateways, and haproxy
# in front of them on http://127.0.0.1:8080 (project dev, token dev; nothing listens beyond the loopback).
#
#   cluster.sh up                  start whatever does not run, and wait until it is ready
#   cluster.sh down                stop all of it in good order
#   cluster.sh kill NAME [SIGNAL]  send one process a signal (default KILL); it stays down until it is started again
#   cluster.sh start NAME          start it again
#   cluster.sh status              what runs, and what is ready
#
# NAME is redis, silo-1 to silo-3, plane-1, plane-2, gateway-1, gateway-2, haproxy, or with ORC_SIP=rtpengine one of rtpengine-1 and
# rtpengine-2. A process that ends by itself is started again, as a container's supervisor would; STOP and CONT only halt one and let it
# go on. Several clusters run side by side with other values of
#   ORC_PORT=8080          where haproxy listens
#   ORC_PORT_BASE=18000    the other ports are within 80 of it
#   ORC_RUN_DIR            logs, process ids, Redis' files; default: run/ beside this script
#   ORC_PROGRAMS           where the programs are; default: published to ORC_RUN_DIR/programs when a source has changed
#   ORC_SIP=none           direct: real SIP phones instead of simulated ones, for a caller at the ports that `status` tells; rtpengine: with an
#                          engine for media beside each plane node (rtpengine-1, rtpengine-2)
#   ORC_RTP_BASE=40000     2,000 ports for media from here
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export ORC_PORT=${ORC_PORT:-8080} ORC_PORT_BASE=${ORC_PORT_BASE:-18000} ORC_RUN_DIR=${ORC_RUN_DIR:-$here/run}
export ORC_PROGRAMS=${ORC_PROGRAMS:-$ORC_RUN_DIR/programs}
export ORC_SIP=${ORC_SIP:-none} ORC_RTP_BASE=${ORC_RTP_BASE:-40000}
run=$ORC_RUN_DIR
ENGINES=()
[ "$ORC_SIP" != rtpengine ] || ENGINES=(rtpengine-1 rtpengine-2)
NAMES=(redis "${ENGINES[@]}" silo-1 silo-2 silo-3 plane-1 plane-2 gateway-1 gateway-2 haproxy)
PATIENCE=90 # s, until something is ready or gone; a busy machine is slow

. "$here/processes.sh"

say() { echo "cluster: $*"; }
refuse() {
  say "$*" >&2
  exit 2
}

publish() {
  [ "$ORC_PROGRAMS" = "$run/programs" ] || return 0
  local stamp
  stamp=$(cd "$root" && find src Directory.Build.props Directory.Packages.props global.json \( -name bin -o -name obj \) -prune -o -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum)
  [ "$(cat "$run/programs.stamp" 2>/dev/null)" != "$stamp" ] || return 0
  say "publishing the programs"
  # For this machine, so that it is compiled ahead.
  local machine=linux-x64
  [ "$(uname -m)" = x86_64 ] || machine=linux-arm64
  dotnet publish "$root/src/Silo" -c Release -r $machine -o "$ORC_PROGRAMS" --nologo -v quiet -m:1
  echo "$stamp" >"$run/programs.stamp"
}

known() {
  local name
  for name in "${NAMES[@]}"; do [ "$name" = "${1:-}" ] && return; done
  refuse "'${1:-}' is none of ${NAMES[*]}"
}

pid_of() { cat "$run/$1.pid" 2>/dev/null; }
runs() { local pid; pid=$(pid_of "$1") && kill -0 "$pid" 2>/dev/null; }
supervised() { local pid; pid=$(cat "$run/$1.supervisor" 2>/dev/null) && kill -0 "$pid" 2>/dev/null; }

# await WHAT COMMAND…: until the command succeeds.
await() {
  local what=$1 end=$((SECONDS + PATIENCE))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || refuse "$what: not within $PATIENCE s; see $run/*.log"
    sleep 0.1
  done
}

launch() {
  rm -f "$run/$1.stopped"
  # Not `|| … &`: that would be a shell of its own, holding on to the terminal.
  if ! supervised "$1"; then setsid "$here/supervise.sh" "$1" </dev/null >/dev/null 2>&1 & fi
}

# A process that finds its port taken would be started again for ever, and whoever has it would answer in its place.
refuse_taken_ports() {
  local name port taken=
  for name in "$@"; do
    supervised "$name" && continue
    for port in $(ports_of "$name"); do [ -z "$(listeners "$port")" ] || taken+=" $port ($name)"; done
  done
  [ -z "$taken" ] || refuse "somebody else listens on$taken: stop that, or set ORC_PORT and ORC_PORT_BASE"
}

start() {
  known "$1"
  # One that was told to stop may still be about it.
  [ ! -e "$run/$1.stopped" ] || await "$1 is gone" is_down "$1"
  refuse_taken_ports "$1"
  launch "$1"
  await "$1 is ready" is_ready "$1"
}

is_down() { ! supervised "$1"; }

up() {
  refuse_taken_ports "${NAMES[@]}"
  mkdir -p "$run/redis-data"
  publish
  local name
  start redis
  for name in "${NAMES[@]}"; do runs "$name" || launch "$name"; done
  for name in "${NAMES[@]}"; do await "$name is ready" is_ready "$name"; done
  status
  say "ready at http://127.0.0.1:$ORC_PORT/ (project dev, token dev)"
}

signal() {
  known "$1"
  local name=$1 signal=${2:-KILL}
  case ${signal#SIG} in
    STOP | CONT) ;;
    *) touch "$run/$name.stopped" ;;
  esac
  if runs "$name"; then
    kill -s "${signal#SIG}" "$(pid_of "$name")"
  elif [ -e "$run/$name.stopped" ]; then
    # Between two lives: its supervisor must not begin the next one.
    supervised "$name" && kill "$(cat "$run/$name.supervisor")" || true
  else
    refuse "$name does not run"
  fi
}

stop_all() {
  local name
  for name in "$@"; do
    ! supervised "$name" || { runs "$name" && kill -s CONT "$(pid_of "$name")"; signal "$name" TERM; }
  done
  for name in "$@"; do await "$name is gone" is_down "$name"; done
}

down() {
  # Engines too, whatever this is told: they may be there.
  NAMES+=(rtpengine-1 rtpengine-2)
  stop_all haproxy
  stop_all gateway-1 gateway-2
  stop_all silo-1 silo-2 silo-3 plane-1 plane-2
  stop_all rtpengine-1 rtpengine-2 redis
}

status() {
  local name state
  printf '%-12s %-8s %-9s %s\n' NAME PID STATE READY
  for name in "${NAMES[@]}"; do
    if ! runs "$name"; then
      state=down
      ! supervised "$name" || state=starting
      printf '%-12s %-8s %-9s %s\n' "$name" - $state -
      continue
    fi
    state=running
    [ "$(ps -o state= -p "$(pid_of "$name")" | cut -c1)" != T ] || state=halted
    printf '%-12s %-8s %-9s %s\n' "$name" "$(pid_of "$name")" $state "$(is_ready "$name" && echo yes || echo no)"
  done
  [ "$ORC_SIP" = none ] || say "phones call in at sip:127.0.0.1:$(port plane-sip 1) and sip:127.0.0.1:$(port plane-sip 2), UDP and TCP"
}

case $ORC_SIP in none | direct | rtpengine) ;; *) refuse "ORC_SIP: found '$ORC_SIP', expected none, direct or rtpengine" ;; esac
case ${1:-} in
  up | down | status) "$1" ;;
  kill) signal "${2:-}" "${3:-KILL}" ;;
  start) start "${2:-}" ;;
  *) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 2 ;;
esac
