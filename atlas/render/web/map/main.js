/* The map of the app: it takes its state from the page around it. */
import { start } from "./start.js";

const page = start();
/* What tells stories comes into this window when it is first asked for. */
page.loadDeck = () => import("../present/deck.js");
page.open();
