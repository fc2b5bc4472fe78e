# What run-all.sh checks. A line of an .expected file is a word and what belongs to it:
#   state, failed_reason, ended_by VALUE      as the connect's view says it
#   leg N REASON [won] [STATUS]               how leg N ended, with which final response
#   verdict PATTERN                           a glob
#   order KIND[/LEG] …                        these entries stand in the timeline, in this order; leg 0 is the caller
#   never KIND[/LEG] …                        none of these stands there
#   webhook TARGET LEG STATE …                exactly these came to that path, for that leg (0: the connect), in this order
#   basic USER:PASSWORD                       every webhook carried this
#   hidden TEXT                               stands nowhere in what the API shows, nor in the service's log
# Reads: $view (the connect as it ended), $work/events (its stream), $work/log (what the receiver got). Writes: problems.

# text_of NAME JSON: the member's value, the first of that name; null as such.
text_of() { grep -oE "\"$1\":(\"[^\"]*\"|[a-z0-9]+)" <<<"$2" | head -n 1 | sed -E 's/^"[a-z_]+"://; s/"//g'; }

problem() { problems+=("$1"); }

same() { [ "$2" = "$3" ] || problem "$1: expected $2, got $3"; }

entries() {
  sed -nE 's/^data: .*"leg":([0-9]+|null),"kind":"([^"]*)".*/\2\/\1/p' "$work/events" | sed 's/\/null$//'
}

check_leg() {
  local leg shown
  leg=$(sed 's/.*"legs":\[//; s/},{/}\n{/g' <<<"$view" | grep "\"leg\":$1,")
  shown="$(text_of end_reason "$leg")"
  [ "$(text_of won "$leg")" = true ] && shown+=" won"
  [ "$(text_of sip_status "$leg")" != null ] && shown+=" $(text_of sip_status "$leg")"
  same "leg $1" "$2" "$shown"
}

check_order() {
  local wanted=("$@") at=0 entry
  while read -r entry; do
    [ "$at" -lt ${#wanted[@]} ] && [ "$entry" = "${wanted[$at]}" ] && at=$((at + 1))
  done < <(entries)
  [ "$at" -eq ${#wanted[@]} ] || problem "timeline: ${wanted[$at]} is missing or out of order (of: $*)"
}

check_never() {
  local entry
  for entry in "$@"; do entries | grep -qxF "$entry" && problem "timeline: $entry must not be there"; done
}

# What came for that call to that target, a line each.
receipts() { grep -F "\"call_id\":\"$1\"" "$work/log" | grep -F "\"target\":\"$2\""; }

# What came for the caller and all legs: their ids begin with the caller's.
session_receipts() { grep -F "\"call_id\":\"$(text_of call_id "$view")" "$work/log"; }

check_webhook() {
  local target=$1 leg=$2 call states
  call=$(text_of call_id "$view")
  [ "$leg" = 0 ] || call+="_1_$leg"
  shift 2
  states=$(receipts "$call" "$target" | while read -r line; do text_of state "$line"; done | paste -sd' ')
  same "webhooks to $target for leg $leg" "$*" "$states"
  webhooks_expected=$((webhooks_expected + $#))
}

check_basic() {
  local others
  others=$(session_receipts | grep -cvF "\"basic\":\"$1\"")
  same "webhooks without the credentials" 0 "$others"
}

check() {
  webhooks_expected=0
  local word rest
  while read -r word rest; do
    # shellcheck disable=SC2086
    case $word in
      state | failed_reason | ended_by) same "$word" "$rest" "$(text_of "$word" "$view")" ;;
      leg) check_leg ${rest%% *} "${rest#* }" ;;
      verdict) [[ $(text_of verdict "$view") == $rest ]] || problem "verdict: expected $rest" ;;
      order) check_order $rest ;;
      never) check_never $rest ;;
      webhook) set -f; check_webhook $rest; set +f ;;
      basic) check_basic "$rest" ;;
      hidden) grep -qF "$rest" "$work/events" "$work/service.log" && problem "$rest is shown" ;;
      *) problem "cannot check: $word" ;;
    esac
  done <"$1"
  same complete true "$(text_of complete "${view##*\]}")"
  same "webhooks in all" "$webhooks_expected" "$(session_receipts | wc -l)"
  same "webhooks with a wrong signature" 0 "$(session_receipts | grep -cvF '"signatures":"valid"')"
  same "webhooks out of order" 0 "$(session_receipts | grep -cvF '"order":"ok"')"
}
