/* What stands around the map: zoom, scale, tools, messages, credits. */
Atlas.ICONS = {
  home: "M3 11 12 4l9 7M6 9.5V20h12V9.5M10 20v-6h4v6", list: "M4 6h16M4 12h16M4 18h16", rectangle: "M4 6h16v12H4z",
  polygon: "M12 3 21 10l-3.5 10h-11L3 10z", circle: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 12h8",
};

/* Line icons of one set, drawn for the atlas. */
Atlas.tool = (icon, title, onclick) => {
  const button = Atlas.element("button", { type: "button", title, "aria-label": title, "data-tool": icon, onclick });
  button.innerHTML = `<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><path d="${Atlas.ICONS[icon]}"/></svg>`;
  return button;
};

Atlas.Furniture = class {
  constructor(page) {
    const { map, words } = this.page = page, box = map.getContainer();
    /* folium's page forbids to enlarge it. */
    document.querySelector("meta[name=viewport]")?.setAttribute("content", "width=device-width, initial-scale=1");
    map.createPane("ground").style.zIndex = 150;
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", words.map);
    map.attributionControl.remove();
    if (page.still()) this.rest(map);
    L.control.zoom({ position: "topright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
    L.control.scale({ position: "bottomright", imperial: false, maxWidth: 120 }).addTo(map);
    this.bar(["home", words.home, () => page.home_view()], ["list", words.list, () => page.panel.list()]);
    if (page.live) this.drawing = this.bar(...["rectangle", "polygon", "circle"].map((shape) => [shape, words[`draw_${shape}`], () => page.draw.start(shape)]));
    this.tip = Atlas.element("div", { class: "tip", hidden: "" });
    this.status = Atlas.element("p", { class: "status", role: "status", text: words.loading });
    this.credits = Atlas.element("footer", { class: "credits", "aria-label": words.credits });
    document.body.append(this.tip, this.status, this.credits);
  }

  /* Who asks for less motion sees the map jump. Leaflet settles this before it gives its map away. */
  rest(map) {
    map._zoomAnimated = map.options.inertia = false;
    L.PosAnimation.prototype.run = function (node, to) {
      this.fire("start");
      L.DomUtil.setPosition(node, to);
      this.fire("step").fire("end");
    };
  }

  bar(...tools) {
    const control = L.control({ position: "topright" });
    const bar = Atlas.element("div", { class: "leaflet-bar tools" }, ...tools.map((tool) => Atlas.tool(...tool)));
    L.DomEvent.disableClickPropagation(bar);
    control.onAdd = () => bar;
    control.addTo(this.page.map);
    return bar;
  }

  say(text) { this.status.hidden = !text; this.status.textContent = text || ""; }

  credit(credits) {
    const { words } = this.page, producers = [...new Set(credits.flatMap((credit) => credit[1]))];
    const list = Atlas.element("ul", {}, Atlas.element("li", {}, Atlas.link("https://leafletjs.com", "Leaflet")),
      ...credits.map(([licence, names]) => Atlas.element("li", {}, Atlas.element("strong", { text: licence }), Atlas.element("span", { text: ` ${names.join(", ")}` }))));
    const line = Atlas.element("summary", { title: words.credits }, Atlas.element("span", { text: `Leaflet · ${producers.join(", ")}` }));
    const open = this.credits.querySelector("details")?.open;
    this.credits.replaceChildren(Atlas.element("details", { open: open ? "" : null }, line, list));
  }

  hint(found, { x, y }, text = null) {
    this.tip.hidden = !found && !text;
    if (this.tip.hidden) return;
    this.tip.replaceChildren(...(text ? [Atlas.element("strong", { text })] : [
      Atlas.element("strong", { text: found.layer.names[found.i] || found.layer.ids[found.i] }),
      Atlas.element("span", { text: found.layer.sheet.title })]));
    const right = x > this.page.map.getSize().x - 240;
    this.tip.style.transform = `translate(${x + (right ? -14 : 14)}px, ${y + 14}px) translateX(${right ? "-100%" : "0"})`;
  }
};
