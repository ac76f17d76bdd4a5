"""Exchanges, prices, quarters and houses: what costs how much."""

STOCKS = {
    "en": """
@org: {last} Group|{last} Energy|{last} & Sons|Bank of {place}|{last} Motors|{last} Foods|{place} Cement
# Stocks close {move} in {place}
# Market close
@move: higher|lower|little changed|mixed
The {place} share index closed {move} on {day} at {i:4200..9800} points, a change of {c:0.11..3.90} per cent. Turnover came to {v:120..990} million. (Biggest winner|The strongest share) was {org}, up {g:1.10..9.90} per cent at {p:11.10..98.90}; {org2} (lost|gave up) {l:1.10..9.90} per cent and ended at {q:11.10..98.90}. [Brokers pointed to {reason}.] [The ten-year bond yielded {y:1.10..5.90} per cent.]
@reason: caution ahead of interest decisions|hopes of lower energy costs|weak orders in industry|good figures from abroad|profit taking after a long run
""",
    "de": """
@org: {last} AG|{last} Energie|{last} & Söhne|{place}er Bank|{last} Motoren|Zement {place}
# Börse {place}: Schlusskurse
# Der Index schließt {move}
@move: fester|schwächer|kaum verändert|uneinheitlich
Der Aktienindex in {place} hat am {day} {move} bei {i:4200..9800} Punkten geschlossen, das ist eine Veränderung von {c:0.11..3.90} Prozent. Der Umsatz betrug {v:120..990} Millionen Euro. Größter Gewinner war {org} mit einem Plus von {g:1.10..9.90} Prozent auf {p:11.10..98.90} Euro; {org2} verlor {l:1.10..9.90} Prozent auf {q:11.10..98.90} Euro. [Händler verwiesen auf {reason}.] [Die Rendite zehnjähriger Anleihen lag bei {y:1.10..5.90} Prozent.]
@reason: Zurückhaltung vor den Zinsentscheidungen|Hoffnung auf niedrigere Energiepreise|schwache Aufträge der Industrie|gute Vorgaben aus dem Ausland|Gewinnmitnahmen nach langem Anstieg
""",
    "zh": """
@org: {last}氏集团|{last}氏能源|{place}银行|{place}水泥|{last}氏食品|{place}机械
# {place}股市收盘
# 收盘：指数{move}
@move: 走高|走低|基本持平|涨跌互现
{day}，{place}股指收盘{move}，报{i:4200..9800}点，变动幅度百分之{c:0.11..3.90}，成交额{v:120..990}亿元。{org}涨幅居首，上涨百分之{g:1.10..9.90}，报{p:11.10..98.90}元；{org2}下跌百分之{l:1.10..9.90}，报{q:11.10..98.90}元。[交易员认为，这与{reason}有关。][十年期债券收益率为百分之{y:1.10..5.90}。]
@reason: 议息前的谨慎情绪|能源成本下降的预期|工业订单疲弱|外围市场向好|长期上涨后的获利了结
""",
}

EXCHANGE = {
    "ru": """
# Курсы валют на сегодня
Курсы валют на {date}, установленные банком города {place}: талер — {a:61.01..118.90} рубля, крона — {b:6.11..14.90}, флорин — {c:41.01..88.90}, дукат — {d:95.10..190.90}, пиастр — {e:1.11..4.90}. [Вчера талер стоил {f:61.01..118.90} рубля.]
""",
    "ar": """
# أسعار الصرف اليوم
# أسعار العملات في {place} {date}
جاءت أسعار الصرف في سوق {place} يوم {day} {date} كما يلي: التالر {a:3.01..18.90} للشراء و{b:3.01..18.90} للبيع، والكرونة {c:0.31..1.90}، والفلورين {d:2.01..9.90}، والدوكات {e:4.01..22.90}. [وقال صرافون إن الطلب {mood}.]
[تنشر هذه الأسعار صباح كل يوم عمل، وهي استرشادية وقد تختلف من صراف إلى آخر.]
@mood: مستقر|ضعيف|متزايد|محدود
""",
    "zh": """
# 今日外汇牌价
# {place}外汇牌价（{date}）
{place}银行{date}公布的外汇牌价如下：一百泰勒兑{a:510.10..890.90}元，一百克朗兑{b:61.10..98.90}元，一百弗罗林兑{c:310.10..540.90}元，一百杜卡特兑{d:720.10..990.90}元。[前一交易日一百泰勒兑{e:510.10..890.90}元。][牌价仅供参考，以柜台实际成交为准。]
""",
    "es": """
# El cambio de hoy
El tálero se cambia este {day} {date} en {place} a {a:3.01..18.90} la compra y {b:3.01..18.90} la venta. La corona queda en {c:0.31..1.90}, el florín en {d:2.01..9.90} y el ducado en {e:4.01..22.90}. [Los precios son orientativos y pueden variar según la casa de cambio.]
""",
}

RESULTS = {
    "en": """
@org: {last} Group|{last} Energy|{last} & Sons|Bank of {place}|{last} Motors|{last} Foods|{place} Cement
# {org} publishes figures for the {quarter} quarter
{org} (earned|made a net profit of) {p:11..940} million in the {quarter} quarter of {y:2023..2024}, after {q:11..940} million in the same period of the previous year. Revenue came to {r:1100..9900} million, a change of {c:0.4..19.9} per cent. The operating margin was {m:2.1..24.9} per cent. [The company, based in {place}, employs {e:1100..49000} people.]
For the year as a whole, {person}, chief executive, expects revenue of {s:5100..39000} million. [The outlook does not include the effects of currencies.] [The dividend is to be {d:0.11..3.90} a share.]
@quarter: first|second|third|fourth
""",
    "de": """
@org: {last} AG|{last} Energie|{last} & Söhne|{place}er Bank|{last} Motoren|Zement {place}
# {org} legt Zahlen für das {quarter} Quartal vor
{org} hat im {quarter}n Quartal {y:2023..2024} unter dem Strich {p:11..940} Millionen Euro verdient, nach {q:11..940} Millionen im gleichen Zeitraum des Vorjahres. Der Umsatz betrug {r:1100..9900} Millionen Euro, eine Veränderung um {c:0.4..19.9} Prozent. Die operative Marge lag bei {m:2.1..24.9} Prozent. [Das Unternehmen mit Sitz in {place} beschäftigt {e:1100..49000} Menschen.]
Für das Gesamtjahr erwartet Vorstandschef {person} einen Umsatz von {s:5100..39000} Millionen Euro. [Währungseffekte sind darin nicht enthalten.] [Die Dividende soll {d:0.11..3.90} Euro je Aktie betragen.]
@quarter: erste|zweite|dritte|vierte
""",
    "zh": """
@org: {last}氏集团|{last}氏能源|{place}银行|{place}水泥|{last}氏食品|{place}机械
# {org}公布{quarter}业绩
{org}{y:2023..2024}年{quarter}净利润为{p:11..940}百万元，上年同期为{q:11..940}百万元；营业收入{r:1100..9900}百万元，变动百分之{c:0.4..19.9}；营业利润率百分之{m:2.1..24.9}。[公司总部位于{place}，员工{e:1100..49000}人。]
总经理{person}预计全年收入为{s:5100..39000}百万元。[上述展望未计入汇率影响。][拟每股派息{d:0.11..3.90}元。]
@quarter: 第一季度|第二季度|第三季度|第四季度
""",
}

FUEL = {
    "de": """
# Spritpreise heute
Ein Liter Super kostet am {day} in {place} im Schnitt {a:1.511..2.190} Euro, Diesel {b:1.451..2.090} Euro. Am günstigsten tankt man bei {station} ({street} {n:1..180}). Wer zwischen 18 und 20 Uhr tankt, spart meist einige Cent. Die Preise melden die Tankstellen selbst; sie können sich seit der Abfrage um {time} Uhr geändert haben.
@station: Tank Nord|Rasthof Süd|Bergoel|Hansa-Tank|Freie Tankstelle
@street: Hauptstraße|Bahnhofstraße|Ringstraße|Hafenweg|Am Markt
""",
    "es": """
# Precio de la gasolina hoy
El litro de gasolina cuesta este {day} en {place} {a:1.311..1.990} euros de media y el de gasóleo {b:1.251..1.890}. La estación más barata es {station}, en la calle {street}, {n:1..180}. Los precios los comunican las propias estaciones y pueden haber cambiado desde las {time}.
@station: Tres Caminos|La Vega|Puente Norte|El Faro
@street: Mayor|de la Estación|del Puerto|del Molino|Real
""",
    "ar": """
# أسعار الوقود اليوم
# أسعار المحروقات في {place}
بلغ سعر لتر البنزين في {place} يوم {day} {a:0.511..2.190}، والديزل {b:0.451..2.090}، وأسطوانة الغاز {c:4.10..19.90}. وأرخص محطة هي {station}. تبلغ المحطات عن الأسعار بنفسها، وقد تكون تغيرت منذ الساعة {time}. [ننصح بمقارنة الأسعار قبل التعبئة وبفحص ضغط الإطارات، فهو يوفر من الاستهلاك.]
@station: محطة الواحة|محطة الجسر|محطة الميناء|محطة الشمال|محطة السهل
""",
}

PROPERTY = {
    "en": """
# Property transactions
# Property transfers in {place}
The following transfer was entered in the register of {place} in the week of {date}.
{person} to {person2}, {n:1..240} {street}, {place}, {p:110000..980000}.
The list is drawn up from public records. Transfers within a family, exchanges of land and sales by court order are not included. Whoever believes an entry to be wrong should turn to the registry, which is open on weekdays from 9 to 12; this paper cannot change entries.
@street: Mill Lane|Station Road|Church Street|Orchard Way|Harbour View|Elm Close|Quarry Hill
""",
    "es": """
# Compraventas de la semana
Esta es la compraventa inscrita en el registro de {place} en la semana del {date}: {person} vende a {person2} la finca de la calle {street}, {n:1..240}, por {p:61000..780000} euros.
La relación se elabora con datos públicos. No figuran las transmisiones entre familiares, las permutas ni las ventas por orden judicial. Quien crea que un asiento es erróneo debe dirigirse al registro, abierto de 9 a 12.
@street: Mayor|del Olmo|de la Estación|del Molino|de las Eras|del Puerto
""",
    "de": """
# Grundstücksverkäufe
# Grundstücke in {place}: Verkäufe der Woche
In der Woche vom {date} wurde in {place} folgender Verkauf eingetragen: {person} an {person2}, {street} {n:1..240}, {p:61000..780000} Euro.
Die Liste beruht auf öffentlichen Angaben. Übertragungen in der Familie, Tauschgeschäfte und Zwangsversteigerungen fehlen darin. Wer einen Eintrag für falsch hält, wende sich bitte an das Amt, das werktags von 9 bis 12 Uhr geöffnet ist; diese Zeitung kann Einträge nicht ändern.
@street: Mühlenweg|Bahnhofstraße|Kirchgasse|Am Hang|Lindenallee|Gartenweg
""",
}
