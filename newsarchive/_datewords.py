"""Words that stand in and beside dates, in the languages news is written in.

Data for ``newsarchive.dates``.  Every word is looked up as ``fold(word)``: lower case,
accents taken off, so that "Février", "fevrier" and "FÉVRIER" are one word.
"""

from __future__ import annotations

import unicodedata


def fold(word: str) -> str:
    """Return the word in lower case and without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in parts if unicodedata.category(char) != "Mn")


_MONTHS = (
    """january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari stycznia
    styczeń sty января январь янв січня січень січ ledna leden január januára januarja januára
    ianuarie ian tammikuuta tammikuu ocak oca ιανουαρίου ιανουάριος ιαν януари јануар јануара
    januara siječnja siječanj jaanuar sausio janvāris janvārī gener janúar
    يناير جانفي ינואר בינואר जनवरी มกราคม""",
    """february feb februar feber février févr fév fevr febrero febbraio fevereiro fev februari
    febr lutego luty lut февраля февраль фев февр лютого лютий лют února únor február februára
    februarja februarie helmikuuta helmikuu şubat şub φεβρουαρίου φεβρουάριος φεβ февруари фебруар
    фебруара februara veljače veljača veebruar vasario februāris februārī febrer febrúar
    فبراير فيفري פברואר בפברואר फरवरी फ़रवरी กุมภาพันธ์""",
    """march mar märz maerz mär mars marzo março maart mrt marca marzec марта март мар березня
    березень бер března březen március márc marca martie maaliskuuta maaliskuu mart μαρτίου μάρτιος
    μαρ ožujka ožujak märts kovo marts martā març maret mac marta
    مارس מרץ מרס במרץ במרס मार्च มีนาคม""",
    """april apr avril avr abril abr aprile kwietnia kwiecień kwi апреля апрель апр квітня квітень
    квіт кві dubna duben április ápr apríla aprila aprilie huhtikuuta huhtikuu nisan nis απριλίου
    απρίλιος απρ април априла travnja travanj aprill balandžio aprīlis aprīlī apríl
    أبريل ابريل أفريل אפריל באפריל अप्रैल เมษายน""",
    """may mai mayo maggio mag maio maj maja mei мая май травня травень трав тра května květen
    május máj mája toukokuuta toukokuu mayıs μαΐου μάιος μαϊ μαι мај маја svibnja svibanj gegužės
    maijs maijā maig maí
    مايو ماي מאי במאי मई พฤษภาคม""",
    """june jun juni juin junio giugno giu junho czerwca czerwiec cze июня июнь июн червня червень
    чер черв června červen június jún júna juna iunie iun kesäkuuta kesäkuu haziran haz ιουνίου
    ιούνιος ιουν юни јун јуна јуни lipnja lipanj juuni birželio jūnijs jūnijā juny júní junija
    يونيو جوان יוני ביוני जून มิถุนายน""",
    """july jul juli juillet juil julio luglio lug julho lipca lipiec lip июля июль июл липня
    липень лип července červenec július júl júla jula iulie iul heinäkuuta heinäkuu temmuz tem
    ιουλίου ιούλιος ιουλ юли јул јула јули srpnja srpanj juuli liepos jūlijs jūlijā juliol júlí
    julai julija
    يوليو جويلية יולי ביולי जुलाई กรกฎาคม""",
    """august aug août aout agosto ago augustus sierpnia sierpień sie августа август авг серпня
    серпень сер серп srpna srpen augusztus aug augusta elokuuta elokuu ağustos ağu αυγούστου
    αύγουστος αυγ augusti avgusta avgust kolovoza kolovoz rugpjūčio augusts augustā agost ágúst
    agustus agu agt ogos
    أغسطس اغسطس أوت אוגוסט באוגוסט अगस्त สิงหาคม""",
    """september sep sept septembre septiembre setiembre settembre set setembro września wrzesień
    wrz сентября сентябрь сен сент вересня вересень вер верес září szeptember szept septembra
    septembrie syyskuuta syyskuu eylül eyl σεπτεμβρίου σεπτέμβριος σεπ σεπτ септември септембар
    септембра rujna rujan rugsėjo septembris septembrī setembre
    سبتمبر ספטמבר בספטמבר सितंबर सितम्बर กันยายน""",
    """october oct oktober okt octobre octubre ottobre ott outubro out października październik
    paź октября октябрь окт жовтня жовтень жов жовт října říjen október októbra oktobra octombrie
    lokakuuta lokakuu ekim eki οκτωβρίου οκτώβριος οκτ октомври октобар октобра oktoober spalio
    oktobris oktobrī
    أكتوبر اكتوبر אוקטובר באוקטובר अक्टूबर अक्तूबर ตุลาคม""",
    """november nov novembre noviembre novembro listopada listopad lis ноября ноябрь ноя нояб
    листопада листопад лис листоп listopadu novembra noiembrie noi marraskuuta marraskuu kasım kas
    νοεμβρίου νοέμβριος νοε ноември новембар новембра studenoga studenog studeni lapkričio
    novembris novembrī nóvember
    نوفمبر נובמבר בנובמבר नवंबर नवम्बर พฤศจิกายน""",
    """december dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia grudzień gru
    декабря декабрь дек грудня грудень груд гру prosince prosinec decembra decembrie joulukuuta
    joulukuu aralık ara δεκεμβρίου δεκέμβριος δεκ декември децембар децембра prosinca prosinac
    detsember gruodžio decembris decembrī desembre desember disember des
    ديسمبر דצמבר בדצמבר दिसंबर दिसम्बर ธันวาคม""",
)

MONTHS = {fold(word): number for number, row in enumerate(_MONTHS, 1) for word in row.split()}

CROATIAN_MONTHS = {"listopada": 10, "listopad": 10, "lis": 10, "lip": 6}
"""Words that are another month in Croatian than in Polish and Czech; used only when told so."""

THAI_MONTHS = {fold(row.split()[-1]) for row in _MONTHS}
"""Beside these the year is of the Buddhist era, 543 ahead."""

_WEEKDAYS = (
    """monday mon montag mo lundi lunes lunedì lun segunda seg maandag poniedziałek pon pn
    понедельник пн понеділок pondělí hétfő luni måndag mån mandag man maanantai maanantaina
    pazartesi pzt δευτέρα понеделник ponedjeljak ponedeljek pondelok esmaspäev pirmadienis dilluns
    senin isnin الاثنين الإثنين सोमवार 月 月曜 月曜日 월 월요일 星期一 周一""",
    """tuesday tue tues dienstag di mardi martes martedì terça dinsdag wtorek wt вторник вт вівторок
    úterý kedd marți tisdag tis tirsdag tir tiistai tiistaina salı sal τρίτη вторник utorak torek
    utorok teisipäev antradienis dimarts selasa الثلاثاء मंगलवार 火 火曜 火曜日 화 화요일 星期二
    周二""",
    """wednesday wed mittwoch mi mercredi miércoles mié mercoledì mer quarta woensdag środa śr среда
    ср середа středa szerda miercuri onsdag ons keskiviikko keskiviikkona çarşamba çar τετάρτη сряда
    srijeda sreda streda kolmapäev trečiadienis dimecres rabu الأربعاء बुधवार 水 水曜 水曜日 수
    수요일 星期三 周三""",
    """thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio quinta donderdag
    czwartek czw четверг чт четвер čtvrtek csütörtök joi torsdag tor torstai torstaina perşembe per
    πέμπτη четвъртък četvrtak četrtek štvrtok neljapäev ketvirtadienis dijous kamis khamis الخميس
    गुरुवार गुरूवार 木 木曜 木曜日 목 목요일 星期四 周四""",
    """friday fri freitag fr vendredi ven viernes vie venerdì sexta vrijdag vr piątek pt пятница пт
    п'ятниця пятниця pátek péntek vineri fredag fre perjantai perjantaina cuma παρασκευή петък petak
    petek piatok reede penktadienis divendres jumat jumaat الجمعة शुक्रवार 金 金曜 金曜日 금 금요일
    星期五 周五""",
    """saturday sat samstag sa sonnabend samedi sam sábado sáb sabato sab zaterdag za sobota sob
    суббота сб субота sobota szombat sâmbătă lördag lör lørdag lør lauantai lauantaina cumartesi cmt
    σάββατο събота subota laupäev šeštadienis dissabte sabtu السبت शनिवार 土 土曜 土曜日 토 토요일
    星期六 周六""",
    """sunday sun sonntag so dimanche dim domingo domenica dom zondag zo niedziela niedz воскресенье
    вс неділя neděle vasárnap duminică söndag sön søndag søn sunnuntai sunnuntaina pazar paz κυριακή
    неделя nedjelja nedelja nedeľa pühapäev sekmadienis diumenge minggu ahad الأحد रविवार 日曜
    日曜日 일요일 星期日 星期天 周日""",
)

WEEKDAYS = {fold(word): number for number, row in enumerate(_WEEKDAYS) for word in row.split()}
"""Folded weekday names; Monday is 0, as in ``datetime.weekday``."""

_LABELS = """
mar ma ti ke to pe la su feira
published publish posted post updated update last modified edited created first originally written
released release date dated time issued added on at the of from as edt est hrs hours hour h am pm t
publication pubdate filed uploaded
veröffentlicht aktualisiert am um stand vom den der uhr zuletzt erstellt datum geändert erschienen
publiziert letzte aktualisierung erstmals zuerst
publié publie publiée mis mise à a jour le modifié modifiée modification paru parution posté mise
en ligne dernière de date créé
publicado publicada actualizado actualizada el las los horas hrs fecha última ultima actualización
actualizacion modificado creado publicación del
pubblicato pubblicata aggiornato aggiornata il alle ore ultimo aggiornamento data pubblicazione
ultima modifica
em atualizado atualizada às as atualização criado postado publicação por última feira
gepubliceerd bijgewerkt op om laatst laatste geplaatst gewijzigd aangepast uur update
opublikowano opublikowany dodano aktualizacja publikacji publikacja zaktualizowano ostatnia godz
godzina dnia r o roku utworzono
опубликовано опубликована обновлено обновление дата публикации в г года год время размещено
добавлено ч изменено
опубліковано оновлено публікації о об р року рік час
publikováno publikovano aktualizováno vydáno v dne hod zveřejněno publikované aktualizované
publicerad publicerat uppdaterad uppdaterat senast den kl klockan skapad
offentliggjort opdateret udgivet d publiceret
publisert oppdatert sist oppdatering lagt ut klokken
julkaistu päivitetty klo viimeksi muokattu julkaistiin kello
yayınlanma yayınlandı yayın tarihi tarih güncelleme güncellendi güncellenme eklenme saat son giriş
közzétéve frissítve megjelent utolsó frissítés publikálva
publicat actualizat la ora pe în ultima actualizare
δημοσιεύθηκε δημοσιεύτηκε ενημερώθηκε δημοσίευση ενημέρωση ώρα στις τελευταία ημερομηνία
objavljeno ažurirano zadnja izmjena u sati god godine
gada m d
diterbitkan dipublikasikan diperbarui pukul pada tanggal terakhir hari wib wita wit
ngày cập nhật lúc đăng năm giờ thứ
نشر نشرت تم في آخر تحديث تاريخ الساعة يوم م هـ
פורסם עודכן ב בשעה
发布 发布时间 发布于 发表 发表于 发表时间 更新 更新时间 更新于 时间 日期 發布 發佈 發布時間
更新時間 時間
公開 更新 配信 掲載 投稿 投稿日 公開日 更新日 最終更新 最終更新日 日時 公開日時
입력 수정 승인 등록 발행 게시 최종수정 기사입력 최종 작성
प्रकाशित अपडेट पर को बजे
เผยแพร่ วันที่ เวลา น อัปเดต
"""

LABELS = frozenset(fold(word) for word in _LABELS.split())
"""Folded words that may stand beside a date without making the text say anything else.

The first line are weekdays that are also something else ("mar" is March, too).
"""

ZONES = {
    # name → minutes east of UTC; only names that mean one thing in news
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0,
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "AKST": -540, "AKDT": -480, "HST": -600,
    "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "WEST": 60,
    "EET": 120, "EEST": 180, "MSK": 180, "МСК": 180, "SAST": 120,
    "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "WIB": 420,
    "AEST": 600, "AEDT": 660, "ACST": 570, "ACDT": 630, "AWST": 480,
    "NZST": 720, "NZDT": 780,
}  # fmt: skip

PLACES = {"ET": "America/New_York", "PT": "America/Los_Angeles"}
"""Abbreviations whose offset depends on the day."""

VAGUE_ZONES = frozenset({"IST", "BST", "AST", "ADT", "GST", "SST", "ECT", "CT", "MT", "LOCAL"})
"""Known as zones, but of several places: the time stays naive (BST: see ``dates``)."""
