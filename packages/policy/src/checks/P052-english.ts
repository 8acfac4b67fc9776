import { headingKey } from '../english.ts'
import type { Policy } from '../policy.ts'
import type { Definition } from '../problem.ts'
import type { Document } from '../read.ts'
import { type Check, statesOf } from './context.ts'

/** The English companion lacks something that the Chinese has. */
export const P052: Definition<{
  form: 'file' | 'headings' | 'restatement' | 'interpretation' | 'word'
  names: readonly string[]
}> = {
  code: 'P052',
  severity: 'warning',
  message: ({ form, names }) => {
    const list = names.slice(0, 12).join('、') + (names.length > 12 ? ` … (${names.length})` : '')
    switch (form) {
      case 'file':
        return { zh: '没有英文本。', en: 'There is no English companion.' }
      case 'headings':
        return {
          zh: `英文本的标题与中文不一一对应：${list}。`,
          en: `The English headings don't match the Chinese one by one: ${list}.`,
        }
      case 'restatement':
        return { zh: `英文本缺复述：${list}。`, en: `Restatements missing in English: ${list}.` }
      case 'interpretation':
        return { zh: `英文本缺解释：${list}。`, en: `Interpretations missing in English: ${list}.` }
      case 'word':
        return { zh: `英文词表缺：${list}。`, en: `Words missing in English: ${list}.` }
    }
  },
  remedy: () => ({
    zh: '在同名的 .en.md 里补上。',
    en: 'Add them to the companion file of the same name ending in .en.md.',
  }),
}

/** Every word of a policy that people are shown and that has no sentence of its own. */
export function wordsOf(policy: Policy): Set<string> {
  const words = new Set<string>()
  const add = (...names: (string | null | undefined)[]) => {
    for (const name of names) if (name) words.add(name)
  }
  for (const fact of policy.facts) {
    add(fact.name, fact.kind)
    if (fact.type.kind === 'enum') add(...fact.type.values)
  }
  for (const rule of policy.rules) {
    add(rule.name)
    if (rule.form === 'score') add(...rule.stages)
    if (rule.form === 'condition' || rule.form === 'decision')
      add(...rule.rows.map((row) => row.name))
    if (rule.type.kind === 'enum') add(...rule.type.values)
  }
  for (const account of policy.accounts) add(account.name, account.ledger)
  for (const measure of policy.measures) add(measure.name, measure.per)
  for (const procedure of policy.procedures) {
    add(procedure.name, ...procedure.parties, ...statesOf(procedure))
    for (const row of procedure.acts) add(row.name, row.by, row.enteredBy)
  }
  return words
}

/** Headings that are law and therefore have an English counterpart. */
export function lawHeadings(doc: Document): Document['sections'] {
  const end = doc.sections.findIndex((section) =>
    ['不设规则的条文', '事实', '算例', '等价变异'].includes(section.title.text),
  )
  const listed = doc.sections[end]?.title.text === '不设规则的条文'
  return end < 0 ? doc.sections : doc.sections.slice(0, listed ? end + 1 : end)
}

export const checkEnglish: Check = ({ policy, doc, say }) => {
  const place = doc.front.placeOf('标识')
  const { english } = policy
  if (!english) {
    say(P052, place, { form: 'file', names: [] })
    return
  }
  const law = lawHeadings(doc)
  const astray = law.findIndex((section, i) => english.headings[i]?.level !== section.level)
  if (astray >= 0 || english.headings.length !== law.length) {
    const first = law[astray]?.title.text
    const counts = `${law.length} / ${english.headings.length}`
    const names = first === undefined ? [counts] : [first, counts]
    say(P052, place, { form: 'headings', names })
  }
  const quoted = law.flatMap((section, i) =>
    section.blocks.some((block) => block.kind === 'quote') && !english.restatements[headingKey(i)]
      ? [section.title.text]
      : [],
  )
  if (quoted.length > 0) say(P052, place, { form: 'restatement', names: quoted })
  const open = policy.interpretations
    .map((one) => one.number)
    .filter((number) => !english.interpretations[number])
  if (open.length > 0) {
    say(P052, place, { form: 'interpretation', names: open.map((n) => `解释 ${n}`) })
  }
  const words = [...wordsOf(policy)].filter((name) => !english.words[name])
  if (words.length > 0) say(P052, place, { form: 'word', names: words })
}
