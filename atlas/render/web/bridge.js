/* Carries messages between the map page, mounted once by early.js, and the app. */
const frame = () => document.getElementById("atlas-map");
let act = null, state = null, sent = null, ready = false;

const send = () => {
  const text = JSON.stringify(state);
  if (!ready || !state || text === sent) return;
  sent = text;
  frame().contentWindow.postMessage({ atlasState: state }, location.origin);
};

window.addEventListener("message", (event) => {
  const message = event.data?.atlas;
  if (event.source !== frame()?.contentWindow || event.origin !== location.origin || !message?.kind) return;
  if (message.kind === "hello") { ready = true; sent = null; send(); }
  else act?.({ ...message, serial: Date.now() + Math.random() });
});

export default function ({ data, setTriggerValue }) {
  act = (action) => setTriggerValue("action", action);
  state = data.state;
  const map = frame();
  if (map.getAttribute("src") !== data.src) {
    ready = false;
    map.src = data.src;
  } else if (!ready) {
    /* The page may have said hello before this script was there. */
    ready = Boolean(map.contentWindow?.atlas);
  }
  map.title = data.title;
  send();
}
