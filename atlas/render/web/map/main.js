/* The map of the app: it takes its state from the page around it. */
import { setAway, setUnanswered } from "../shell/server.js";
import { start } from "./start.js";

const page = start();
page.modules = {
  answer: () => import("./answer/answer.js"),
  card: () => import("./card/card_body.js"),
  go: () => import("./camera/show_object.js"),
  list: () => import("./card/object_list.js"),
  deck: () => import("../present/deck.js"),
  largeLayer: () => import("./layers/large_layer.js"),
  past: () => import("./historical.js"),
  notes: () => import("./notes/tools.js"),
};
setUnanswered(page.words.no_answer);
setAway(() => import("../shell/connection/away.js"));
/* The app itself lies in the page of another site. */
if (window.parent !== window.top)
  import("./embedded.js").then(({ leaveWheel }) => leaveWheel(page)).catch(() => null);
page.open();
/* What is downloaded stands in cards, which nobody opens before the map is there. */
page.ready
  .then(() => import("../shell/downloads.js"))
  .then(({ watchDownloads }) => watchDownloads(document, () => page.notes))
  .catch(() => undefined);
/* The first question finds its headline and its type here, and need not wait for them. */
page.ready.then(() =>
  setTimeout(() => {
    for (const load of [page.modules.answer, page.modules.card, page.modules.go])
      load?.().catch(() => undefined);
    document.fonts.load('1em "Atlas Serif"').catch(() => undefined);
  }, 500),
);
