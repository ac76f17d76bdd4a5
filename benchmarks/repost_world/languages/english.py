"""English: every sentence here was written for this benchmark."""

from ._language import make_language

WORDS = """
first: Anna, Martin, Helen, Peter, Grace, Owen, Ruth, Samuel, Clara, Hugh, Nadia, Victor, Edith, Colin, Maya, Leon, Iris, Duncan, Paula, Simon, Esther, Ralph, Tessa, Gordon, Wendy, Felix, Joan, Marcus, Lydia, Alec
last: Hargrove, Tindall, Mercer, Oakes, Penrose, Whitlow, Carver, Dunmore, Ashby, Kettle, Lorimer, Salter, Brandreth, Fenwick, Gaskell, Harkness, Ingram, Jessop, Kirkby, Langdon, Marlowe, Norcott, Ormond, Purcell, Quayle, Rushton, Stroud, Thackray, Unwin, Varley, Wadham, Yardley, Birtwell, Copley, Denholm, Eastman
head: Ash, Black, Cold, Dun, East, Fair, Glen, Harrow, Iron, Kings, Lang, Mill, North, Oak, Pen, Queens, Raven, Stone, Thorn, Upper, West, Winter, Silver, Marsh
tail: ford, bridge, well, ham, field, stead, mouth, haven, combe, wick, bury, dale, holm, gate, port, by
role: mayor, spokesman, chief executive, head of research, minister, prosecutor, union leader, director, councillor, engineer, inspector, chairman, opposition leader, head teacher, surgeon, historian
orgs: {place} Council, {last} Group, Institute of {place}, {last} & Sons, University of {place}, {place} Harbour Board, {last} Foundation, {place} Transport, Bank of {place}, {last} Energy, {place} Hospital Trust, Union of {place} Workers
papers: {place} Courier, The {place} Herald, {place} Post, The {place} Observer, {place} Evening News, {place} Gazette, The {place} Chronicle, {place} Today, The {place} Argus, {place} Daily Letter
agencies: Northwire, Meridian Press, Isles News Agency
month: January, February, March, April, May, June, July, August, September, October, November, December
weekday: Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday
money: {} million pounds, {} million dollars, {} million euros
said: said, added, told reporters, explained, stressed, noted, warned, admitted
noun: government, plan, report, committee, budget, residents, decision, work, families, council, proposal, agreement, investigation, price, figures, project, business owners, inquiry, debate, vote, market, staff, contract, funds, experts, campaign, review, coast, district, building, supply, region, delay, harvest, bridge, network, warning, complaint, evidence, negotiations, timetable, damage, insurance, river, reform, storage, licence, factory, tenants, survey, deadline, garden, museum, pension, apprentices, railway, equipment, fishermen, energy, valley, archive, election, archaeologists, cargo, water tank, orchestra, software, referendum, shipyard, greenhouse, subsidy, regulator, ferry, compensation, quarry, blueprint, laboratory, protest, nursery, tax office, volunteers, reservoir, turbine, mortgage, parish, inventory, lighthouse, bakery, sculpture, beekeepers, embankment, toll road, ledger, dockers, allotment, signal box, chapel, treaty, scaffold, barley, tannery, cellar, telescope, corridor, monument, choir, drainage, vineyard, sawmill
adj: new, local, public, last, large, national, early, difficult, final, small, open, recent, careful, expensive, regional, old, independent, temporary, private, serious, unexpected, annual, popular, technical, cautious, joint, controversial, quiet, unfinished, rural, foreign, modest, ambitious, detailed, urgent, damp, costly, narrow, shared, formal, patient, reluctant, coastal, spare, disputed, generous, hidden, brittle, seasonal, overdue
verb: changed, supported, followed, delayed, raised, reached, questioned, welcomed, rejected, affected, covered, replaced, examined, divided, strengthened, opened, threatened, surprised, postponed, shaped, defended, repaired, overtook, financed, ignored, tested, restored, weakened, outlined, shared, inspected, protected, slowed, revived, limited, measured, blocked, simplified, moved, abandoned, recorded, borrowed, rebuilt, praised, interrupted, inherited, monitored, outlasted
adv: quickly, on several occasions, in part, without warning, over the years, despite doubts, at great cost, as expected, in the end, more than once, behind closed doors, for the first time, to general relief, with some delay, step by step, reluctantly, overnight, against all advice
prep: near, after, before, without, because of, in spite of, together with, instead of, alongside, during, beyond, behind
"""

STORIES = """
= accident
! At least {n} people were hurt when (a bus|a lorry|a train) (overturned|left the road|hit a barrier) near {place} on {day}, {org} said.
! A fire that broke out in {place} shortly after {time} on {day} (destroyed|damaged) {n} homes and left {big} households without power.
The alarm was raised at {time} by {person}, who lives (opposite the site|two streets away).
Firefighters from {place} and {place} needed {n} hours to bring the (blaze|situation) under control.
{person}, {role} at {org}, {said} that the cause (was still unclear|would take weeks to establish).
The damage is put at {amount}, and {n} (families|residents) are staying with relatives.
Of the injured, {n} were still in hospital in {place} on {day}; {n} were in a serious condition.
It is the (second|third|fourth) accident of its kind on this stretch since {date}.
# {n} hurt in accident near {place}
# {place}: fire damages {n} homes
= politics
! {org} voted by {n} to {n} on {day} to (approve|reject) a plan that would cost {amount} over {n} years.
! {person}, the {role} of {place}, (announced|ruled out) on {day} a (cut|rise) in local taxes of {pct} per cent.
The (motion|bill) had been put forward by {person} on {date} and amended {n} times since.
Critics around {person} (point out|fear) that {place} would receive only {amount} of the sum.
"{quote}," {person} {said} after the session, which ended at {time}.
According to a poll of {big} voters, {pct} per cent are in favour and {pct} per cent against.
A second reading is planned for {date}; until then {org} may propose changes.
# {place} votes on {amount} plan
# {person}: {adj} {noun} must come first
= company
! {org} will (close|sell|expand) its (plant|warehouse|offices) in {place}, a step that affects {big} jobs, the company announced on {day}.
! Shares of {org} (fell|rose) by {pct} per cent on {day} after the company put the cost of its {noun} at {amount}.
{person}, {role} of {org}, {said} the company had (lost|earned) {amount} in the past {n} months.
The site in {place} opened in {year} and last year produced {big} tonnes.
Employees learned of the plans at a meeting at {time} on {day}.
Analysts had expected a figure of about {amount}, {pct} per cent less.
A buyer from {place} is said to have offered {amount}, but {org} declined to comment.
# {org} to change course in {place}
# {org} puts {big} jobs in {place} under review
= court
! A court in {place} sentenced {person} on {day} to {n} months in prison for (fraud|forgery|embezzlement) at the expense of {org}.
! The trial of {person}, a former {role}, opened in {place} on {day} with {n} witnesses on the list.
Prosecutors say {amount} (disappeared|changed hands) between {date} and {date}.
{person}, for the defence, {said} that an appeal would be lodged within {n} days.
The judge (noted|took into account) that {amount} had been paid back.
In {year} a similar case before the same court ended after {n} days of hearings.
The accused followed the verdict, which was read out at {time}, without (a word|visible emotion).
# Court in {place} sentences {person}
# {n} months for former {role}
= science
! Researchers at {org} have (found|described) {n} (species|fragments|signals) that were thought lost, they report in a study of {big} samples.
! Sea levels off {place} rose by {n} millimetres in {n} years, twice as fast as assumed, according to {org}.
The team led by {person} worked in {place} from {date} and measured at {n} sites.
The error is put at {pct} per cent, {person} {said}.
Earlier work from {year} had rested on only {n} measurements.
"{quote}," {person} {said}, who was not involved in the study.
The work was paid for by {org} with {amount}.
# Study near {place}: {n} finds after {n} years
# What {big} samples tell about {place}
= health
! Doctors in {place} (report|count) {n} cases of an infection that had not been seen there since {year}.
! {org} wants to close {n} wards in {place} by {date} and to save {amount} a year.
Patients wait {n} days on average for an appointment, {n} more than in {year}.
{person}, {role} of {org}, {said} there was (no cause for alarm|little time left).
In {place} alone {big} people were vaccinated in {n} weeks.
A hotline takes calls until {time}; on {day} it had {big}.
About {pct} per cent of the beds are free at present.
# {n} cases counted in {place}
# {org}: waiting time grows to {n} days
= transport
! The line between {place} and {place} will be closed for {n} weeks from {date}, {org} announced.
! (Ferries|Trams|Trains) to {place} will run every {n} minutes from {date}, and fares will rise by {pct} per cent.
About {big} passengers a day are affected; {n} buses will stand in.
The last departure is at {time}, {n} minutes earlier than now.
Works on {n} bridges have cost {amount} so far, against {amount} planned.
{person} of {org} {said} that drivers should avoid {place} on {day}.
The tunnel near {place} was last renewed in {year}.
# Line to {place} closed for {n} weeks
# {org} raises fares by {pct} per cent
= culture
! {n} years after it closed, the (theatre|museum|cinema) in {place} will reopen on {date} with a work by {person}.
! The {place} prize, worth {amount}, goes to {person} for a (novel|film) about a {adj} {noun}.
The jury chaired by {person} read {big} entries in {n} months.
Tickets cost from {n} to {n} a seat; {big} have been sold.
The house holds {big} visitors and was built in {year}.
"{quote}," {person} {said} at the presentation on {day}.
{org} adds {amount} to the budget of the season.
# {person} wins prize of {place}
# {place} reopens its house after {n} years
= school
! {n} schools in {place} will start at {time} from {date}, as {org} decided on {day}.
! The number of pupils in {place} has (fallen|grown) by {pct} per cent since {year}, to {big}.
Teachers are short in {n} subjects, above all at schools near {place}.
{person}, {role} at {org}, {said} that {n} posts could not be filled.
Parents collected {big} signatures in {n} days.
A new building for {amount} should be ready by {date}.
In a test, {pct} per cent of the classes did better than in {year}.
# {place}: lessons begin at {time}
# {n} posts unfilled in schools of {place}
= crime
! Police in {place} arrested {n} people on {day} who are said to have stolen goods worth {amount} from {org}.
! Unknown thieves took {n} (paintings|bicycles|engines) from a warehouse in {place} in the night to {day}.
Officers searched {n} flats in {place} and {place} and seized {amount} in cash.
A witness saw a vehicle at {time} that drove off towards {place}.
{person}, who leads the investigation, {said} that {n} further suspects were known.
The number of such cases rose by {pct} per cent to {big} in {year}.
Information is taken by the station in {place}, {org} {said}.
# {n} arrests after theft in {place}
# Thieves take {n} items from {org}
= general
{person} {said} that the {noun} would be {adj} and that {place} could not wait until {date}.
{org} had last {verb} the {noun} in {year}.
Asked about the {noun}, {person} pointed to the {adj} {noun} of {date}.
A spokesman for {org} put the number at {big}, {person} at {big}.
The {role} of {place}, {person}, visited the site on {day}.
In {place}, {pct} per cent of those asked called the {noun} {adj}.
{person} and {person} want to meet in {place} on {date}.
"{quote}," {said} {person}, {role} at {org}.
"{quote}. {quote}," {person} {said}.
By {time} there were {big} of them, {org} counted.
= free
the {adj} {noun} {verb} the {noun} {prep} the {adj} {noun}
{adv}, the {noun} {verb} the {adj} {noun}
the {noun} {prep} the {noun} {verb} a {adj} {noun}, and the {noun} {verb} the {noun}
no {noun} {verb} the {noun} {adv}
{prep} the {noun}, the {adj} {noun} {adv} {verb} the {noun}
many in {place} remember how the {noun} {verb} the {adj} {noun}
what the {noun} {verb} was a {adj} {noun} {prep} the {noun}
the {noun}, the {noun} and the {adj} {noun} {verb} the {noun} {prep} {place}
a {adj} {noun} {verb} the {noun} {adv}, as did the {noun} {prep} the {adj} {noun}
= stock
No one at {org} was available for comment on {day}.
This is a developing story and will be updated.
The investigation is continuing.
Further details were not immediately known.
The announcement came as a surprise to many.
A decision is expected in the coming weeks.
It was not clear at first how many people were affected.
The figures could not be independently verified.
"""

LINES = """
blurb: Subscribe to our newsletter and get the most important stories from {outlet} in your inbox every morning.
blurb: {outlet} is a member of the regional press association and follows its code of practice.
blurb: Follow {outlet} on all channels for the latest news from the region and beyond.
blurb: Have you seen something newsworthy? Write to our newsdesk at news@{host} or call us any time.
blurb: Support independent journalism: a subscription to {outlet} costs less than a cup of coffee a week.
blurb: Copyright {outlet}. All rights reserved. This material may not be published, broadcast or rewritten without permission.
blurb: Comments are open to registered readers until midnight; please be polite and keep to the subject.
blurb: Our app brings you alerts the moment news breaks; it is free and can be set to the subjects you care about.
blurb: Read the weekend edition of {outlet} for long reports, puzzles and recipes from our kitchen.
blurb: If you found a mistake in this article, please let us know at corrections@{host}.
agency: {source} is an independent news agency with correspondents in forty countries; its reports are used by newspapers and broadcasters.
contributed: {person} and {person2} contributed to this report.
contributed: Additional reporting by {person} in {place}; editing by {person2}.
credit: This article was first published by {source}.
credit: Source: {source}
credit: With material from {source}.
credit: Republished from {source} with permission.
desk: {outlet} staff
desk: Newsdesk
byline: {source}
byline: {person}, {source}
dateline: {PLACE} ({source}) —
dateline: {PLACE}, {month} {d:1..28} ({source}) -
dateline: {PLACE} —
more: Read also: {headline}
more: More on this: {headline}
more: Recommended for you: {headline}
subheading: What we know so far
subheading: A {adj} {noun}
subheading: Questions about the {noun}
subheading: Reactions from {place}
lead: The news has caused a stir in {place} and well beyond.
lead: It is a figure that makes people sit up: {figure}.
lead: {figure} – that number has been on everybody's lips in {place} since {day}.
lead: The {adj} {noun} has occupied {place} for days, and now there is news.
lead: Here is what readers of this page should know about the {noun}.
quoted: As {source} reports:
quoted: {source} wrote on {day}:
quoted: In the words of {source}:
update: The number has since been corrected to {figure}, {org} {said}.
update: {person} {said} later on {day} that the {noun} {verb} the {adj} {noun}.
update: By {time}, {org} had published new figures.
headline: {noun} in {place}: what the {adj} {noun} means
headline: Why the {noun} {verb} the {noun}
headline: {person} and the {adj} {noun}
headline: News from {place}: the {noun} and its consequences
updated: Update: {headline}
suffix: {headline} | {outlet}
"""

SWAPS = """
after/following, about/around, because of/owing to, hurt/injured, said that/stated that, near/close to, announced/made known, more than once/repeatedly, without/lacking, many/a lot of people, early/prompt, large/big, per cent/percent, last/latest, quickly/rapidly, small/little, reached/arrived at, questioned/called into question, expensive/dear, in part/partly, the site/the spot, in favour/in favor, harbour/harbor, programme/program, defence/defense
"""

ENGLISH = make_language(
    code="en",
    letters_per_word=6.0,
    words=WORDS,
    stories=STORIES,
    lines=LINES,
    swaps=SWAPS,
    names="{first} {last}",
    quotes="“”",
    decimal=".",
    thousands=",",
    dates=("{month} {d}", "{d} {month}", "{month} {d}, {y}"),
    other_time="{h12}:{min} {half}",
    halves=("a.m.", "p.m."),
)
