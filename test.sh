#!/usr/bin/env bash
# Everything this project asserts, on a machine that has the .NET SDK: installs what is missing, builds with all gates, runs the
# tests and the examples, and ends with one line alone: N passed, N failed.
#   ./test.sh            all of it
#   ./test.sh --quick    the tests without format check and examples
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# The SIP parser's fuzz test runs a minute here, two seconds otherwise.
export SIP_FUZZ_SECONDS=${SIP_FUZZ_SECONDS:-60}
# How long scripts are fuzzed; FUZZ_SECONDS=600 before a release.
export FUZZ_SECONDS=${FUZZ_SECONDS:-60}

# A command the tests need, and the Debian package that brings it.
NEEDS=(
  curl:curl redis-server:redis-server haproxy:haproxy faketime:faketime sipp:sip-tester rtpengine:rtpengine-daemon baresip:baresip-core ffmpeg:ffmpeg espeak-ng:espeak-ng
  node:nodejs npm:npm python3:python3 promtool:prometheus chromium:chromium
)

passed=0
failed=0
finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}
broken() { # a sentence: nothing more can be tested
  echo "$1" >&2
  failed=$((failed + 1))
  finish
}
check() { # a title, a command: counts as one test
  local title=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    echo "FAILED: $title" >&2
    failed=$((failed + 1))
  fi
}

command -v dotnet >/dev/null || broken "The .NET SDK $(grep -o '"version": "[^"]*"' global.json) is missing: see https://dot.net."
missing=()
for need in "${NEEDS[@]}"; do
  command -v "${need%%:*}" >/dev/null || missing+=("${need##*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
      broken "apt-get could not install: ${missing[*]}"
  else
    broken "Missing, and not mine to install here: ${missing[*]} (Debian packages; run as root, or install them)."
  fi
fi

dotnet restore Orchestrator.sln --locked-mode || broken "Restore failed: the lock files and the packages differ, or a package cannot be had."
dotnet build Orchestrator.sln --no-restore -v quiet || broken "The build failed; its gates are errors."
[ "${1:-}" = --quick ] || check "dotnet format finds nothing to change" dotnet format Orchestrator.sln --no-restore --verify-no-changes

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
dotnet test Orchestrator.sln --no-build --logger 'trx' --results-directory "$results" --logger 'console;verbosity=minimal'
for trx in "$results"/*.trx; do
  [ -e "$trx" ] || broken "No test ran."
  counters=$(grep -o '<Counters [^>]*' "$trx")
  count() { grep -o " $1=\"[0-9]*\"" <<<"$counters" | grep -o '[0-9]*'; }
  passed=$((passed + $(count passed)))
  failed=$((failed + $(count executed) - $(count passed))) # what is skipped says so, and is not executed
done
projects=$(find tests -name '*.csproj' | wc -l)
reports=$(find "$results" -name '*.trx' | wc -l)
[ "$projects" -eq "$reports" ] || broken "$reports of $projects test projects reported."

[ "${1:-}" = --quick ] || check "every example ends as it says" examples/run-all.sh
finish
