// A phone in a page: registers as a subscriber over WebSocket, rings, calls, sends digits.
import { Web } from "./node_modules/sip.js/lib/index.js";

const element = id => document.getElementById(id);
const show = state => { element("state").textContent = state; };
const report = promise => promise.catch(error => show(`failed: ${error.message}`));
let phone;

element("account").server.value = new URLSearchParams(location.search).get("server") ?? `ws://${location.hostname}:5066`;
element("account").address.value = `sip:alice@${location.hostname}`;

element("account").addEventListener("submit", event => {
  event.preventDefault();
  const { server, address, password } = Object.fromEntries(new FormData(event.target));
  phone = new Web.SimpleUser(server, {
    aor: address,
    media: { remote: { audio: element("far") } },
    // Digits go where the voice goes (RFC 4733).
    sendDTMFUsingSessionDescriptionHandler: true,
    userAgentOptions: {
      authorizationUsername: address.slice("sip:".length).split("@")[0],
      authorizationPassword: password,
      logLevel: "warn",
      // The media engine has an address that everybody reaches, so the browser need not find out its own.
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
    },
    delegate: {
      onRegistered: () => show("registered"),
      onUnregistered: () => show("off"),
      onServerDisconnect: () => show("off"),
      onCallReceived: () => show("rings"),
      onCallAnswered: () => show("talks"),
      onCallHangup: () => show("registered"),
    },
  });
  report(phone.connect().then(() => phone.register()));
});

element("dial").addEventListener("submit", event => {
  event.preventDefault();
  show("calls");
  // What is played before the answer is heard.
  report(phone.call(event.target.to.value, { earlyMedia: true }));
});
element("answer").addEventListener("click", () => report(phone.answer()));
element("hangup").addEventListener("click", () => report(phone.hangup()));

for (const key of "123456789*0#") {
  const button = element("keys").appendChild(document.createElement("button"));
  button.textContent = key;
  button.addEventListener("click", () => report(phone.sendDTMF(key)));
}
