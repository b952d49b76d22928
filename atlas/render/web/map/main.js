/* The map of the app: it takes its state from the page around it. */
import { start } from "./start.js";

const page = start();
page.modules = {
  deck: () => import("../present/deck.js"),
  largeLayer: () => import("./layers/large_layer.js"),
};
page.open();
