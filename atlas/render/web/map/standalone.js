/* The map page of a file: nothing is fetched, its parts lie inside. */
import { Answer } from "./answer/answer.js";
import { reachRow, showObject } from "./camera/show_object.js";
import { fillCard, takeBack, tieCard } from "./card/card_body.js";
import { listSections } from "./card/object_list.js";
import { leaveWheel, mapHeight, tellHeight } from "./embedded.js";
import { Past } from "./historical.js";
import { watchPaper } from "./light_paper.js";
import { makeNotes } from "./notes/notes.js";
import { start } from "./start.js";

/** Starts the page; its source is still to be set. */
export const startAlone = () => {
  const page = start();
  page.modules = {
    answer: async () => ({ Answer }),
    card: async () => ({ fillCard, takeBack, tieCard }),
    go: async () => ({ reachRow, showObject }),
    list: async () => ({ listSections }),
    past: async () => ({ Past }),
    notes: async () => ({ makeNotes }),
  };
  watchPaper(page);
  if (window !== window.top) {
    leaveWheel(page);
    tellHeight(mapHeight);
  }
  return page;
};
