/* The map as a file: all that it shows lies inside. */
import { FileSource } from "./file_source.js";
import { startAlone } from "./standalone.js";

const page = startAlone();
page.source = new FileSource(page);
page.open();
