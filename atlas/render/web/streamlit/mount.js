/* Mounts a map in an app of Streamlit, once; what the app shows next is a message to its frame. */
import { element } from "../shell/dom.js";
import { partOf } from "./part.js";

/**
 * @typedef {{ clicked: unknown, bounds: unknown, zoom: unknown, shape: unknown }} Seen
 * @typedef {{ page: string, rows: string | null, height: number, title: string }} Content
 * @typedef {Content & { show: unknown, returns: (keyof Seen)[] }} Shown
 * @typedef {(name: string, value: unknown) => void} SetValue
 * @typedef {{ parentElement: ShadowRoot, data: Shown, setStateValue: SetValue }} Props
 * @typedef {HTMLIFrameElement & { atlasMount?: Mount }} Frame
 */

class Mount {
  ready = false;
  /** @type {string | null} */
  page = null;
  /** @type {string | null} */
  rows = null;
  /** @type {string | null} */
  sent = null;
  serial = 0;

  /**
   * @param {Frame} frame
   * @param {Props} props
   */
  constructor(frame, props) {
    this.frame = frame;
    this.props = props;
    window.addEventListener("message", (event) => {
      if (event.source === frame.contentWindow && event.data?.atlasMap) this.hear(event.data.atlasMap);
    });
  }

  /** @param {{ kind: "ready" } | { kind: "seen", seen: Seen }} message */
  hear(message) {
    if (message.kind === "ready") {
      this.ready = true;
      this.sent = null;
      this.rows = null;
      this.send();
      return;
    }
    const { data, setStateValue } = this.props;
    const seen = Object.fromEntries(data.returns.map((name) => [name, message.seen[name]]));
    if (JSON.stringify(seen) !== this.told) setStateValue("seen", seen);
    this.told = JSON.stringify(seen);
  }

  /** @type {string | undefined} */
  told = undefined;

  /** @param {Props} props */
  async take(props) {
    this.props = props;
    const { page, height, title } = props.data;
    this.frame.height = String(height);
    this.frame.title = title;
    if (page !== this.page) {
      this.page = page;
      this.ready = false;
      const html = new TextDecoder().decode(await partOf(page).bytes);
      if (page === this.page) this.frame.srcdoc = html;
    } else this.send();
  }

  async send() {
    const { rows, show } = this.props.data,
      text = JSON.stringify([rows, show]);
    if (!this.ready || !show || text === this.sent) return;
    this.sent = text;
    this.serial += 1;
    const { serial } = this,
      bytes = rows && rows !== this.rows ? await partOf(rows).bytes : null;
    if (serial !== this.serial) return;
    this.rows = rows;
    this.frame.contentWindow?.postMessage({ atlasShow: show, atlasRows: bytes }, "*");
  }
}

/** @param {Props} props */
export const mount = (props) => {
  /** @type {Frame | null} */
  let frame = props.parentElement.querySelector("iframe");
  if (!frame) {
    frame = element("iframe");
    frame.style.cssText = "width: 100%; border: 0; display: block";
    props.parentElement.append(frame);
  }
  frame.atlasMount ??= new Mount(frame, props);
  frame.atlasMount.take(props);
};
