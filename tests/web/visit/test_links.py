from __future__ import annotations

import pytest

from zoutong.web.cases.links import number_of, picture_of, secret_of

NUMBER = "ZT20261123-0007"


def test_the_address_of_a_case_is_the_same_whenever_the_receipt_is_printed_again():
    assert secret_of(NUMBER) == secret_of(NUMBER)
    assert number_of(secret_of(NUMBER)) == NUMBER


@pytest.mark.parametrize(
    "tried",
    (
        "",
        NUMBER,
        f"{NUMBER}-aaaaaaaaaaaaaaaa",
        "ZT20261123-0008-" + secret_of(NUMBER)[-16:],
        secret_of(NUMBER).upper(),
        secret_of(NUMBER) + "\n",
    ),
)
def test_no_other_address_opens_a_case(tried):
    assert number_of(tried) is None


def test_an_old_key_still_opens_what_it_closed(settings):
    secret = secret_of(NUMBER)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, at least as long as the one before it"
    assert secret_of(NUMBER) != secret
    assert number_of(secret) == NUMBER


def test_the_picture_carries_no_style_that_the_page_would_refuse():
    drawn = str(picture_of("https://example.test/zh/mine/" + secret_of(NUMBER)))
    assert drawn.startswith("<svg")
    assert "style" not in drawn
