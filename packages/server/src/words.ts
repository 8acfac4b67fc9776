/** Every word of the server's own pages, in both languages, from one place. */
import type { Lang } from '@huoshui/values'

const zh = {
  name: '活水',
  tagline: '看得懂、算得出的科技政策',
  skip: '跳到正文',
  navigation: '主导航',
  policies: '政策',
  tryIt: '测一测',
  otherLanguage: 'English',
  largeText: '大字',
  footer:
    '引用块是条文的复述，不是原文；以发布机关公布的文本为准。测一测的答案只在您的浏览器里计算，不上传、不保存在服务器。',
  homeTitle: '政策',
  homeLead:
    '每件政策都是一份文书：办事的人照着读，机器照着算。读到哪一条，就能看到自己符不符合、差多少。',
  homeTry: '测一测我能得到什么',
  homeTryHint: '一次问一件事，答案不离开您的浏览器',
  measures: '措施',
  perhaps: '金额按事实计算',
  noMeasures: '没有面向单位或个人的措施',
  effectiveFrom: '施行',
  interpretationsOpen: (n: number) => `${n} 处解释待确认`,
  interpretationsNone: '没有待确认的解释',
  evidenceGrade: '证据等级',
  evidence: { 原文: '原文', 报道: '报道', 二手: '二手' },
  evidenceMeaning: {
    原文: '按发布机关公布的原文录入',
    报道: '按公开报道录入，原文待取得',
    二手: '按转载录入，待与原文核对',
  },
  states: { inForce: '施行中', future: '尚未施行', past: '已失效', draft: '草案' },
  otherDocuments: '其他文书',
  emptyHome: '还没有政策',
  emptyHomeHint: '在 policies/ 下放进政策文书，重新启动后就会列在这里。',
  withheld: (n: number) =>
    `另有 ${n} 件文书有错误，改好以前不公布。启动服务的窗口里写着错在哪一行、怎样改。`,
  region: '地区',
  documentNumber: '文号',
  issuer: '发布',
  issued: '印发',
  effective: '施行',
  expires: '失效',
  replaces: '取代',
  basis: '依据的文本',
  calls: '通知',
  openUntil: (from: string, to: string) => `${from}至${to}`,
  digest: '版本指纹',
  contents: '目录',
  versions: '版本',
  thisVersion: '本页',
  remedy: '不服怎么办',
  sourceFile: '文书源文件',
  sourceHint: 'Markdown，可以下载、核对、提出修改',
  howToRead: '怎样读',
  howToReadText:
    '左侧有竖线的是条文的复述；三线表和公式由机器执行；“解释”是条文没有写明、暂时这样理解的地方。',
  notTranslated: '',
  tryTitle: '测一测',
  tryLead:
    '回答几个问题，看一家单位今天能得到哪些支持、最多多少、差在哪一条。不知道的可以说不知道：结论会写明还缺什么。',
  tryNeedsScript: '这一页要用 JavaScript 在您的浏览器里计算',
  tryWithout: '没有 JavaScript，也可以：',
  tryRead: '直接读政策：每张条件表就是逐条的要求',
  tryCommand: '用命令行：',
  tryLoading: '正在取政策……',
  notFoundTitle: '没有这一页',
  notFoundText: '地址可能抄漏了字，也可能这件政策换了名称。',
  notFoundBack: '回到政策列表',
  badRequestTitle: '地址读不出来',
  badRequestText: '地址里有不能识别的字符。从政策列表重新进入。',
  errorTitle: '页面出错了',
  errorText: '这是系统的问题，已经记下。过一会儿再打开，或者先读政策原文。',
}

type Words = typeof zh

const en: Words = {
  name: 'Huoshui',
  tagline: 'Technology policy that can be read and worked out',
  skip: 'Skip to the text',
  navigation: 'Main',
  policies: 'Policies',
  tryIt: 'Check a firm',
  otherLanguage: '中文',
  largeText: 'Large text',
  footer:
    'Quoted blocks restate the law in our words; the text published by the issuing authority ' +
    'prevails. Answers given under “Check a firm” are worked out in your browser; nothing is ' +
    'uploaded or kept on the server.',
  homeTitle: 'Policies',
  homeLead:
    'Each policy is one document: officials read it and a machine executes it. At every article ' +
    'you can see whether you meet it, and by how much you miss it.',
  homeTry: 'See what a firm is entitled to',
  homeTryHint: 'One question at a time; answers stay in your browser',
  measures: 'Measures',
  perhaps: 'worked out from the facts',
  noMeasures: 'no measure for firms or persons',
  effectiveFrom: 'In force from',
  interpretationsOpen: (n) => `${n} interpretation${n === 1 ? '' : 's'} to be confirmed`,
  interpretationsNone: 'No interpretation awaits confirmation',
  evidenceGrade: 'Evidence',
  evidence: { 原文: 'original text', 报道: 'press reports', 二手: 'second hand' },
  evidenceMeaning: {
    原文: 'taken from the text published by the issuing authority',
    报道: 'taken from press reports; the original is still to be obtained',
    二手: 'taken from a reprint; still to be checked against the original',
  },
  states: {
    inForce: 'In force',
    future: 'Not yet in force',
    past: 'No longer in force',
    draft: 'Draft',
  },
  otherDocuments: 'Other documents',
  emptyHome: 'No policies yet',
  emptyHomeHint: 'Put policy documents under policies/ and start again; they will be listed here.',
  withheld: (n) =>
    (n === 1
      ? '1 more document has errors and is withheld '
      : `${n} more documents have errors and are withheld `) +
    'until mended. The window in which the server was started says which line and how.',
  region: 'Region',
  documentNumber: 'Number',
  issuer: 'Issued by',
  issued: 'Issued on',
  effective: 'In force from',
  expires: 'Expires',
  replaces: 'Replaces',
  basis: 'Texts relied on',
  calls: 'Notices',
  openUntil: (from, to) => `${from} to ${to}`,
  digest: 'Fingerprint',
  contents: 'Contents',
  versions: 'Versions',
  thisVersion: 'this page',
  remedy: 'How to contest a decision',
  sourceFile: 'Source of this document',
  sourceHint: 'Markdown, to download, check and propose changes to',
  howToRead: 'How to read it',
  howToReadText:
    'A line on the left marks a restatement of the law; ruled tables and formulas are executed; ' +
    'an interpretation is where the text is silent and this is how it is read for now.',
  notTranslated: 'This document has no English yet; the Chinese is shown.',
  tryTitle: 'Check a firm',
  tryLead:
    'Answer a few questions to see what a firm is entitled to today, how much at most, and which ' +
    'clause stands in the way. Not knowing is an answer too: the conclusion says what is still ' +
    'missing.',
  tryNeedsScript: 'This page works things out in your browser and needs JavaScript',
  tryWithout: 'Without JavaScript you can:',
  tryRead: 'read the policies: each table of conditions lists the requirements one by one',
  tryCommand: 'use the command line:',
  tryLoading: 'Fetching the policies…',
  notFoundTitle: 'There is no such page',
  notFoundText: 'Part of the address may be missing, or the policy may have a new name.',
  notFoundBack: 'Back to the policies',
  badRequestTitle: 'The address cannot be read',
  badRequestText: 'It has characters that are not understood. Start again from the policies.',
  errorTitle: 'The page has failed',
  errorText:
    'The fault is ours and has been noted. Open it again in a while, or read the policy itself.',
}

/** The words of a language. */
export const words: Readonly<Record<Lang, Words>> = { zh, en }

const regions: Readonly<Record<string, string>> = {
  全国: 'National',
  北京市: 'Beijing',
  天津市: 'Tianjin',
  河北省: 'Hebei',
  上海市: 'Shanghai',
  江苏省: 'Jiangsu',
  浙江省: 'Zhejiang',
  安徽省: 'Anhui',
  山东省: 'Shandong',
  湖北省: 'Hubei',
  湖南省: 'Hunan',
  广东省: 'Guangdong',
  深圳市: 'Shenzhen',
  重庆市: 'Chongqing',
  四川省: 'Sichuan',
  陕西省: 'Shaanxi',
}

/** The name of a region in a language; as written when no other is known. */
export function regionName(region: string, lang: Lang): string {
  return lang === 'zh' ? region : (regions[region] ?? region)
}
