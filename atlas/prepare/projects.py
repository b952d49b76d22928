"""Recipe of the projects that the five cooperation documents name."""

import pandas as pd

from atlas.prepare.clean import coded, year
from atlas.prepare.cooperation import DOCUMENTS, cooperation_table
from atlas.prepare.raw import Raw

KINDS = {
    "EU platform": "network",
    "European project": "cooperation_project",
    "agreement": "agreement",
    "competition": "competition",
    "contract": "agreement",
    "cooperation": "cooperation",
    "cooperation programme": "programme",
    "cooperation project": "cooperation_project",
    "event": "event",
    "exhibition project": "exhibition",
    "expert mission": "expert_mission",
    "interpretation centre": "exhibition",
    "label": "label",
    "local policy": "public_policy",
    "national programme": "public_policy",
    "network": "network",
    "participatory process": "participatory_process",
    "planning scheme": "planning_scheme",
    "programme": "programme",
    "research programme": "research_programme",
    "route": "route",
    "training": "training",
}

THEMES = {
    "TH01": "brownfield_reuse",
    "TH02": "industrial_heritage",
    "TH03": "citizen_participation",
    "TH04": "ecological_transition",
    "TH05": "green_blue_network",
    "TH06": "biodiversity",
    "TH07": "soil_clean_up",
    "TH08": "spatial_planning",
    "TH09": "tourism_cycling",
    "TH10": "culture_mediation",
    "TH11": "economic_development",
    "TH12": "eco_mobility",
    "TH13": "training",
    "TH14": "governance",
    "TH15": "research",
    "TH16": "geographic_information",
    "TH17": "landscape",
    "TH18": "mobility",
    "TH19": "water_energy",
    "TH20": "urban_policy",
    "TH21": "geology",
    "TH22": "resilience",
}

# For the projects that no theme of the list names; "" is a word that none of the 22 themes covers.
THEME_WORDS = {
    "aménagement": "spatial_planning",
    "architecture": "",
    "coopération": "governance",
    "culture": "culture_mediation",
    "développement durable": "",
    "loisirs": "",
    "médiation": "culture_mediation",
    "patrimoine": "industrial_heritage",
    "reconversion/friches": "brownfield_reuse",
    "tourisme": "tourism_cycling",
    "ville": "",
    "écotourisme": "tourism_cycling",
}

# What the mining-basin agency did in each project, read in the documents; a project without a stated role is not here.
ROLES = {
    "P01": "not_named",
    "P02": "team_leader; author",
    "P03": "participant",
    "P04": "partner; organiser",
    "P05": "leader",
    "P06": "partner",
    "P07": "team_leader; partner",
    "P08": "expert",
    "P09": "associate",
    "P10": "participant",
    "P11": "participant",
    "P12": "participant",
    "P13": "participant",
    "P14": "participant",
    "P15": "participant",
    "P16": "participant",
    "P17": "participant",
    "P19": "member",
    "P20": "organiser",
    "P21": "member",
    "P22": "member",
    "P23": "participant",
    "P24": "leader",
    "P25": "expert",
    "P26": "speaker",
    "P27": "speaker",
    "P28": "expert; speaker",
    "P29": "partner",
    "P30": "partner",
    "P31": "organiser",
    "P33": "partner",
    "P34": "member",
    "P35": "organiser",
    "P36": "participant",
    "P37": "host; expert",
    "P38": "expert; speaker",
    "P39": "partner",
    "P40": "author",
    "P42": "expert",
    "P43": "organiser",
    "P44": "speaker",
    "P45": "expert",
    "P47": "participant",
    "P48": "expert",
    "P50": "participant",
    "P51": "partner",
    "P52": "participant; author",
    "P56": "author",
    "P61": "expert",
}

# Names taken out of the phrases of the source; None where a phrase names nobody. What is not listed is a name already.
LEADS = {
    "ABFPM (45 sites) et ICOMOS China": "ABFPM; ICOMOS China",
    "Agence Française de Développement et Ambassade": "Agence Française de Développement; Ambassade de France",
    "CCPIT Shanxi et Conseil régional Hauts-de-France": "CCPIT Shanxi; Conseil régional Hauts-de-France",
    "CILAC (organiser)": "CILAC",
    "Centre Historique Minier Lewarde / musée de Tagawa": "Centre Historique Minier Lewarde; musée de Tagawa",
    "Fédération Nationale des Parcs Naturels Régionaux (French coordination)": (
        "Fédération Nationale des Parcs Naturels Régionaux"
    ),
    "France and China": "France; Chine",
    "German-British-Polish-French consortium": None,
    "ICOMOS China et municipalité de Huangshi": "ICOMOS China; municipalité de Huangshi",
    "INAU, IRD, Ecole de Gouvernance et d’Economie": "INAU; IRD; École de Gouvernance et d’Économie",
    "Région Hauts-de-France, Rhénanie-du-Nord-Westphalie, Silésie": (
        "Région Hauts-de-France; Rhénanie-du-Nord-Westphalie; Silésie"
    ),
    "Région Nord-Pas de Calais et Etat du Minas Gerais": "Région Nord-Pas de Calais; État du Minas Gerais",
    "Région Nord-Pas de Calais et région Doukkala-Abda": "Région Nord-Pas de Calais; région Doukkala-Abda",
    "gestionnaires du site Meiji": None,
    "universities of Nord-Pas de Calais and Minas Gerais, Le Fresnoy": None,
    "with ARTOIS COMM, IREV, Région": "Artois Comm.; IREV; Région Nord-Pas de Calais",
    "with Agence Française de Développement, CCI Internationale, Pôle I-Trans": (
        "Agence Française de Développement; CCI Internationale; Pôle I-Trans"
    ),
}

PROGRAMMES = {
    "Contrat de Destination, amended 2018 for 3 years": "Contrat de Destination",
    "Japanese nomination": None,
    "S3 smart specialisation territory; Territoires d’industrie": "Territoires d’industrie",
    "TBM (3 years)": "TBM",
    "announced March 2019 (State visit), recalled November 2019": None,
    'joint research fund Région Nord-Pas de Calais / FAPEMIG; continues ARCUS "Territoires"': (
        "Région Nord-Pas de Calais / FAPEMIG"
    ),
    "research programme INAU / IRD / EGE": "INAU / IRD / EGE",
    "trilateral cooperation Hauts-de-France / NRW / Silesia; two INTERREG projects": "INTERREG",
}

FUNDERS = {
    "European Union; UNESCO World Heritage Centre; partner National Geographic": (
        "European Union; UNESCO World Heritage Centre; National Geographic"
    ),
    "gouvernement japonais (request)": "gouvernement japonais",
    "not found yet (conditions to be gathered)": None,
}

# What the source adds to a name in brackets.
ASIDE = r" \((?:network|spelt so in the document|support|initiated)\)$"

DOUBTS = {
    "P09": "dates_differ",
    "P10": "spelling_differs",
    "P11": "dates_elsewhere",
    "P43": "two_moments",
    "P54": "inhabitants_differ",
}


def projects(raw: Raw) -> pd.DataFrame:
    """Every project, event, agreement and network that the five documents name, dated or not."""
    table = cooperation_table(raw, "projects")
    links = cooperation_table(raw, "partnerships").groupby("project_id")["iso3"]
    ids = table["project_id"]
    full_name = table["full_name"].str.replace(ASIDE, "", regex=True)
    return pd.DataFrame(
        {
            "id": ids.str.lower(),
            "name": table["name"],
            "full_name": full_name.where(full_name != table["name"], None),
            "kind": coded(table["kind"], KINDS, where="projects.kind"),
            "start": table["start"],
            "end": table["end"],
            "start_year": year(table["start"]),
            "end_year": year(table["end"]),
            "programme": _programmes(table["programme"]),
            "part_of": table["programme"].str.extract(r"within (P\d+)")[0].str.lower(),
            "funder": _names(table["funder"], FUNDERS).str.replace(ASIDE, "", regex=True),
            "themes": ids.map(project_themes(raw)),
            "role": ids.map(ROLES),
            "lead": _names(table["lead"], LEADS),
            "documents": document_codes(table["document"]),
            "partners": ids.map(links.size()).fillna(0),
            "countries": ids.map(links.agg(lambda codes: "; ".join(sorted(set(codes))))),
            "doubt": ids.map(DOUBTS),
        }
    )


def project_themes(raw: Raw) -> pd.Series:
    """Give the theme codes of each project, joined, by its number in the source (``P01``).

    They are those whose list names the project; for a project that no list names, those its own words stand for.
    """
    themes = cooperation_table(raw, "themes")
    listed = themes.assign(project=themes["project_ids"].str.split(";")).explode("project")
    codes = coded(listed["theme_id"], THEMES, where="themes.theme_id").groupby(listed["project"]).agg("; ".join)
    table = cooperation_table(raw, "projects").set_index("project_id")["themes"]
    words = table[~table.index.isin(codes.index)].str.split("; ").explode().dropna()
    stand_for = coded(words, THEME_WORDS, where="projects.themes")
    stand_for = stand_for[stand_for != ""]
    return pd.concat([codes, stand_for.groupby(level=0).agg(lambda found: "; ".join(dict.fromkeys(found)))])


def document_codes(column: pd.Series) -> pd.Series:
    """Code the documents a row was read in, joined."""
    cells = column.str.split(";").explode()
    return coded(cells, DOCUMENTS, where="document").groupby(level=0).agg("; ".join)


def _names(column: pd.Series, table: dict[str, str | None]) -> pd.Series:
    return column.map(lambda text: table.get(text, text), na_action="ignore").astype("object")


def _programmes(column: pd.Series) -> pd.Series:
    """Give the programme without the project that it is a part of, which has its own column."""
    named = _names(column, PROGRAMMES).str.replace(r" ?\(?within P\d+\)?", "", regex=True)
    return named.str.replace(r'"([^"]+)"', r"« \1 »", regex=True)
