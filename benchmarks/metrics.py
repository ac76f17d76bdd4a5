"""Scoring.  Body: 4-gram shingle precision / recall / F1 defined exactly as in
scrapinghub/article-extraction-benchmark (re-implemented; `run.py --check-metric`
compares with that project's stored outputs).  On the other sets CJK and Thai
characters are single tokens so the measure keeps a meaning on those pages."""

import re
import statistics
import unicodedata
from collections import Counter
from datetime import datetime, timedelta, timezone

_WIDE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(f"[{_WIDE}]|[^\\W{_WIDE}]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad\u200e\u200f"))


_UPSTREAM = re.compile(r"\w+")


def tokens(text, wide=True):
    return (_TOKEN if wide else _UPSTREAM).findall(text or "")


def shingles(text, n=4, wide=True):
    t = tokens(text, wide)
    return Counter(tuple(t[i : i + n]) for i in range(max(1, len(t) - n + 1)) if t)


def shingle_counts(true, pred, wide=True):
    a, b = shingles(true, wide=wide), shingles(pred, wide=wide)
    tp = sum((a & b).values())
    return tp, sum(b.values()) - tp, sum(a.values()) - tp


def prf(tp, fp, fn):
    p = 1.0 if fp == fn == 0 else (tp / (tp + fp) if tp + fp else 0.0)
    r = 1.0 if fp == fn == 0 else (tp / (tp + fn) if tp + fn else 0.0)
    return p, r, (2 * p * r / (p + r) if p + r else 0.0)


def body_scores(pairs, wide=True):
    """pairs: (true, pred).  f1 is the benchmark's own (harmonic mean of the mean
    precision and mean recall); f1_page is the mean of per-page F1."""
    ps, rs, f1s, exact = [], [], [], 0
    for true, pred in pairs:
        tp, fp, fn = shingle_counts(true, pred, wide)
        p, r, f = prf(tp, fp, fn)
        if tp + fp:
            ps.append(p)
        if tp + fn:
            rs.append(r)
        f1s.append(f)
        exact += tokens(true, wide) == tokens(pred, wide)
    p = statistics.mean(ps) if ps else 0.0
    r = statistics.mean(rs) if rs else 0.0
    return {
        "n": len(f1s),
        "p": p,
        "r": r,
        "f1": 2 * p * r / (p + r) if p + r else 0.0,
        "f1_page": statistics.mean(f1s) if f1s else 0.0,
        "exact": exact / max(1, len(f1s)),
    }


def norm(s):
    s = unicodedata.normalize("NFKC", s or "").translate(_INVISIBLE)
    return " ".join(s.split()).casefold()


def loose(s):
    return "".join(c for c in norm(s) if c.isalnum())


def norm_set(xs):
    return {n for x in xs or [] if isinstance(x, str) and (n := norm(x))}


def set_scores(pairs):
    tp = fp = fn = full = 0
    for true, pred in pairs:
        t, p = norm_set(true), norm_set(pred)
        tp += len(t & p)
        fp += len(p - t)
        fn += len(t - p)
        full += t == p
    return {
        "n": len(pairs),
        "p": tp / (tp + fp) if tp + fp else 0.0,
        "r": tp / (tp + fn) if tp + fn else 0.0,
        "f1": 2 * tp / (2 * tp + fp + fn) if tp else 0.0,
        "page_exact": full / max(1, len(pairs)),
    }


def parse_dt(s):
    if not s:
        return None
    s = str(s).strip().replace("Z", "+00:00") if str(s).strip().endswith("Z") else str(s).strip()
    try:
        return datetime.fromisoformat(s)
    except ValueError:
        m = re.match(r"\d{4}-\d{2}-\d{2}", s)
        return datetime.fromisoformat(m[0]) if m else None


def day_match(true, pred):
    t, p = parse_dt(true), parse_dt(pred)
    if t is None or p is None:
        return False
    days = {t.date()}
    if t.tzinfo:
        days.add(t.astimezone(timezone.utc).date())
        if p.tzinfo:
            p = p.astimezone(t.tzinfo)
    return p.date() in days


def has_time(s):
    t = parse_dt(s)
    return bool(t and (t.hour or t.minute or t.second))


def instant_match(true, pred, tol=60):
    """'aware': both carried an offset (or the truth is naive and the wall clock
    agrees); 'naive': right only because a naive prediction was read as UTC."""
    t, p = parse_dt(true), parse_dt(pred)
    if t is None or p is None:
        return None
    utc, lim = timezone.utc, timedelta(seconds=tol)
    if t.tzinfo is None:
        if abs(p.replace(tzinfo=None) - t) <= lim or (
            p.tzinfo and abs(p - t.replace(tzinfo=utc)) <= lim
        ):
            return "aware"
        return None
    if p.tzinfo:
        return "aware" if abs(p - t) <= lim else None
    return "naive" if abs(p.replace(tzinfo=utc) - t) <= lim else None


def published_scores(pairs):
    day = miss = aware = naive = timed = 0
    for true, pred in pairs:
        miss += parse_dt(pred) is None
        day += day_match(true, pred)
        if has_time(true):
            timed += 1
            k = instant_match(true, pred)
            aware += k == "aware"
            naive += k == "naive"
    n = max(1, len(pairs))
    return {
        "n": len(pairs),
        "day": day / n,
        "missing": miss / n,
        "timed": timed,
        "instant": (aware + naive) / max(1, timed),
        "instant_tz": aware / max(1, timed),
    }


def day_scores(pairs):
    """Day-level sets.  acc = right / all (truth None: right when nothing is given)."""
    right = wrong = missing = 0
    for true, pred in pairs:
        p = parse_dt(pred)
        p = p.date().isoformat() if p else None
        if p == true:
            right += 1
        elif p is None:
            missing += 1
        else:
            wrong += 1
    n = max(1, len(pairs))
    return {"n": len(pairs), "acc": right / n, "right": right, "wrong": wrong, "missing": missing}


def segment_scores(items):
    """items: (with, without, text): whitespace-normalised substring test, as upstream."""
    tp = fp = fn = tn = 0
    for w, wo, text in items:
        t = " ".join((text or "").split())
        a = sum(" ".join(x.split()) in t for x in w)
        b = sum(" ".join(x.split()) in t for x in wo)
        tp, fp, fn, tn = tp + a, fp + b, fn + len(w) - a, tn + len(wo) - b
    tot = tp + fp + fn + tn
    return {
        "n": len(items),
        "p": tp / (tp + fp) if tp + fp else 0.0,
        "r": tp / (tp + fn) if tp + fn else 0.0,
        "f1": 2 * tp / (2 * tp + fp + fn) if tp else 0.0,
        "acc": (tp + tn) / max(1, tot),
    }


def exact_scores(pairs):
    n = max(1, len(pairs))
    return {
        "n": len(pairs),
        "exact": sum(norm(a) == norm(b) for a, b in pairs) / n,
        "loose": sum(loose(a) == loose(b) for a, b in pairs) / n,
        "missing": sum(not norm(b) for _, b in pairs) / n,
    }


def kind_scores(pairs):
    """acc = pages whose kind (article, listing, video, …) is the true one / all."""
    n = max(1, len(pairs))
    return {"n": len(pairs), "acc": sum(true == pred for true, pred in pairs) / n}


def score(pages, outputs):
    """All metrics that the pages' truths allow; outputs: {id: dict}."""
    res = {
        "pages": len(pages),
        "errors": sum(bool(outputs.get(p.id, {}).get("error")) for p in pages),
    }
    get = lambda p: outputs.get(p.id) or {}
    pick = lambda key: [p for p in pages if key in p.truth]
    topics = lambda o: (o.get("categories") or []) + (o.get("tags") or [])
    if ps := pick("body"):
        res["body"] = body_scores(
            [(p.truth["body"], get(p).get("body")) for p in ps], wide=ps[0].set != "aeb"
        )
    if ps := pick("with"):
        res["segments"] = segment_scores(
            [(p.truth["with"], p.truth["without"], get(p).get("body")) for p in ps]
        )
    if ps := pick("title"):
        res["title"] = exact_scores([(p.truth["title"], get(p).get("title")) for p in ps])
    if ps := pick("authors"):
        res["authors"] = set_scores([(p.truth["authors"], get(p).get("authors")) for p in ps])
    if ps := pick("published"):
        res["published"] = published_scores(
            [(p.truth["published"], get(p).get("published")) for p in ps]
        )
    if ps := pick("day"):
        res["day"] = day_scores([(p.truth["day"], get(p).get("published")) for p in ps])
    if ps := pick("topics"):
        res["topics"] = set_scores([(p.truth["topics"], topics(get(p))) for p in ps])
    if ps := pick("kind"):
        res["kind"] = kind_scores([(p.truth["kind"], get(p).get("kind")) for p in ps])
    return res


class Truth:
    """What ``score`` wants of a page."""

    def __init__(self, id, set, truth):
        self.id = id
        self.set = set
        self.truth = truth
