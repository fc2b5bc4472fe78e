#!/usr/bin/env bash
# A softphone in this terminal: baresip (Debian package baresip-core), on the loopback.
#   softphone.sh NAME PORT [URI]    listens on 127.0.0.1:PORT, and calls URI if one is given
# a answers, b hangs up, q quits. It needs no sound card: it says a tone (TONE, 440 Hz), and what it hears is written to
# SOFTPHONES/NAME/dump-…-dec.wav (SOFTPHONES: /tmp/softphones).
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 2; }
name=$1 port=$2 folder=${SOFTPHONES:-/tmp/softphones}/$1
mkdir -p "$folder"
rm -f "$folder"/*.wav
echo "<sip:$name@127.0.0.1:$port>;regint=0" >"$folder/accounts"
cat >"$folder/config" <<END
sip_listen 127.0.0.1:$port
net_interface 127.0.0.1
audio_source ausine,${TONE:-440}
audio_player aubridge,$name
audio_level no
ausrc_srate 48000
ausrc_channels 2
snd_path $folder
module_path $(dirname "$(find /usr/lib -path '*baresip/modules/menu.so' -print -quit)")
$(printf 'module %s.so\n' stdio g711 g722 opus ausine aubridge sndfile)
module_app account.so
module_app menu.so
END
exec baresip -f "$folder" ${3:+-e "/dial $3"}
