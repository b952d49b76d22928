/* What the windows of one talk share: what is said in one is heard in the others, on this machine only; and the keys. */
Atlas.Talk = class {
  constructor(id, hear) {
    Object.assign(this, { id, hear, heard: new Set(), me: Math.random().toString(36).slice(2), count: 0, others: new Set() });
    if (window.opener) this.others.add(window.opener);
    /* Where a browser gives files no channel, the windows still know each other. */
    try {
      this.channel = new BroadcastChannel(`atlas-${id}`);
      this.channel.onmessage = (event) => this.take(event.data);
    } catch { this.channel = null; }
    this.listener = (event) => {
      if (event.data?.talk !== id) return;
      if (event.source) this.others.add(event.source);
      this.take(event.data);
    };
    window.addEventListener("message", this.listener);
  }

  say(message) {
    const said = { ...message, talk: this.id, serial: `${this.me}.${this.count++}` };
    this.heard.add(said.serial);
    this.channel?.postMessage(said);
    for (const other of this.others) if (!other.closed) other.postMessage(said, location.protocol === "file:" ? "*" : location.origin);
  }

  take(message) {
    if (message?.talk !== this.id || this.heard.has(message.serial)) return;
    this.heard.add(message.serial);
    this.hear(message);
  }

  close() {
    this.channel?.close();
    window.removeEventListener("message", this.listener);
  }
};

Atlas.COMMANDS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", Enter: "next", ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back",
  Home: "first", End: "last", f: "full", F5: "full", n: "notes", p: "presenter", q: "ask", t: "theme", l: "language", ".": "black", b: "black",
  h: "help", "?": "help", Escape: "escape",
};

/* Keys of one sign may be switched off (keys.js). */
Atlas.singles = () => { try { return localStorage.getItem("atlas.keys") !== "off"; } catch { return true; } };

/* What a key or a clicker asks for: the name of an act, or the number of a scene (from 0); null for none. */
Atlas.command = (event) => {
  const { key, target } = event, tag = target.tagName;
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(tag)) return null;
  if ((key === " " || key === "Enter") && /^(BUTTON|SUMMARY|A)$/.test(tag)) return null;
  if (key.length === 1 && key !== " " && !Atlas.singles()) return null;
  if (key === " ") return event.shiftKey ? "back" : "next";
  if (/^[1-9]$/.test(key)) return +key - 1;
  return Atlas.COMMANDS[key.length === 1 ? key.toLowerCase() : key] ?? null;
};

/* Prose as elements: every text is set as text. */
Atlas.prose = (blocks, onlink) => blocks.map((runs) => Atlas.element("p", {}, ...runs.map((run) => {
  const tag = { strong: "strong", emphasis: "em" }[run.kind] || "span";
  if (run.kind !== "figure") return Atlas.element(tag, { text: run.text });
  return onlink
    ? Atlas.element("button", { type: "button", class: "figure", "data-value": run.value, "data-link": run.link, text: run.text, onclick: () => onlink(run.link) })
    : Atlas.element("span", { class: "figure", "data-value": run.value, "data-link": run.link, text: run.text });
})));
