"""Weather, earthquakes, air and stars: what is measured, or read in the sky, every day."""

WEATHER = {
    "en": """
# Weather for today
# Weather forecast for {place}, {date}
@sky: sunny|mostly cloudy|overcast|bright with some cloud|foggy at first, then clear|unsettled|rainy
@wind: north|north-east|east|south-east|south|south-west|west|north-west
{place}, {date}. Today will be {sky} in {place}. Temperatures (reach|climb to) {t:-4..34} degrees and fall to {u:-11..16} degrees at night. The wind blows from the {wind} at {w:4..70} kilometres an hour. [The chance of rain is {r:0..100} per cent.] [Sunrise is at {time}, sunset at {time2}.]
(For tomorrow|For {tomorrow}) we expect {sky2} weather with a high of {v:-4..34} degrees. [Drivers should allow for slippery roads in the morning.]
""",
    "de": """
# Das Wetter
# Wetter in {place} am {date}
@sky: heiter|meist bewölkt|bedeckt|freundlich mit einzelnen Wolken|anfangs neblig, später klar|wechselhaft|regnerisch
@wind: Nord|Nordost|Ost|Südost|Süd|Südwest|West|Nordwest
{place}, {date}. Heute ist es in {place} {sky}. Die Höchstwerte liegen bei {t:-4..34} Grad, in der Nacht sinken sie auf {u:-11..16} Grad. Der Wind weht aus {wind} mit {w:4..70} Kilometern in der Stunde. [Die Regenwahrscheinlichkeit beträgt {r:0..100} Prozent.] [Sonnenaufgang ist um {time} Uhr, Sonnenuntergang um {time2} Uhr.]
Morgen wird es {sky2} bei Werten um {v:-4..34} Grad. [Autofahrer sollten am Morgen mit glatten Straßen rechnen.]
""",
    "es": """
# El tiempo hoy
# El tiempo en {place}, {date}
@sky: soleado|muy nuboso|cubierto|claro con alguna nube|con niebla al amanecer|variable|lluvioso
@wind: norte|nordeste|este|sudeste|sur|sudoeste|oeste|noroeste
{place}, {date}. El día será {sky} en {place}, con una máxima de {t:-4..34} grados y una mínima de {u:-11..16}. El viento soplará del {wind} a {w:4..70} kilómetros por hora. [La probabilidad de lluvia es del {r:0..100} por ciento.] [El sol sale a las {time} y se pone a las {time2}.]
Para mañana se espera tiempo {sky2} y una máxima de {v:-4..34} grados.
""",
    "ru": """
# Погода на сегодня
# Прогноз погоды: {place}, {date}
@sky: ясно|облачно|пасмурно|малооблачно|утром туман, затем ясно|переменная облачность|дождливо
@wind: северный|северо-восточный|восточный|юго-восточный|южный|юго-западный|западный
{place}, {date}. Сегодня в городе {place} {sky}. Днём воздух прогреется до {t:-24..34} градусов, ночью будет до {u:-31..16}. Ветер {wind}, {w:1..24} метров в секунду. [Вероятность осадков {r:0..100} процентов.] [Восход в {time}, закат в {time2}.]
Завтра {sky2}, около {v:-24..34} градусов.
""",
    "ar": """
# حالة الطقس اليوم
# الطقس في {place} {date}
@sky: مشمسا|غائما جزئيا|غائما|صحوا مع بعض الغيوم|ضبابيا في الصباح|متقلبا|ماطرا
@wind: شمالية|شمالية شرقية|شرقية|جنوبية شرقية|جنوبية|جنوبية غربية|غربية
{place}، {date}. يكون الطقس اليوم {sky} في {place}، وتبلغ الحرارة العظمى {t:2..45} درجة والصغرى {u:-2..28} درجة. الرياح {wind} سرعتها {w:4..70} كيلومترا في الساعة. [نسبة الرطوبة {r:8..98} في المئة.]
ويتوقع أن يكون الطقس غدا {sky2} مع حرارة عظمى عند {v:2..45} درجة.
""",
    "zh": """
# 今日天气
# {place}天气预报（{date}）
@sky: 晴|多云|阴|晴间多云|早晨有雾后转晴|阵雨|小雨
@wind: 北|东北|东|东南|南|西南|西
{place}气象台{date}发布：今天{sky}，最高气温{t:-8..38}度，最低气温{u:-18..27}度，{wind}风{w:1..7}级。[降水概率为百分之{r:0..100}。][日出时间{time}，日落时间{time2}。]
明天{sky2}，最高气温{v:-8..38}度。
""",
}

EARTHQUAKE = {
    "en": """
# Earthquake of magnitude {m:2.5..7.2} near {place}
An earthquake of magnitude {m:2.5..7.2} was recorded {k:3..190} kilometres {way} of {place} on {day} at {time} local time, according to {institute}. The epicentre lay at a depth of {d:2..90} kilometres. [The coordinates were {a:11.01..59.99} north and {b:11.01..99.99} east.] (There were no immediate reports of damage or injuries.|No damage has been reported so far.)
[This notice was produced automatically from data of the network and has been checked by an editor.]
@way: north|north-east|east|south-east|south|south-west|west|north-west
@institute: the Seismological Survey|the Institute of Geophysics|the Coastal Seismic Network
""",
    "es": """
# Sismo de magnitud {m:2.5..7.2} cerca de {place}
Un sismo de magnitud {m:2.5..7.2} se registró el {day} a las {time} a {k:3..190} kilómetros al {way} de {place}, según {institute}. El epicentro se situó a {d:2..90} kilómetros de profundidad. [Las coordenadas fueron {a:11.01..59.99} norte y {b:11.01..99.99} oeste.] Por ahora no se informa de daños ni heridos.
[Este aviso se genera de forma automática con los datos de la red.]
@way: norte|nordeste|este|sudeste|sur|sudoeste|oeste|noroeste
@institute: el Servicio Sismológico|el Instituto Geofísico|la Red Sísmica Costera
""",
    "ar": """
# زلزال بقوة {m:2.5..7.2} درجة قرب {place}
سجل {institute} يوم {day} عند الساعة {time} زلزالا بقوة {m:2.5..7.2} درجة على بعد {k:3..190} كيلومترا {way} {place}. وكان مركزه على عمق {d:2..90} كيلومترا. [ولم ترد حتى الآن أنباء عن أضرار أو إصابات.] [أعد هذا الإشعار آليا من بيانات الشبكة.]
@way: شمال|شرق|جنوب|غرب
@institute: المرصد الزلزالي|معهد الجيوفيزياء|مركز رصد الساحل
""",
    "zh": """
# {place}发生{m:2.5..7.2}级地震
{institute}正式测定：{date}{time}，在{place}{way}约{k:3..190}公里处发生{m:2.5..7.2}级地震，震源深度{d:2..90}千米。[震中位于北纬{a:11.01..49.99}度，东经{b:71.01..131.99}度。]
[本消息由台网数据自动生成，并经编辑核对。]截至发稿时，暂无人员伤亡和财产损失报告。
@way: 北|东北|东|东南|南|西南|西|西北
@institute: 地震观测台网|地球物理所|沿海地震台
""",
}

AIR = {
    "en": """
# Air quality today
# Air quality report for {place}
@grade: good|moderate|unhealthy for sensitive groups|unhealthy|very unhealthy
The air quality index in {place} stands at {i:12..289} on {date}, which counts as {grade}.
The index is worked out every hour from measurements of fine dust, ozone, nitrogen dioxide, sulphur dioxide and carbon monoxide. The pollutant with the highest reading decides the value. Stations stand at busy crossings, in residential streets and in parks, so that the figure describes what most people breathe over the course of a day rather than the worst corner of a town.
At values below 50 everybody can be active outdoors without limits. Between 50 and 100 people who react strongly to ozone or dust should watch for symptoms such as coughing or shortness of breath and take longer breaks. Between 100 and 150 children, older people and those with heart or lung disease should shorten long or hard exercise in the open. Above 150 everybody should do so, and schools move sports lessons indoors. Above 200 windows should be kept shut during the busiest hours, and those who must work outside should wear a close-fitting mask.
Residents can help by leaving the car at home, by not burning garden waste and by running wood stoves only with dry logs. Air cleaners with a fine filter lower the load indoors if doors stay closed. Plants do not replace airing a room: the best time for it is after rain or late in the evening.
People who feel unwell should turn to their doctor and mention how long they were outside. The warning service sends a message to registered telephones as soon as a threshold is passed; registration is free and can be ended at any time.
""",
    "zh": """
# 今日空气质量
# {place}空气质量日报
@grade: 优|良|轻度污染|中度污染|重度污染
{date}{place}空气质量指数为{i:12..289}，等级为{grade}。
空气质量指数每小时根据细颗粒物、臭氧、二氧化氮、二氧化硫和一氧化碳的监测结果计算，以浓度最高的污染物确定数值。监测站设在繁忙路口、居民街道和公园，因此这一数值反映的是多数人一天中呼吸的空气，而不是城中最差的角落。
指数低于50时，所有人都可以在户外自由活动。50至100之间，对臭氧或粉尘特别敏感的人应留意咳嗽、气短等症状，并适当延长休息。100至150之间，儿童、老人以及患有心肺疾病的人应减少长时间或高强度的户外锻炼。超过150时，所有人都应如此，学校将体育课改在室内。超过200时，车流高峰时段应关好门窗，必须在室外工作的人应佩戴贴合的口罩。
居民可以少开车、不焚烧园中枯叶、炉中只用干柴，以此出一份力。门窗关好时，带细滤网的净化器可以降低室内浓度。绿植不能代替通风，最好的通风时间是雨后或深夜。
感到不适的人应及时就医，并说明在室外停留了多久。一旦超过限值，预警服务会向登记的手机发送消息，登记免费，随时可以取消。
""",
    "ar": """
# جودة الهواء اليوم
# تقرير جودة الهواء في {place}
@grade: جيدا|متوسطا|غير صحي للفئات الحساسة|غير صحي|غير صحي جدا
بلغ مؤشر جودة الهواء في {place} {i:12..289} في {date}، ويعد هذا المستوى {grade}.
يحسب المؤشر كل ساعة من قياسات الغبار الدقيق والأوزون وثاني أكسيد النيتروجين وثاني أكسيد الكبريت وأول أكسيد الكربون، ويحدد الملوث الأعلى قراءة قيمته. تقع المحطات عند التقاطعات المزدحمة وفي الشوارع السكنية والحدائق، ولذلك يصف الرقم ما يتنفسه معظم الناس خلال اليوم لا أسوأ ركن في المدينة.
دون الخمسين يستطيع الجميع ممارسة النشاط في الخارج بلا قيود. وبين الخمسين والمئة ينبغي لمن يتأثرون بالأوزون أو الغبار مراقبة أعراض مثل السعال وضيق النفس وإطالة فترات الراحة. وفوق المئة يقلل الأطفال وكبار السن ومرضى القلب والرئة من التمارين الطويلة أو الشاقة في الهواء الطلق. وفوق المئة والخمسين يسري ذلك على الجميع وتنقل المدارس حصص الرياضة إلى الداخل. وفوق المئتين تغلق النوافذ في ساعات الذروة ويضع العاملون في الخارج كمامة محكمة.
يمكن للسكان أن يساعدوا بترك السيارة في البيت وعدم حرق مخلفات الحديقة واستعمال الحطب الجاف وحده. وتخفف أجهزة التنقية العبء في الداخل إذا بقيت الأبواب مغلقة، وأفضل وقت للتهوية بعد المطر أو في ساعة متأخرة من المساء.
على من يشعر بتوعك مراجعة الطبيب وذكر المدة التي قضاها في الخارج. ترسل خدمة الإنذار رسالة إلى الهواتف المسجلة فور تجاوز الحد، والتسجيل مجاني ويمكن إلغاؤه في أي وقت.
""",
}

HOROSCOPE = {
    "en": """
# Your horoscope for today
@sign: Aries|Taurus|Gemini|Cancer|Leo|Virgo|Libra|Scorpio|Sagittarius|Capricorn|Aquarius|Pisces
@love: A call brings somebody back whom you had missed.|Do not wait for others to take the first step.|An evening at home does more than any words.|Somebody near you is hiding a small worry.|Be honest, even where it costs you something.|Old photographs lead to a good talk.
@work: At work patience pays off.|A colleague needs your advice, not your opinion.|Put off what is not urgent.|Your idea meets with approval.|Read the small print before you sign.|A change of plan suits you better than you think.
@luck: Take a walk before dusk.|Drink more water and less coffee.|Keep an eye on your purse.|A good day for planting something.|Go to bed earlier than usual.|Let the telephone ring for once.
{sign}, {date}. {love} {work} {luck} [Lucky number: {n:1..49}.] [Colour of the day: {colour}.]
@colour: red|blue|green|yellow|white|violet
""",
    "es": """
# Tu horóscopo de hoy
@sign: Aries|Tauro|Géminis|Cáncer|Leo|Virgo|Libra|Escorpio|Sagitario|Capricornio|Acuario|Piscis
@love: Una llamada te devuelve a quien echabas de menos.|No esperes a que otros den el primer paso.|Una noche en casa hace más que mil palabras.|Alguien cercano esconde una pequeña pena.|Sé sincero aunque te cueste algo.
@work: En el trabajo la paciencia da fruto.|Un compañero necesita tu consejo, no tu opinión.|Deja para otro día lo que no urge.|Tu idea encuentra apoyo.|Lee la letra pequeña antes de firmar.
@luck: Da un paseo antes de que anochezca.|Bebe más agua y menos café.|Vigila tu bolsillo.|Buen día para sembrar algo.|Acuéstate antes que de costumbre.
{sign}, {date}. {love} {work} {luck} [Número de la suerte: {n:1..49}.]
""",
    "ru": """
# Гороскоп на сегодня
@sign: Овен|Телец|Близнецы|Рак|Лев|Дева|Весы|Скорпион|Стрелец|Козерог|Водолей|Рыбы
@love: Звонок вернёт того, кого вам не хватало.|Не ждите, пока другие сделают первый шаг.|Вечер дома значит больше любых слов.|Кто-то рядом скрывает небольшую тревогу.|Будьте честны, даже если это чего-то стоит.
@work: На работе терпение окупится.|Коллеге нужен ваш совет, а не мнение.|Отложите то, что не срочно.|Ваша мысль найдёт поддержку.|Прочтите мелкий шрифт, прежде чем подписать.
@luck: Прогуляйтесь до сумерек.|Пейте больше воды и меньше кофе.|Следите за кошельком.|Хороший день, чтобы что-нибудь посадить.|Ложитесь раньше обычного.
{sign}, {date}. {love} {work} {luck} [Счастливое число: {n:1..49}.]
""",
}
