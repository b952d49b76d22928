/* Picks a note on the map: by a click, a finger or the keyboard; the chosen one is dragged elsewhere. */
import { isOn, SINGLE_KEYS } from "../../shell/kept.js";
import { fill, word } from "../../shell/words.js";
import { areaAt, noteAt } from "./note_at.js";
import { isNote, shifted } from "./note_text.js";

/**
 * @import { NoteState } from "../messages"
 * @import { MapPage } from "../map_page.js"
 * @import { Notes } from "./notes.js"
 * @import { Tools } from "./tools.js"
 */

/* Pixels within which a note is met, by a pointer and by a finger; within which a press is no drag. */
const REACH = 7,
  FINGER = 18,
  STILL = 5;

export class NotePick {
  /**
   * The chosen note on its way, from where it was grabbed.
   *
   * @type {{ from: L.LatLng, x: number, y: number, note: NoteState, next: NoteState | null } | null}
   */
  drag = null;
  /** A drag has just ended: its click picks nothing. */
  dragged = false;

  /**
   * @param {MapPage} page
   * @param {Notes} notes
   * @param {() => Promise<Tools>} load
   */
  constructor(page, notes, load) {
    this.page = page;
    this.notes = notes;
    this.load = load;
    this.box = page.map.getContainer();
    const { box } = this;
    box.addEventListener("click", (event) => this.clicked(event), true);
    box.addEventListener("dblclick", (event) => this.busy(event) || this.stop(event, this.at(event)), true);
    box.addEventListener("pointerdown", (event) => this.pressed(event), true);
    box.addEventListener("pointermove", (event) => this.moved(event), true);
    box.addEventListener("pointerup", () => this.released(), true);
    box.addEventListener("pointercancel", () => this.dropped(), true);
    box.addEventListener("keydown", (event) => this.key(event), true);
  }

  /**
   * Whether the map is for something else now.
   *
   * @param {Event} event
   */
  busy({ target }) {
    return (
      Boolean(this.page.presentation) ||
      this.box.classList.contains("drawing") ||
      (target instanceof Element && target.closest(".leaflet-control, .map-tools") !== null)
    );
  }

  /** @param {MouseEvent} event */
  at(event) {
    const { notes, page } = this,
      point = page.map.mouseEventToContainerPoint(event),
      finger = "pointerType" in event && event.pointerType === "touch";
    return noteAt(notes.marks, notes.texts, [point.x, point.y], finger ? FINGER : REACH, notes.high);
  }

  /**
   * What was a press on a note is none on the map.
   *
   * @param {Event} event
   * @param {number} k
   */
  stop(event, k) {
    if (k < 0) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    if (this.busy(event)) return;
    if (this.dragged) {
      this.dragged = false;
      this.stop(event, 0);
      return;
    }
    const { notes, page } = this,
      point = page.map.mouseEventToContainerPoint(event);
    let k = this.at(event);
    /* An area is picked by its inside where no object lies there. */
    if (k < 0 && !page.pointing.find(page.map.mouseEventToLatLng(event)))
      k = areaAt(notes.marks, [point.x, point.y]);
    if (k < 0) {
      if (notes.chosen >= 0) notes.choose(-1);
      return;
    }
    this.stop(event, k);
    if (event.detail < 2) this.edit(k);
  }

  /** @param {number} k */
  async edit(k) {
    this.notes.choose(k);
    (await this.load()).edit(k);
  }

  /** @param {PointerEvent} event */
  pressed(event) {
    this.dragged = false;
    const { notes, page } = this;
    if (event.button || this.busy(event) || notes.chosen < 0 || this.at(event) !== notes.chosen) return;
    const note = notes.all[notes.chosen];
    if (!note) return;
    const { clientX: x, clientY: y } = event;
    this.drag = { from: page.map.mouseEventToLatLng(event), x, y, note, next: null };
    page.map.dragging.disable();
  }

  /** @param {PointerEvent} event */
  moved(event) {
    const { drag, notes, page } = this;
    if (!drag) {
      if (event.pointerType !== "touch" && !event.buttons)
        this.box.classList.toggle("on-note", !this.busy(event) && this.at(event) >= 0);
      return;
    }
    if (!drag.next && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < STILL) return;
    event.stopImmediatePropagation();
    const to = page.map.mouseEventToLatLng(event),
      next = shifted(drag.note, to.lat - drag.from.lat, to.lng - drag.from.lng);
    if (!isNote(next)) return;
    drag.next = next;
    notes.show(next);
  }

  async released() {
    const next = this.drag?.next,
      { chosen } = this.notes;
    this.dropped();
    if (!next) return;
    this.dragged = true;
    const { list, words } = await this.load();
    list.change(chosen, next, words.moved);
  }

  dropped() {
    if (!this.drag) return;
    const { note, next } = this.drag;
    this.drag = null;
    this.page.map.dragging.enable();
    if (next) this.notes.show(note);
  }

  /**
   * On the map: N and Shift+N go from note to note, Enter changes the chosen one, M moves it, Delete takes it
   * away, Escape leaves it.
   *
   * @param {KeyboardEvent} event
   */
  key(event) {
    const { notes } = this;
    if (event.target !== this.box || this.busy(event) || event.altKey) return;
    const { key } = event,
      plain = !event.ctrlKey && !event.metaKey,
      { chosen } = notes;
    if (!plain) {
      if (key.toLowerCase() === "z") this.act((tools) => tools.list.undo(false));
      else return;
    } else if (key.toLowerCase() === "n" && isOn(SINGLE_KEYS) && notes.all.length)
      this.step(event.shiftKey ? -1 : 1);
    else if (chosen < 0) return;
    else if (key === "Enter") this.edit(chosen);
    else if (key === "Delete" || key === "Backspace") this.act((tools) => tools.list.remove(chosen));
    else if (key.toLowerCase() === "m" && isOn(SINGLE_KEYS)) this.act((tools) => tools.list.move(chosen));
    else if (key === "Escape") notes.choose(-1);
    else return;
    this.stop(event, 0);
  }

  /** @param {(tools: Tools) => void} act */
  async act(act) {
    act(await this.load());
  }

  /**
   * The next note, or the one before.
   *
   * @param {1 | -1} by
   */
  async step(by) {
    const { notes, page } = this,
      { length } = notes.all,
      from = notes.chosen < 0 && by < 0 ? 0 : notes.chosen,
      k = (from + by + length) % length;
    notes.choose(k);
    const { words } = await this.load(),
      note = notes.all[k];
    if (!note || notes.chosen !== k) return;
    page.travel.said.announce(
      fill(words.picked, {
        n: k + 1,
        count: length,
        kind: word(words, `kind_${note.kind}`),
        text: note.text || words.untitled,
      }),
    );
  }
}
