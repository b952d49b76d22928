"""Companies and owners in the files of Mission Bassin Minier: one spelling each."""

from types import MappingProxyType

import pandas as pd

from atlas.prepare.clean import coded

# Only spellings of the same name are joined: a company and the group that took it over in 1946 stay two.
COMPANIES = MappingProxyType(
    {
        "Groupe Hénin-Liétard": "Groupe d'Hénin-Liétard",
        "Groupe de Oignies - Hénin-Liétard": "Groupe d'Oignies - Hénin-Liétard",
        "Lievin": "Liévin",
        "Ligny-les-Aire": "Ligny-lès-Aire",
        "Marles-les-Mines": "Marles",
        "Thivencelle": "Thivencelles",
        "Vicoigne et Noeux": "Vicoigne-Nœux",
        "Vicoigne-Noeux-Drocourt": "Vicoigne-Nœux-Drocourt",
        "Vicoigne-Noeux-\nDrocourt": "Vicoigne-Nœux-Drocourt",
    }
)

OWNERS = MappingProxyType(
    {
        "Association Hospitalière Nord Artois Cliniques": "hospital_association_nord_artois",
        "Association Option d'Ostrevent": "association_option_ostrevent",
        "Association diocésaine d'Arras": "diocese_arras",
        "Association diocésaine de Cambrai": "diocese_cambrai",
        "Bail emphythéotique Centre Historique Minier": "centre_historique_minier",
        "CA Hénin-Carvin": "ca_henin_carvin",
        "CA Lens-Liévin": "ca_lens_lievin",
        "CA la Porte du Hainaut": "ca_porte_du_hainaut",
        "Caisse régionale de sécurité sociale dans les mines": "mining_social_security",
        "Commune": "commune",
        "Conseil Départemental 59": "departement_nord",
        "Etablissement Public Foncier": "public_land_agency",
        "Maisons et Cités": "maisons_et_cites",
        "Partenord": "partenord",
        "Privé": "private",
        "SIA": "sia",
        "SNCF": "sncf",
        "Université d'Artois": "universite_artois",
    }
)


def companies(column: pd.Series) -> pd.Series:
    """Write each company in one spelling; a name that has one only is left alone."""
    return column.replace(dict(COMPANIES)).astype("object").where(column.notna(), None)


def owners(column: pd.Series, *, where: str) -> pd.Series:
    """Return the codes of the owners of each row (``Privé / Commune``), joined by ``; ``; None where unknown."""
    names = column.dropna().str.split(" / ").explode()
    codes = coded(names, OWNERS, where=where).groupby(level=0, sort=False).agg("; ".join)
    return codes.reindex(column.index).astype("object").where(column.notna(), None)
