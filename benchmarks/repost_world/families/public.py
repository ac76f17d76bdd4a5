"""Roads, police, votes, courts and schools: what offices make known."""

TRAFFIC = {
    "en": """
# Traffic update
# Traffic report for {place}
@cause: an accident|roadworks|a broken-down lorry|an oil spill|heavy traffic|a fallen tree
At {time} there are {k:2..24} kilometres of queues on the {road} {n:1..99} between {place} and {place2} because of {cause}. Drivers lose {m:8..90} minutes. [The lane towards {place3} is closed.] [A diversion is signposted.] The next update follows in an hour.
@road: A|B|M
""",
    "de": """
# Verkehrsmeldungen
# Stau auf der {road}{n:1..99} bei {place}
@cause: eines Unfalls|einer Baustelle|eines liegen gebliebenen Lastwagens|einer Ölspur|hohen Aufkommens|eines umgestürzten Baumes
{road}{n:1..99}, {place} Richtung {place2}: {k:2..24} Kilometer Stau wegen {cause}, Stand {time} Uhr. Der Zeitverlust beträgt {m:8..90} Minuten. [Die rechte Spur ist gesperrt.] [Eine Umleitung über {place3} ist ausgeschildert.] Die nächste Meldung folgt in einer Stunde.
@road: A|B|L
""",
    "ru": """
# Ситуация на дорогах
@cause: авария|ремонт|поломка грузовика|упавшее дерево|большой поток машин
К {time} на трассе {road}-{n:1..99} между городами {place} и {place2} затор {k:2..24} километров, причина — {cause}. Водители теряют {m:8..90} минут. [Объезд через {place3} обозначен знаками.] Следующая сводка через час.
@road: М|Р|А
""",
}

POLICE = {
    "en": """
# Police log
# Police log: {place}
{date}, {time}. Officers were called to {street} in {place} after a report of {deed}. {outcome} [A {a:18..79}-year-old was questioned.] [Damage is put at {p:120..9800}.] (Witnesses are asked to call the station|Anyone who saw something should ring the station) under reference {r:1000..9999}.
All people named in the log are presumed innocent until a court decides otherwise.
@street: Mill Lane|Station Road|Church Street|Orchard Way|Harbour View|Elm Close|Quarry Hill
@deed: a stolen bicycle|a loud party|a broken shop window|a scratched car|a missing dog|smoke from a bin|an argument between neighbours|a suspicious van|a shoplifter|graffiti on a wall
@outcome: A report was filed.|Nobody was found.|The matter was settled on the spot.|One person was taken to the station.|The investigation continues.
""",
    "de": """
# Polizeibericht
# Polizeibericht {place}
Am {date} gegen {time} Uhr wurde die Polizei in {place} in die {street} gerufen: {deed}. {outcome} [Ein {a:18..79} Jahre alter Mann wurde befragt.] [Der Schaden beträgt {p:120..9800} Euro.] Hinweise nimmt die Wache unter der Nummer {r:1000..9999} entgegen.
@street: Mühlenstraße|Bahnhofstraße|Kirchgasse|Hangstraße|Lindenallee|Gartenstraße
@deed: ein gestohlenes Fahrrad|eine laute Feier|eine eingeschlagene Scheibe|ein zerkratztes Auto|ein entlaufener Hund|ein brennender Mülleimer|ein Streit unter Nachbarn|ein verdächtiger Lieferwagen|ein Ladendieb
@outcome: Eine Anzeige wurde aufgenommen.|Angetroffen wurde niemand.|Die Sache wurde vor Ort geklärt.|Eine Person kam auf die Wache.|Die Ermittlungen dauern an.
""",
    "es": """
# Sucesos
# Sucesos en {place}
El {date}, a las {time}, los agentes acudieron a la calle {street} de {place} por {deed}. {outcome} [Se interrogó a una persona de {a:18..79} años.] [Los daños suman {p:120..9800} euros.] Quien sepa algo puede llamar a la comisaría con la referencia {r:1000..9999}.
@street: Mayor|del Olmo|de la Estación|del Molino|de las Eras|del Puerto
@deed: el robo de una bicicleta|una fiesta ruidosa|la rotura de un escaparate|un coche rayado|un perro perdido|el humo de un contenedor|una riña entre vecinos|una furgoneta sospechosa
@outcome: Se levantó acta.|No se encontró a nadie.|El asunto se resolvió en el acto.|Una persona fue llevada a comisaría.|La investigación sigue.
""",
}

ELECTION = {
    "en": """
# Result in the district of {place}
# {place}: how the district voted
In the district of {place}, {person} ({party}) won with {a:34.1..58.9} per cent of the vote. {person2} ({party2}) came second with {b:18.1..33.9} per cent, {person3} ({party3}) third with {c:4.1..17.9} per cent. Turnout was {t:41.1..84.9} per cent; {v:11000..64000} people were entitled to vote. [In {year} the seat had gone to {person4}.]
The result is provisional. The returning officer will confirm it in the coming week after postal votes have been counted a second time. Objections may be lodged within a fortnight by anybody on the roll.
@party: Green List|Citizens' Union|Workers' Party|Free Alliance|Rural League|Progress
""",
    "de": """
# Das Ergebnis im Wahlkreis {place}
# So hat {place} gewählt
Im Wahlkreis {place} hat {person} ({party}) mit {a:34.1..58.9} Prozent der Stimmen gewonnen. Auf Platz zwei folgt {person2} ({party2}) mit {b:18.1..33.9} Prozent, auf Platz drei {person3} ({party3}) mit {c:4.1..17.9} Prozent. Die Beteiligung lag bei {t:41.1..84.9} Prozent; wahlberechtigt waren {v:11000..64000} Menschen. [Im Jahr {year} hatte {person4} den Kreis gewonnen.]
Das Ergebnis ist vorläufig. Die Wahlleitung bestätigt es in der kommenden Woche, nachdem die Briefstimmen ein zweites Mal gezählt sind. Einspruch kann binnen zwei Wochen einlegen, wer im Verzeichnis steht.
@party: Grüne Liste|Bürgerunion|Arbeiterpartei|Freies Bündnis|Landbund|Fortschritt
""",
    "ar": """
# نتيجة دائرة {place}
# هكذا صوتت {place}
فاز {person} ({party}) في دائرة {place} بنسبة {a:34.1..58.9} في المئة من الأصوات، وحل ثانيا {person2} ({party2}) بنسبة {b:18.1..33.9} في المئة، وثالثا {person3} ({party3}) بنسبة {c:4.1..17.9} في المئة. وبلغت نسبة المشاركة {t:41.1..84.9} في المئة من أصل {v:11000..64000} ناخب. [وكان المقعد عام {year} من نصيب {person4}.]
النتيجة أولية، وتؤكدها لجنة الانتخابات الأسبوع المقبل بعد عد أصوات البريد مرة ثانية. ويحق لكل مسجل تقديم اعتراض خلال أسبوعين.
@party: القائمة الخضراء|اتحاد المواطنين|حزب العمال|التحالف الحر|رابطة الريف|التقدم
""",
}

COURT = {
    "en": """
# Court list
# Magistrates' court of {place}: list for the day
The following matter is listed before the magistrates' court of {place} on {day}: {person} against {person2}, before Judge {person3}.
Hearings begin at 9 unless stated otherwise. Parties should be present half an hour before and report to the usher on the ground floor. Members of the public may attend; seats are given in order of arrival. Telephones must be switched off, and photographs are not allowed in any part of the building. Cases may be moved to another room at short notice; a board in the hall shows all changes. Those who cannot attend for reasons of health must hand in a doctor's note before the hearing, or judgment may be given in their absence. Costs are settled at the counter on the first floor, which closes at noon.
The list is printed as supplied by the registry. This paper is not responsible for mistakes in it, nor does a listing say anything about the merits of a case.
""",
    "es": """
# Señalamientos del juzgado
El juzgado de {place} tiene señalado para el {day} el asunto de {person} contra {person2}, ante la magistrada {person3}.
Las vistas comienzan a las 9 salvo indicación en contrario. Las partes deben presentarse media hora antes en la planta baja. El público puede asistir por orden de llegada. Los teléfonos han de estar apagados y no se permiten fotografías en el edificio. Los asuntos pueden pasar a otra sala; los cambios figuran en el tablón del vestíbulo. Quien no pueda acudir por motivos de salud ha de aportar antes un justificante médico. La lista se publica tal como la facilita la secretaría.
""",
    "de": """
# Termine am Amtsgericht
# Amtsgericht {place}: Termine
Vor dem Amtsgericht {place} wird am {day} verhandelt: {person} gegen {person2}, Vorsitz {person3}.
Die Sitzungen beginnen um 9 Uhr, sofern nichts anderes angegeben ist. Die Beteiligten melden sich eine halbe Stunde vorher im Erdgeschoss. Zuhörer sind willkommen, Plätze werden in der Reihenfolge des Erscheinens vergeben. Telefone sind auszuschalten, Aufnahmen im ganzen Haus verboten. Säle können kurzfristig wechseln; alle Änderungen stehen auf der Tafel in der Halle. Wer aus gesundheitlichen Gründen fehlt, legt vorher ein Attest vor. Die Liste wird so gedruckt, wie die Geschäftsstelle sie übermittelt.
""",
}

EXAM = {
    "en": """
# Exam results
# Exam results at {school}
At {school} in {place}, {a:61.1..99.9} per cent of the candidates passed this year's final examinations, against {b:61.1..99.9} per cent last year. {n:41..390} pupils took part. The best result, {m:88.1..99.9} points, went to {person}. [{person2} came second.] (The head, {person3}, congratulated all pupils and thanked parents and staff.|Head teacher {person3} thanked parents and staff and wished all pupils well.)
Certificates are handed out in the hall on the last day of term. Pupils who wish to see their papers should apply in writing within ten days.
@school: Northgate School|Riverside Academy|St Alban's High School|Hillview College|Old Quay School|Orchard Grammar School
""",
    "zh": """
# 考试成绩公布
# {place}{school}公布毕业成绩
{place}{school}今年毕业考试通过率为百分之{a:61.1..99.9}，去年为百分之{b:61.1..99.9}，共有{n:41..390}名学生参加。最高分{m:588..699}分，由{person}取得。[{person2}名列第二。]校长{person3}向全体学生表示祝贺，并感谢家长和教师。
证书将于学期最后一天在礼堂颁发。希望查阅试卷的学生应在十日内提出书面申请，逾期不再受理。
@school: 第一中学|第二中学|实验中学|外国语学校|滨江中学|职业学校
""",
    "ar": """
# نتائج الامتحانات
# نتائج {school} في {place}
بلغت نسبة النجاح في الامتحانات النهائية في {school} في {place} {a:61.1..99.9} في المئة هذا العام مقابل {b:61.1..99.9} في المئة في العام الماضي، وشارك فيها {n:41..390} طالبا. وحصل {person} على أعلى معدل وهو {m:88.1..99.9}. [وجاء {person2} في المرتبة الثانية.] وهنأ المدير {person3} جميع الطلاب وشكر الأهالي والمعلمين.
توزع الشهادات في القاعة في آخر يوم من الفصل. وعلى من يرغب في الاطلاع على أوراقه تقديم طلب خطي خلال عشرة أيام.
@school: مدرسة النور|ثانوية الساحل|مدرسة الأمل|ثانوية الرواد|المدرسة الشرقية
""",
}
