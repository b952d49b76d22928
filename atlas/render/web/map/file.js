/* The map as a file: all that it shows lies inside. */
import { Answer } from "./answer/answer.js";
import { Past } from "./historical.js";
import { start } from "./start.js";

const page = start();
page.modules = { answer: async () => ({ Answer }), past: async () => ({ Past }) };
page.open();
