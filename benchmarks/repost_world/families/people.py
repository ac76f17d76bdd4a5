"""Matches, numbers, deaths and viewers: who won, who died, who watched."""

MATCH = {
    "en": """
# {team} {a:0..5}-{b:0..5} {team2}
# Match report: {team} against {team2}
{team} (met|hosted|received) {team2} on {day} in front of {v:1100..39000} spectators, and the match ended {a:0..5}-{b:0..5}. ({person} opened the scoring in the {m:2..44}th minute with a header|The first goal fell to {person}, who shot low into the corner after {m:2..44} minutes|A mistake in defence let {person} score in minute {m:2..44}). (After the break {person2} was the best man on the pitch|In the second half {person2} kept the visitors busy|{person2} hit the post twice before the hour).
[{person3} was sent off in the {r:46..90}th minute for a second yellow card.] (Coach {person4} spoke of a deserved result|Coach {person4} praised the spirit of his side|"We made too many mistakes," coach {person4} said). [In the table the hosts now have {p:8..60} points.] [On the next matchday they travel to {team3}.]
@team: {place} Rovers|{place} United|{place} Town|Athletic {place}|{place} Wanderers|{place} Harriers
""",
    "de": """
# {team} gegen {team2} {a:0..5}:{b:0..5}
# Spielbericht: {team} – {team2}
{team} hat am {day} vor {v:1100..39000} Zuschauern gegen {team2} gespielt, am Ende stand es {a:0..5}:{b:0..5}. ({person} traf in der {m:2..44}. Minute mit dem Kopf|Das erste Tor gelang {person}, der nach {m:2..44} Minuten flach ins Eck schoss|Einen Abwehrfehler nutzte {person} in der {m:2..44}. Minute). (Nach der Pause war {person2} der beste Mann auf dem Platz|{person2} traf noch vor der Stunde zweimal den Pfosten).
[{person3} sah in der {r:46..90}. Minute die Gelb-Rote Karte.] (Trainer {person4} sprach von einem verdienten Ergebnis|Trainer {person4} lobte die Einstellung seiner Elf). [In der Tabelle hat die Heimelf nun {p:8..60} Punkte.] [Am nächsten Spieltag geht es zu {team3}.]
@team: SV {place}|FC {place}|TuS {place}|Eintracht {place}|VfB {place}
""",
    "es": """
# {team} {a:0..5}-{b:0..5} {team2}
# Crónica: {team} contra {team2}
{team} recibió el {day} a {team2} ante {v:1100..39000} espectadores y el partido acabó {a:0..5}-{b:0..5}. ({person} marcó de cabeza en el minuto {m:2..44}|El primer gol fue de {person}, raso y al palo, a los {m:2..44} minutos). (Tras el descanso {person2} fue el mejor|{person2} estrelló dos balones en el poste).
[{person3} fue expulsado en el minuto {r:46..90}.] (El técnico {person4} habló de un resultado justo|El técnico {person4} elogió la entrega de los suyos). [Los locales suman {p:8..60} puntos.]
@team: Deportivo {place}|Atlético {place}|Unión {place}|Real {place}|Racing de {place}
""",
    "zh": """
# {team}{a:0..5}比{b:0..5}{team2}
{day}，{team}主场迎战{team2}，现场观众{v:1100..39000}人，双方以{a:0..5}比{b:0..5}结束比赛。(第{m:2..44}分钟，{person}头球破门|开场{m:2..44}分钟，{person}低射得手)。(下半场{person2}表现最为出色|{person2}两次击中门柱)。
[第{r:46..90}分钟，{person3}两黄变一红被罚下。](主教练{person4}认为结果公平|主教练{person4}称赞球员拼到最后)。[主队目前积{p:8..60}分。]
@team: {place}队|{place}联队|{place}竞技|{place}星队
""",
}

LOTTERY = {
    "en": """
# Lottery numbers
The winning numbers in the {game} draw on {date} were {a:1..8}, {b:9..16}, {c:17..24}, {d:25..32}, {e:33..40} and {f:41..49}. Bonus ball: {g:1..10}. All figures are given without guarantee.
@game: Midweek Six|Saturday Six|Golden Wheel
""",
    "de": """
# Lottozahlen
Die Gewinnzahlen der {game} vom {day} lauten: {a:1..8}, {b:9..16}, {c:17..24}, {d:25..32}, {e:33..40}, {f:41..49}. Zusatzzahl: {g:0..9}. Spiel 77: {h:1000..9999}. Alle Angaben ohne Gewähr.
@game: Mittwochslotterie|Samstagslotterie|Klassenlotterie
""",
    "es": """
# Números de la lotería
La combinación ganadora del sorteo {game} celebrado el {day} es {a:1..8}, {b:9..16}, {c:17..24}, {d:25..32}, {e:33..40} y {f:41..49}; complementario, {g:0..9}; reintegro, {h:0..9}. Cifras sin carácter oficial.
@game: Estrella|del Sábado|Doce Puentes
""",
    "zh": """
# 彩票开奖号码
{game}第{h:2010..9399}期开奖号码为：{a:1..8}、{b:9..16}、{c:17..24}、{d:25..30}、{e:31..33}，特别号码{g:1..16}。以上信息仅供参考，以公告为准。
@game: 双喜彩|七星彩|大富彩
""",
}

OBITUARY = {
    "en": """
# {person}
# Obituary: {person}
{person}, {a:61..101}, of {place}, died on {date} (at home, with family around|peacefully in hospital|after a short illness|after a long illness). (Born in {place2}|A native of {place2}), {person} worked for {n:11..45} years as a {trade} [at {org}]. [A keen {hobby}, {person} was known to many in the town.]
Survived by {c:1..6} children and {g:1..14} grandchildren. The service will be held at {church} in {place} at {time}. Flowers are welcome; those who wish may give to {charity} instead. The family thanks the staff of the ward for their care and kindness and asks that no visits be made to the house.
@trade: baker|teacher|nurse|carpenter|bus driver|bookseller|farmer|clerk|plumber|seamstress
@hobby: gardener|angler|singer|walker|chess player|beekeeper
@church: St Mary's|St Peter's|All Saints|the Methodist chapel|the crematorium chapel
@charity: the hospice|the lifeboat fund|the animal shelter|the village hall
""",
    "es": """
# {person}
# Necrológica: {person}
{person}, de {a:61..101} años, vecino de {place}, falleció el {date}. Nacido en {place2}, trabajó {n:11..45} años como {trade}. [Su afición era {hobby}.] Deja {c:1..6} hijos y {g:1..14} nietos.
El funeral será en {church} de {place} a las {time}. La familia agradece las muestras de cariño y ruega que no se envíen flores. No se recibe en el domicilio.
@trade: panadero|maestro|enfermero|carpintero|conductor|librero|agricultor|fontanero
@hobby: la huerta|la pesca|el canto|el ajedrez|la apicultura
@church: la parroquia de Santa María|la parroquia de San Pedro|la capilla del tanatorio
""",
    "ru": """
# Прощание: {person}
# Некролог: {person}
{date} на {a:61..101}-м году жизни скончался {person} ({place}). Он родился в городе {place2} и {n:11..45} лет проработал по одной профессии: {trade}. [Его увлечением были {hobby}.] У него остались {c:2..6} детей и {g:5..14} внуков.
Прощание состоится в городе {place} в {time}. Родные благодарят всех за слова поддержки и просят не присылать цветов. Редакция выражает семье соболезнования.
@trade: пекарь|учитель|фельдшер|плотник|водитель|агроном|слесарь|машинист
@hobby: шахматы|рыбалка и лес|пчёлы|старые песни|яблони
""",
}

RATINGS = {
    "en": """
# TV ratings
# TV ratings for {date}
The most watched programme on {day} was {show} with {a:2.11..6.90} million viewers, a share of {b:14.1..34.9} per cent. {show2} reached {c:1.11..4.90} million, {show3} {d:0.51..2.90} million. Among viewers under 50, {show4} was ahead with a share of {e:8.1..24.9} per cent. Figures are provisional and cover viewing on the day itself, without later viewing on demand.
@show: "Evening News"|"Harbour Lane"|"The Late Judge"|"Cook Me Home"|"Quiz at Nine"|"Vet in the Valley"|"Stars on Skates"
""",
    "de": """
# Die Quoten vom {day}
Meistgesehene Sendung am {day} war {show} mit {a:2.11..6.90} Millionen Zuschauern, ein Marktanteil von {b:14.1..34.9} Prozent. Dahinter folgten {show2} mit {c:1.11..4.90} Millionen und {show3} mit {d:0.51..2.90} Millionen. Bei den Zuschauern unter 50 lag {show4} mit {e:8.1..24.9} Prozent vorn. Die Zahlen sind vorläufig und gelten nur für den Tag der Ausstrahlung.
@show: „Abendnachrichten“|„Hafengasse“|„Der späte Richter“|„Koch mich heim“|„Quiz um neun“|„Tierarzt im Tal“|„Sterne auf Kufen“
""",
    "ru": """
# Рейтинги телеканалов
# Что смотрели в {day}
Самой популярной программой стала {show}: её посмотрели {a:2.11..6.90} миллиона зрителей, доля — {b:14.1..34.9} процента. У программы {show2} {c:1.11..4.90} миллиона, у программы {show3} — {d:0.51..2.90} миллиона. Среди зрителей моложе 50 лет впереди {show4} с долей {e:8.1..24.9} процента. Данные за {date} предварительные.
@show: «Вечерние новости»|«Портовый переулок»|«Поздний судья»|«Кухня дома»|«Викторина в девять»|«Доктор из долины»|«Звёзды на льду»
""",
}
