/**
 * The value of a field that its owner sets before anyone reads it, when it is first drawn or loaded. (The one
 * place where the types are given something that they cannot see.)
 *
 * @type {any}
 */
export const late = undefined;
