/* The years that a link asks for, and what asks for others. */

/**
 * @import { Query } from "../types"
 * @import { Years } from "./answers"
 */

/* What began until a year, what ended from a year on or goes on, what states no year. */
const TO = "projects.start_year__lte",
  FROM = "projects.end_year__gte",
  ENDLESS = "projects.end_year__missing",
  UNDATED = "projects.start_year__missing";

/**
 * Only what changes is said: the other year may be on its way to the app.
 *
 * @param {Years} years
 * @returns {Query}
 */
export const yearsQuery = ({ from, to, undated }) => {
  /** @type {Query} */
  const query = {};
  if (to !== undefined) query[TO] = to === null ? [] : [to];
  if (from !== undefined) {
    query[FROM] = from === null ? [] : [from];
    query[ENDLESS] = from === null ? [] : [1];
  }
  if (undated !== undefined) query[UNDATED] = undated ? [1] : [];
  return query;
};

/**
 * The years of a link; null: no end.
 *
 * @param {string} link
 * @returns {{ years: [from: number | null, to: number | null], undated: boolean }}
 */
export const readYears = (link) => {
  const query = new URLSearchParams(link);
  const year = (/** @type {string} */ key) => (query.has(key) ? Number(query.get(key)) : null);
  return { years: [year(FROM), year(TO)], undated: query.has(UNDATED) };
};
