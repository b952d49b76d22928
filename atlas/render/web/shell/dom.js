/* The one way to make an element: every text is set as text. */

/** @import { Child, HtmlAttributes, SvgAttributes } from "./elements" */
const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {Element} E
 * @param {E} node
 * @param {object} attributes
 * @param {Child[]} children
 * @returns {E}
 */
const fill = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false)
      node.setAttribute(name, String(value));
  }
  node.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return node;
};

/**
 * Makes an element: `text` is its text, `on…` listens, true is an attribute without value; null, undefined
 * and false are left out, of the attributes as of the children.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {HtmlAttributes<HTMLElementTagNameMap[K]>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export const element = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

/**
 * The same of a drawing.
 *
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {SvgAttributes<SVGElementTagNameMap[K]>} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export const svgElement = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/**
 * An address that is none is written and leads nowhere.
 *
 * @param {string | null | undefined} url
 * @param {string} text
 */
export const link = (url, text) =>
  /^https?:\/\/[^\s\\]+$/i.test(url || "")
    ? element("a", { href: url, target: "_blank", rel: "noopener noreferrer", text })
    : element("span", { text });
