/* Mounts a map in an app of Streamlit, once; what the app shows next is a message to its frame. */
import { element } from "../shell/dom.js";
import { MountedMap } from "./mounted_map.js";
import { partOf } from "./part.js";

/**
 * @import { MapMessage, MountedData } from "../types"
 *
 * @typedef {{ clicked: unknown, bounds: unknown, zoom: unknown, shape: unknown }} Seen
 * @typedef {{ rows: string, show: object }} State
 * @typedef {MountedData & { height: number, returns: (keyof Seen)[] }} Shown
 * @typedef {(name: string, value: unknown) => void} SetValue
 * @typedef {{ parentElement: ShadowRoot, data: Shown, setStateValue: SetValue }} Props
 * @typedef {HTMLIFrameElement & { atlasMount?: Mount }} Frame
 */

class Mount {
  /** @type {string | null} */
  rows = null;
  serial = 0;
  /** @type {string | undefined} */
  told = undefined;

  /**
   * @param {Frame} frame
   * @param {Props} props
   */
  constructor(frame, props) {
    this.frame = frame;
    this.props = props;
    this.mounted = new MountedMap(frame, {
      load: (page) => this.load(page),
      post: (state) => this.post(/** @type {State} */ (state)),
      heard: (message) => this.tell(message),
    });
    window.addEventListener("message", ({ source, data }) => {
      if (source === frame.contentWindow && data?.atlas?.kind) this.hear(data.atlas);
    });
  }

  /** @param {MapMessage} message */
  hear(message) {
    if (message.kind === "hello") this.rows = null;
    this.mounted.hear(message);
  }

  /** @param {MapMessage} message */
  tell(message) {
    if (message.kind !== "seen") return;
    const { data, setStateValue } = this.props,
      all = /** @type {Seen} */ (message.seen),
      seen = Object.fromEntries(data.returns.map((name) => [name, all[name]]));
    if (JSON.stringify(seen) !== this.told) setStateValue("seen", seen);
    this.told = JSON.stringify(seen);
  }

  /** @param {Props} props */
  show(props) {
    this.props = props;
    this.frame.height = String(props.data.height);
    this.mounted.show(props.data);
  }

  /** @param {string} page name of the part that holds it */
  async load(page) {
    const html = new TextDecoder().decode(await partOf(page).bytes);
    if (page === this.mounted.page) this.frame.srcdoc = html;
  }

  /** @param {State} state */
  async post({ rows, show }) {
    this.serial += 1;
    const { serial } = this,
      bytes = rows !== this.rows ? await partOf(rows).bytes : null;
    if (serial !== this.serial) return;
    this.rows = rows;
    this.frame.contentWindow?.postMessage({ atlasState: show, atlasRows: bytes }, "*");
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
  frame.atlasMount.show(props);
};
