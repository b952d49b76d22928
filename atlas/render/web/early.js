/* Starts the map while Streamlit starts: the frame lies outside Streamlit's page, is made once and stays. */
{
  const frame = document.createElement("iframe"), query = new URLSearchParams(location.search);
  const wide = window.innerWidth > 700;
  document.documentElement.style.setProperty("--panel", wide ? "360px" : "0px");
  frame.id = "atlas-map";
  frame.lang = query.get("lang") || "fr";
  document.documentElement.lang = frame.lang;
  frame.title = { en: "Map of the atlas", pt: "Mapa do atlas" }[frame.lang] || "Carte de l’atlas";
  frame.allowFullscreen = true;
  frame.style.cssText = "position:fixed;top:48px;right:0;bottom:0;left:var(--panel);width:calc(100vw - var(--panel));height:calc(100dvh - 48px);border:0;z-index:1";
  frame.src = `/atlas/map?lang=${encodeURIComponent(frame.lang)}`;
  /* Streamlit's styles hold back scripts of the body: the frame starts in the head and moves nowhere. */
  document.documentElement.append(frame);
}
