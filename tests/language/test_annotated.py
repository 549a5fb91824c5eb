"""The layers of a sentence are read when somebody asks for them, and not before."""

from collections.abc import Callable

from q7x2_etl.language.annotate import Sentence


def test_no_layer_is_read_unasked(annotate: Callable[[str], Sentence]) -> None:
    sentence = annotate("The fair in Kisumu drew buyers from Uganda.")
    assert {"tagged", "chunks", "places"}.isdisjoint(vars(sentence))
    assert [p.name for p in sentence.places] == ["Kisumu", "Uganda"]
    assert {"tagged", "chunks"}.isdisjoint(vars(sentence))


def test_each_layer_is_read_once(annotate: Callable[[str], Sentence]) -> None:
    sentence = annotate("Rebels shot two guards near Kisumu.")
    assert sentence.chunks is sentence.chunks
    assert sentence.chunks[0].noun is not None
