"""What one object of a layer, and several, are called in a sentence."""

from atlas.catalog.declarations import Declaration, Sentence

# One with its article, and several without: "a slag heap", "slag heaps".
Forms = tuple[Sentence, Sentence]


class Noun(Declaration):
    """A noun in the languages of the atlas."""

    fr: Forms
    en: Forms
    pt: Forms

    def one(self, lang: str) -> str:
        """Return one object with its article."""
        return str(getattr(self, lang)[0])

    def bare(self, lang: str) -> str:
        """Return one object without its article."""
        return self.one(lang).split(" ", 1)[-1]

    def several(self, lang: str) -> str:
        """Return several objects."""
        return str(getattr(self, lang)[1])
