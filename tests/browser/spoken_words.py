"""Roles and states as screen readers say them in each language."""

# Words as screen readers in these languages say them.
ROLES = {
    "fr": {
        "button": "bouton",
        "link": "lien",
        "heading": "titre niveau {level}",
        "checkbox": "case à cocher",
        "combobox": "zone de liste déroulante",
        "textbox": "édition",
        "searchbox": "recherche",
        "tab": "onglet",
        "tabpanel": "page d’onglet",
        "option": "option",
        "listbox": "liste à choisir",
        "list": "liste",
        "listitem": "élément",
        "table": "tableau",
        "row": "ligne",
        "dialog": "dialogue",
        "region": "région",
        "navigation": "navigation",
        "main": "contenu principal",
        "complementary": "complément",
        "group": "groupe",
        "radio": "bouton radio",
        "slider": "curseur",
        "image": "image",
        "img": "image",
        "figure": "figure",
        "article": "article",
        "Iframe": "cadre",
        "spinbutton": "champ numérique",
        "MenuListPopup": "menu",
        "application": "application",
        "columnheader": "en-tête de colonne",
        "rowheader": "en-tête de ligne",
        "DisclosureTriangle": "bouton",
    },
}
STATES = {
    "fr": {
        ("checked", "true"): "coché",
        ("checked", "false"): "non coché",
        ("pressed", "true"): "enfoncé",
        ("pressed", "false"): "non enfoncé",
        ("expanded", True): "développé",
        ("expanded", False): "réduit",
        ("selected", True): "sélectionné",
        ("disabled", True): "indisponible",
        ("required", True): "obligatoire",
        ("invalid", "true"): "non valide",
    },
}
_ENGLISH = {
    **{role: role for role in ROLES["fr"]},
    "heading": "heading level {level}",
    "checkbox": "check box",
    "textbox": "edit",
    "listitem": "item",
    "img": "image",
    "Iframe": "frame",
    "spinbutton": "number field",
    "columnheader": "column header",
    "rowheader": "row header",
    "DisclosureTriangle": "button",
}
_PORTUGUESE = {
    **_ENGLISH,
    "button": "botão",
    "link": "ligação",
    "heading": "cabeçalho nível {level}",
    "checkbox": "caixa de verificação",
    "combobox": "caixa de combinação",
    "textbox": "edição",
    "tab": "separador",
    "tabpanel": "painel",
    "option": "opção",
    "listbox": "caixa de lista",
    "list": "lista",
    "listitem": "item",
    "table": "tabela",
    "row": "linha",
    "dialog": "diálogo",
    "region": "região",
    "navigation": "navegação",
    "main": "conteúdo principal",
    "group": "grupo",
    "image": "imagem",
    "article": "artigo",
    "complementary": "complemento",
    "columnheader": "cabeçalho de coluna",
    "rowheader": "cabeçalho de linha",
    "DisclosureTriangle": "botão",
}
ROLES |= {"en": _ENGLISH, "pt": _PORTUGUESE}
STATES["en"] = {
    key: {"checked": "checked", "pressed": "pressed", "selected": "selected", "disabled": "unavailable"}.get(
        key[0], key[0]
    )
    if key[1] in {"true", True}
    else {"checked": "not checked", "pressed": "not pressed", "expanded": "collapsed"}[key[0]]
    for key in STATES["fr"]
}
STATES["pt"] = {
    ("checked", "true"): "marcado",
    ("checked", "false"): "não marcado",
    ("pressed", "true"): "premido",
    ("pressed", "false"): "não premido",
    ("expanded", True): "expandido",
    ("expanded", False): "recolhido",
    ("selected", True): "selecionado",
    ("disabled", True): "indisponível",
    ("required", True): "obrigatório",
    ("invalid", "true"): "inválido",
}
