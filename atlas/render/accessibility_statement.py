"""The accessibility statement: how far the page meets the French reference (RGAA), and what it does not meet."""

from html import escape

from atlas.i18n import t
from atlas.render.assets import read_web, theme_style

# Counted in docs/accessibility.md, criterion by criterion; a test compares.
MET, APPLICABLE = 69, 73
GAPS = ("valid", "language", "regions", "hover")


def accessibility_page(lang: str, theme: str) -> str:
    """Return the statement as a page of its own, which needs no script.

    Parameters
    ----------
    lang, theme
        Of the page that it is opened from.
    """
    share = f"{MET / APPLICABLE:.0%}".replace("%", "\u202f%" if lang == "fr" else "%")
    body = (
        _text("h1", t("accessibility.title", lang)),
        _text("p", t("accessibility.state", lang, met=MET, applicable=APPLICABLE, share=share)),
        _text("p", t("accessibility.how", lang)),
        _text("h2", t("accessibility.instead", lang)),
        _text("p", t("accessibility.instead_keys", lang)),
        _text("p", t("accessibility.instead_words", lang)),
        _text("h2", t("accessibility.gaps", lang)),
        "<ul>",
        *(_text("li", t(f"accessibility.gap_{gap}", lang)) for gap in GAPS),
        "</ul>",
        _text("h2", t("accessibility.report", lang)),
        _text("p", t("accessibility.report_how", lang)),
    )
    title = escape(f"{t('accessibility.title', lang)} · {t('app.title', lang)}")
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}" data-theme="{escape(theme)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{theme_style()}{read_web('shell/document.css')}</style></head><body><main>{''.join(body)}</main></body></html>\n"
    )


def _text(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>"
