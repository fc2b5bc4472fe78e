# What each process of the local cluster is: sourced by cluster.sh and supervise.sh, with ORC_PORT, ORC_PORT_BASE, ORC_RUN_DIR,
# ORC_PROGRAMS, ORC_SIP and ORC_RTP_BASE set.

# port KIND NUMBER: silo 2's port for other silos is `port silo 2`.
port() {
  local offset
  case $1 in
    redis) offset=0 ;;
    gateway-http) offset=10 ;;
    silo-http) offset=20 ;;
    plane-http) offset=30 ;;
    silo) offset=40 ;;
    silo-gateway) offset=50 ;;
    plane) offset=60 ;;
    plane-gateway) offset=70 ;;
    plane-sip) offset=72 ;;
    rtpengine) offset=74 ;;
    plane-digits) offset=76 ;;
  esac
  echo $((ORC_PORT_BASE + offset + ${2:-0}))
}

# load FILE: KEY=VALUE lines, as they stand.
load() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    [[ $line != [A-Za-z_]* ]] || export "${line?}"
  done <"$1"
}

member() {
  load "$config/cluster.env"
  export Orchestrator__Redis__Connection="127.0.0.1:$(port redis)" Orchestrator__Cluster__NodeName=$name ASPNETCORE_URLS="http://127.0.0.1:$1"
}

silo() { # KIND NUMBER ROLE
  load "$config/silo.env"
  member "$(port "$1-http" "$2")"
  export Orchestrator__Cluster__Role=$3 Orchestrator__Cluster__AdvertisedAddress=127.0.0.1
  export Orchestrator__Cluster__SiloPort=$(port "$1" "$2") Orchestrator__Cluster__GatewayPort=$(port "$1-gateway" "$2")
  exec dotnet "$ORC_PROGRAMS/Orchestrator.Silo.dll"
}

# A plane node on real SIP, with or without an rtpengine of its own beside it. Phones of this machine may call and be called.
sip() { # NUMBER
  [ "$ORC_SIP" != none ] || return 0
  export Orchestrator__Plane__Kind=sip Orchestrator__Sip__MadeUpCallers=true
  export Orchestrator__Sip__Listen__0=udp:127.0.0.1:$(port plane-sip "$1") Orchestrator__Sip__Listen__1=tcp:127.0.0.1:$(port plane-sip "$1")
  export Orchestrator__Sip__Allow__0=127.0.0.1 Orchestrator__Sip__AllowFrom__0=127.0.0.1
  [ "$ORC_SIP" = rtpengine ] || return 0
  ! command -v espeak-ng >/dev/null || export Orchestrator__Sip__Media__Sounds__Speech=espeak-ng
  export Orchestrator__Sip__Media__Engines__0=http:127.0.0.1:$(port rtpengine "$1") Orchestrator__Sip__Media__DtmfListen=127.0.0.1:$(port plane-digits "$1")
}

# In userspace; each has 1,000 ports for media.
rtpengine() { # NUMBER
  local first=$((ORC_RTP_BASE + ($1 - 1) * 1000))
  exec rtpengine --interface=127.0.0.1 --listen-ng="127.0.0.1:$(port rtpengine "$1")" --listen-http="127.0.0.1:$(port rtpengine "$1")" --dtmf-log-dest="127.0.0.1:$(port plane-digits "$1")" \
    --port-min=$first --port-max=$((first + 999)) --table=-1 --delete-delay=0 --timeout=3600 --silent-timeout=3600 --offer-timeout=3600 \
    --config-file=none --pidfile="$ORC_RUN_DIR/$name.rtpengine-pid" --foreground --log-stderr --log-level=5
}

gateway() { # NUMBER
  load "$config/gateway.env"
  member "$(port gateway-http "$1")"
  exec dotnet "$ORC_PROGRAMS/Orchestrator.Gateway.dll"
}

# become NAME: this shell turns into the process.
become() {
  local name=$1 number=${1##*-} config
  config=$(dirname "${BASH_SOURCE[0]}")/../config
  # What only this process is told: a plane's journal, a wall clock that is wrong.
  [ ! -e "$ORC_RUN_DIR/$name.env" ] || load "$ORC_RUN_DIR/$name.env"
  case $name in
    redis)
      exec redis-server --bind 127.0.0.1 --port "$(port redis)" --dir "$ORC_RUN_DIR/redis-data" \
        --appendonly yes --appendfsync everysec --save '' --maxmemory-policy noeviction --daemonize no
      ;;
    silo-*) silo silo "$number" engine ;;
    plane-*)
      sip "$number"
      silo plane "$number" plane
      ;;
    rtpengine-*) rtpengine "$number" ;;
    gateway-*) gateway "$number" ;;
    haproxy)
      export BIND=127.0.0.1:$ORC_PORT GATEWAY_1=127.0.0.1:$(port gateway-http 1) GATEWAY_2=127.0.0.1:$(port gateway-http 2)
      exec haproxy -db -f "$config/haproxy.cfg"
      ;;
  esac
}

is_ready() { # NAME
  local number=${1##*-}
  case $1 in
    redis) [ "$(timeout 2 redis-cli -p "$(port redis)" ping 2>/dev/null)" = PONG ] ;;
    silo-*) answers "$(port silo-http "$number")" ;;
    plane-*) answers "$(port plane-http "$number")" ;;
    rtpengine-*) pings "$(port rtpengine "$number")" ;;
    gateway-*) answers "$(port gateway-http "$number")" ;;
    # Somebody else's service at this port would answer, too.
    haproxy) answers "$ORC_PORT" && listens_on "$(cat "$ORC_RUN_DIR/haproxy.pid")" "$ORC_PORT" ;;
  esac
}

# ports_of NAME: where it listens by TCP.
ports_of() {
  local number=${1##*-}
  case $1 in
    redis) port redis ;;
    silo-*) port silo-http "$number"; port silo "$number"; port silo-gateway "$number" ;;
    plane-*)
      port plane-http "$number"; port plane "$number"; port plane-gateway "$number"
      [ "$ORC_SIP" = none ] || port plane-sip "$number"
      ;;
    rtpengine-*) port rtpengine "$number" ;;
    gateway-*) port gateway-http "$number" ;;
    haproxy) echo "$ORC_PORT" ;;
  esac
}

# listeners PORT: the sockets that listen there, whosever they are.
listeners() {
  awk -v port=":$(printf %04X "$1")\$" '$4 == "0A" && $2 ~ port { print $10 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

listens_on() { # PID PORT
  local socket
  for socket in $(listeners "$2"); do
    [ -z "$(find "/proc/$1/fd" -lname "socket:\[$socket\]" 2>/dev/null)" ] || return 0
  done
  return 1
}

answers() { curl -fsS -o /dev/null --max-time 3 "http://127.0.0.1:$1/health/ready" 2>/dev/null; }

# As the ng protocol has it: a cookie and a bencoded dictionary, a datagram each way.
pings() {
  local answer
  exec 3<>"/dev/udp/127.0.0.1/$1"
  printf 'ready d7:command4:pinge' >&3
  answer=$(timeout 2 dd bs=200 count=1 <&3) 2>/dev/null || true
  exec 3>&-
  [[ $answer == *pong* ]]
} 2>/dev/null
