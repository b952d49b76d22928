/* The map as a file: all that it shows lies inside. */
import { Answer } from "./answer/answer.js";
import { showObject } from "./camera/show_object.js";
import { fillCard, tieCard } from "./card/card_body.js";
import { listSections } from "./card/object_list.js";
import { leaveWheel, mapHeight, tellHeight } from "./embedded.js";
import { FileSource } from "./file_source.js";
import { Past } from "./historical.js";
import { start } from "./start.js";

const page = start();
page.source = new FileSource(page);
page.modules = {
  answer: async () => ({ Answer }),
  card: async () => ({ fillCard, tieCard }),
  go: async () => ({ showObject }),
  list: async () => ({ listSections }),
  past: async () => ({ Past }),
};
if (window !== window.top) {
  leaveWheel(page);
  tellHeight(mapHeight);
}
page.open();
