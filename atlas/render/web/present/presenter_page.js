/* The speaker's window of the app: its words come from the server, what is shown from the room's window. */
import { watchPaper } from "../map/light_paper.js";
import { start } from "../map/start.js";
import { setAway } from "../shell/server.js";
import { Presenter } from "./presenter.js";

/** @import { MapPage } from "../map/map_page.js" */

/** @param {MapPage} page */
const open = async (page) => {
  const id = new URLSearchParams(location.hash.slice(1)).get("presenter") ?? "";
  const words = await (await page.source.get(`words/presenter?lang=${page.lang}`)).json();
  /* In another language titles and names are requested again. */
  const speak = (/** @type {string} */ lang) => {
    location.replace(`presenter?lang=${lang}${location.hash}`);
  };
  page.isReady();
  page.desk = new Presenter(page, id, words, speak);
};

const page = start();
page.modules = {
  largeLayer: () => import("../map/layers/large_layer.js"),
  card: () => import("../map/card/card_body.js"),
  go: () => import("../map/camera/show_object.js"),
  list: () => import("../map/card/object_list.js"),
  past: () => import("../map/historical.js"),
  notes: () => import("../map/notes/notes.js"),
};
watchPaper(page);
setAway(() => import("../shell/connection/away.js"));
open(page);
