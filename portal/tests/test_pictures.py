"""Properties of the pictures: well formed, measured, bounded, sober, the same every time."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from django.conf import settings

from portal import pictures
from portal.pictures import Step, Tool, base

FORMS = ("solo", "pairs", "small_groups", "plenary")
RULES = ("same", "remix", "by_topic", "free", "turn")
HOSTILE = '<script>alert(\'1\')</script>" onload="x" & ]]> \x00\x08\ud800 \u202eabc'
CAFE = tuple(Step(20, "small_groups", 4, f"Tour {n}", "remix") for n in (1, 2, 3))
POSTERS = [
    Tool("1-2-4-Tous", 12, 30, 4, 200, (Step(1, "solo", title="Seul"), Step(2, "pairs", title="À deux"),
         Step(4, "small_groups", 4, "À quatre"), Step(5, "plenary", title="Tous ensemble")), 20),
    Tool("Conversation tournante", 60, 120, 12, 100, (*CAFE, Step(15, "plenary", title="Récolte")), 24),
    Tool("Tour de parole", 5, 20, 3, 20, (Step(10, "plenary", title="Le tour", rule="turn"),), 9),
    Tool("Trois jours", 1440, 1440, 12, 60, tuple(Step(480, form, title=f"Jour de {form}") for form in FORMS[1:]), 30),
    Tool("Seize étapes", 90, 120, 4, 12, tuple(Step(4 + n, FORMS[n % 4], title=f"Étape {n}") for n in range(20)), 8),
]  # fmt: skip


def texts(root):
    """(text, the box it takes) of every label."""
    for t in root.iter("text"):
        kind = (t.get("class") or "").split(" ")[0]
        x, y = float(t.get("x", "nan")), float(t.get("y", "nan"))
        yield t.text or "", base.Label(x, y, t.text or "", t.get("text-anchor", "start"), kind).box


def points(d):
    """The ends, not the control points, of the pieces of a path, in absolute units."""
    out, x, y, start = [], 0.0, 0.0, (0.0, 0.0)
    for command, rest in re.findall(r"([MLHVQCAZhvlcqazm])([^MLHVQCAZhvlcqazm]*)", d):
        n = [float(v) for v in re.findall(r"-?\d*\.?\d+", rest)]
        if command in "Zz":
            x, y = start
        size = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6, "a": 7, "z": 1}[command.lower()]
        assert len(n) % size == 0, (command, rest)
        for i in range(0, len(n), size):
            part = n[i : i + size]
            ox, oy = (x, y) if command.islower() else (0.0, 0.0)
            if command in "hH":
                x = ox + part[0]
            elif command in "vV":
                y = oy + part[0]
            else:
                x, y = ox + part[-2], oy + part[-1]
            start = (x, y) if command == "M" and not i else start
            out.append((x, y))
    return out


def check(picture):
    """What holds for any picture: no style, no script, a sentence, nothing outside, no label on another."""
    root = ET.fromstring(picture)
    assert root.tag == "svg" and not re.search(r"\sstyle=|<script|\son\w+=\"|<style|href=\"(?!#)", picture)
    if root.get("aria-hidden") != "true":
        sentence = root.get("aria-label", "")
        assert root.get("role") == "img" and sentence.endswith(".") and len(sentence) > 10
        assert "None" not in sentence and "nan" not in sentence
    _, _, width, height = (float(v) for v in root.get("viewBox", "").split())
    drawn = re.sub(r"<text.*?</text>|aria-label=\".*?\"", "", picture)
    assert not re.search(r"\d\.\d\d", drawn), "one decimal is enough"
    labels, frame = list(texts(root)), base.Box(-1, -6, width + 1, height + 1)
    for i, (text, box) in enumerate(labels):
        assert box.inside(frame), (text, box, frame)
        assert not [other for other, there in labels[i + 1 :] if box.hits(there)], text
    for p in root.iter("path"):
        reach = float(p.get("stroke-width", "0")) / 2 if "h0" in p.get("d", "") else 0
        for x, y in points(p.get("d", "")):
            assert x - reach + 0.6 >= -3 and x + reach - 0.6 <= width + 3, (x, y, reach, p.get("class"))
            assert y - reach >= -3 and y + reach <= height + 3, (x, y, reach, p.get("class"))
    return root


def voices(picture):
    return re.search(r'class="voice" d="([^"]*)"', picture)[1]


# --- all pictures


def test_hostile_titles_stay_text():
    steps = (Step(5, "solo", title=HOSTILE), Step(9, "plenary", title=HOSTILE))
    for picture in (
        pictures.poster(Tool(HOSTILE, 5, 50, 3, 40, steps)),
        pictures.timeline(steps),
        pictures.swarm([Tool(HOSTILE, 5, 50, 3, 40)]),
        pictures.near_miss(20, 20, [(HOSTILE, 5, 50, 3, 40)]),
    ):
        root = check(picture)
        assert {e.tag for e in root.iter()} <= {"svg", "path", "text"}
        assert all(not k.startswith("on") for e in root.iter() for k in e.attrib)
        assert "\u202e" not in picture and "\x00" not in picture


def test_same_bytes_whatever_the_hash_seed():
    code = (
        "import django.conf; django.conf.settings.configure(USE_I18N=False);"
        "from portal.pictures import *; from portal.pictures.voices import *;"
        "s = tuple(Step(m, f, 3, f, 'remix') for m, f in ((5, 'solo'), (9, 'small_groups'), (7, 'plenary')));"
        "print(poster(Tool('x', 5, 50, 3, 40, s, 20)), swarm([Tool('a', 5, 9, 3, 4), Tool('b', 6, 99, 2, 30)]), timeline(s))"
    )
    run = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=settings.BASE_DIR,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        for seed in ("1", "2")
    ]
    assert run[0].stdout == run[1].stdout and "<svg" in run[0].stdout


def test_a_picture_said_in_words_beside_it_is_hidden_from_speech():
    picture = pictures.swarm([Tool("T", 5, 9, 3, 4)], hidden=True)
    assert 'aria-hidden="true"' in picture and "role=" not in picture


def test_pictures_speak_english():
    tool = POSTERS[0]
    assert "over 12\u00a0min" in pictures.poster(tool, lang="en")
    assert "your request" in pictures.near_miss(20, 20, [("A", 5, 9, 3, 40)], lang="en")
    with pytest.raises(ValueError):
        pictures.poster(tool, lang="de")


def test_every_class_of_a_picture_has_a_rule():
    css = "".join(path.read_text() for path in (settings.BASE_DIR / "portal/static/css").glob("*.css"))
    drawn = [pictures.poster(t) for t in POSTERS] + [pictures.timeline(t.steps) for t in POSTERS]
    drawn += [pictures.swarm(POSTERS), pictures.near_miss(20, 20, [("A", 5, 9, 3, 40)]), pictures.lost(), pictures.portrait(9)]
    used = {name for p in drawn for names in re.findall(r'class="([^"]*)"', p) for name in names.split()}
    named_only = {name for name in used if f".{name}" not in css}
    assert named_only <= {"pic-swarm", "pic-poster", "pic-lost", "pic-portrait", "pic-miss", "voice", "you"}


# --- measures


def test_scales_are_monotone_and_held():
    for scale in (base.log_scale(5, 7200, 10, 590), base.linear_scale(5, 7200, 10, 590)):
        values = [scale(v) for v in (1, 5, 6, 60, 480, 7200, 10**9)]
        assert values == sorted(values) and values[0] == 10 and values[-1] == pytest.approx(590)
    with pytest.raises(ValueError):
        base.log_scale(0, 5, 0, 1)
    assert base.linear_scale(3, 3, 0, 10)(3) == 5


def test_numbers():
    assert [base.num(v) for v in (-0.04, 0.04, -0.5, 3.0, 12.26, 100)] == ["0", "0", "-0.5", "3", "12.3", "100"]
    for bad in (float("nan"), float("inf")):
        with pytest.raises(ValueError):
            base.num(bad)


def test_a_name_too_wide_is_cut_between_words():
    assert base.shorten("Faire émerger des idées", 130) in ("Faire émerger…", "Faire émerger des…")
    assert base.shorten("Faire", 500) == "Faire" and base.shorten("Anticonstitutionnellement", 60).endswith("…")
    assert base.shorten("Anticonstitutionnellement", 5) == ""


def test_spread_keeps_order_room_and_bounds():
    for wanted in ([(5.0, 30.0)] * 4, [(0.0, 20.0), (100.0, 20.0)], [(99.0, 40.0)] * 2, [(10.0 * i, 8.0) for i in range(10)]):
        centres = base.spread(wanted, 0, 200, 4)
        sides = [(c - w / 2, c + w / 2) for c, (_, w) in zip(centres, wanted, strict=True)]
        assert sides[0][0] >= -1e-9 and sides[-1][1] <= 200 + 1e-9
        assert all(b[0] - a[1] >= 4 - 1e-9 for a, b in pairwise(sides))
    assert base.spread([(0, 150), (0, 60)], 0, 200) is None


# --- posters


@pytest.mark.parametrize("width", [328, 600, 1120])
@pytest.mark.parametrize("tool", POSTERS, ids=[t.title for t in POSTERS])
@pytest.mark.parametrize("people", [None, 1, 2, 3, 7, 31, 200, 100_000])
def test_posters_are_small_at_any_headcount(tool, people, width):
    picture = pictures.poster(tool._replace(people=people or tool.people), width=width)
    root = check(picture)
    assert len(picture.encode()) <= 6000 and sum(1 for _ in root.iter()) <= 60


def test_posters_differ():
    shapes = {voices(pictures.poster(t._replace(people=12))) for t in POSTERS}
    assert len(shapes) == len(POSTERS)


@pytest.mark.parametrize("tool", POSTERS, ids=[t.title for t in POSTERS])
def test_time_goes_forward_and_voices_are_kept(tool):
    lines = ["M" + d for d in voices(pictures.poster(tool)).split("M")[1:]]
    ends = set()
    for d in lines:
        xs = [x for x, _ in points(d)]
        assert all(b >= a - 0.11 for a, b in pairwise(xs))
        ends.add(round(xs[-1]))
    assert len(ends) == 1 and len(lines) <= tool.people


def test_rotating_tables_mix():
    same, mixed = (
        voices(pictures.poster(Tool("a", people=20, steps=(Step(20, "small_groups", 4), Step(20, "small_groups", 4, "", rule)))))
        for rule in ("same", "remix")
    )
    assert "c" not in same and mixed.count("c") >= 15


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("count", [1, 2, 3, 20, 60])
def test_poster_of_any_steps(form, rule, count):
    for people in (1, 5, 40):
        for size in (None, 1, 3, 50):
            steps = tuple(
                Step(1 + i * 7 % 11, form if i % 3 else FORMS[i % 4], size, f"Étape {i + 1}", rule) for i in range(count)
            )
            picture = pictures.poster(Tool("Essai", people=people, steps=steps))
            root = check(picture)
            assert len(picture.encode()) <= 6000 and sum(1 for _ in root.iter()) <= 60


@pytest.mark.parametrize("minutes", [(1, 2000, 1), (480, 480), (2400, 2400, 2400), (480 * 220,), (0.5, 0.5), (960, 1, 1)])
def test_poster_from_half_a_minute_to_a_year(minutes):
    check(pictures.poster(Tool("Essai", people=9, steps=tuple(Step(m, FORMS[i]) for i, m in enumerate(minutes)))))


@pytest.mark.parametrize(
    "tool",
    [Tool("Rien"), Tool("Sans étapes", 15, 60, 3, 60), Tool("Fixe", 60, 60, 3, 60), Tool("Sans maximum", 60, None),
     Tool("Sans minutes", 5, 6, 3, 9, (Step(None, "solo"), Step(0, "solo")))],
)  # fmt: skip
def test_poster_without_steps_stays_sober(tool):
    picture = pictures.poster(tool)
    check(picture)
    assert len(picture) < 2500 and "non détaillées" in picture


def test_poster_names_its_steps_and_never_half_a_word():
    names = [t for t, _ in texts(ET.fromstring(pictures.poster(POSTERS[0])))]
    assert [n for n in names if "min" not in n] == ["Tous ensemble", "À quatre", "À deux", "Seul"] and names[-1] == "12\u00a0min"
    steps = (
        Step(240, "solo", title="Observer"),
        Step(20, "plenary", title="Converger ensuite"),
        Step(20, "solo", title="Convergence"),
    )
    names = [t for t, _ in texts(ET.fromstring(pictures.poster(Tool("x", people=9, steps=steps))))]
    assert not [n for n in names if n.endswith("…") and n[:-1] not in ("Converger",)]


@pytest.mark.parametrize("step", [Step(5, "danse"), Step(-1, "solo"), Step(5, "solo", 0), Step(5, "solo", rule="vite")])
def test_poster_refuses_what_cannot_be(step):
    with pytest.raises(ValueError):
        pictures.poster(Tool("x", steps=(step,)))


# --- timeline, swarm, axis


@pytest.mark.parametrize("width", [288, 328, 720])
@pytest.mark.parametrize("count", range(1, 21))
def test_timeline_labels_never_overlap(count, width):
    for minutes in (
        [1] * count, [2000] * count, [1 + (i * 997) % 2000 for i in range(count)], [1] * (count - 1) + [2000],
        [2000] + [1] * (count - 1), [5 * (i % 4 + 1) for i in range(count)],
    ):  # fmt: skip
        root = check(pictures.timeline([Step(m, FORMS[i % 4]) for i, m in enumerate(minutes)], width=width))
        assert any(base.minutes_text(max(minutes)) == t for t, _ in texts(root))


def test_timeline_at_its_edges():
    for steps in ([], [Step(None, "solo"), Step(0, "plenary")]):
        assert "non renseignées" in pictures.timeline(steps)
    check(pictures.timeline([Step(5, "solo"), Step(None, "pairs")]))
    with pytest.raises(ValueError):
        pictures.timeline([Step(-5, "solo")])


@pytest.mark.parametrize("number", [0, 1, 2, 27, 59, 60, 61, 120, 500])
@pytest.mark.parametrize("width", [328, 600])
def test_swarm_at_any_number(number, width):
    tools = [Tool(f"Outil {n}", 5 + n * 7 % 90, 95 + n * 13 % 400, 2 + n % 9, 12 + n * 5 % 190) for n in range(number)]
    picture = pictures.swarm(tools, width=width)
    check(picture)
    assert len(picture.encode()) <= 12_000
    if 0 < number <= 60:
        assert len(re.findall("Q|h0", re.search('class="fine" d="([^"]*)"', picture)[1])) == number


def test_swarm_counts_everyone_once_when_gathered():
    picture = pictures.swarm([Tool("T", 30, 60, 5, 50)] * 200)
    check(picture)
    assert ">200<" in picture


def test_swarm_of_difficult_values():
    odd = [Tool("Sans plafond", 5, 60, 3, None), Tool("Durée inconnue", None, None, 3, 5), Tool("Égal", 60, 60, 10, 10)]
    check(pictures.swarm([*odd, Tool("Immense", 1, 10**6, 1, 10**6)]))
    check(pictures.swarm([Tool("Seul", 1, 1, 1, 1)]))
    with pytest.raises(ValueError):
        pictures.swarm([Tool("À l’envers", 60, 5, 3, 5)])


def test_duration_axis_is_shared_and_monotone():
    rows = [(5, 20), (15, 60), (None, 45), (90, None), (None, None), (30, 30), (4800, 7200)]
    axis = pictures.duration_axis(rows, (15, 60))
    assert len(axis.rows) == len(rows) and axis.low < 5 and axis.high > 7200
    for row in axis.rows:
        assert all(-0.1 <= x <= 1000.1 for p in ET.fromstring(row).iter("path") for x, _ in points(p.get("d", "")))
    starts = [float(re.search(r'span" d="M([\d.]+)', axis.rows[i])[1]) for i in (0, 1, 5, 3, 6)]
    assert starts == sorted(starts)
    assert "span" not in axis.rows[4] and 'class="want"' in axis.rows[4]
    assert "hit" in axis.rows[0] and "hit" not in axis.rows[6]


@pytest.mark.parametrize("want", [None, (15, 60), (None, 60), (15, None), (30, 30)])
@pytest.mark.parametrize("rows", [[], [(1, 1)], [(0, 0)], [(5, 100_000)], [(None, None)]])
def test_duration_axis_at_its_edges(rows, want):
    axis = pictures.duration_axis(rows, want)
    assert 0 < axis.low < axis.high
    for piece in (axis.axis, *axis.rows):
        ET.fromstring(piece)


@pytest.mark.parametrize(("rows", "want"), [([(60, 5)], None), ([(-1, 5)], None), ([(1, 5)], (60, 5))])
def test_duration_axis_refuses_what_cannot_be(rows, want):
    with pytest.raises(ValueError):
        pictures.duration_axis(rows, want)


# --- the others


@pytest.mark.parametrize("sessions", [1, 40, 145, 10_000])
def test_a_portrait_in_dots(sessions):
    root = ET.fromstring(pictures.portrait(sessions))
    assert str(sessions) in re.sub(r"\s", "", root.get("aria-label"))


def test_a_portrait_needs_a_session():
    with pytest.raises(ValueError):
        pictures.portrait(0)


def test_marks_of_the_phases_differ():
    codes = ("prepare", "open", "scan", "focus", "act", "close", "follow")
    assert len({pictures.phase_mark(code) for code in codes}) == 7
    ET.fromstring(pictures.phase_mark("scan"))
    ET.fromstring(pictures.lost())


@pytest.mark.parametrize("n", [1, 2, 9, 40])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_way_has_a_dot_a_lesson_and_one_where_one_is(n, lang):
    done = [rank % 3 == 0 for rank in range(n)]
    picture = pictures.way(done, n - 1, hidden=False, lang=lang)
    root = check(picture)
    kinds = [circle.get("class") for circle in root.iter("circle")]
    assert kinds == [*("done" if is_done else "todo" for is_done in done[:-1]), "here"]
    assert len(list(root.iter("path"))) == n - 1
    xs = [float(circle.get("cx")) for circle in root.iter("circle")]
    assert xs == sorted(set(xs)) and picture == pictures.way(done, n - 1, hidden=False, lang=lang)


def test_a_way_is_thick_after_what_is_done_and_says_how_much():
    picture = pictures.way([True, False, True], hidden=False)
    assert re.findall(r'<path class="(\w+)"', picture) == ["run", "fine"] and "2 faites sur 3." in picture
    assert 'aria-hidden="true"' in pictures.way([True, False])


@pytest.mark.parametrize(("done", "here"), [([], None), ([True], 1), ([True], -1)])
def test_a_way_needs_a_lesson_and_a_place_on_it(done, here):
    with pytest.raises(ValueError, match="way"):
        pictures.way(done, here)
