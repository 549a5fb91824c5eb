"""English is told from other languages; a text too short to tell is not guessed at."""

import subprocess
import sys
from typing import Any

import pytest

from q7x2_etl.reference import Reference
from q7x2_etl.sources import identify_language

ENTRIES = Reference.load().entries("stop_words")


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
def test_every_language_knows_its_example_and_not_the_other(entry: dict[str, Any]) -> None:
    assert identify_language(entry["match"]) == entry["id"]
    assert identify_language(entry["no_match"]) != entry["id"]


def test_capitals_do_not_matter() -> None:
    text = "THE ARMY SAID TODAY THAT TWO OF ITS MEN WERE KILLED IN A CLASH WITH REBELS NEAR THE BORDER."
    assert identify_language(text) == "en"


def test_too_short_a_text_is_not_guessed_at() -> None:
    assert identify_language("Two men died.") is None
    assert identify_language("") is None


def test_a_language_that_is_not_known_is_not_english() -> None:
    finnish = (
        "Kapinalliset hyökkäsivät kaupunkiin varhain aamulla ja surmasivat ainakin kaksi poliisia, kertoi pormestari"
    )
    assert identify_language(f"{finnish} {finnish}") == "fi"


OTHERS = {
    "nl": "Gewapende mannen hebben maandag een controlepost bij de grens aangevallen en drie soldaten gedood.",
    "pl": "Uzbrojeni mężczyźni zaatakowali w poniedziałek posterunek przy granicy i zabili trzech żołnierzy.",
    "sw": "Watu wenye silaha walishambulia kituo cha ukaguzi karibu na mpaka siku ya Jumatatu na kuwaua wanajeshi.",
    "so": "Rag hubaysan ayaa isniintii weeraray bar kontarool oo u dhow xadka waxayna dileen saddex askari.",
    "vi": "Những kẻ có vũ trang đã tấn công một trạm kiểm soát gần biên giới hôm thứ Hai và giết chết ba binh sĩ.",
    "zh": "军方表示，武装人员周一袭击了边境附近的一个检查站，打死三名士兵。目前没有人宣称对袭击负责。居民说。",
    "hi": "सोमवार को हथियारबंद लोगों ने सीमा के पास एक चौकी पर हमला किया और तीन सैनिकों की हत्या कर दी, सेना ने कहा।",
    "uk": "Озброєні люди в понеділок напали на блокпост біля кордону і вбили трьох військових, повідомила армія.",
    "ps": "وسله والو د دوشنبې په ورځ پولې ته نږدې پر یوې پوستې برید وکړ او درې سرتېري یې ووژل، پوځ وویل.",
}  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_languages_without_a_list_of_words_are_named(language: str) -> None:
    assert identify_language(OTHERS[language]) == language


def test_english_full_of_foreign_names_is_english() -> None:
    text = (
        "MAIDUGURI — Bulama Mala Kyari, Abba Aji Kalli and Zanna Umar Mustapha died in Gwoza, Baga and Konduga after "
        "Boko Haram attacked Borno villages, Governor Babagana Umara Zulum said."
    )
    assert identify_language(text) == "en"


def test_english_is_told_without_loading_anything() -> None:
    program = (
        "import sys; from q7x2_etl.sources import identify_language; "
        "print(identify_language('The army said that two of its men were killed in a clash near the border.'), "
        "'py3langid' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["en", "False"]
