"""What links to older pages are called, in the languages of the web's newsrooms.

Folded (``str.casefold``), without arrows and punctuation.  ``OLDER`` begins the text of a
link to what is older, ``NEXT`` is the whole text of one to the next page.  A word alone
never decides: ``history`` takes only addresses that are pages of the same listing.
"""

OLDER = (
    *("older", "earlier", "previous posts", "previous articles", "previous entries"),
    *("load more", "show more", "view more", "more posts", "more articles", "more stories"),
    *("more news", "ältere", "frühere", "weitere artikel", "weitere beiträge", "mehr laden"),
    *("mehr anzeigen", "articles plus anciens", "plus anciens", "articles précédents"),
    *("publications plus anciennes", "voir plus", "charger plus", "entradas antiguas"),
    *("entradas anteriores", "entradas más antiguas", "más antiguas", "artículos anteriores"),
    *("noticias anteriores", "cargar más", "ver más", "posts antigos", "posts mais antigos"),
    *("postagens mais antigas", "mensagens antigas", "artigos mais antigos", "mais antigas"),
    *("mais antigos", "artigos anteriores", "carregar mais", "ver mais", "post più vecchi"),
    *("articoli meno recenti", "articoli precedenti", "vecchi articoli", "carica altri"),
    *("oudere", "vorige berichten", "meer laden", "meer berichten", "äldre", "ladda fler"),
    *("eldre", "ældre", "flere nyheder", "vanhemmat", "lataa lisää", "eldri", "starsze"),
    *("poprzednie wpisy", "więcej", "starší", "staršie", "načíst další", "régebbi", "korábbi"),
    *("mai vechi", "articole mai vechi", "по-стари", "старији", "stariji", "starije"),
    *("starejši", "vecāki", "senesni", "vanemad", "более ранние", "старые записи", "ранее"),
    *("предыдущие записи", "показать ещё", "показать еще", "загрузить ещё", "загрузить еще"),
    *("старіші", "попередні записи", "показати ще", "παλαιότερα", "παλαιότερες", "daha eski"),
    *("eski yazılar", "önceki yazılar", "daha fazla", "المقالات الأقدم", "الأقدم", "أقدم"),
    *("تحميل المزيد", "المزيد", "פוסטים ישנים", "ישנים יותר", "הודעות ישנות", "قدیمی‌تر"),
    *("نوشته‌های قدیمی", "مطالب قدیمی", "पुराने", "पुरानी", "পুরোনো", "পুরনো", "lebih lama"),
    *("pos-pos lama", "artikel lama", "muat lebih banyak", "cũ hơn", "bài cũ", "xem thêm"),
    *("เรื่องที่เก่ากว่า", "เก่ากว่า", "以前の", "過去の", "古い", "もっと見る", "较早", "更早", "旧文章"),
    *("較舊", "更多文章", "加载更多", "이전 글", "이전 기사", "더 보기", "더보기"),
)

NEXT = (
    *("next", "next page", "more", "weiter", "nächste", "nächste seite", "vorwärts", "mehr"),
    *("suivant", "suivante", "page suivante", "suivants", "siguiente", "siguientes"),
    *("página siguiente", "próximo", "próxima", "próxima página", "página seguinte"),
    *("seguinte", "avanti", "successiva", "successivo", "pagina successiva", "prossima"),
    *("prossimo", "volgende", "volgende pagina", "nästa", "nästa sida", "neste", "neste side"),
    *("næste", "næste side", "seuraava", "seuraava sivu", "næsta", "następna", "następne"),
    *("następna strona", "dalej", "další", "další stránka", "ďalšia", "ďalšie", "ďalej"),
    *("következő", "következő oldal", "tovább", "următoarea", "următorul", "pagina următoare"),
    *("следваща", "напред", "следећа", "sljedeća", "sljedeće", "sledeća", "naslednja", "nākamā"),
    *("kitas", "toliau", "järgmine", "далее", "дальше", "вперёд", "вперед", "следующая"),
    *("следующая страница", "следующие", "наступна", "далі", "επόμενη", "επόμενο", "επόμενα"),
    *("sonraki", "sonraki sayfa", "ileri", "التالي", "الصفحة التالية", "הבא", "לעמוד הבא"),
    *("بعدی", "صفحه بعد", "अगला", "अगला पेज", "পরবর্তী", "berikutnya", "selanjutnya"),
    *("trang sau", "tiếp", "tiếp theo", "sau", "ถัดไป", "หน้าถัดไป", "次へ", "次のページ", "次"),
    *("下一页", "下一頁", "下页", "다음", "다음 페이지"),
)
