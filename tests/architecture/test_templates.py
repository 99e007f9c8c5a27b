"""What every template and the style sheet keep to, so that the content policy of 'self' holds and the look stays one."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
COMPONENTS = sorted((settings.BASE_DIR / "templates/components").glob("*.html"))
INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style|javascript:|<script(?![^>]*(?:\ssrc=|application/json))"""
)


def name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_in_a_template_is_inline(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_names_no_other_site(path):
    assert re.findall(r"""(?:src|href|action)=["']https?://[^"']*""", path.read_text()) == []


@pytest.mark.parametrize("path", COMPONENTS, ids=name)
def test_a_component_says_what_it_takes(path):
    assert path.read_text().startswith("{# ")


def test_only_the_tokens_of_the_style_sheet_hold_colours():
    css = (settings.BASE_DIR / "static/css/site.css").read_text()
    rules = re.sub(r"--[a-z0-9-]+:[^;]*;", "", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", rules) == []


def test_the_page_for_our_own_faults_needs_no_template_tag():
    page = (settings.BASE_DIR / "templates/500.html").read_text()
    assert "{%" not in page
    assert page.count("{{") == page.count("{{ style }}") == 1
