"""A site's repeated lines are learned whatever the order, shard or damage of its pages."""

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cntextfix import Document, SiteProfile, clean
from cntextfix.errors import CntextfixError
from cntextfix.label.profile import Site, line_key, record
from cntextfix.sites import host_of

HOST = "news.example.cn"
HEAD = ["首页 | 时政 | 社会 | 评论", "今天是2024年12月29日 星期日"]
TAIL = ["分享到：微信 微博", "浏览：1024 次", "版权所有 某某新闻网 京ICP备12345678号"]
STORIES = [
    [
        "市检察院部署专项监督",
        "1月4日，市检察院召开会议，部署开展食品安全专项监督，要求从快办理相关案件。",
    ],
    [
        "跨江大桥今日通车",
        "历时三年建设的跨江大桥今天上午正式通车，两岸居民往来由四十分钟缩短为六分钟。",
    ],
    [
        "春耕备耕有序推进",
        "立春以后，全县各乡镇抢抓农时，组织农机下田，备足种子化肥，春耕生产有序展开。",
    ],
    [
        "图书馆延长开放时间",
        "为方便上班族借阅，市图书馆从本月起把闭馆时间推迟到晚上十点，周末照常开放。",
    ],
]


def page(story: list[str]) -> str:
    return "\n".join([*HEAD, *story, *TAIL])


def learn(*texts: str | bytes, host: str = HOST) -> Site:
    return SiteProfile.learn((f"https://{host}/{i}", text) for i, text in enumerate(texts)).site(
        host
    )


SITE = learn(*map(page, STORIES))


def test_what_every_page_has_repeats_and_its_story_does_not() -> None:
    # The date in the head is one of the lines that prove nothing: documents are dated too.
    assert [line for line in [*HEAD, *TAIL] if not SITE.repeats(line)] == []
    assert [line for story in STORIES for line in story if SITE.repeats(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("首頁 | 時政 | 社會 | 評論", id="the other script"),
        pytest.param("首頁(yè) | 時(shí)政 | 社會(huì) | 評(píng)論", id="injected pinyin"),
        pytest.param("　　首页|时政|社会|评论", id="other blanks"),
        pytest.param("首页 · 时政 · 社会 · 评论", id="other separators"),
        pytest.param("浏览:７次", id="other width and another number"),
    ],
)
def test_forms_of_a_line_are_one_line(line: str) -> None:
    assert SITE.repeats(line)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("2024年1月5日", id="the date that signs a document"),
        pytest.param("2024-01-05 10:30", id="a time"),
        pytest.param("一、总体要求", id="a heading all plans have"),
        pytest.param("（二）基本原则", id="a heading of the second level"),
        pytest.param("第三章", id="a chapter"),
        pytest.param(
            "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", id="whom it is for"
        ),
        pytest.param("特此通知。", id="how notices end"),
        pytest.param("目　录：", id="what a part is called"),
        pytest.param("——", id="no words"),
    ],
)
def test_what_documents_of_one_kind_share_is_no_furniture(line: str) -> None:
    site = learn(*("\n".join([line, *story]) for story in STORIES))
    assert not site.repeats(line)


def test_a_line_on_one_page_only_proves_nothing() -> None:
    assert learn(page(STORIES[0])).repeated == 0


def test_copies_of_a_text_count_once() -> None:
    first, second = page(STORIES[0]), "\n".join([*STORIES[0], "（完）", "打印版"])
    assert learn(first, first, second).repeated == 0


def test_copies_in_the_other_script_count_once() -> None:
    original = page(STORIES[0])
    assert learn(original, clean(original, script="traditional").repaired).repeated == 0


def test_a_long_disclaimer_makes_no_copies() -> None:
    owner = (
        "版权所有，未经书面授权，任何单位和个人不得转载、摘编或利用其他方式使用本网站的内容。" * 3
    )
    assert learn(*(f"{page(story)}\n{owner}" for story in STORIES)).repeats(owner)


def test_sites_do_not_mix() -> None:
    profile = SiteProfile.learn(
        (f"https://{i}.example.cn/", page(s)) for i, s in enumerate(STORIES)
    )
    assert [profile.site(f"{i}.example.cn").repeated for i in range(4)] == [0, 0, 0, 0]
    assert profile.site("elsewhere.example").repeats(HEAD[0]) is False


def test_documents_bytes_and_markup_are_learned_from_too() -> None:
    pages = [page(story) for story in STORIES]
    markup = "<html><body>" + "".join(f"<div>{line}</div>" for line in pages[2].split("\n"))
    url = f"https://www.{HOST}/"
    documents: list[Document | tuple[str | None, str | bytes]] = [
        clean(pages[0], url=url + "0"),
        (url + "1", pages[1].encode("gb18030")),
        (url + "2", markup),
        (None, pages[3]),
    ]
    site = SiteProfile.learn(documents).site(HOST)
    assert len(site.pages) == 3
    assert site.repeats(HEAD[0])


def test_cleaning_asks_the_profile_of_the_page_s_own_site() -> None:
    asked: list[str | None] = []

    class Spy(SiteProfile):
        def site(self, url: str | None) -> Site:
            asked.append(url)
            return SITE

    clean(page(STORIES[0]), url="https://news.example.cn/1", profile=Spy())
    canonical = f'<html><link rel="canonical" href="https://{HOST}/2"><p>{STORIES[1][1]}'
    clean(canonical, profile=Spy())
    assert asked[0] == "https://news.example.cn/1"
    assert len(asked) == 2


def test_cleaning_with_a_profile_loses_nothing_and_keeps_the_story() -> None:
    profile = SiteProfile.learn((HOST, page(story)) for story in STORIES)
    for story in STORIES:
        doc = clean(page(story), url=HOST, profile=profile)
        assert doc.original == page(story)
        assert story[1] in doc.paragraphs


def test_a_long_page_is_known_by_both_its_ends() -> None:
    middle = [f"第{'一二三四五六七八九十'[i % 10]}天记录{chr(0x4E00 + i)}" for i in range(900)]
    kept = record([*HEAD, *middle, *TAIL])
    assert len(kept) == 8 * 401
    assert all(line_key(line).to_bytes(8, "big") in kept for line in [HEAD[0], *TAIL])


def test_saved_and_read_again_it_is_the_same(tmp_path: Path) -> None:
    profile = SiteProfile.learn((f"{i % 2}.example.cn", page(s)) for i, s in enumerate(STORIES))
    for one in (profile, profile.compact(), SiteProfile()):
        one.save(tmp_path / "profile.json")
        again = SiteProfile.load(tmp_path / "profile.json")
        assert again == one
        again.save(tmp_path / "again.json")
        assert (tmp_path / "again.json").read_bytes() == (tmp_path / "profile.json").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.json", "profile.json"]


def test_the_file_does_not_depend_on_the_order_of_the_pages(tmp_path: Path) -> None:
    pages = [(f"{i % 3}.example.cn", page(story)) for i, story in enumerate(STORIES * 2)]
    SiteProfile.learn(pages).save(tmp_path / "one.json")
    SiteProfile.learn(pages[::-1]).save(tmp_path / "other.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()


PROFILE = (
    '{"format": "cntextfix site profile", "version": 1, "pages_per_site": 1, "max_lines": 1,'
    ' "sites": %s}'
)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "no profile"),
        ("[]", "no profile"),
        ("{}", "no profile"),
        ("[" * 100_000, "no profile"),
        ('{"format": "cntextfix site profile", "version": 2}', "version 2"),
        (PROFILE % '{"a.cn": {"pages": ["00"]}}', "no profile"),
        (PROFILE % '{"a.cn": 1}', "no profile"),
    ],
)
def test_another_file_is_an_error_that_names_it(tmp_path: Path, content: str, problem: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(content, "utf-8")
    with pytest.raises(CntextfixError, match=rf"other\.json: .*{problem}"):
        SiteProfile.load(file)


def test_a_saved_profile_holds_no_text(tmp_path: Path) -> None:
    SiteProfile.learn((HOST, page(story)) for story in STORIES).save(tmp_path / "profile.json")
    written = (tmp_path / "profile.json").read_text("utf-8")
    assert written.isascii()
    assert json.loads(written)["sites"].keys() == {HOST}


def test_a_compact_profile_answers_the_same_and_is_smaller() -> None:
    profile = SiteProfile.learn((HOST, page(story)) for story in STORIES)
    compact = profile.compact()
    lines = [*HEAD, *TAIL, *(line for story in STORIES for line in story)]
    assert [compact.site(HOST).repeats(x) for x in lines] == [SITE.repeats(x) for x in lines]
    assert compact.site(HOST).lines == profile.site(HOST).repeated < profile.site(HOST).lines
    assert compact.compact() == compact
    assert pickle.loads(pickle.dumps(compact)) == compact


def test_memory_is_bounded_by_smaller_samples_then_by_fewer_sites() -> None:
    pages = [
        (f"{site}.example.cn", page([title, chr(0x4E00 + n) + text]))
        for n in range(30)
        for site in range(10)
        for title, text in STORIES
    ]
    free = SiteProfile.learn(pages)
    bounded = SiteProfile.learn(pages, max_lines=600)
    dropping = SiteProfile.learn(pages, max_lines=60)
    assert sum(site.lines for site in free.sites.values()) > 600
    assert bounded.sites.keys() == free.sites.keys()
    assert bounded.pages_per_site < free.pages_per_site
    for profile, most in ((bounded, 600), (dropping, 60), (dropping.merge(dropping), 60)):
        assert 0 < sum(site.lines for site in profile.sites.values()) <= most


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Example.CN:8080/a?b", "example.cn"),
        ("//m.example.cn/a", "m.example.cn"),
        ("http://用户:pw@例子.中国/", "例子.中国"),
        ("<http://a.example/>", "a.example"),  # as WARC 1.0 writes addresses
        ("http://[::1]:80/", "[::1]"),
        ("example.cn.", "example.cn"),
        ("file:///home/a.html", ""),
        ("urn:uuid:0", ""),
        ("/a/b", ""),
        (None, ""),
    ],
)
def test_hosts_of_addresses(url: str | None, host: str) -> None:
    assert host_of(url) == host


LINES = st.sampled_from(
    [*HEAD, *TAIL, *(line for story in STORIES for line in story), "新闻", "图集"]
)
PAGES = st.lists(
    st.tuples(st.sampled_from(["a.cn", "b.cn"]), st.lists(LINES, max_size=8).map("\n".join)),
    max_size=12,
)


@given(PAGES, PAGES, PAGES, st.integers(1, 4))
def test_merging_is_as_learning_from_all(
    a: list[tuple[str, str]], b: list[tuple[str, str]], c: list[tuple[str, str]], size: int
) -> None:
    def learned(pages: list[tuple[str, str]]) -> SiteProfile:
        return SiteProfile.learn(pages, pages_per_site=size)

    whole = learned([*c, *a, *b])
    one, two, three = learned(a), learned(b), learned(c)
    assert one.merge(two).merge(three) == whole
    assert three.merge(two.merge(one)) == whole
    assert SiteProfile.merged([two, three, one]) == whole
    assert whole.merge(one) == whole


@given(PAGES, PAGES)
def test_compact_profiles_merge_in_any_order(
    a: list[tuple[str, str]], b: list[tuple[str, str]]
) -> None:
    one, two = SiteProfile.learn(a).compact(), SiteProfile.learn(b).compact()
    assert one.merge(two) == two.merge(one)
    assert one.merge(one) == one


@given(st.lists(st.tuples(st.none() | st.text(), st.text() | st.binary())), st.text())
def test_any_page_of_any_address_can_be_learned(
    pages: list[tuple[str | None, str | bytes]], line: str
) -> None:
    profile = SiteProfile.learn(pages)
    assert profile == SiteProfile.learn(reversed(pages))
    for url, _ in pages:
        assert profile.site(url).repeats(line) in (True, False)


@given(st.text())
def test_a_key_has_64_bits(line: str) -> None:
    assert 0 <= line_key(line) < 1 << 64
