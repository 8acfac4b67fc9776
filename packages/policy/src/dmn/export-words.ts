/** What the model says to people: in Chinese, and in English where the policy has English. */
import { formatCitation } from '../cite.ts'
import type { Rule } from '../policy.ts'
import type { Model, Thing } from './export-model.ts'
import type { Element } from './xml.ts'

const lines = (...parts: readonly (string | false | null | undefined)[]): string =>
  parts.filter((one) => typeof one === 'string' && one !== '').join('\n')

const wordOf = ({ policy }: Model, name: string): string => policy.english?.words[name] ?? name

/** What the whole model is, and where other engines decide differently. */
export function describeModel(model: Model): string {
  const { meta, english } = model.policy
  const head = [meta.title, meta.documentNumber, meta.issuer].filter(Boolean).join('，')
  return lines(
    `${head}。`,
    '事实是输入，规则是决策；流程、记账和期限不在这里。',
    '政策把“还不知道”和“没有”分开，DMN 不分：没有给的输入在这里是 null，所以缺事实时别的引擎可能给出不同的结论。金额以元为单位，在每条金额规则处四舍五入到分。',
    english &&
      lines(
        `${english.title || meta.slug}, ${english.issuer}.`,
        'Facts are inputs and rules are decisions; procedures, transfers and deadlines are not here.',
        'The policy tells “not known” from “none”, DMN does not: an input that is not given is null here, so another engine may decide differently while facts are missing. Amounts are in yuan and rounded half up to the fen at each rule that is an amount.',
      ),
  )
}

const forms: Readonly<Record<Rule['form'], readonly [zh: string, en: string]>> = {
  condition: ['条件', 'Condition'],
  decision: ['决策表', 'Decision table'],
  score: ['评分', 'Score'],
  formula: ['公式', 'Formula'],
}

/** What a rule is and what it rests on. `lost`: its logic could not be carried. */
export function describeRule(model: Model, rule: Rule, lost: boolean): string {
  const { english } = model.policy
  const [zh, en] = forms[rule.form]
  const cited = formatCitation(rule.citation)
  const mode = rule.form !== 'condition' ? '' : rule.mode === 'all' ? '，同时满足' : '，满足其一'
  const modeEn =
    rule.form !== 'condition' ? '' : rule.mode === 'all' ? ', all rows' : ', any of the rows'
  const sample = rule.form === 'score' && rule.sampleWeights
  return lines(
    `${zh}：${rule.name}${mode}${cited === '' ? '' : `，依据：${cited}`}。`,
    sample && '权重是示例，没有公布的规范给出这些数。',
    rule.form === 'formula' && `原文：${rule.formula.source.trim()}`,
    lost && '它的逻辑在 DMN 里说不出来，所以是一个输入。',
    english &&
      lines(
        `${en}: ${wordOf(model, rule.name)}${modeEn}${
          cited === '' ? '' : `, under ${formatCitation(rule.citation, 'en', english.sources)}`
        }.`,
        sample && 'The weights are samples: no published norm gives them.',
        lost && 'DMN has no words for its logic, so it is an input.',
      ),
  )
}

type Part = 'plain' | 'given' | 'fallback'

/** What an input is, and what it means when it is not given. */
export function describeInput(model: Model, thing: Thing, part: Part): string {
  const { english } = model.policy
  const [zh, en] = meaningOf(model, thing)
  const [absentZh, absentEn] = absent(thing, part)
  return lines(zh, absentZh, english && lines(en, absentEn))
}

function meaningOf(model: Model, thing: Thing): readonly [string, string] {
  switch (thing.form) {
    case 'fact': {
      const { fact } = thing
      const evidence = [fact.evidence, fact.evidenceText].filter(Boolean).join('：')
      const floor = fact.floor ? `，下限 ${fact.floor.source.trim()}` : ''
      return [
        `${fact.kind} › ${fact.name}${fact.meaning === '' ? '' : `：${fact.meaning}`}（${evidence}${floor}）`,
        `${wordOf(model, fact.kind)}: ${wordOf(model, fact.name)}`,
      ]
    }
    case 'rule':
      return [thing.rule.name, wordOf(model, thing.rule.name)]
    case 'account':
      return [
        `账户“${thing.key}”：可用余额，或者所写的那一部分。`,
        `Account ${wordOf(model, thing.account.name)}: its free balance, or the part named.`,
      ]
    case 'records':
      return [`${thing.key}：记录的列表。`, `${wordOf(model, thing.key)}: a list of records.`]
    case 'paid':
      return ['已经享受过的，一条一项。', 'What has been paid before, one item each.']
    case 'builtin':
      return builtinWords[thing.key] ?? [thing.key, thing.key]
    case 'imported':
      return [`引自 ${thing.slug} 的规则。`, `A rule of ${thing.slug}.`]
  }
}

const builtinWords: Readonly<Record<string, readonly [string, string]>> = {
  今日: ['办理或测算的那一天。', 'The day of the act or of the screening.'],
  名次: ['择优时本事项的名次。', 'The rank of the matter when matters are selected by merit.'],
  参评数: ['择优时一共几件。', 'How many matters are ranked.'],
}

function absent(thing: Thing, part: Part): readonly [string, string] {
  if (part === 'plain') return ['没有给出时是 null。', 'Null when it is not given.']
  const account = thing.form === 'account'
  if (part === 'given') {
    return account
      ? ['没有给出时，按注入计算。', 'When it is not given, its funding is taken.']
      : ['没有给出时，用默认值。', 'When it is not given, its default is taken.']
  }
  return account
    ? ['给出的余额；没有给出时是注入的数。', 'The balance given; else what would be put in.']
    : ['给出的值；没有给出时是默认值。', 'The value given; else the default.']
}

/** What an import needs to make the same fact again; null for what is no declared fact. */
export function factAttrs(model: Model, thing: Thing): Element['attrs'] | null {
  switch (thing.form) {
    case 'fact': {
      const { kind, evidence, evidenceText, meaning } = thing.fact
      const says = evidenceText === '' ? evidence : `${evidence}：${evidenceText}`
      // Of the types of facts this one alone has no name in DMN.
      const type = thing.fact.type.kind === 'span' ? '期间' : undefined
      return { kind, type, evidence: says, meaning: meaning === '' ? undefined : meaning }
    }
    case 'records':
      return { records: model.index.kinds.get(thing.key)?.owner ?? 'matter' }
    case 'paid':
    case 'builtin':
      return { builtin: thing.key }
    case 'account':
    case 'imported':
    case 'rule':
      return null
  }
}
