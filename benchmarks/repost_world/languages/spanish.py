"""Spanish: every sentence here was written for this benchmark."""

from ._language import make_language

WORDS = """
first: Aurelia, Benito, Carmela, Damián, Elvira, Fermín, Gabriela, Hernán, Inés, Joaquín, Leonor, Matías, Nieves, Octavio, Pilar, Quintín, Rosaura, Santiago, Tamara, Ulises, Violeta, Wenceslao, Ximena, Zacarías, Amparo, Bruno, Candela, Darío
last: Arbizu, Balboa, Carrizo, Duarte, Echegoyen, Figuerola, Galarza, Huidobro, Iriarte, Jaramillo, Lazcano, Montaner, Narváez, Olmedilla, Pedrosa, Quesada, Riquelme, Sotomayor, Tejedor, Urbina, Valdivieso, Yáñez, Zabaleta, Alcocer, Barragán, Cifuentes, Delmonte, Escobedo, Fonseca, Granero
head: Villa, Monte, Puerto, Río, Campo, Valle, Torre, Fuente, Peña, Castro, Llano, Alta, Piedra, Arroyo, Cerro, Costa, Mira, Vega, Sierra, Punta, Casa, Prado
tail: rrubia, blanca, nueva, clara, seca, mayor, verde, lobos, sol, hermosa, franca, luna, vieja, real, bella, parda
role: alcaldesa, portavoz, presidente, jefa de investigación, ministro, fiscal, dirigente sindical, directora, concejal, ingeniera, inspector, secretaria, líder opositor, rectora, cirujano, historiadora
orgs: Ayuntamiento de {place}, Grupo {last}, Instituto de {place}, Universidad de {place}, Autoridad Portuaria de {place}, Fundación {last}, Transportes {place}, Banco de {place}, Energías {last}, Hospital de {place}, Cámara de {place}, Hermanos {last}
papers: El Correo de {place}, Diario de {place}, La Voz de {place}, El Heraldo de {place}, {place} Hoy, La Gaceta de {place}, El Faro de {place}, Noticias de {place}, El Eco de {place}, La Tribuna de {place}
agencies: Surpress, Agencia Levante, Notimar
month: enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre
weekday: lunes, martes, miércoles, jueves, viernes, sábado, domingo
money: {} millones de euros, {} millones de pesos
said: dijo, añadió, explicó, subrayó, advirtió, admitió, aseguró, recordó
noun: el gobierno, el plan, el informe, la comisión, el presupuesto, la decisión, la obra, el vecindario, la propuesta, el acuerdo, la investigación, el precio, la cifra, el proyecto, el comercio, el debate, la votación, el mercado, la plantilla, el contrato, el fondo, la campaña, la revisión, la costa, el distrito, el edificio, el suministro, la región, el retraso, la cosecha, el puente, la red, la advertencia, la queja, la prueba, la negociación, el horario, el daño, el seguro, el río, la reforma, el almacén, la licencia, la fábrica, el inquilino, la encuesta, el plazo, el jardín, el museo, la pensión, el aprendiz, el ferrocarril, el equipo, la cofradía, la energía, el valle, el archivo, la arqueología, la carga, el depósito, la orquesta, el programa, el referéndum, el astillero, el invernadero, la subvención, el regulador, la compensación, la cantera, el boceto, el laboratorio, la protesta, la guardería, la hacienda, el voluntariado, el embalse, la turbina, la hipoteca, la parroquia, el inventario, la panadería, la escultura, la colmena, el dique, el peaje, el muelle, la huerta, la capilla, el tratado, el andamio, la cebada, la bodega, el telescopio, el corredor, el monumento, el coro, el viñedo, el aserradero, la acequia, el molino, la romería
adj: con más apoyo, de siempre, en curso, sin terminar, de larga duración, del norte, del sur, a medio plazo, en discusión, de gran tamaño, sin precedentes, de uso público, de carácter privado, con más retraso, de alto coste, en secreto, de última hora, por escrito, en común, de temporada, bajo sospecha, de segunda mano, al aire libre, a puerta cerrada, sin respaldo, en ruinas, de origen incierto, a prueba, de la comarca, por encargo, con buena fama, de poca altura, de tradición familiar, fuera de plazo
verb: cambió, apoyó, siguió, retrasó, alcanzó, cuestionó, celebró, rechazó, afectó, cubrió, sustituyó, examinó, dividió, reforzó, abrió, amenazó, sorprendió, aplazó, marcó, defendió, reparó, adelantó, financió, ignoró, restauró, debilitó, esbozó, compartió, inspeccionó, protegió, frenó, reanimó, limitó, midió, bloqueó, simplificó, trasladó, abandonó, registró, elogió, interrumpió, heredó, vigiló
adv: rápidamente, en varias ocasiones, en parte, sin previo aviso, con los años, pese a las dudas, a un alto precio, como se esperaba, al final, una y otra vez, por primera vez, para alivio general, con cierto retraso, paso a paso, de mala gana, de la noche a la mañana, contra todo pronóstico
prep: sin, con, contra, según, ante, para, tras, bajo, sobre, hacia
"""

STORIES = """
= accident
! Al menos {n} personas resultaron heridas el {day} cerca de {place} al (volcar un autobús|salirse de la vía un tren|chocar un camión), informó {org}.
! Un incendio declarado en {place} poco después de las {time} del {day} (destruyó|dañó) {n} viviendas y dejó sin luz a {big} hogares.
Dio la alarma a las {time} {person}, que vive (enfrente|a dos calles).
Los bomberos de {place} y {place} tardaron {n} horas en controlar (las llamas|la situación).
{person}, {role} de {org}, {said} que la causa (aún se desconoce|tardará semanas en aclararse).
Los daños se calculan en {amount} y {n} vecinos duermen en casa de familiares.
De los heridos, {n} seguían ingresados el {day} en {place}, {n} de ellos graves.
Es el (segundo|tercer|cuarto) accidente de este tipo en el tramo desde el {date}.
# {n} heridos en un accidente cerca de {place}
# {place}: el fuego alcanza {n} viviendas
= politics
! El pleno de {place} (aprobó|rechazó) el {day}, por {n} votos contra {n}, un plan que costaría {amount} en {n} años.
! {person}, {role} de {place}, (anunció|descartó) el {day} una (rebaja|subida) de impuestos del {pct} por ciento.
La moción fue presentada por {person} el {date} y desde entonces se ha enmendado {n} veces.
Los críticos, con {person} al frente, (temen|recuerdan) que {place} recibiría solo {amount}.
«{quote}», {said} {person} tras la sesión, que acabó a las {time}.
Según un sondeo entre {big} votantes, el {pct} por ciento está a favor y el {pct} por ciento en contra.
La segunda lectura está prevista para el {date}; hasta entonces {org} puede proponer cambios.
# {place} vota un plan de {amount}
# {person}: lo primero es {noun}
= company
! {org} (cerrará|venderá|ampliará) su (planta|almacén|sede) en {place}, lo que afecta a {big} empleos, anunció el {day} la compañía.
! Las acciones de {org} (cayeron|subieron) un {pct} por ciento el {day} después de que la empresa cifrara los costes en {amount}.
{person}, {role} de {org}, {said} que la empresa (perdió|ganó) {amount} en los últimos {n} meses.
La planta de {place} abrió en {year} y el año pasado produjo {big} toneladas.
La plantilla lo supo en una reunión a las {time} del {day}.
Los analistas esperaban unos {amount}, un {pct} por ciento menos.
Un comprador de {place} habría ofrecido {amount}; {org} no quiso comentarlo.
# {org} cambia de rumbo en {place}
# {big} empleos en el aire en {place}
= court
! Un tribunal de {place} condenó el {day} a {person} a {n} meses de cárcel por (fraude|falsificación|malversación) en perjuicio de {org}.
! El juicio contra {person} comenzó el {day} en {place} con {n} testigos citados.
Según la acusación, {amount} (desaparecieron|cambiaron de manos) entre el {date} y el {date}.
{person}, de la defensa, {said} que recurrirá en {n} días.
El juez (valoró|tuvo en cuenta) que se devolvieron {amount}.
En {year} un caso parecido terminó allí tras {n} sesiones.
El acusado escuchó la sentencia, leída a las {time}, sin (decir palabra|inmutarse).
# Un tribunal de {place} condena a {person}
# {n} meses de cárcel por el caso {org}
= science
! Investigadores de {org} han (hallado|descrito) {n} (especies|fragmentos|señales) que se daban por perdidos, según un estudio de {big} muestras.
! El nivel del mar frente a {place} subió {n} milímetros en {n} años, según {org}.
El equipo de {person} trabajó en {place} desde el {date} y midió en {n} puntos.
El error se estima en un {pct} por ciento, {said} {person}.
Trabajos de {year} se basaban en solo {n} mediciones.
«{quote}», {said} {person}, ajeno al estudio.
{org} pagó el trabajo con {amount}.
# Estudio en {place}: {n} hallazgos en {n} años
# Lo que cuentan {big} muestras de {place}
= health
! Médicos de {place} (notifican|cuentan) {n} casos de una infección que no se veía allí desde {year}.
! {org} quiere cerrar {n} plantas en {place} antes del {date} y ahorrar {amount} al año.
Los pacientes esperan de media {n} días una cita, {n} más que en {year}.
{person}, {role} de {org}, {said} que (no hay motivo de alarma|queda poco tiempo).
Solo en {place} se vacunaron {big} personas en {n} semanas.
El teléfono atiende hasta las {time}; el {day} recibió {big} llamadas.
Cerca del {pct} por ciento de las camas están libres.
# {n} casos contados en {place}
# {org}: la espera llega a {n} días
= transport
! La línea entre {place} y {place} se cortará {n} semanas desde el {date}, anunció {org}.
! Los (barcos|tranvías|trenes) a {place} saldrán cada {n} minutos desde el {date} y el billete subirá un {pct} por ciento.
Unos {big} viajeros al día se ven afectados; habrá {n} autobuses de apoyo.
La última salida es a las {time}, {n} minutos antes que ahora.
Las obras en {n} puentes han costado {amount}, frente a los {amount} previstos.
{person}, de {org}, {said} que conviene evitar {place} el {day}.
El túnel de {place} se renovó por última vez en {year}.
# La línea a {place} se corta {n} semanas
# {org} sube el billete un {pct} por ciento
= culture
! {n} años después de su cierre, el (teatro|museo|cine) de {place} reabrirá el {date} con una obra de {person}.
! El premio de {place}, dotado con {amount}, es para {person} por una (novela|película) sobre {noun} {adj}.
El jurado de {person} leyó {big} trabajos en {n} meses.
Las entradas cuestan entre {n} y {n} euros; se han vendido {big}.
La sala tiene {big} plazas y se construyó en {year}.
«{quote}», {said} {person} en la presentación del {day}.
{org} aporta {amount} a la temporada.
# {person} gana el premio de {place}
# {place} reabre su sala {n} años después
= school
! {n} escuelas de {place} empezarán a las {time} desde el {date}, decidió {org} el {day}.
! El número de alumnos en {place} ha (bajado|crecido) un {pct} por ciento desde {year}, hasta {big}.
Faltan profesores en {n} materias, sobre todo cerca de {place}.
{person}, {role} de {org}, {said} que {n} plazas siguen vacantes.
Los padres reunieron {big} firmas en {n} días.
Un edificio de {amount} debe estar listo el {date}.
En una prueba, el {pct} por ciento de las clases mejoró lo de {year}.
# {place}: las clases empiezan a las {time}
# {n} plazas vacantes en escuelas de {place}
= crime
! La policía de {place} detuvo el {day} a {n} personas que habrían robado a {org} bienes por {amount}.
! Unos desconocidos se llevaron {n} (cuadros|bicicletas|motores) de un almacén de {place} en la noche del {day}.
Los agentes registraron {n} pisos en {place} y {place} y hallaron {amount} en efectivo.
Un testigo vio a las {time} un vehículo que huía hacia {place}.
{person}, al frente de la investigación, {said} que hay {n} sospechosos más.
Los casos así crecieron un {pct} por ciento en {year}, hasta {big}.
La comisaría de {place} recibe información, indicó {org}.
# {n} detenidos por un robo en {place}
# Roban {n} piezas a {org}
= general
{person} {said} que {noun} no puede esperar en {place} hasta el {date}.
{org} revisó por última vez el asunto en {year}.
Preguntada por {noun}, {person} se remitió a {place} y al {date}.
Un portavoz de {org} habló de {big}; {person}, de {big}.
La visita de {person}, {role} en {place}, fue el {day}.
En {place}, para el {pct} por ciento de los encuestados basta con {noun}.
{person} y {person} quieren verse en {place} el {date}.
«{quote}», {said} {person}, {role} de {org}.
«{quote}. {quote}», {said} {person}.
A las {time} eran {big}, según {org}.
= free
{noun} {adj} {verb} {noun} {prep} {noun} {adj}
{adv}, {noun} {verb} {noun} {adj}
{noun} {prep} {noun} {verb} {noun} {adj}, y {noun} {verb} {noun}
ni {noun} ni {noun} {verb} {noun} {adv}
{prep} {noun}, {noun} {adj} {verb} {adv} {noun}
muchos en {place} recuerdan cómo {noun} {verb} {noun} {adj}
lo que {verb} {noun} fue {noun} {adj} {prep} {noun}
{noun}, {noun} y {noun} {adj}: todo ello {verb} {noun} {prep} {place}
{noun} {adj} {verb} {noun} {adv}, igual que {noun} {prep} {noun} {adj}
= stock
Nadie de {org} estaba disponible el {day} para hacer comentarios.
Esta es una noticia en desarrollo y se actualizará.
La investigación continúa.
Por el momento no se conocen más detalles.
El anuncio sorprendió a muchos.
Se espera una decisión en las próximas semanas.
En un primer momento no se sabía cuántas personas estaban afectadas.
Los datos no pudieron verificarse de forma independiente.
"""

LINES = """
blurb: Suscríbase a nuestro boletín y reciba cada mañana lo más importante de {outlet} en su correo.
blurb: {outlet} forma parte de la asociación de prensa regional y respeta su código.
blurb: Siga a {outlet} en todos los canales para no perderse nada de la región.
blurb: ¿Ha visto algo que sea noticia? Escriba a la redacción, avisos@{host}, o llámenos a cualquier hora.
blurb: Apoye el periodismo independiente: la suscripción a {outlet} cuesta menos que un café a la semana.
blurb: © {outlet}. Todos los derechos reservados. Prohibida la reproducción sin permiso expreso.
blurb: Los comentarios están abiertos hasta medianoche para lectores registrados; sea amable, por favor.
blurb: Nuestra aplicación le avisa en cuanto ocurre algo; es gratuita y se ajusta a los temas que elija.
blurb: La edición de fin de semana de {outlet} trae reportajes, pasatiempos y recetas de nuestra cocina.
blurb: Si ha encontrado un error en este artículo, avísenos en errores@{host}.
agency: {source} es una agencia independiente con corresponsales en cuarenta países; diarios y emisoras usan sus informaciones.
contributed: Con información de {person} y {person2}.
contributed: Colaboró {person} desde {place}; edición de {person2}.
credit: Este artículo se publicó primero en {source}.
credit: Fuente: {source}
credit: Con material de {source}.
credit: Reproducido de {source} con permiso.
desk: Redacción de {outlet}
desk: Redacción
byline: {source}
byline: {person}, {source}
dateline: {PLACE} ({source}) —
dateline: {place}, {d:1..28} {month} ({source}).-
dateline: {PLACE}.—
more: Lea también: {headline}
more: Más sobre el tema: {headline}
more: Le puede interesar: {headline}
subheading: Lo que se sabe hasta ahora
subheading: El papel de {noun}
subheading: Dudas sobre {noun}
subheading: Reacciones en {place}
lead: La noticia ha causado revuelo en {place} y mucho más allá.
lead: Es una cifra que llama la atención: {figure}.
lead: {figure}: de ese número se habla en {place} desde el {day}.
lead: {noun} {adj} ocupa desde hace días a {place} y ahora hay novedades.
lead: Esto es lo que conviene saber de {noun}.
quoted: Como informa {source}:
quoted: {source} escribió el {day}:
quoted: En palabras de {source}:
update: La cifra se ha corregido después a {figure}, informó {org}.
update: {person} {said} más tarde, el {day}, que {noun} {verb} {noun} {adj}.
update: A las {time}, {org} había publicado nuevos datos.
headline: {noun} en {place}: qué supone {noun} {adj}
headline: Por qué {noun} {verb} {noun}
headline: {person} y {noun} {adj}
headline: Novedades en {place}: {noun} y sus consecuencias
updated: Actualización: {headline}
suffix: {headline} | {outlet}
"""

SWAPS = """
cerca de/próximo a, al final/finalmente, rápidamente/con rapidez, en parte/parcialmente, solo/sólo, por ciento/por cien, sobre todo/en especial, al menos/como mínimo, según/de acuerdo con, sin previo aviso/sin avisar, una y otra vez/repetidamente, en varias ocasiones/varias veces, como se esperaba/como era de esperar, muchos/numerosos vecinos, desde hace días/hace días que, en curso/en marcha, habría ofrecido/ofreció al parecer, anunció/dio a conocer, tardaron/necesitaron
"""

SPANISH = make_language(
    code="es",
    letters_per_word=6.0,
    words=WORDS,
    stories=STORIES,
    lines=LINES,
    swaps=SWAPS,
    names="{first} {last}",
    quotes="«»",
    decimal=",",
    thousands=".",
    dates=("{d} de {month}", "{d} de {month} de {y}", "{d}/{m}"),
    other_time="{h}.{min}",
)
