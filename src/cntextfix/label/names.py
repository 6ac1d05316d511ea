"""Names of people, outlets and sections, cleaned of what stands around them.

>>> people("徐隽　李 婷"), people("杨倩_NF4425"), people("佚名")
('徐隽、李婷', '杨倩', None)
"""

import re

from cntextfix.label.dates import WEEKDAY, without_moments
from cntextfix.label.no_names import NO_NAMES
from cntextfix.lexicon.fold import fold

__all__ = [
    "each_person",
    "is_forum",
    "is_outlet",
    "is_person",
    "people",
    "place",
    "split_breadcrumb",
    "without_counters",
]

_AROUND = (
    " ［］\t\u3000\xa0\u2002\u2003|｜丨︱│·,，、;；:：/／-—_。.()（）[]【】〔〕{}<>《》「」*■●◆▲"
)
_BETWEEN = re.compile(r"[\s、,，;；/／&＆|丨]+")
_SPACED_NAME = re.compile(
    r"(?<![^\W\da-zA-Z_])([^\W\da-zA-Z_])\s{1,3}([^\W\da-zA-Z_])(?![^\W\da-zA-Z_])"
)
# The number of an editor in a newsroom's system: 杨倩_NF4425, 韩保林 PK155, HN666.
_STAFF_NUMBER = re.compile(r"[_\s]*[A-Z]{1,4}\d{2,}$")
_NOBODY = re.compile(
    r"佚名|匿名|未知|不详|无名氏?|无|网[络友]|互联网|转载|小编|本站|本网|网站|管理员|admin(?:istrator)?|编辑|null|none"
    r"|网络(?:整理|综合|转载|收集)|综合|原创|暂无|系统|编辑部|采编|实习生?|记者|通讯员|报道|(?:发[表布]|更新)于?"
)
_NO_PLACE = re.compile(
    r"网络|互联网|未知|不详|本站|本网|转载|佚名|无|网络(?:整理|综合|转载|收集)|原创|综合|暂无|网友|其他|null|none"
    r"|楼主|层主|版主|斑竹|管理员|[^\W\d_]{0,6}用户|[\d\W_]+|(?:发[布表]|更新|回复|举报|编辑|修改|置顶|精华)[于了#\d]*"
)
# What stands before a name and says what its bearer does: 南都记者, 本报通讯员.
_ROLE = re.compile(
    r"[^\s、,]{0,14}?(?:记者|通讯员|实习生|特派员|评论员|特约撰稿人?|撰稿人?|主编|作者)\s{0,2}:?\s{0,2}"
)
# What stands behind one, and says what was done.
_DEED = re.compile(
    r"(?:(?:综合|摄影)?(?:报导|报道)|文图|图文|整理|编译|撰文|采写|供稿|发自.*|发布)$"
    r"|^(?:文|图|.*(?:摄|摄影|供图))$"  # 王文 is a name, 王小明摄 a picture's credit
)
# Where a Taiwanese report was filed: 陳小明／台中報導.
_FILED_FROM = re.compile(r"(?<=\w)\s?[/／]\s?[^\W\d_a-zA-Z]{2,8}(?:[报報][导導道]|[电電])\W*$")
_CONTROL = re.compile(r"返回|查看|[点點][击擊]|分享|打印|[关關][闭閉注]|[举舉][报報]")
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州"
    "|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_BESIDE_DATES = re.compile(
    rf"发布于(?:{_PROVINCES})?|官方[账帐]号|"
    rf"[(（]?{WEEKDAY}[)）]?|"
    r"^\s*[于於]|(?:发布|發布|更新)\s*$|\d{1,2}:\d\d"
)
_FORUM = re.compile(r"论坛|論壇|社区|社區|贴吧|貼吧|豆瓣|知乎|\bbbs\b|forum", re.IGNORECASE)
_COUNTERS = re.compile(
    r"(?:[字次][数數]|[阅閱][读讀][量数數]?|[浏瀏][览覽](?:次?[数數]|量)?|[点點][击擊][量数數]?|[評评][论論][数數]?"
    r"|[点點][赞讚]|[收喜][藏欢歡])\s?[:：]?\s?\d[\d,.]*\s?[万wk]?次?"
)
_BARS = re.compile(r"[|丨│,，;；]|(?<=\S)[(（]|作者|编辑|編輯")
_MIXED = re.compile(r"^[综綜]合(?=[^\W\d_]{3})")
_REPORTED = re.compile("(?<=..)(?:[报報][导導道]|消息)$")
_COLON = re.compile("[:：]")  # a label of its own: 浏览：642
_URL_LIKE = re.compile(r"https?:|www\.")
_ASIDE = re.compile(r"(?<=.)[（(][^()（）]*(?:[)）]|$)")  # 元结（719－772）
# [美]约瑟夫·斯蒂格利茨
_NATION = re.compile(r"^[\s\[(（【〔［]{0,2}[^\W\d_]{1,4}[\])）】〕］]\s?(?=\w)")
_OUTLET = re.compile(
    r".*(?:网|报|社|台|刊|新闻|客户端|频道|杂志|传媒|在线|日报|周刊|财经|公众号|网站|电台|卫视|中心|视频|出版社|头条|半月谈|网络版|海外版|编辑部|办公室|专栏|特约)(?:[-·].{1,8})?"
)
_SENTENCE = frozenset("。！？!?")
_LATIN = re.compile(r"[A-Za-z]")
_HAN_NAME = re.compile(r"[^\W\da-z_]{2,4}|[^\W\da-z_]{1,8}(?:[·•.][^\W\da-z_]{1,8}){1,3}")
_LATIN_NAME = re.compile(r"[a-z]+\.?(?:[ .'-]{1,2}[a-z]+\.?){1,3}")
_WHERE_LABEL = re.compile(r"[^>»›]{0,12}?(?:位置|所在|导航|栏目|页面)(?:是|为)?\s{0,3}:\s{0,3}")
_ARROWS = re.compile(r"\s*(?:>+|»|›|→|::)\s*")
_SLASHES = re.compile(r"\s*/\s*|\s+[-—–]{1,2}\s+|\s*[-—–]{1,2}\s*")
_TEXT_ITSELF = re.compile(r"^(正文)\s*\S.*|(正文|内容|列表)\s+\S.*")
# The surnames that most people bear, and those of two characters, from the list of 百家姓 and the
# name statistics of the Ministry of Public Security (全国姓名报告); Simplified.
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁"
    "时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴"
    "华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙"
    "计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙伏"
    "岑习胥保和蔺水云昌凤酆皮元俱羊惠缪肖闫付代禤么佘亓麻相修巴占慕展令帅嵇樊幸贝茅訾尚温荀"
)
_LONG_SURNAMES = frozenset(
    [
        *("欧阳", "司马", "诸葛", "上官", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒"),
        *("端木", "南宫", "东方", "独孤", "范姜", "张简", "宇文", "长孙", "呼延", "闻人"),
    ]
)
_NO_PERSON_ENDS = frozenset("网社报台讯部院局厅委室组会处站刊版电摄号市省县区镇")


def people(*values: str) -> str | None:
    """Names joined by "、", each once; ``None`` where nobody is named.

    Args:
        values: what stood behind labels.
    """
    return "、".join(each_person(*values)) or None


def each_person(*values: str) -> tuple[str, ...]:
    """The people that values name, each once.

    Args:
        values: what stood behind labels.

    >>> each_person("南都记者 余毅菁 向雪妮返回首页"), each_person("王文，中国人民大学执行院长")
    (('余毅菁', '向雪妮'), ('王文',))
    >>> each_person("医技药剂党支部")
    ('医技药剂党支部',)
    """
    found: dict[str, None] = {}
    for value in values:
        if _is_prose(value):
            continue
        bare = _FILED_FROM.sub("", _CONTROL.split(value, maxsplit=1)[0])
        bare = _ASIDE.sub(" ", _NATION.sub("", bare).strip(_AROUND)).strip()
        if _LATIN.search(bare) is not None and not any("一" <= c <= "鿿" for c in bare):
            pieces = [bare]  # "Demi Xia" is one name
        else:
            pieces = _BETWEEN.split(_SPACED_NAME.sub(r"\1\2", bare))
        names = [name for name in map(_name, pieces) if name]
        # what follows a person behind a blank or a comma tells who it is, or belongs to the page;
        # a long piece is a name of its own only where it stands first
        fits = is_person if names and is_person(names[0]) and "、" not in bare else _is_short
        found.update((name, None) for i, name in enumerate(names) if i == 0 or fits(name))
    return tuple(found)


def _is_prose(value: str) -> bool:
    """Whether a value is a sentence, not names."""
    return value.rstrip().endswith(tuple(_SENTENCE)) and any(map(value.count, "，,；;"))


def _name(piece: str) -> str:
    """A piece of a value as a name; empty where it names nobody."""
    name = piece.strip(_AROUND)
    folded = fold(name)
    if role := _ROLE.match(folded):
        name, folded = name[role.end() :], folded[role.end() :]
    if deed := _DEED.search(folded):
        name = name[: deed.start()] if deed.start() != 1 else name
    name = (_STAFF_NUMBER.sub("", name) or name).strip(_AROUND)
    good = (
        2 <= len(name) <= 24
        and not _SENTENCE.intersection(name)
        and _NOBODY.fullmatch(fold(name)) is None
        and not name[0].isdigit()
    )
    return name if good else ""


def _is_short(name: str) -> bool:
    return len(name) <= 4 or _HAN_NAME.fullmatch(fold(name)) is not None


def is_person(name: str) -> bool:
    """Whether a word without a label reads as a person's name.

    Args:
        name: the word.

    >>> [is_person(name) for name in ("王帆", "歐陽小明", "新华社", "丹尼尔·李", "栗思", "视频")]
    [True, True, False, True, True, False]
    """
    folded = fold(name)
    if not folded or folded[-1] in _NO_PERSON_ENDS or _NOBODY.fullmatch(folded):
        return False
    if _HAN_NAME.fullmatch(folded) is None:
        return _LATIN_NAME.fullmatch(folded) is not None
    if not folded.isalpha():
        return True  # 丹尼尔·李
    if folded in NO_NAMES:
        return False
    if folded[:2] in _LONG_SURNAMES:
        return len(folded) > 2
    return folded[0] in _SURNAMES and len(folded) <= 3


def is_outlet(name: str) -> bool:
    """Whether a name is that of a newspaper, a station, a site, not of a person.

    Args:
        name: the name.

    >>> is_outlet("半月谈网"), is_outlet("王帆")
    (True, False)
    """
    return _OUTLET.fullmatch(fold(name)) is not None


def place(value: str) -> str | None:
    """The name of an outlet, or ``None`` where the value names none.

    Args:
        value: what stood behind 来源, or beside a date.

    >>> place(" 中国长安网 "), place("网络"), place("2018年12月28日 19:55 新京报")
    ('中国长安网', None, '新京报')
    >>> place("《光明日报》（2024年05月11日 09版）")
    '光明日报'
    """
    if _is_prose(value):
        return None
    beside = without_counters(without_moments(value, fold(value)))
    bare = _BESIDE_DATES.sub("", beside).strip(_AROUND)
    words = bare.split()
    if not words:
        return None
    name = bare if _LATIN.match(words[0]) and len(words[0]) < len(bare) else words[0]
    name = _BARS.split(name)[0].strip(_AROUND)
    if _MIXED.match(name):
        name = _REPORTED.sub("", _MIXED.sub("", name))
    if not 2 <= len(name) <= 30 or _SENTENCE.intersection(name) or _NO_PLACE.fullmatch(fold(name)):
        return None
    if _URL_LIKE.match(name) or _COLON.search(name):
        return None
    return f"{name}》" if name.count("《") > name.count("》") else name  # 光明网-《光明日报》


def is_forum(site: str) -> bool:
    """Whether a site's name is that of a place where members write.

    Args:
        site: the name.

    >>> is_forum("某某中文社区"), is_forum("某某新闻网")
    (True, False)
    """
    return _FORUM.search(site) is not None


def without_counters(text: str) -> str:
    """A text without what counts readers and words: 字数 1,024 阅读 356.

    Args:
        text: what stands beside a date.
    """
    return _COUNTERS.sub("", text)


def split_breadcrumb(line: str) -> tuple[str, ...]:
    """The sections of a breadcrumb, outermost first.

    Args:
        line: the line it stands on.

    >>> split_breadcrumb("当前所在：首页 > 反腐倡廉 > 正文")
    ('首页', '反腐倡廉', '正文')
    """
    folded = fold(line)
    label = _WHERE_LABEL.match(folded)
    start = label.end() if label else 0
    pattern = _ARROWS if _ARROWS.search(folded, start) else _SLASHES
    sections = []
    for gap in pattern.finditer(folded, start):
        sections.append(line[start : gap.start()])
        start = gap.end()
    sections.append(line[start:])
    bare = (_TEXT_ITSELF.sub(r"\1\2", section.strip(_AROUND)) for section in sections)
    return tuple(section for section in bare if section)
