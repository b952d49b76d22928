/* Mounts the map page once and carries messages between it and the app. */
export default function ({ parentElement, data, setTriggerValue }) {
  let frame = parentElement.querySelector("iframe");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.title = data.title;
    frame.allowFullscreen = true;
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/atlas/bridge.css";
    parentElement.append(style, frame);
    window.addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow || event.origin !== location.origin || !event.data?.atlas) return;
      const message = event.data.atlas;
      if (message.kind === "hello") { frame.ready = true; frame.sent = null; frame.send(); }
      else if (message.kind) frame.act({ ...message, serial: Date.now() + Math.random() });
    });
  }
  frame.act = (action) => setTriggerValue("action", action);
  frame.send = () => {
    const text = JSON.stringify(frame.state);
    if (!frame.ready || text === frame.sent) return;
    frame.sent = text;
    frame.contentWindow.postMessage({ atlasState: frame.state }, location.origin);
  };
  frame.state = data.state;
  if (frame.getAttribute("src") !== data.src) {
    frame.ready = false;
    frame.title = data.title;
    frame.src = data.src;
  }
  frame.send();
}
