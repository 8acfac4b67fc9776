/** The facts that a file about one kind of subject may give, and how its columns are named. */
import { columnFinder, type Fact, type FindColumn, fold, type Policy } from '@huoshui/policy'
import { kindName } from '../known.ts'

export interface KindVocabulary {
  /** As subjects are stored: `terms#企业`, or `slug#kind`. */
  readonly kind: string
  /** As people call it: 企业. */
  readonly label: string
  /** By the name that an import gives them: the name of a shared fact, `slug#name` of others. */
  readonly facts: ReadonlyMap<string, Fact>
  /** Facts that no register gives, by name: what they come from (通知, 办理). */
  readonly notImported: ReadonlyMap<string, string>
  readonly find: FindColumn
  /** Codes are 统一社会信用代码 and have check characters. */
  readonly creditCodes: boolean
  /** Headers of the column that holds the code, and of the one that holds the name. */
  readonly codeHeaders: readonly string[]
  readonly nameHeaders: readonly string[]
}

export const creditCode = '统一社会信用代码'

/** The vocabulary of a kind: the shared facts about it, and those of the policies given. */
export function vocabularyOf(
  kind: string,
  shared: readonly Fact[],
  policies: readonly Policy[],
): KindVocabulary {
  const label = kind.slice(kind.indexOf('#') + 1)
  const isShared = kind.startsWith('terms#')
  const notImported = new Map<string, string>()
  const importable = (fact: Fact) => {
    const made = fact.evidence === '通知' || fact.evidence === '办理'
    if (made) notImported.set(fact.name, fact.evidence)
    return !made
  }
  const own = isShared ? shared.filter((fact) => fact.kind === label).filter(importable) : []
  // Other policies' facts of the kind keep their kinds' own names, such as 申领单位 for 企业.
  const others = policies.map((policy): Policy => {
    const names = policy.kinds
      .filter((one) => kindName(policy, one.name) === kind)
      .map((one) => one.name)
    const facts = policy.facts.filter((fact) => names.includes(fact.kind)).filter(importable)
    return { ...policy, facts, kinds: [], procedures: [] }
  })
  const facts = new Map(own.map((fact) => [fact.name, fact]))
  for (const { meta, facts: theirs } of others) {
    for (const fact of theirs) {
      if (fact.owner === meta.slug) facts.set(`${meta.slug}#${fact.name}`, fact)
      else if (!facts.has(fact.name)) facts.set(fact.name, fact)
    }
  }
  const creditCodes = facts.has(creditCode)
  return {
    kind,
    label,
    facts,
    notImported,
    find: columnFinder({ facts: own, policies: others }),
    creditCodes,
    codeHeaders: creditCodes
      ? [creditCode]
      : [`${label}代码`, `${label}编号`, '代码', '编码', '编号'].map(fold),
    nameHeaders: [`${label}名称`, '名称'].map(fold),
  }
}

/** Whose fact it is and what it is called there, from the name that an import gives it. */
export function importedFact(name: string): { readonly owner: string; readonly name: string } {
  const mark = name.lastIndexOf('#')
  return mark < 0
    ? { owner: 'terms', name }
    : { owner: name.slice(0, mark), name: name.slice(mark + 1) }
}
