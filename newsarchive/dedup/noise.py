"""What changes on a page although nobody edited the article: counters, relative times, links.

Texts are compared without it, so that furniture around the text never makes a revision.
"""

from __future__ import annotations

import re

from newsarchive.dedup.fingerprint import fold

MAX_WORDS = 12  # of a paragraph that may be a counter or a time; longer ones are text
_UNIT = (
    r"(?:s(?:ec(?:ond)?s?)?|min(?:ute)?s?|h(?:ou)?rs?|h|m|d|days?|weeks?|months?|"
    r"sek(?:unden?|under?)?|minuten|minuter|minuto?s?|minuti|stunden?|uur|timmar|timer|timme|"
    r"tag(?:e|en)?|wochen?|monate?n?|heures?|jours?|semaines?|mois|horas?|d[ií]as?|semanas?|"
    r"meses|or[ae]|giorn[oi]|settiman[ae]|dag(?:en|ar|er)?|uker|vecko?r?|godzin\w*|dni|"
    r"секунд\w*|минут\w*|час\w*|дн\w*|день|недел\w*|годин\w*|хвилин\w*|dakika|saat|g[üu]n|"
    r"menit|jam|hari|phút|giờ|ngày|λεπτ\w*|ώρ\w*)"
)
_NUMBER = r"(?:\d[\d.,' ]*|an?|one|ein(?:e[rmn]?)?|une?|un[ao]?|uma?|en|ett)"
_RELATIVE = re.compile(
    # 5 minutes ago, 5 минут назад, 5 dakika önce, 5 minuti fa, 5 phút trước
    rf"\b{_NUMBER}\s*{_UNIT}\s+(?:ago|geleden|fa|sedan|siden|temu|atr[aá]s|назад|тому|önce|lalu|"
    rf"trước|πριν)(?!\w)"
    # vor 5 Minuten, il y a 5 minutes, hace 5 minutos, há 5 minutos, för 5 minuter sedan
    rf"|\b(?:vor|il y a|hace|h[aá]|för|for|πριν)\s+(?:\w+\s+)?{_NUMBER}\s*{_UNIT}(?!\w)"
    # 5分前, 5 分钟前, 5시간 전, 5 นาทีที่แล้ว
    r"|\d+\s*(?:秒|分|分钟|分鐘|小时|小時|時間|天|日|週間|周|周间|か月|个月)前"
    r"|\d+\s*(?:초|분|시간|일|주|개월)\s*전|\d+\s*(?:วินาที|นาที|ชั่วโมง|วัน)(?:ที่แล้ว|ที่ผ่านมา)"
    r"|\bjust now\b|\byesterday\b|\bgerade eben\b|\bgestern\b|\bhier\b|\bayer\b|\bontem\b|\bieri\b",
    re.I,
)
_COUNTED = (
    r"views?|reads?|shares?|comments?|likes?|replies|reactions?|votes?|claps?|subscribers?|"
    r"followers?|aufrufe|kommentare?|leser|antworten|commentaires?|vues?|partages?|lectures?|"
    r"comentarios?|visitas|lecturas|comentários?|visualizações|leituras|commenti|commento|"
    r"visualizzazioni|condivisioni|reacties|reactie|weergaven|kommentarer?|visninger|visningar|"
    r"komentarzy|komentarze|wyświetleń|комментари\w*|просмотр\w*|коментар\w*|перегляд\w*|"
    r"yorum|görüntülenme|komentar|bình luận|σχόλια"
)
_COUNTER = re.compile(
    rf"^\W*(?:(?:{_COUNTED})\W*\d[\d.,' ]*[km]?|\d[\d.,' ]*[km]?\W*(?:{_COUNTED})"
    r"|\d[\d,]*\s*(?:次阅读|次觀看|条评论|則留言|件のコメント|回視聴|개의 댓글|조회))\W*$",
    re.I,
)
_LINKED = re.compile(r"<(p|li|h[2-4])>\s*<a [^<>]*>([^<]*)</a>\s*</\1>")


def settled(body: str, body_html: str = "") -> str:
    """Return the words of a text that only an edit changes, folded.

    Left out are paragraphs that are a counter ("1,204 views") and those that are nothing
    but a link (lists of related stories) or a relative time ("Updated 5 minutes ago"); of
    other short paragraphs relative times.

    Args:
        body: Paragraphs parted by blank lines.
        body_html: The same as our own small HTML; tells what is a link.

    >>> settled("Rain fell.\\n\\nUpdated 5 minutes ago")
    'rain fell'
    """
    links = {fold(match[2]) for match in _LINKED.finditer(body_html)} if "<a " in body_html else ()
    kept = []
    for paragraph in body.split("\n"):
        folded = fold(paragraph)
        if not folded or folded in links:
            continue
        if folded.count(" ") < MAX_WORDS:
            if _COUNTER.match(paragraph):
                continue
            if _RELATIVE.search(paragraph):
                folded = fold(_RELATIVE.sub(" ", paragraph))
                if folded.count(" ") < 2:  # "Updated", "Last updated"
                    continue
        kept.append(folded)
    return " ".join(part for part in kept if part)
