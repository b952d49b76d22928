/* What the windows of one talk share: what is said in one is heard in the others, on this machine only. */

import { freshId, readKept, writeKept } from "../shell/storage.js";

/** @import { SentMessage, TalkMessage } from "./stories" */

/** The windows of a talk find each other again after a reload. */
export const channelId = () => {
  const id = readKept("session", "talk") || freshId();
  writeKept("session", "talk", id);
  return id;
};

/** @param {string} id */
const openChannel = (id) => {
  /* Where a browser gives files no channel, the windows still know each other. */
  try {
    return new BroadcastChannel(`atlas-${id}`);
  } catch {
    return null;
  }
};

export class WindowChannel {
  /**
   * What was said or heard already: it comes by two ways.
   *
   * @type {Set<string>}
   */
  heard = new Set();
  /** @type {Set<Window>} */
  others = new Set();
  me = Math.random().toString(36).slice(2);
  count = 0;

  /**
   * @param {string} id
   * @param {(message: TalkMessage) => void} hear
   */
  constructor(id, hear) {
    this.id = id;
    this.hear = hear;
    if (window.opener) this.others.add(window.opener);
    this.channel = openChannel(id);
    this.channel?.addEventListener("message", (event) => this.take(event.data));
    window.addEventListener("message", (event) => {
      if (event.data?.talk !== id) return;
      if (event.source) this.others.add(/** @type {Window} */ (event.source));
      this.take(event.data);
    });
  }

  /** @param {TalkMessage} message */
  say(message) {
    this.count += 1;
    const said = { ...message, talk: this.id, serial: `${this.me}.${this.count}` },
      to = location.protocol === "file:" ? "*" : location.origin;
    this.heard.add(said.serial);
    this.channel?.postMessage(said);
    for (const other of this.others) if (!other.closed) other.postMessage(said, to);
  }

  /** @param {SentMessage | null} message */
  take(message) {
    if (message?.talk !== this.id || this.heard.has(message.serial)) return;
    this.heard.add(message.serial);
    this.hear(message);
  }
}
