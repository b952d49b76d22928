/* A map of folium alone. */
import { prepareElements } from "./elements.js";

prepareElements();
