#!/usr/bin/env bash
# Runs the examples against the service and checks how each ends: examples/run-all.sh [name …]
#   BASE_URL=http://127.0.0.1:8080  a service that runs already (with the development project, on this machine); else one is started
#   PORT=8080 RECEIVER_PORT=9099    where to start; a port that is taken is passed over
#   AUTH=dev:dev                    project and token
set -u -o pipefail -m
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
work=$(mktemp -d)
auth=${AUTH:-dev:dev}
jobs_started=()

stop() {
  for job in "${jobs_started[@]}"; do kill -- "-$job" 2>/dev/null; done
  wait 2>/dev/null
  rm -rf "$work"
}
trap stop EXIT

. "$here/checks.sh"

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
  local port=$1
  while is_taken "$port"; do port=$((port + 1)); done
  echo "$port"
}

# await URL LOG: until it answers, 120 s at most.
await() {
  for _ in $(seq 600); do
    curl -fsS -o /dev/null "$1" 2>/dev/null && return
    sleep 0.2
  done
  echo "$1 does not answer:" >&2
  tail -n 20 "$2" >&2
  exit 2
}

receiver_port=$(free_port "${RECEIVER_PORT:-9099}")
receiver=http://127.0.0.1:$receiver_port
(cd "$here" && exec dotnet run receiver.cs -- --port "$receiver_port") >"$work/receiver.log" 2>&1 &
jobs_started+=($!)

if [ -z "${BASE_URL:-}" ]; then
  BASE_URL=http://127.0.0.1:$(free_port "${PORT:-8080}")
  (cd "$root" && exec dotnet run --project src/Silo -c Release -- --urls "$BASE_URL") >"$work/service.log" 2>&1 &
  jobs_started+=($!)
else
  : >"$work/service.log"
fi
await "$receiver/log" "$work/receiver.log"
await "$BASE_URL/health/ready" "$work/service.log"
echo "service $BASE_URL, receiver $receiver"

if [ $# -eq 0 ]; then
  for file in "$here"/*.expected; do set -- "$@" "$(basename "$file" .expected)"; done
fi

# run NAME: posts the document, follows it to its end, checks it.
run() {
  local name=$1 type=application/json document answer id
  document=$here/$name.json
  if [ ! -f "$document" ]; then document=$here/$name.yaml type=application/yaml; fi
  problems=()
  answer=$(sed "s/127\.0\.0\.1:9099/127.0.0.1:$receiver_port/g" "$document" |
    curl -sS -u "$auth" -H "Content-Type: $type" --data-binary @- "$BASE_URL/api/v1/connects")
  id=$(text_of id "$answer")
  case $id in
    conn_*) ;;
    *)
      problems=("not taken on: $answer")
      return
      ;;
  esac
  curl -sSN -m 60 -u "$auth" "$BASE_URL/api/v1/connects/$id/events" >"$work/events"
  curl -sS "$receiver/log" >"$work/log"
  view=$(sed -n '/^event: end$/{n;s/^data: //p;}' "$work/events")
  if [ -z "$view" ]; then problems=("no end within 60 s"); else check "$here/$name.expected"; fi
}

failed=0
for name in "$@"; do
  if [ ! -f "$here/$name.expected" ]; then
    echo "no example named $name" >&2
    exit 2
  fi
  started=$(date +%s%N) view=""
  run "$name"
  took=$((($(date +%s%N) - started) / 100000000))
  mark=✓
  if [ ${#problems[@]} -gt 0 ]; then mark=✗ failed=$((failed + 1)); fi
  printf '%s %-18s %-13s %3d.%d s  %s\n' "$mark" "$name" "$(text_of state "$view")" $((took / 10)) $((took % 10)) "$(text_of verdict "$view")"
  for problem in "${problems[@]}"; do printf '    %s\n' "$problem"; done
done
echo
echo "$(($# - failed)) of $# as expected"
[ "$failed" -eq 0 ]
