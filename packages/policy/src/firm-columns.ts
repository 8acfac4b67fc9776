/** What a column of a firm file means: which facts it gives, and in which unit. */
import type { Type } from '@huoshui/feel'
import { nearest } from '@huoshui/values'
import type { Corpus } from './corpus.ts'
import { type Saying, say } from './firm-words.ts'
import { factKey } from './lookup.ts'
import type { Fact, Policy } from './policy.ts'
import { fold } from './read.ts'

export type FirmCorpus = Pick<Corpus, 'policies' | 'facts'>
export type MoneyUnit = '元' | '万元' | '亿元'

/** What of a fact its values are read by. */
export type Readable = Pick<Fact, 'name' | 'type' | 'nullable' | 'floor' | 'evidence'>

/** Where the values of a column go: a fact, or the records of a kind that belongs to the firm. */
export type Target =
  | { readonly key: string; readonly fact: Readable }
  | { readonly key: string; readonly fields: ReadonlyMap<string, Readable> }

export interface Column {
  /** The name without the unit. */
  readonly name: string
  readonly targets: readonly Target[]
  readonly unit: MoneyUnit | '%' | null
  readonly warning: Saying | null
}

export type FindColumn = (header: string) => Column | { readonly trouble: Saying }

const moneyUnits: readonly string[] = ['元', '万元', '亿元']

/** Words that may follow a number's name and change nothing: 职工总数（人）. */
const counted = /^[人名个件项家次年月日天岁分枚张位台套笔]$|^单位[:：]?[人名个件项家次]$/

const own = (policy: Policy, fact: Fact) => fact.owner === policy.meta.slug

/** Targets by every name they may be given under, folded. */
function targetsByName(corpus: FirmCorpus): Map<string, Map<string, Target>> {
  const found = new Map<string, Map<string, Target>>()
  const add = (name: string, target: Target) => {
    const folded = fold(name)
    const targets = found.get(folded) ?? new Map<string, Target>()
    // Versions of a policy share their facts; the last declaration is the one that is read by.
    targets.set(target.key, target)
    found.set(folded, targets)
  }
  for (const policy of corpus.policies) {
    const { slug } = policy.meta
    for (const fact of policy.facts) {
      const long = factKey(policy, fact)
      const key = own(policy, fact) ? `${slug}#${fact.name}` : fact.name
      add(`${slug}#${fact.name}`, { key: `${slug}#${fact.name}`, fact })
      if (own(policy, fact)) add(fact.name, { key, fact })
      if (long !== fact.name) add(long, { key: long, fact })
    }
    for (const { name, owner } of [...policy.kinds, ...policy.procedures]) {
      if (!owner) continue
      const facts = policy.facts.filter((fact) => fact.kind === name)
      const fields = new Map(facts.map((fact): [string, Readable] => [fact.name, fact]))
      const key = `${slug}#${name}`
      add(name, { key, fields })
      add(key, { key, fields })
    }
  }
  add('享受记录', { key: '享受记录', fields: paidFields() })
  // A shared fact is meant by its plain name even where a policy has one of its own.
  for (const fact of corpus.facts) {
    found.set(fold(fact.name), new Map([[fact.name, { key: fact.name, fact }]]))
  }
  return found
}

/** What a record of 享受记录 holds; a firm's file may say what the firm has been paid before. */
const paidTypes: readonly (readonly [string, Type])[] = [
  ['措施', { kind: 'string' }],
  ['项目', { kind: 'string' }],
  ['金额', { kind: 'money' }],
  ['日期', { kind: 'date' }],
  ['年度', { kind: 'number' }],
]

function paidFields(): Map<string, Readable> {
  const rest = { nullable: false, floor: null, evidence: '登记' } as const
  return new Map(paidTypes.map(([name, type]) => [name, { name, type, ...rest }]))
}

const bracketed = /^(.*?)\s*[([【]([^()[\]【】]*)[)\]】]$/

/** Whether a note in brackets can stand behind a name of this type, and the unit it sets. */
function unitOf(type: Type, note: string): Column['unit'] | undefined {
  const word = note.trim()
  if (type.kind === 'money') {
    const unit = word.replace(/^单位:?\s*/, '')
    return moneyUnits.includes(unit) ? (unit as MoneyUnit) : undefined
  }
  if (type.kind === 'number') {
    if (word === '%' || word === '百分比') return '%'
    return counted.test(word) ? null : undefined
  }
  // Elsewhere brackets say how to fill the column in, as in 独立法人（是/否）.
  return null
}

/** The name that shares most characters with a header, when that is more than half of them. */
function likest(header: string, names: readonly string[]): string | null {
  const letters = Array.from(header)
  let best: { readonly name: string; readonly score: number } | null = null
  for (const name of names) {
    const shared = letters.filter((letter) => name.includes(letter)).length
    if (shared < 2 || shared * 2 <= letters.length) continue
    const score = shared / Math.max(letters.length, Array.from(name).length)
    if (!best || score > best.score) best = { name, score }
  }
  return best?.name ?? null
}

/** Makes the lookup of columns for a corpus. Every header is looked up once and kept. */
export function columnFinder(corpus: FirmCorpus): FindColumn {
  const byName = targetsByName(corpus)
  const made = new Map<string, ReturnType<FindColumn>>()
  const find: FindColumn = (header) => {
    const text = fold(header)
    const exact = byName.get(text)
    if (exact) return column(text, exact, null)
    const split = bracketed.exec(text)
    const base = split?.[1] ?? text
    const targets = byName.get(base)
    if (!split || !targets) {
      const names = [...byName.keys()].filter((name) => !name.includes('#') || text.includes('#'))
      return { trouble: say.unknownColumn(header, nearest(base, names) ?? likest(base, names)) }
    }
    const types = [...targets.values()].flatMap((one) => ('fact' in one ? [one.fact.type] : []))
    const unit = types[0] ? unitOf(types[0], split[2] as string) : null
    if (unit === undefined) return { trouble: say.unit(base, split[2] as string) }
    return column(base, targets, unit)
  }
  return (header) => {
    const known = made.get(header) ?? find(header)
    made.set(header, known)
    return known
  }
}

function column(name: string, targets: ReadonlyMap<string, Target>, unit: Column['unit']): Column {
  const all = [...targets.values()]
  const notice = all.every((one) => 'fact' in one && one.fact.evidence === '通知')
  const several = all.length > 1 ? say.several(name, [...targets.keys()]) : null
  return { name, targets: all, unit, warning: notice ? say.byNotice(name) : several }
}
