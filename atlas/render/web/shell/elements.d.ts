/* What an element may be made of: see dom.js. */

export type Value = string | number | boolean | null | undefined;
export type Child = Node | string | false | 0 | null | undefined;

/* Events of the element itself; all others may come from an element inside it. */
type Own =
  | "input"
  | "change"
  | "toggle"
  | "focus"
  | "blur"
  | "scroll"
  | "close"
  | "cancel"
  | "submit"
  | "load";

type Handlers<E> = {
  [N in keyof HTMLElementEventMap as `on${N}`]?: (
    event: HTMLElementEventMap[N] & {
      currentTarget: E;
      target: N extends Own ? E : Element;
    },
  ) => unknown;
};

type HtmlName =
  | "accept"
  | "multiple"
  | "alt"
  | "autocapitalize"
  | "autocomplete"
  | "class"
  | "colspan"
  | "disabled"
  | "download"
  | "for"
  | "height"
  | "hidden"
  | "href"
  | "id"
  | "label"
  | "lang"
  | "list"
  | "max"
  | "maxlength"
  | "method"
  | "min"
  | "open"
  | "pattern"
  | "placeholder"
  | "readonly"
  | "rel"
  | "required"
  | "role"
  | "rows"
  | "scope"
  | "selected"
  | "spellcheck"
  | "src"
  | "step"
  | "style"
  | "tabindex"
  | "target"
  | "text"
  | "title"
  | "type"
  | "value"
  | "width"
  | "checked"
  | "inert"
  | "name";

type SvgName =
  | "class"
  | "clip-path"
  | "clip-rule"
  | "cx"
  | "cy"
  | "d"
  | "fill"
  | "fill-rule"
  | "height"
  | "id"
  | "offset"
  | "opacity"
  | "patternTransform"
  | "patternUnits"
  | "preserveAspectRatio"
  | "r"
  | "role"
  | "rx"
  | "style"
  | "stop-color"
  | "stop-opacity"
  | "stroke"
  | "stroke-width"
  | "tabindex"
  | "text"
  | "text-anchor"
  | "transform"
  | "viewBox"
  | "visibility"
  | "width"
  | "x"
  | "x1"
  | "x2"
  | "y"
  | "y1"
  | "y2";

type Named<Names extends string> = { [N in Names]?: Value } & {
  [name: `aria-${string}`]: Value;
  [name: `data-${string}`]: Value;
};

export type HtmlAttributes<E> = Named<HtmlName> & Handlers<E>;
export type SvgAttributes<E> = Named<SvgName> & Handlers<E>;
