"""German: every sentence here was written for this benchmark."""

from ._language import make_language

WORDS = """
first: Anneliese, Bernd, Carla, Dietmar, Elke, Florian, Gudrun, Holger, Ilse, Jochen, Katrin, Lothar, Margit, Norbert, Ortrud, Philipp, Renate, Sönke, Tanja, Ulrich, Verena, Wolfram, Yvonne, Andreas, Birte, Claudius, Dörte, Eckhard, Frauke, Gerold
last: Ahlers, Brinkmann, Claasen, Dornbusch, Eberlein, Fassbinder, Gröning, Hollmann, Immendorf, Jürgens, Kaltenbach, Lindwurm, Mahlstedt, Nothnagel, Oberländer, Pfannkuch, Quandtner, Riedesel, Sackmann, Tiedemann, Uhlenbrock, Vossberg, Wiesengrund, Zabelstein, Amrein, Bollwerk, Drewitz, Espenhain, Finkenwerd, Gutzeit, Hagedorn, Kniephof
head: Alten, Birken, Dorn, Eichen, Falken, Grün, Hohen, Kalten, Linden, Mühl, Neu, Ober, Rosen, Sand, Stein, Tannen, Unter, Weiden, Wolfs, Königs, Erlen, Hagen, Schwarz, Bären
tail: burg, dorf, bach, hausen, feld, berg, stedt, hafen, brück, walde, furt, heim, rode, au, münde, kirchen
role: Bürgermeister, Sprecherin, Vorstandschef, Forschungsleiterin, Minister, Staatsanwältin, Betriebsrat, Direktorin, Stadtrat, Ingenieurin, Kommissar, Vorsitzende, Fraktionschef, Schulleiterin, Chefarzt, Historikerin
orgs: Stadtwerke {place}, {last} AG, Institut {place}, Universität {place}, Hafenamt {place}, {last}-Stiftung, Verkehrsbetriebe {place}, Sparkasse {place}, {last} Energie, Klinikum {place}, Handwerkskammer {place}, {last} & Söhne
papers: {place}er Zeitung, {place}er Anzeiger, {place}er Tageblatt, {place}er Nachrichten, {place}er Kurier, Neue {place}er Presse, {place}er Bote, {place} heute, {place}er Rundschau, {place}er Morgenpost
agencies: dnd, Nordpress, Rheindienst
month: Januar, Februar, März, April, Mai, Juni, Juli, August, September, Oktober, November, Dezember
weekday: Montag, Dienstag, Mittwoch, Donnerstag, Freitag, Samstag, Sonntag
money: {} Millionen Euro, {} Milliarden Euro
said: sagte, erklärte, betonte, ergänzte, warnte, räumte ein, versicherte, berichtete
noun: Behörden, Pläne, Berichte, Ausschüsse, Anwohner, Entscheidungen, Arbeiten, Familien, Gemeinden, Vorschläge, Verträge, Ermittlungen, Preise, Zahlen, Projekte, Betriebe, Debatten, Märkte, Beschäftigte, Mittel, Fachleute, Kampagnen, Prüfungen, Küsten, Gebäude, Lieferungen, Verzögerungen, Ernten, Brücken, Netze, Warnungen, Beschwerden, Beweise, Verhandlungen, Fahrpläne, Schäden, Versicherungen, Flüsse, Reformen, Speicher, Genehmigungen, Fabriken, Mieter, Umfragen, Fristen, Gärten, Museen, Renten, Lehrlinge, Schienen, Geräte, Fischer, Täler, Archive, Wahlen, Archäologen, Frachten, Orchester, Programme, Volksentscheide, Werften, Gewächshäuser, Zuschüsse, Fähren, Entschädigungen, Steinbrüche, Entwürfe, Labore, Proteste, Kindergärten, Finanzämter, Freiwillige, Stauseen, Windräder, Hypotheken, Pfarreien, Inventare, Leuchttürme, Bäckereien, Skulpturen, Imker, Deiche, Mautstraßen, Schleusen, Stellwerke, Kapellen, Staatsverträge, Gerüste, Gerbereien, Kellergewölbe, Fernrohre, Denkmäler, Chöre, Kanalrohre, Weinberge, Sägewerke, Schornsteine, Wanderwege, Obstwiesen, Kutschen, Uhrmacher
adj: neuen, örtlichen, öffentlichen, letzten, großen, nationalen, frühen, schwierigen, endgültigen, kleinen, offenen, jüngsten, vorsichtigen, teuren, regionalen, alten, unabhängigen, vorläufigen, privaten, ernsten, unerwarteten, jährlichen, beliebten, technischen, gemeinsamen, umstrittenen, stillen, unfertigen, ländlichen, fremden, bescheidenen, ehrgeizigen, genauen, dringenden, feuchten, schmalen, geteilten, förmlichen, geduldigen, widerwilligen, überfälligen, verborgenen, brüchigen, großzügigen
verb: verändern, stützen, verzögern, erhöhen, erreichen, begrüßen, bezweifeln, betreffen, ersetzen, untersuchen, spalten, stärken, bedrohen, überraschen, verschieben, prägen, verteidigen, reparieren, überholen, bezahlen, übersehen, testen, retten, schwächen, skizzieren, teilen, besichtigen, schützen, bremsen, beleben, begrenzen, messen, blockieren, vereinfachen, verlegen, dokumentieren, loben, unterbrechen, erben, beobachten, überdauern, verbinden
adv: rasch, mehrfach, teilweise, ohne Vorwarnung, seit Jahren, trotz aller Zweifel, mit hohen Kosten, wie erwartet, am Ende, immer wieder, hinter verschlossenen Türen, zum ersten Mal, zur allgemeinen Erleichterung, mit Verspätung, Schritt für Schritt, ungern, über Nacht, gegen jeden Rat
prep: ohne, gegen, für, durch, um, über
"""

STORIES = """
= accident
! Bei einem (Busunglück|Zugunglück|Verkehrsunfall) nahe {place} sind am {day} mindestens {n} Menschen verletzt worden, wie {org} mitteilte.
! Ein Feuer, das am {day} kurz nach {time} Uhr in {place} ausbrach, hat {n} Häuser (zerstört|beschädigt); {big} Haushalte waren ohne Strom.
Den Notruf setzte um {time} Uhr {person} ab, (der gegenüber wohnt|die zwei Straßen weiter wohnt).
Feuerwehrleute aus {place} und {place} brauchten {n} Stunden, bis (der Brand gelöscht|die Lage unter Kontrolle) war.
{person} von {org} {said}, die Ursache (sei noch unklar|werde erst in Wochen feststehen).
Der Schaden wird auf {amount} geschätzt, {n} Bewohner kamen bei Verwandten unter.
Von den Verletzten lagen am {day} noch {n} im Krankenhaus in {place}, {n} von ihnen schwer verletzt.
Es ist bereits der (zweite|dritte|vierte) Unfall dieser Art an der Strecke seit dem {date}.
# {n} Verletzte bei Unfall nahe {place}
# {place}: Feuer trifft {n} Häuser
= politics
! Mit {n} zu {n} Stimmen hat der Rat von {place} am {day} einen Plan (angenommen|abgelehnt), der {amount} in {n} Jahren kosten würde.
! {person}, {role} in {place}, hat am {day} eine (Senkung|Erhöhung) der Abgaben um {pct} Prozent (angekündigt|ausgeschlossen).
Den Antrag hatte {person} am {date} eingebracht; seither wurde er {n} Mal geändert.
Kritiker um {person} (fürchten|wenden ein), dass {place} davon nur {amount} bekäme.
„{quote}“, {said} {person} nach der Sitzung, die um {time} Uhr endete.
In einer Umfrage unter {big} Wahlberechtigten waren {pct} Prozent dafür und {pct} Prozent dagegen.
Die zweite Lesung ist für den {date} geplant; bis dahin kann {org} Änderungen vorschlagen.
# {place} stimmt über Plan für {amount} ab
# {person}: Es geht um die {adj} {noun}
= company
! {org} will den (Standort|Betrieb|Lagerplatz) in {place} (schließen|verkaufen|ausbauen); betroffen sind {big} Stellen, teilte das Unternehmen am {day} mit.
! Die Aktie von {org} (fiel|stieg) am {day} um {pct} Prozent, nachdem die Kosten auf {amount} beziffert worden waren.
{person}, {role} von {org}, {said}, in {n} Monaten seien {amount} (verloren|verdient) worden.
Das Werk in {place} wurde {year} eröffnet und lieferte zuletzt {big} Tonnen im Jahr.
Die Belegschaft erfuhr davon in einer Versammlung am {day} um {time} Uhr.
Analysten hatten mit etwa {amount} gerechnet, {pct} Prozent weniger.
Ein Käufer aus {place} soll {amount} geboten haben; {org} wollte sich dazu nicht äußern.
# {org} ordnet {place} neu
# {big} Stellen in {place} auf dem Prüfstand
= court
! Das Landgericht {place} hat {person} am {day} wegen (Betrugs|Urkundenfälschung|Untreue) zu {n} Monaten Haft verurteilt; geschädigt ist {org}.
! In {place} hat am {day} der Prozess gegen {person} begonnen, geladen sind {n} Zeugen.
Nach Ansicht der Anklage (verschwanden|flossen) zwischen dem {date} und dem {date} {amount}.
Verteidiger {person} {said}, man werde binnen {n} Tagen Revision einlegen.
Das Gericht (würdigte|berücksichtigte), dass {amount} zurückgezahlt worden seien.
Im Jahr {year} endete ein ähnliches Verfahren dort nach {n} Verhandlungstagen.
Das Urteil, das um {time} Uhr verkündet wurde, nahm der Angeklagte (wortlos|ohne sichtbare Regung) auf.
# Gericht in {place} verurteilt {person}
# {n} Monate Haft im Fall {org}
= science
! Forscher von {org} haben {n} (Arten|Bruchstücke|Signale) (entdeckt|beschrieben), die als verloren galten; untersucht wurden {big} Proben.
! Vor {place} ist der Meeresspiegel in {n} Jahren um {n} Millimeter gestiegen, meldet {org}.
Die Gruppe um {person} arbeitete seit dem {date} in {place} und maß an {n} Stellen.
Der Fehler liegt bei {pct} Prozent, {said} {person}.
Frühere Arbeiten von {year} stützten sich auf nur {n} Messungen.
„{quote}“, {said} {person}, der nicht zu der Gruppe gehört.
Bezahlt hat die Arbeit {org} mit {amount}.
# Forscher bei {place}: {n} Funde nach {n} Jahren
# Was {big} Proben über {place} verraten
= health
! Ärzte in {place} (melden|zählen) {n} Fälle einer Infektion, die es dort seit {year} nicht mehr gab.
! {org} will in {place} bis zum {date} {n} Stationen schließen und {amount} im Jahr sparen.
Auf einen Termin warten Kranke im Schnitt {n} Tage, {n} mehr als {year}.
{person}, {role} von {org}, {said}, es gebe (keinen Grund zur Sorge|kaum noch Zeit).
Allein in {place} wurden in {n} Wochen {big} Menschen geimpft.
Das Sorgentelefon ist bis {time} Uhr besetzt; am {day} zählte es {big} Anrufe.
Derzeit sind etwa {pct} Prozent der Betten frei.
# {n} Fälle in {place} gezählt
# {org}: Wartezeit steigt auf {n} Tage
= transport
! Die Strecke zwischen {place} und {place} wird ab dem {date} für {n} Wochen gesperrt, teilte {org} mit.
! (Fähren|Straßenbahnen|Züge) nach {place} fahren ab dem {date} alle {n} Minuten, die Preise steigen um {pct} Prozent.
Betroffen sind täglich etwa {big} Fahrgäste; {n} Busse sollen aushelfen.
Die letzte Fahrt beginnt um {time} Uhr, {n} Minuten früher als bisher.
Die Arbeiten an {n} Brücken haben bisher {amount} gekostet, geplant waren {amount}.
{person} von {org} {said}, Autofahrer sollten {place} am {day} meiden.
Der Tunnel bei {place} wurde zuletzt {year} erneuert.
# Strecke nach {place} für {n} Wochen gesperrt
# {org}: Fahrpreise steigen um {pct} Prozent
= culture
! {n} Jahre nach der Schließung öffnet das (Theater|Museum|Kino) in {place} am {date} wieder, mit einem Werk von {person}.
! Der Preis von {place}, dotiert mit {amount}, geht an {person} für (einen Roman|einen Film) über die {adj} {noun}.
Die Jury um {person} las in {n} Monaten {big} Einsendungen.
Karten kosten zwischen {n} und {n} Euro; {big} sind verkauft.
Das Haus fasst {big} Gäste und stammt aus dem Jahr {year}.
„{quote}“, {said} {person} bei der Vorstellung am {day}.
{org} gibt {amount} zur Spielzeit dazu.
# {person} erhält Preis von {place}
# {place} öffnet sein Haus nach {n} Jahren
= school
! An {n} Schulen in {place} beginnt der Unterricht ab dem {date} um {time} Uhr, das hat {org} am {day} beschlossen.
! Die Zahl der Schüler in {place} ist seit {year} um {pct} Prozent auf {big} (gefallen|gestiegen).
In {n} Fächern fehlen Lehrkräfte, vor allem bei {place}.
{person}, {role} bei {org}, {said}, {n} Stellen blieben unbesetzt.
Eltern sammelten in {n} Tagen {big} Unterschriften.
Ein Neubau für {amount} soll bis zum {date} fertig sein.
Bei einem Test schnitten {pct} Prozent der Klassen besser ab als {year}.
# {place}: Unterricht beginnt um {time} Uhr
# {n} Stellen an Schulen in {place} unbesetzt
= crime
! Die Polizei in {place} hat am {day} {n} Verdächtige festgenommen, die bei {org} Waren für {amount} gestohlen haben sollen.
! Unbekannte haben in der Nacht zum {day} {n} (Gemälde|Fahrräder|Motoren) aus einem Lager in {place} geholt.
Beamte durchsuchten {n} Wohnungen in {place} und {place} und stellten {amount} in bar sicher.
Ein Zeuge sah um {time} Uhr einen Wagen, der Richtung {place} davonfuhr.
{person}, Leiter der Ermittlungen, {said}, {n} weitere Verdächtige seien bekannt.
Die Zahl solcher Fälle stieg {year} um {pct} Prozent auf {big}.
Hinweise nimmt die Wache in {place} entgegen, teilte {org} mit.
# {n} Festnahmen nach Diebstahl in {place}
# Diebe holen {n} Stück aus Lager von {org}
= general
{person} {said}, die {adj} {noun} könnten in {place} nicht bis zum {date} warten.
{org} hatte die {noun} zuletzt {year} geprüft.
Auf die {noun} angesprochen, verwies {person} auf die {adj} {noun} vom {date}.
Ein Sprecher von {org} nannte {big}, {person} dagegen {big}.
Der Ortstermin mit {person}, {role} in {place}, war am {day}.
In {place} finden {pct} Prozent der Befragten, die {noun} seien ausreichend.
{person} und {person} wollen sich am {date} in {place} treffen.
„{quote}“, {said} {person}, {role} bei {org}.
„{quote}. {quote}“, {said} {person}.
Bis {time} Uhr waren es {big}, zählte {org}.
= free
die {adj} {noun} {verb} die {noun} {prep} die {adj} {noun}
{adv} {verb} die {noun} die {adj} {noun}
die {noun} {prep} {noun} {verb} {adv} die {adj} {noun}, und die {noun} {verb} die {noun}
keine {noun} {verb} {adv} die {noun}
{prep} die {noun} {verb} die {adj} {noun} {adv} die {noun}
viele in {place} wissen noch, wie die {noun} die {adj} {noun} {verb} konnten
was die {noun} {verb}, sind die {adj} {noun} {prep} die {noun}
die {noun}, die {noun} und die {adj} {noun} {verb} die {noun} {prep} {place}
die {adj} {noun} {verb} {adv} die {noun}, ebenso die {noun} {prep} die {adj} {noun}
= stock
Bei {org} war am {day} niemand für eine Stellungnahme zu erreichen.
Der Artikel wird laufend aktualisiert.
Die Ermittlungen dauern an.
Weitere Einzelheiten waren zunächst nicht bekannt.
Die Ankündigung kam für viele überraschend.
Eine Entscheidung wird in den kommenden Wochen erwartet.
Wie viele Menschen betroffen sind, war zunächst unklar.
Die Angaben ließen sich nicht unabhängig prüfen.
"""

LINES = """
blurb: Abonnieren Sie unseren Newsletter und lesen Sie jeden Morgen das Wichtigste aus der Redaktion von {outlet}.
blurb: {outlet} hat sich dem Kodex des regionalen Presserats verpflichtet.
blurb: Folgen Sie {outlet} auf allen Kanälen und verpassen Sie keine Nachricht aus der Region.
blurb: Haben Sie etwas beobachtet? Schreiben Sie der Redaktion an hinweis@{host} oder rufen Sie uns an.
blurb: Unterstützen Sie unabhängigen Journalismus: Ein Abo von {outlet} kostet weniger als ein Brötchen am Tag.
blurb: © {outlet}. Alle Rechte vorbehalten. Vervielfältigung nur mit Genehmigung des Verlags.
blurb: Kommentare sind für angemeldete Leser bis Mitternacht möglich; bitte bleiben Sie sachlich.
blurb: Mit unserer App erfahren Sie sofort, was geschieht; sie ist kostenlos und nach Themen einstellbar.
blurb: In der Wochenendausgabe von {outlet} finden Sie lange Reportagen, Rätsel und Rezepte.
blurb: Haben Sie einen Fehler gefunden? Bitte schreiben Sie an korrektur@{host}.
agency: {source} ist eine unabhängige Nachrichtenagentur mit Korrespondenten in vierzig Ländern; Zeitungen und Sender nutzen ihre Berichte.
contributed: Mitarbeit: {person} und {person2}.
contributed: An diesem Bericht hat {person} in {place} mitgearbeitet; Redaktion: {person2}.
credit: Dieser Artikel erschien zuerst bei {source}.
credit: Quelle: {source}
credit: Mit Material von {source}.
credit: Übernommen von {source} mit freundlicher Genehmigung.
desk: Redaktion {outlet}
desk: Redaktion
byline: {source}
byline: {person}, {source}
dateline: {place} ({source}) –
dateline: {place}/{place2} ({source}).
dateline: {PLACE}.
more: Lesen Sie auch: {headline}
more: Mehr zum Thema: {headline}
more: Das könnte Sie auch interessieren: {headline}
subheading: Was bisher bekannt ist
subheading: Die {adj} {noun}
subheading: Fragen an die {noun}
subheading: Stimmen aus {place}
lead: Die Nachricht sorgt in {place} und weit darüber hinaus für Aufsehen.
lead: Es ist eine Zahl, die aufhorchen lässt: {figure}.
lead: {figure} – von dieser Zahl spricht seit {day} ganz {place}.
lead: Die {adj} {noun} beschäftigen {place} seit Tagen, nun gibt es Neues.
lead: Was Leserinnen und Leser über die {noun} wissen sollten.
quoted: Wie {source} berichtet:
quoted: {source} schrieb am {day}:
quoted: Mit den Worten von {source}:
update: Die Zahl wurde inzwischen auf {figure} korrigiert, teilte {org} mit.
update: {person} {said} später am {day}, die {noun} könnten die {adj} {noun} {verb}.
update: Bis {time} Uhr hatte {org} neue Zahlen vorgelegt.
headline: {noun} in {place}: Wie es um die {adj} {noun} steht
headline: Warum {noun} die {noun} {verb}
headline: {person} und die {adj} {noun}
headline: Neues aus {place}: Die {noun} und die Folgen
updated: Aktualisiert: {headline}
suffix: {headline} | {outlet}
"""

SWAPS = """
am Ende/schließlich, rasch/schnell, mehrfach/wiederholt, etwa/rund, teilte mit/gab bekannt, nahe/unweit von, zuletzt/jüngst, teilweise/zum Teil, großen/bedeutenden, ernsten/schweren, kaum noch/fast keine, mindestens/wenigstens, dass/daß, immer wieder/ein ums andere Mal, wie erwartet/erwartungsgemäß, Strecke/Linie, derzeit/zurzeit, täglich/am Tag, bereits/schon, vor allem/besonders
"""

GERMAN = make_language(
    code="de",
    letters_per_word=7.0,
    words=WORDS,
    stories=STORIES,
    lines=LINES,
    swaps=SWAPS,
    names="{first} {last}",
    quotes="„“",
    decimal=",",
    thousands=".",
    dates=("{d}. {month}", "{d}. {month} {y}", "{d}.{m}."),
    other_time="{h}.{min}",
)
