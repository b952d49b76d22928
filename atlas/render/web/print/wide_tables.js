/* Tables that are wider than paper: in parts below one another, each with the names of its rows. */

/* Columns that stand beside one another in letters that can be read. */
const MOST = 12;

/**
 * The columns at the left that name the rows.
 *
 * @param {HTMLTableElement} table
 */
const leadOf = (table) => {
  const row = table.tBodies[0]?.rows[0];
  return Math.max(1, row ? [...row.cells].findIndex(({ tagName }) => tagName !== "TH") : 0);
};

/**
 * The parts of a table; none where it fits, or where cells span columns.
 *
 * @param {HTMLTableElement} table
 * @returns {HTMLTableElement[]}
 */
const partsOf = (table) => {
  const columns = table.rows[0]?.cells.length ?? 0;
  if (columns <= MOST || [...table.rows].some(({ cells }) => cells.length !== columns)) return [];
  const lead = leadOf(table),
    step = MOST - lead,
    parts = Math.ceil((columns - lead) / step);
  return Array.from({ length: parts }, (_, part) => {
    const from = lead + part * step,
      copy = /** @type {HTMLTableElement} */ (table.cloneNode(true));
    for (const row of copy.rows)
      for (const [k, cell] of [...row.cells].entries())
        if (k >= lead && (k < from || k >= from + step)) cell.remove();
    return copy;
  });
};

/**
 * Puts parts in the place of every table that is too wide; returns what takes that back.
 *
 * @param {ParentNode} root
 */
export const splitTables = (root) => {
  const split = [...root.querySelectorAll("table")].flatMap((table) => {
    const parts = partsOf(table);
    if (!parts.length) return [];
    table.after(...parts);
    table.dataset.print = "parts";
    return [{ table, parts }];
  });
  return () => {
    for (const { table, parts } of split) {
      delete table.dataset.print;
      for (const part of parts) part.remove();
    }
  };
};
