// @ts-nocheck
/* What the windows of one talk share: what is said in one is heard in the others, on this machine only. */
export class Talk {
  constructor(id, hear) {
    Object.assign(this, {
      id,
      hear,
      heard: new Set(),
      me: Math.random().toString(36).slice(2),
      count: 0,
      others: new Set(),
    });
    if (window.opener) this.others.add(window.opener);
    /* Where a browser gives files no channel, the windows still know each other. */
    try {
      this.channel = new BroadcastChannel(`atlas-${id}`);
      this.channel.onmessage = (event) => this.take(event.data);
    } catch {
      this.channel = null;
    }
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
    for (const other of this.others)
      if (!other.closed) other.postMessage(said, location.protocol === "file:" ? "*" : location.origin);
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
}
