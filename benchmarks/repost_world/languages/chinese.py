"""Chinese: every sentence here was written for this benchmark."""

from ._language import make_language

WORDS = """
first: 建平, 晓梅, 志远, 丽华, 国栋, 雅琴, 文博, 秋月, 海涛, 思敏, 永康, 春燕, 立新, 佳怡, 振宇, 若兰, 大伟, 慧珍, 明轩, 淑芬, 启航, 静, 鹏, 楠, 岩, 蓓
last: 陈, 郭, 沈, 蒋, 韩, 杨, 许, 何, 吕, 施, 孔, 曹, 严, 华, 金, 魏, 陶, 姜, 戚, 谢, 邹, 喻, 柏, 水, 窦, 章, 欧阳, 司徒, 上官, 诸葛
head: 青, 白, 金, 石, 临, 安, 长, 平, 南, 北, 东, 西, 新, 永, 大, 双, 龙, 凤, 云, 松, 竹, 桃, 柳, 清
tail: 河市, 山县, 江市, 水镇, 桥镇, 岭县, 湖市, 浦区, 川市, 溪镇, 台县, 城区, 滩镇, 坪乡, 港市, 原县
role: 市长, 发言人, 总经理, 课题负责人, 局长, 检察官, 工会主席, 主任, 代表, 总工程师, 督察, 董事长, 校长, 主治医师, 历史学者, 站长
orgs: {place}政府, {last}氏集团, {place}研究院, {place}大学, {place}港务局, {last}氏基金会, {place}交通公司, {place}银行, {last}氏能源, {place}医院, {place}商会, {place}机械厂
papers: {place}日报, {place}晚报, {place}新闻网, {place}时报, {place}在线, {place}观察, {place}早报, {place}快讯, {place}都市报
agencies: 华闻社, 海纳通讯, 天元社
month: 一月, 二月, 三月, 四月, 五月, 六月, 七月, 八月, 九月, 十月, 十一月, 十二月
weekday: 周一, 周二, 周三, 周四, 周五, 周六, 周日
money: {}亿元, {}万元, {}万美元
said: 表示, 说, 指出, 强调, 坦言, 介绍, 透露, 提醒
noun: 政府, 计划, 报告, 委员会, 预算, 居民, 决定, 工程, 家庭, 提案, 协议, 调查, 价格, 数据, 项目, 商户, 讨论, 投票, 市场, 员工, 合同, 资金, 专家, 宣传, 审查, 海岸, 街区, 楼房, 供应, 地区, 延误, 收成, 大桥, 管网, 警告, 投诉, 证据, 谈判, 时刻表, 损失, 保险, 河道, 改革, 仓库, 许可证, 工厂, 租户, 问卷, 期限, 花园, 博物馆, 养老金, 学徒, 铁路, 设备, 渔民, 能源, 山谷, 档案, 选举, 考古队, 货物, 水塔, 乐团, 软件, 船厂, 温室, 补贴, 渡轮, 赔偿, 采石场, 图纸, 实验室, 抗议, 幼儿园, 税务所, 志愿者, 水库, 风机, 房贷, 清单, 灯塔, 面包房, 雕塑, 养蜂人, 堤坝, 收费站, 码头, 菜地, 老祠堂, 条约, 脚手架, 大麦, 皮革厂, 地窖, 望远镜, 走廊, 纪念碑, 合唱团, 排水沟, 果园, 锯木厂, 磨坊, 集市, 茶园, 石拱桥
adj: 新的, 本地, 公共, 最后的, 大型, 全国性, 早期, 困难的, 最终, 小型, 公开的, 近来的, 谨慎的, 昂贵的, 区域, 老旧, 独立, 临时, 民营, 严肃的, 意外的, 年度, 受欢迎的, 技术, 联合, 有争议的, 安静的, 未完成的, 乡村, 外来, 普通, 宏大的, 详细的, 紧急, 潮湿的, 狭窄的, 共享, 正式, 沿海, 备用, 慷慨的, 隐蔽的, 脆弱的, 季节性, 逾期的
verb: 改变了, 支持了, 跟上了, 推迟了, 提高了, 影响了, 质疑了, 欢迎了, 否决了, 覆盖了, 取代了, 检验了, 分割了, 加强了, 打开了, 威胁到, 惊动了, 塑造了, 维护了, 修复了, 超过了, 资助了, 忽视了, 试用了, 抢救了, 削弱了, 勾画了, 分担了, 视察了, 保护了, 拖慢了, 盘活了, 限制了, 测量了, 阻断了, 简化了, 搬走了, 放弃了, 记录了, 借用了, 表扬了, 打断了, 继承了
adv: 很快, 多次, 部分地, 毫无预兆地, 多年来, 尽管存在疑虑, 以高昂代价, 不出所料, 最终, 一再, 闭门商议后, 首次, 令各方松一口气地, 稍有延迟地, 一步一步地, 不情愿地, 一夜之间, 不顾劝阻地
prep: 在附近, 之后, 之前, 因此, 同时, 此外, 与此相比, 随后
"""

STORIES = """
= accident
! {day}，{place}附近发生一起(客车侧翻|列车脱轨|货车相撞)事故，{org}称至少{n}人受伤。
! {day}{time}刚过，{place}发生火灾，{n}间房屋(被烧毁|受损)，{big}户停电。
{time}，住在(对面|两条街外)的{person}报了警。
来自{place}和{place}的消防员用了{n}个小时才控制住(火势|局面)。
{org}{role}{person}{said}，原因(尚不清楚|要数周后才能查明)。
损失估计为{amount}，{n}名居民暂住亲戚家。
伤者中{n}人{day}仍在{place}住院，其中{n}人伤势严重。
自{date}以来，这是该路段第(二|三|四)起同类事故。
# {place}附近发生事故{n}人受伤
# {place}火灾波及{n}间房屋
= politics
! {day}，{place}议会以{n}票对{n}票(通过|否决)一项为期{n}年、耗资{amount}的计划。
! {place}{role}{person}{day}(宣布|否认)将地方收费(下调|上调)百分之{pct}。
该动议由{person}于{date}提出，此后修改了{n}次。
以{person}为首的批评者(担心|认为)，{place}只能拿到其中的{amount}。
会议在{time}结束后，{person}{said}：“{quote}。”
对{big}名选民的调查显示，百分之{pct}赞成，百分之{pct}反对。
二审定于{date}，此前{org}可以提出修改意见。
# {place}表决{amount}计划
# {person}：{adj}{noun}最要紧
= company
! {org}将(关闭|出售|扩建)在{place}的厂区，涉及{big}个岗位，公司{day}宣布。
! {org}股价{day}(下跌|上涨)百分之{pct}，此前公司称{noun}的费用为{amount}。
{org}{role}{person}{said}，公司过去{n}个月(亏损|盈利){amount}。
{place}厂区于{year}年投产，去年产量为{big}吨。
员工在{day}{time}的会议上得知这一消息。
分析人士原先预计约为{amount}，低百分之{pct}。
据称{place}一家买主出价{amount}，{org}不予置评。
# {org}在{place}调整方向
# {place}{big}个岗位去留未定
= court
! {place}一家法院{day}以(诈骗|伪造|侵占)罪判处{person}{n}个月监禁，受害方为{org}。
! {person}案{day}在{place}开庭，共传唤{n}名证人。
检方称，{date}至{date}间有{amount}(不知去向|几经转手)。
辩护人{person}{said}，将在{n}天内上诉。
法庭(注意到|考虑到)，{amount}已经归还。
{year}年，同一法院的类似案件审理了{n}天。
{time}宣判时，被告(一言不发|神情平静)。
# {place}法院判处{person}监禁
# {org}案被告获刑{n}个月
= science
! {org}研究人员(发现|描述)了{n}(个物种|块残片|组信号)，此前均以为已经消失，研究涉及{big}份样本。
! {org}称，{place}外海海平面{n}年间上升了{n}毫米。
{person}的团队自{date}起在{place}工作，在{n}个点位测量。
误差为百分之{pct}，{person}{said}。
{year}年的研究只依据{n}次测量。
未参与研究的{person}{said}：“{quote}。”
{org}为此出资{amount}。
# {place}研究：{n}年间{n}项发现
# {big}份样本讲述{place}
= health
! {place}医生(报告|统计到){n}例感染，当地自{year}年以来从未出现。
! {org}计划在{date}前关闭{place}的{n}个病区，每年节省{amount}。
患者平均等候{n}天，比{year}年多{n}天。
{org}{role}{person}{said}，(不必惊慌|时间已经不多)。
仅在{place}，{n}周内就有{big}人接种。
热线开通至{time}，{day}接到{big}个电话。
目前约百分之{pct}的床位空闲。
# {place}统计到{n}例病例
# {org}：等候时间增至{n}天
= transport
! {place}至{place}的线路自{date}起停运{n}周，{org}宣布。
! 开往{place}的(渡船|电车|列车)自{date}起每{n}分钟一班，票价上调百分之{pct}。
每天约{big}名乘客受影响，{n}辆客车将替代运行。
末班车{time}发出，比现在早{n}分钟。
{n}座桥梁的施工已花费{amount}，原计划为{amount}。
{org}的{person}{said}，司机{day}应避开{place}。
{place}隧道上次翻修是在{year}年。
# 开往{place}线路停运{n}周
# {org}票价上调百分之{pct}
= culture
! 停业{n}年后，{place}的(剧院|博物馆|影院)将于{date}以{person}的作品重新开放。
! 奖金{amount}的{place}奖授予{person}，以表彰其讲述{adj}{noun}的(小说|电影)。
{person}领衔的评委{n}个月内读了{big}份作品。
票价{n}元至{n}元，已售出{big}张。
该馆可容纳{big}人，建于{year}年。
{person}在{day}的发布会上{said}：“{quote}。”
{org}为本季追加{amount}。
# {person}获{place}奖
# {place}场馆{n}年后重开
= school
! 自{date}起，{place}{n}所学校改为{time}上课，{org}{day}决定。
! {year}年以来，{place}学生人数(减少|增加)百分之{pct}，为{big}人。
{n}个学科缺教师，{place}一带尤其突出。
{org}{role}{person}{said}，仍有{n}个岗位空缺。
家长{n}天内征集到{big}个签名。
耗资{amount}的新楼预计{date}完工。
测验中，百分之{pct}的班级好于{year}年。
# {place}学校改为{time}上课
# {place}学校{n}个岗位空缺
= crime
! {place}警方{day}抓获{n}人，他们涉嫌从{org}盗走价值{amount}的货物。
! {day}夜间，有人从{place}一处仓库盗走{n}(幅画作|辆自行车|台发动机)。
警方搜查了{place}和{place}的{n}处住所，查获现金{amount}。
一名目击者{time}看到一辆车驶向{place}。
负责侦办的{person}{said}，另有{n}名嫌疑人身份已明。
{year}年此类案件增加百分之{pct}，达{big}起。
{org}称，{place}派出所接受线索。
# {place}盗窃案{n}人被抓
# {org}失窃{n}件物品
= general
{person}{said}，{place}的{adj}{noun}等不到{date}。
{org}上一次检查{noun}是在{year}年。
谈到{noun}，{person}提起{date}的{adj}{noun}。
{org}发言人称有{big}，{person}则说是{big}。
{place}{role}{person}{day}到现场查看。
在{place}，百分之{pct}的受访者认为{noun}已经足够。
{person}和{person}打算{date}在{place}会面。
{org}{role}{person}{said}：“{quote}。”
{person}{said}：“{quote}。{quote}。”
截至{time}共有{big}，{org}统计。
= free
{adj}{noun}{verb}{noun}，{prep}{adj}{noun}{verb}{noun}
{adv}{noun}{verb}{adj}{noun}
{noun}和{noun}{verb}{adj}{noun}，而{noun}{verb}{noun}
没有哪个{noun}{adv}{verb}{noun}
{prep}{adj}{noun}{adv}{verb}{noun}
{place}许多人还记得{noun}如何{verb}{adj}{noun}
{verb}{noun}的，正是{adj}{noun}与{noun}
{noun}、{noun}和{adj}{noun}{verb}{place}的{noun}
{adj}{noun}{adv}{verb}{noun}，{noun}也{verb}{adj}{noun}
= stock
{day}未能联系到{org}置评。
此事仍在发展，本文将持续更新。
调查仍在进行。
更多细节暂不清楚。
这一消息令许多人感到意外。
预计未来几周将作出决定。
受影响人数起初并不清楚。
相关数字无法得到独立核实。
"""

LINES = """
blurb: 订阅{outlet}邮件简报，每天早晨把最重要的消息送到您的邮箱。
blurb: {outlet}是地方报业协会成员，遵守其从业准则。
blurb: 欢迎在各平台关注{outlet}，第一时间了解本地及各地新闻。
blurb: 您目睹了新闻事件吗？请写信至xiansuo@{host}，或随时拨打编辑部电话。
blurb: 支持独立新闻：订阅{outlet}每周花费不到一杯咖啡。
blurb: 版权归{outlet}所有，未经书面授权不得转载、摘编或以其他方式使用。
blurb: 评论区对注册读者开放至午夜，请文明发言，不要偏离主题。
blurb: 我们的客户端免费推送突发消息，您可以按关心的题目自行设置。
blurb: {outlet}周末版为您准备了长篇报道、谜题和厨房菜谱。
blurb: 如发现文中有误，请告知jiucuo@{host}。
agency: {source}是一家独立通讯社，在四十个国家派有记者，稿件供多家报纸和电台采用。
contributed: {person}、{person2}对本文亦有贡献。
contributed: {person}自{place}参与采写，{person2}编辑。
credit: 本文首发于{source}。
credit: 来源：{source}
credit: 综合{source}稿件。
credit: 经{source}授权转载。
desk: {outlet}编辑部
desk: 本报记者
byline: {source}
byline: {source}记者{person}
dateline: {source}{place}电
dateline: {source}{place}{d:1..28}日电
dateline: 本报{place}讯
more: 延伸阅读：{headline}
more: 更多相关：{headline}
more: 猜您想看：{headline}
subheading: 目前已知的情况
subheading: {adj}{noun}
subheading: {noun}之问
subheading: {place}各方反应
lead: 这一消息在{place}内外引起不小的震动。
lead: 一个数字引人注意：{figure}。
lead: {figure}，{day}以来{place}人人都在谈论这个数字。
lead: {adj}{noun}连日来牵动{place}，如今有了新进展。
lead: 关于{noun}，读者应当了解以下几点。
quoted: 据{source}报道：
quoted: {source}{day}写道：
quoted: {source}原文称：
update: {org}称，该数字其后更正为{figure}。
update: {person}{day}稍晚{said}，{noun}{verb}{adj}{noun}。
update: 截至{time}，{org}已公布新的数据。
headline: {place}{noun}：{adj}{noun}意味着什么
headline: {noun}为何{verb}{noun}
headline: {person}与{adj}{noun}
headline: {place}新消息：{noun}及其后果
updated: 更新：{headline}
suffix: {headline}_{outlet}
"""

SWAPS = """
很快/迅速, 多次/屡次, 一再/再三, 不出所料/果然, 最终/终于, 此前/先前, 目前/眼下, 仍在/还在, 宣布/公布, 至少/不少于, 预计/估计, 随后/之后, 尚不清楚/还不清楚, 认为/觉得, 许多人/不少人, 附近/近旁, 打算/准备, 仅在/只在, 共有/总共有, 其中/当中
"""

CHINESE = make_language(
    code="zh",
    gap="",
    letters_per_word=1.7,
    words=WORDS,
    stories=STORIES,
    lines=LINES,
    swaps=SWAPS,
    names="{last}{first}",
    quotes="“”",
    decimal=".",
    thousands=",",
    dates=("{m}月{d}日", "{y}年{m}月{d}日"),
    other_time="{h}时{min}分",
)
