/* A map in a frame, mounted once: in the app (shell/bridge.js) and in any app of Streamlit (mount.js).
   What it shows next is a message `{ atlasState }` to its page; what is done in it comes as `{ atlas }`, the
   first time as `{ kind: "hello" }`. */

/**
 * @import { MapMessage, MountedData } from "../types"
 *
 * @typedef {(message: MapMessage) => void} Heard
 * @typedef {{ load: (page: string) => void, post: (state: object) => void, heard: Heard }} Own
 */

export class MountedMap {
  ready = false;
  /** @type {string | null} What the frame has loaded. */
  page = null;
  /** @type {object | null} */
  state = null;
  /** @type {string | null} */
  sent = null;

  /**
   * @param {HTMLIFrameElement} frame
   * @param {Own} own
   */
  constructor(frame, own) {
    this.frame = frame;
    this.own = own;
  }

  /** @param {MapMessage} message */
  hear(message) {
    if (message.kind === "hello") {
      this.ready = true;
      this.sent = null;
      this.send();
    } else this.own.heard(message);
  }

  /** @param {MountedData} data */
  show({ page, title, state }) {
    this.state = state;
    this.frame.title = title;
    if (page !== this.page) {
      this.ready = false;
      this.page = page;
      this.own.load(page);
    }
    this.send();
  }

  /** A state that the map has is not sent again. */
  send() {
    const text = JSON.stringify(this.state);
    if (!this.ready || !this.state || text === this.sent) return;
    this.sent = text;
    this.own.post(this.state);
  }
}
