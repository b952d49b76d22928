/* The map as a file: all that it shows lies inside. */
import { Answer } from "./answer/answer.js";
import { FileSource } from "./file_source.js";
import { Past } from "./historical.js";
import { start } from "./start.js";

const page = start();
page.source = new FileSource(page);
page.modules = { answer: async () => ({ Answer }), past: async () => ({ Past }) };
page.open();
