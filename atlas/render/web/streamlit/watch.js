/* Tells an app of Streamlit what the reader of a map of folium does. */

/** @param {L.Map} map */
export const watch = (map) => {
  /** @type {{ lat: number, lon: number } | null} */
  let clicked = null;
  const tell = () => {
    const box = map.getBounds(),
      bounds = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map(
        (edge) => +edge.toFixed(5),
      );
    const seen = { clicked, shape: null, bounds, zoom: map.getZoom() };
    window.parent.postMessage({ atlasMap: { kind: "seen", seen } }, "*");
  };
  /** @param {L.LeafletMouseEvent} event */
  const click = ({ latlng }) => {
    clicked = { lat: +latlng.lat.toFixed(5), lon: +latlng.lng.toFixed(5) };
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
  window.parent.postMessage({ atlasMap: { kind: "ready" } }, "*");
};
