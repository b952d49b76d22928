/* What lies under the layers, and the names of places: quiet, and clear of the symbols. */
export const paintGround = (sheet, { backdrop, look }) => {
  const g = sheet.g;
  g.fillStyle = look.sea;
  g.fillRect(0, 0, sheet.width, sheet.height);
  for (const layer of backdrop) {
    sheet.rows(layer, (i, copy) => {
      const kind = layer.id === "basemap" ? layer.sheet.symbols[layer.symbol[i]].code : "hairline";
      if (kind === "place" || sheet.zoom + 1.5 < layer.from_zoom[i]) return;
      g.beginPath();
      sheet.trace(layer, i, copy);
      if (kind === "country") {
        g.fillStyle = look.land;
        g.fill("evenodd");
        g.strokeStyle = look.border;
        g.lineWidth = 1;
        g.stroke();
      } else if (kind === "lake") {
        g.fillStyle = look.sea;
        g.fill("evenodd");
        g.strokeStyle = look.water;
        g.lineWidth = 0.6;
        g.stroke();
      } else if (kind === "river") {
        g.strokeStyle = look.water;
        g.lineWidth = Math.min(1.8, 0.5 + sheet.zoom * 0.09);
        g.stroke();
      } else if (sheet.zoom >= 9) {
        g.strokeStyle = look.hairline;
        g.lineWidth = sheet.zoom >= 11 ? 1 : 0.6;
        g.stroke();
      }
    });
  }
};

export const placeNames = (sheet, { backdrop, drawn, covered, staged }) => {
  const labels = [],
    seen = new Set();
  for (const layer of covered ? [] : backdrop) {
    const places = layer.id === "basemap";
    sheet.rows(layer, (i, copy) => {
      const kind = places ? layer.sheet.symbols[layer.symbol[i]].code : "place";
      /* Of the basin's communes the populous ones are named first. */
      const from = places ? layer.from_zoom[i] : 13.2 - layer.radius[i] * 0.35;
      if (!layer.names[i] || sheet.zoom < from) return;
      /* Told to a room, a map of the world names countries: its towns would stand over the story. */
      if (staged && kind === "place" && sheet.zoom < 4) return;
      const at = {
        text: layer.names[i],
        x: sheet.x(layer.anchor[2 * i], copy),
        y: sheet.y(layer.anchor[2 * i + 1]),
      };
      if (kind === "country" && sheet.zoom <= 6 && sheet.widest(layer, i) > at.text.length * 7)
        labels.push({ ...at, text: at.text.toUpperCase(), size: 11, style: "600", dot: false, rank: 0 });
      if (kind === "place" && !seen.has(at.text + copy)) {
        seen.add(at.text + copy);
        labels.push({
          ...at,
          size: layer.radius[i] > 6 ? 14 : 12.5,
          style: layer.radius[i] > 6 ? "600" : "400",
          dot: true,
          rank: 20 - layer.radius[i],
        });
      }
    });
  }
  for (const layer of drawn) {
    const [from, to] = layer.sheet.labels || [99, 99];
    if (sheet.zoom < from || sheet.zoom > to) continue;
    const named = layer.named || layer;
    sheet.rows(named, (i, copy) => {
      if (named.names[i])
        labels.push({
          text: named.names[i].toUpperCase(),
          x: sheet.x(named.anchor[2 * i], copy),
          y: sheet.y(named.anchor[2 * i + 1]),
          size: 11.5,
          style: "600",
          dot: false,
          rank: -1,
        });
    });
  }
  return labels.sort((a, b) => a.rank - b.rank || a.text.localeCompare(b.text)).slice(0, 400);
};
