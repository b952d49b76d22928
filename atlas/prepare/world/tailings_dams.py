"""Recipe of the tailings dams of Minas Gerais: two dates of one register, joined by its number of the dam."""

import re
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd

from atlas.prepare.clean import coded, number, points
from atlas.prepare.raw import Raw

TABLES = MappingProxyType({year: f"tailings-dams/sigbm_minas_gerais_{year}.csv" for year in (2022, 2026)})
# Code of a dam that the register of one date does not hold.
NOT_LISTED = "not_listed"

STATES = MappingProxyType(
    {
        "Ativa": "active",
        "Inativa": "inactive",
        "Em Descaracterização": "decommissioning",
        "Em Construção": "under_construction",
    }
)
EMERGENCIES = MappingProxyType(
    {
        "Sem emergência": "none",
        "Nível de Alerta": "alert",
        "Emergência Nivel 1": "level_1",
        "Emergência Nivel 2": "level_2",
        "Emergência Nivel 3": "level_3",
    }
)
METHODS = MappingProxyType(
    {
        "Alteamento a montante": "upstream",
        "Alteamento a montante ou desconhecido": "upstream_or_unknown",
        "Alteamento a jusante": "downstream",
        "Alteamento por linha de centro": "centreline",
        "Etapa única": "single_stage",
    }
)
KINDS = MappingProxyType(
    {
        "Barragem/Barramento/Dique": "dam",
        "Cava com Barramento Construído": "pit_with_dam",
        "Empilhamento drenado construído hidraulicamente e suscetível à liquefação": "hydraulic_stack",
    }
)
CLASSES = MappingProxyType({"Alta": "high", "Média": "medium", "Baixa": "low", "nao_se_aplica": "not_classed"})
YES = MappingProxyType({"Sim": "yes", "Não": "no"})
MATERIALS = MappingProxyType(
    {
        "Terra Homogênea": "homogeneous_earth",
        "Terra / Enrocamento": "earth_and_rockfill",
        "Enrocamento": "rockfill",
        "Rejeito": "tailings",
        "Concreto": "concrete",
    }
)
PEOPLE = MappingProxyType(
    {"Existente": "permanent", "Frequente": "frequent", "Pouco Frequente": "infrequent", "Inexistente": "none"}
)
ORES = MappingProxyType(
    {
        "Aluvião com Gemas": "gem_alluvium",
        "Areia": "sand",
        "Areia Quartzosa": "quartz_sand",
        "Areia e Cascalho": "sand_and_gravel",
        "Argila": "clay",
        "Argila Arenosa": "sandy_clay",
        "Argila Refratária": "refractory_clay",
        "Bauxita Grau Metalúrgico": "metallurgical_bauxite",
        "Bauxita Grau Não Metalúrgico": "other_bauxite",
        "Calcário": "limestone",
        "Calcário Dolomítico": "dolomitic_limestone",
        "Fosfato": "phosphate",
        "Hematita": "haematite",
        "Itabirito": "itabirite",
        "Minério de Ferro": "iron_ore",
        "Minério de Manganês": "manganese_ore",
        "Minério de Níquel": "nickel_ore",
        "Minério de Ouro Primário": "gold_ore",
        "Minério de Urânio": "uranium_ore",
        "Minério de Zinco": "zinc_ore",
        "Pegmatito": "pegmatite",
        "Rocha Fosfática": "phosphate_rock",
        "Xisto": "schist",
    }
)
PHASES = MappingProxyType(
    {
        "Conceitual": "concept",
        "Básico": "basic_design",
        "Executivo": "detailed_design",
        "Sem informação de projeto": "not_stated",
    }
)
SOLUTIONS = MappingProxyType(
    {
        "Estrutura remanescente": "structure_remains",
        "Remoção total dos rejeitos": "tailings_removed",
        "Outras": "other",
    }
)
_LEVELS = ("none", "alert", "level_1", "level_2", "level_3")
_SMALL_WORDS = frozenset({"da", "das", "de", "do", "dos", "e"})


def tailings_dams(raw: Raw) -> gpd.GeoDataFrame:
    """Return one row a dam that the register held in March 2022, early in 2026, or both."""
    old, new = (raw.table(name).set_index("id") for name in TABLES.values())
    ids = sorted({*old.index, *new.index}, key=int)
    old, new = old.reindex(ids), new.reindex(ids)
    latest = new.where(new["nome"].notna(), old.reindex(columns=new.columns))
    state, state_then = (_coded(rows, "situacao_operacional", STATES, NOT_LISTED) for rows in (new, old))
    emergency, emergency_then = (_coded(rows, "nivel_de_emergencia", EMERGENCIES, NOT_LISTED) for rows in (new, old))
    height, height_then = (number(rows["altura_atual_m"]) for rows in (new, old))
    volume, volume_then = (number(rows["volume_atual_m3"]) for rows in (new, old))
    started, ended = _date(new["inicio_de_operacao"]), _date(new["descaracterizacao_conclusao_obras"])
    return gpd.GeoDataFrame(
        {
            "id": [f"sigbm_{dam}" for dam in ids],
            "number": ids,
            "name": latest["nome"].str.strip(),
            "name_2022": old["nome"].str.strip(),
            "company": latest["empreendedor"].str.strip(),
            "company_2022": old["empreendedor"].str.strip(),
            "mine": latest["nome_da_mina"].str.strip(),
            "municipality": latest["municipio"].map(_municipality),
            "kind": _coded(latest, "tipo", KINDS),
            "ore": _coded(latest, "minerio_principal", ORES),
            "material": latest["material"].map(_materials, na_action="ignore"),
            "state_2022": state_then,
            "state_2026": state,
            "change": _change(state_then, state),
            "emergency_2022": emergency_then,
            "emergency_2026": emergency,
            "emergency_change": _emergency_change(emergency_then, emergency),
            "method_2022": _coded(old, "metodo_construtivo", METHODS),
            "method_2026": _coded(new, "metodo_construtivo", METHODS),
            "height_m": height,
            "height_2022_m": height_then,
            "height_change_m": (height - height_then).round(2),
            "volume_m3": volume,
            "volume_2022_m3": volume_then,
            "volume_change_m3": (volume - volume_then).round(2),
            "reservoir_ha": number(new["area_reservatorio_m2"]) / 10_000,
            "crest_m": number(new["crista_atual_m"]),
            "risk": _coded(new, "categoria_de_risco", CLASSES),
            "damage": _coded(new, "dano_potencial_associado", CLASSES),
            "risk_2022": _coded(old, "categoria_de_risco", CLASSES),
            "damage_2022": _coded(old, "dano_potencial_associado", CLASSES),
            "under_safety_policy": _coded(new, "inserido_na_pnsb", YES).map({"yes": True, "no": False}),
            "people_downstream": coded(
                new["populacao_a_jusante"].str.extract(r"^([^(]+?)\s*\(")[0], PEOPLE, where=TABLES[2026]
            ),
            "decommissioning_phase": _coded(new, "descaracterizacao_fase", PHASES),
            "decommissioning_solution": _coded(new, "descaracterizacao_solucao", SOLUTIONS),
            "works_start": _date(new["descaracterizacao_inicio_obras"]),
            "works_end": ended,
            "works_end_year": _year(ended),
            "monitoring_start": _date(new["monitoramento_ativo_inicio"]),
            "operation_start": started,
            "operation_start_year": _year(started),
            "last_listed_year": pd.Series(min(TABLES), index=new.index).where(new["nome"].isna()).astype("Int64"),
        },
        geometry=points(latest["lon"], latest["lat"]),
        crs="EPSG:4326",
    )


def _coded(
    rows: pd.DataFrame, column: str, codes: "MappingProxyType[str, str]", absent: str | None = None
) -> pd.Series:
    """Return the codes of a column; `absent` stands for dams that the register of that date does not hold."""
    found = coded(rows[column], codes, where=f"tailings-dams: {column}")
    return found if absent is None else found.where(rows["nome"].notna(), absent)


def _change(then: pd.Series, now: pd.Series) -> np.ndarray:
    """Return what became of the state of each dam."""
    working = ["active", "under_construction"]
    return np.select(
        [
            now == NOT_LISTED,
            then == NOT_LISTED,
            (now == "decommissioning") & (then != now),
            then.isin(working) & (now == "inactive"),
            (then == "inactive") & (now == "active"),
            (then == "under_construction") & (now == "active"),
            then == now,
        ],
        ["left", "new", "decommissioning_begun", "stopped", "restarted", "in_service", "same"],
        "other",
    )


def _emergency_change(then: pd.Series, now: pd.Series) -> pd.Series:
    """Return whether the emergency level of a dam that both dates hold went up or down; blank for the others."""
    before, after = (levels.map({level: place for place, level in enumerate(_LEVELS)}) for levels in (then, now))
    changed = np.select([after > before, after < before, after == before], ["raised", "lowered", "same"], "")
    return pd.Series(changed, index=then.index, dtype="object").where(changed != "", None)


def _date(column: pd.Series) -> pd.Series:
    """Write ``21/08/2002`` as ``2002-08-21``; any other text is an error."""
    return pd.to_datetime(column, format="%d/%m/%Y").dt.strftime("%Y-%m-%d")


def _year(dates: pd.Series) -> pd.Series:
    return pd.to_numeric(dates.str[:4]).astype("Int64")


def _materials(text: str) -> str:
    """Convert a list of materials to codes, each once."""
    return "; ".join(dict.fromkeys(MATERIALS[name] for name in re.split(r"\s*;\s*", text)))


def _municipality(name: str) -> str:
    """Write ``SÃO GONÇALO DO RIO ABAIXO`` as ``São Gonçalo do Rio Abaixo``."""
    words = name.lower().split(" ")
    return " ".join(word if word in _SMALL_WORDS and place else word.capitalize() for place, word in enumerate(words))
