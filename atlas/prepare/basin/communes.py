"""The official spelling of the communes in and around the basin, whatever a source writes."""

import re

import pandas as pd

from atlas.prepare.clean import place_name, slug

# Official names (INSEE, 2026) that the usual case alone does not give back: accents, ligatures, "lès" and "lez".
OFFICIAL = """
Aix-en-Pévèle; Annœullin; Auchy-lez-Orchies; Aulnoy-lez-Valenciennes; Bailleul-lès-Pernes; Bersée; Beuvry-la-Forêt;
Brebières; Bruay-la-Buissière; Bruille-lez-Marchiennes; Brunémont; Bénifontaine; Béthune; Camblain-Châtelain;
Camphin-en-Pévèle; Cappelle-en-Pévèle; Cauchy-à-la-Tour; Château-l'Abbaye; Condé-sur-l'Escaut; Courcelles-lès-Lens;
Courrières; Diéval; Écaillon; Éleu-dit-Leauwette; Émerchicourt; Enquin-lez-Guinegatte; Estrée-Blanche; Estrée-Cauchy;
Estrées; Évin-Malmaison; Féchain; Férin; Fléchin; Flines-lez-Raches; Flines-lès-Mortagne; Fontaine-lès-Hermans;
Fouquières-lès-Béthune; Fouquières-lès-Lens; Gauchin-Légal; Givenchy-lès-la-Bassée; Gœulzin; Hélesmes; Hénin-Beaumont;
Hérin; Hesdigneul-lès-Béthune; Izel-lès-Équerchin; La Bassée; La Comté; Labeuvrière; Lambres-lez-Douai; Lécluse;
Lières; Liévin; Ligny-lès-Aire; Maisnil-lès-Ruitz; Méricourt; Mérignies; Monchaux-sur-Écaillon; Mons-en-Pévèle; Nédon;
Nédonchel; Nœux-les-Mines; Noyelles-lès-Vermelles; Petite-Forêt; Pont-à-Marcq; Pont-à-Vendin; Préseau; Quérénaing;
Quiéry-la-Motte; Quiévrechain; Râches; Rœulx; Rœux; Saméon; Sars-et-Rosières; Templeuve-en-Pévèle; Thélus;
Tilloy-lez-Marchiennes; Trith-Saint-Léger; Vendin-lès-Béthune; Verchain-Maugré; Vieux-Condé
"""

# Slips of the pen, former names and former communes, by key.
RENAMED = {
    "annay_sous_lens": "Annay",
    "enquin_les_guignegatte": "Enquin-lez-Guinegatte",
    "enquin_les_mines": "Enquin-lez-Guinegatte",
    "fouquiere_les_lens": "Fouquières-lès-Lens",
    "haisnes_les_la_bassee": "Haisnes",
    "montigny_en_ostreven": "Montigny-en-Ostrevent",
    "noyelles_les_vermelle": "Noyelles-lès-Vermelles",
    "templeuve": "Templeuve-en-Pévèle",
}


def official_communes(column: pd.Series) -> pd.Series:
    """Write the communes of each cell, separated by ``;``, in the official spelling and without repetitions.

    A remark in brackets is no name and is left out; a cell that holds nothing else is missing.
    """
    names = {_key(name): name for name in OFFICIAL.replace("\n", " ").strip().split("; ")} | RENAMED

    def write(cell: str) -> str | None:
        listed = [name.strip(" ,") for name in cell.split(";") if not name.strip().startswith("(")]
        return "; ".join(dict.fromkeys(names.get(_key(name)) or _usual_case(name) for name in listed)) or None

    return column.map(write, na_action="ignore").astype("object").where(column.notna(), None)


def _key(name: str) -> str:
    """Return `name` without case, accents, hyphens and the variants of "lès"."""
    return re.sub(r"_lez_", "_les_", slug(name))


def _usual_case(name: str) -> str:
    """Write ``Sin le Noble`` as ``Sin-le-Noble``; an article at the beginning stands apart."""
    article, rest = re.fullmatch(r"(?i)((?:la|le|les) )?(.*)", name.replace("’", "'")).groups("")  # type: ignore[union-attr]
    return place_name(pd.Series([(article + rest.replace(" ", "-")).upper()])).item()
