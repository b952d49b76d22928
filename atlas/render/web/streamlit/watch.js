/* Tells an app of Streamlit what the reader of a map of folium does. */

/** @param {L.Map} map */
export const watch = (map) => {
  /** @type {{ lat: number, lon: number } | null} */
  let clicked = null;
  const tell = () => {
    const box = map.getBounds(),
      bounds = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map(
        (edge) => Math.round(edge * 1e5) / 1e5,
      );
    const seen = { clicked, shape: null, bounds, zoom: map.getZoom() };
    window.parent.postMessage({ atlas: { kind: "seen", seen } }, "*");
  };
  /** @param {L.LeafletMouseEvent} event */
  const click = ({ latlng }) => {
    clicked = { lat: Math.round(latlng.lat * 1e5) / 1e5, lon: Math.round(latlng.lng * 1e5) / 1e5 };
    tell();
  };
  /** @param {L.Layer} layer */
  const hear = (layer) => {
    if (layer instanceof L.Marker || layer instanceof L.Path) layer.on("click", (event) => click(event));
  };
  map.eachLayer(hear);
  map.on("layeradd", ({ layer }) => hear(layer));
  map.on("click", click);
  map.on("moveend", tell);
  window.parent.postMessage({ atlas: { kind: "hello" } }, "*");
};
