/* The one way to make an element: every text is set as text. */
const SVG = "http://www.w3.org/2000/svg";

const fill = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter(Boolean));
  return node;
};

/* Makes an element: `text` is its text, `on…` listens, true is an attribute without value; null, undefined
   and false are left out, of the attributes as of the children. */
export const element = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

/* The same of a drawing. */
export const svgElement = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/* An address that is none is written and leads nowhere. */
export const link = (url, text) =>
  /^https?:\/\//.test(url || "")
    ? element("a", { href: url, target: "_blank", rel: "noopener noreferrer", text })
    : element("span", { text });
