"""XML from anywhere is read safely: a root element, or one Japanese sentence."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError, MissingError
from kaizen_helpers.flow.formats.xml import MAX_BYTES, elements, local_name, parse_xml, read_xml, xml_text

NAMES = '<a b="依頼①～"/>'


def said(data: bytes | str) -> str:
    with pytest.raises(InputError) as caught:
        parse_xml(data, "図.bpmn")
    assert caught.value.where == "図.bpmn"
    return caught.value.message_ja


@pytest.mark.parametrize(
    "data",
    [
        NAMES,
        NAMES.encode(),
        b"\xef\xbb\xbf" + NAMES.encode(),
        NAMES.encode("utf-16"),
        NAMES.encode("utf-16-le"),
        NAMES.encode("utf-16-be"),
        f'<?xml version="1.0" encoding="UTF-16"?>\n{NAMES}'.encode("utf-16"),
        f'<?xml version="1.0" encoding="utf-16"?>{NAMES}'.encode(),
        f"<?xml version='1.0' encoding='Shift_JIS'?>{NAMES}".encode("cp932"),
        f'<?xml version="1.0" encoding="Shift_JIS"?>{NAMES}',
    ],
)
def test_it_is_read_in_the_encoding_it_is_in(data: bytes | str) -> None:
    assert "依頼①～" == parse_xml(data).get("b")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "中身が空です"),
        ("\ufeff \n", "中身が空です"),
        (b"hello", "XML のファイルではありません"),
        (b"PK\x03\x04\x14\x00\x06\x00", "XML のファイルではありません"),
        (f'<?xml version="1.0" encoding="UTF-8"?>{NAMES}'.encode("cp932"), "文字コード"),
        (b'<?xml version="1.0" encoding="rot13"?><a/>', "文字コード「rot13」"),
        (b"<a><b>x</b>", "途中で終わっています"),
        (b"<a><b", "途中で終わっています"),
        (b"<a>\n</b>", "2行目が"),
        (b"<a>&nbsp;</a>", "1行目が"),
        (b"<a>" * 300 + b"</a>" * 300, "行目が"),
        ("<a>\ud800</a>", "文字として読めない"),
        (b"<a>" + b"<b/>" * 1_000_000 + b"</a>", "大きすぎます"),
        (b" " * (MAX_BYTES + 1), "大きすぎます"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes | str, words: str) -> None:
    assert words in said(data)


BOMB = "<!DOCTYPE a [<!ENTITY b0 'x'>" + "".join(f"<!ENTITY b{n + 1} '{f'&b{n};' * 9}'>" for n in range(12)) + "]>"


@pytest.mark.parametrize(
    "data",
    [
        f"{BOMB}<a>&b12;</a>",
        f"{BOMB}<a c='&b12;'/>",
        f'<?xml version="1.0"?><?x y?><!-- <a> -->\n{BOMB}<a>&b12;</a>',
        '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a>&f;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_no_document_type_reaches_the_parser(data: str, codec: str) -> None:
    begin = time.perf_counter()
    assert "DOCTYPE" in said(data.encode(codec))
    assert time.perf_counter() - begin < 1


def test_line_numbers_are_those_of_the_file() -> None:
    assert said('<?xml version="1.0"\n?>\n<a>\n</b>').startswith("4行目が")


@given(st.binary(max_size=60) | st.text(max_size=60) | st.text("<>/!?-a \"'&;[]xmlDOCTYPE", max_size=60))
@settings(max_examples=300, deadline=None)
def test_anything_is_an_element_or_one_sentence(data: bytes | str) -> None:
    message = "。"
    try:
        parse_xml(data)
    except InputError as error:
        message = error.message_ja
    assert message.endswith("。")


def test_a_path_is_read_and_a_missing_one_is_said(tmp_path: Path) -> None:
    (tmp_path / "図.xml").write_text(NAMES, encoding="utf-8")

    assert "a" == read_xml(tmp_path / "図.xml").tag
    assert "a" == read_xml(str(tmp_path / "図.xml")).tag
    assert "a" == read_xml(NAMES).tag
    with pytest.raises(MissingError) as caught:
        read_xml(tmp_path / "ない.xml")
    assert "ない.xml" == caught.value.where


def test_comments_are_no_elements_and_names_have_no_namespace() -> None:
    root = parse_xml('<a xmlns="urn:x"><!-- c --><?p i?><b/></a>')

    assert ["b"] == [local_name(child) for child in elements(root)]


@given(st.text())
@settings(deadline=None)
def test_what_xml_cannot_hold_is_replaced_and_nothing_else(text: str) -> None:
    from lxml import etree

    root = etree.Element("a")
    root.set("b", xml_text(text))
    read = parse_xml(etree.tostring(root, encoding="utf-8")).get("b")

    assert len(text) == len(read)
    assert all(old == new or new == "\ufffd" for old, new in zip(text, read, strict=True))
