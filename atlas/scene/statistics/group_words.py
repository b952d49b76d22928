"""A group of a typology in words: what sets it apart from the mean of all."""

from atlas.analysis.statistics.typology import Group
from atlas.i18n import plural, t
from atlas.scene.query.formatting import write_number
from atlas.scene.statistics.level_values import write_statistic

# A group differs from the mean of all by half a standard deviation at least, and much by one and a half.
APART, FAR_APART = 0.5, 1.5


def describe_group(group: Group, titles: dict[str, str], lang: str) -> str:
    """Return what sets a group apart: the variables that lie far from the mean of all, the farthest first."""
    bands = {
        "far_above": [key for key, score in group.scores.items() if score >= FAR_APART],
        "above": [key for key, score in group.scores.items() if APART <= score < FAR_APART],
        "below": [key for key, score in group.scores.items() if -FAR_APART < score <= -APART],
        "far_below": [key for key, score in group.scores.items() if score <= -FAR_APART],
    }
    parts = []
    for band, keys in bands.items():
        ordered = sorted(keys, key=lambda key: (-abs(group.scores[key]), key))
        listed = [f"{titles[key]} ({_signed(group.scores[key], lang)})" for key in ordered]
        if listed:
            parts.append(t(f"statistics.{band}", lang, titles=", ".join(listed)))
    if not parts:
        farthest = max(group.scores, key=lambda key: abs(group.scores[key]))
        title = f"{titles[farthest]} ({_signed(group.scores[farthest], lang)})"
        parts = [t("statistics.near_mean", lang, title=title)]
    said = t("statistics.parts", lang).join(parts)
    count = write_number(len(group.members), lang)
    return plural("statistics.group_is", lang, len(group.members), number=group.number, count=count, said=said)


def _signed(score: float, lang: str) -> str:
    return ("+" if score > 0 else "") + write_statistic(score, lang, 1)
