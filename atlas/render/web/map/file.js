/* The map as a file: all that it shows lies inside. */
import { start } from "./start.js";

start().open();
