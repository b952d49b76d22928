/* The atlas's routes, and the part of a link that they are asked with. */
/**
 * The part of a link that decides which rows are kept: not where one looks, at what card, in which light.
 *
 * @param {string} link
 */
export const asked = (link) => {
  const query = new URLSearchParams(link);
  for (const key of ["at", "card", "theme", "basemap"]) query.delete(key);
  return query;
};

/**
 * What a failure says.
 *
 * @param {unknown} problem
 */
export const messageOf = (problem) => (problem instanceof Error ? problem.message : String(problem));

/**
 * Answers of the atlas's routes; a failure throws with the sentence that the server gave.
 *
 * @template T
 * @param {string} path
 * @param {string | URLSearchParams} [parameters]
 * @returns {Promise<T>}
 */
export const ask = async (path, parameters = "") => {
  const response = await fetch(`/atlas/${path}${parameters ? `?${parameters}` : ""}`);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error || `${path}: ${response.status}`);
  return answer;
};
