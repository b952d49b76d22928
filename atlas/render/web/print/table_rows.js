/* What a table asks for: a part for the screen, all of it for paper. */

/**
 * @import { AskNow } from "../types"
 * @import { TableAnswer } from "../explore/answers"
 */

/**
 * The question for a part of a table: the rows as the link keeps them.
 *
 * @param {string} link
 * @param {Record<string, string | number | null | undefined>} asked
 * @param {string[] | undefined} columns
 */
export const tableQuery = (link, asked, columns) => {
  const query = new URLSearchParams(link);
  for (const [key, value] of Object.entries({ ...asked, columns: columns?.join(",") }))
    if (value !== undefined && value !== null && value !== "") query.set(key, String(value));
  return query;
};

/**
 * A table with all of its rows, however many an answer holds.
 *
 * @param {TableAnswer} table
 * @param {AskNow} askNow
 * @param {(part: { start: number, count: number }) => URLSearchParams} query
 * @returns {TableAnswer}
 */
export const allRows = (table, askNow, query) => {
  const { total } = table,
    rows = [];
  while (rows.length < total) {
    const part = askNow("table", query({ start: rows.length, count: total }));
    if (!part.rows.length) break;
    rows.push(...part.rows);
  }
  return { ...table, start: 0, rows };
};
