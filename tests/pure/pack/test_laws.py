"""How an article is quoted, and on which days."""

from datetime import date

from zoutong.pack.laws import read_laws

LAWS = "law,full_zh,en,since,until,grade\n解释(二),解释二全名,Interpretation (II),2025-09-01,,secondary\n劳动合同法,中华人民共和国劳动合同法,Labour Contract Law,2008-01-01,,verified\n"
ARTICLES = "law,article,since,until,grade\n劳动合同法,第47条,2013-07-01,,verified\n"


def laws(tmp_path):
    (tmp_path / "laws.csv").write_text(LAWS, encoding="utf-8")
    (tmp_path / "articles.csv").write_text(ARTICLES, encoding="utf-8")
    return read_laws(tmp_path)


def test_an_article_is_not_quoted_before_its_law_is_in_force(tmp_path):
    known = laws(tmp_path)
    text = "解释(二) 第19条；劳动合同法 第38条"
    assert [str(c) for c in known.in_force(text, date(2025, 8, 31))] == ["劳动合同法 第38条"]
    assert len(known.in_force(text, date(2025, 9, 1))) == 2


def test_an_article_may_have_dates_of_its_own(tmp_path):
    assert laws(tmp_path).cite("劳动合同法 第47条").since == date(2013, 7, 1)


def test_a_law_that_nobody_listed_is_never_shown_as_verified(tmp_path):
    assert laws(tmp_path).cite("某某办法 第3条").grade == "unverified"


def test_a_citation_reads_well_in_both_languages(tmp_path):
    known = laws(tmp_path)
    shown = known.words(known.cite("劳动合同法 第82条第2款"))
    assert shown.zh == "《劳动合同法》第82条第2款"
    assert shown.en == "Labour Contract Law, art. 82 para. 2"
