/** The names that a policy's formulas may use, collected before any formula is read. */
import { type NameSet, nameSet } from '@huoshui/feel'
import type { Fact, Meta } from './policy.ts'
import type { Document } from './read.ts'
import { captionOf } from './reading.ts'

/** What a policy may use beyond its own: the shared vocabulary and the policies it imports from. */
export interface Vocabulary {
  readonly facts: readonly Fact[]
}

/** Facts that the kernel sets or derives, in every policy. */
export const builtinNames = ['今日', '名次', '参评数', '享受记录', '先申请'] as const

/** What a record of 享受记录 holds. */
export const paidFields = ['措施', '项目', '金额', '日期', '年度'] as const

/** The names that stand for the fields of records inside a filter, beside the declared facts. */
export function fieldNames(text: string): readonly string[] {
  return [...(text.includes('享受记录') ? paidFields : []), '状态']
}

/** What can be read of an account besides its free balance. */
export const accountParts = ['注入', '已用', '预留'] as const

/** The names declared by the tables and blocks of a document, without reading their formulas. */
export function declaredNames(doc: Document): {
  facts: { name: string; kind: string }[]
  rules: string[]
  accounts: string[]
  kinds: string[]
  /** Kinds that belong to another: their names stand for lists of records. */
  records: string[]
} {
  const facts: { name: string; kind: string }[] = []
  const rules: string[] = []
  const accounts: string[] = []
  const kinds: string[] = []
  const records: string[] = []
  for (const section of doc.sections) {
    for (const block of section.blocks) {
      if (block.kind === 'code' && block.info === 'feel') {
        for (const line of block.body.raw.split('\n')) {
          const name = /^\s*([^\s:：/"“][^:：]*?)\s*[:：]/.exec(line)?.[1]
          if (name) rules.push(name)
        }
      }
      if (block.kind !== 'table') continue
      const caption = captionOf(block)
      if (!caption) continue
      if (caption.option.startsWith('属于')) records.push(caption.name)
      const first = block.rows.map((row) => row.cells[0]?.text ?? '').filter(Boolean)
      if (caption.prefix === '事实') {
        for (const name of first) facts.push({ name, kind: caption.name })
        kinds.push(caption.name)
      }
      if (['条件', '决策', '评分'].includes(caption.prefix)) rules.push(caption.name)
      if (caption.prefix === '账户') accounts.push(...first)
      if (caption.prefix === '流程') kinds.push(caption.name)
    }
  }
  return { facts, rules, accounts, kinds, records }
}

/** The shared facts that a policy may use by its 对象 map, with the policy's own kind name. */
export function sharedFacts(meta: Meta, vocabulary: Vocabulary): Fact[] {
  return Object.entries(meta.kinds).flatMap(([own, shared]) =>
    vocabulary.facts.filter((fact) => fact.kind === shared).map((fact) => ({ ...fact, kind: own })),
  )
}

/** All names for the scanner; longest match tells them apart. */
export function namesOf(doc: Document, meta: Meta, vocabulary: Vocabulary): NameSet {
  const declared = declaredNames(doc)
  const shared = sharedFacts(meta, vocabulary)
  const facts = [...declared.facts, ...shared]
  return nameSet([
    ...builtinNames,
    ...fieldNames(doc.file.text),
    ...facts.map((fact) => fact.name),
    // 得分 of 专利.得分 is a field of each record in a list, and no fact of that whole name.
    ...facts
      .filter((fact) => !declared.records.includes(fact.kind))
      .map((fact) => `${fact.kind}.${fact.name}`),
    ...declared.rules,
    ...declared.accounts,
    ...declared.accounts.flatMap((name) => accountParts.map((part) => `${name}.${part}`)),
    ...declared.kinds,
    ...meta.imports.map((entry) => entry.rule),
  ])
}
