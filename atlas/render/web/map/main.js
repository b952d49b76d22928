/* The map of the app: it takes its state from the page around it. */
import { watchDownloads } from "../shell/downloads.js";
import { start } from "./start.js";

const page = start();
page.modules = {
  answer: () => import("./answer/answer.js"),
  deck: () => import("../present/deck.js"),
  largeLayer: () => import("./layers/large_layer.js"),
  past: () => import("./historical.js"),
};
watchDownloads(document);
page.open();
/* The first question finds its headline and its type here, and need not wait for them. */
page.ready.then(() =>
  setTimeout(() => {
    page.modules.answer?.().catch(() => undefined);
    document.fonts.load('1em "Atlas Serif"').catch(() => undefined);
  }, 500),
);
