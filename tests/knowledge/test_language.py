from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Assistant
from knowledge.hearing.concepts import Concepts
from knowledge.hearing.language import MAX_LENGTH, Reader, Vocabulary, blur, fold
from tests.harness.examples import examples

CONCEPTS = Concepts({"death": ["去世", "没了"], "gain": ["好处", "红包"]})
READER = Reader(
    Vocabulary({"低保": 9, "低保户": 5, "追缴": 7}, {"低": "di", "底": "di", "保": "bao"}), CONCEPTS
)


def test_fold_evens_out_width_case_and_invisible_characters() -> None:
    assert fold("ＲＡＩＤ５\u200b（低\u202e保）") == "raid5(低保)"


def test_fold_leaves_no_character_that_steers() -> None:
    assert fold("低\x07保\n户\x1b[0m") == "低 保 户 [0m"


def test_fold_reads_traditional_script_as_simplified() -> None:
    assert fold("臨時救助容錯") == "临时救助容错"


def test_fold_looks_at_the_first_part_of_a_very_long_message_only() -> None:
    assert len(fold("容" * 10_000)) == MAX_LENGTH


@examples(200)
@given(st.text())
def test_fold_settles_at_once(text: str) -> None:
    assert fold(fold(text)) == fold(text) or len(text) > MAX_LENGTH


def test_words_are_the_longest_that_jieba_knows() -> None:
    assert READER.words("低保户追缴") == ["低保户", "追缴"]


def test_every_channel_gives_its_terms() -> None:
    assert READER.terms("低保 去世") == ["=低保", ".低", ".保", ":低保", ".去", ".世", ":去世",
                                     "~di bao", "~bao 去", "~去 世", "#death"]  # fmt: skip


def test_a_concept_is_a_term_with_its_sense() -> None:
    assert [term for term in READER.terms("没收过红包，人没了") if term[0] == "#"] == ["#gain-", "#death"]


def test_a_homophone_and_pinyin_share_the_sound_of_the_right_word() -> None:
    right, typo, spelled = (set(READER.terms(text)) for text in ("低保", "底保", "dibao"))
    assert "~di bao" in right & typo & spelled


def test_sounds_that_are_mixed_up_are_one() -> None:
    assert [blur(s) for s in ("zhang", "chan", "nan", "ling")] == ["zan", "can", "lan", "lin"]


def test_a_latin_word_that_is_no_pinyin_has_no_sound() -> None:
    assert READER.sounds("raid xyz") == []


def test_a_built_in_vocabulary_knows_the_policies_words(assistant: Assistant) -> None:
    assert "容缺受理" in assistant.engine.reader.words("我搞了容缺受理")
