import {
  decideIn,
  evaluation,
  factsFor,
  type Policy,
  type Reason,
  reasonLines,
} from '@huoshui/policy'
import { type Day, formatDay, type Lang } from '@huoshui/values'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { remembered } from './answers.ts'
import { today } from './clock.ts'
import { knownFrom } from './consult.ts'
import { fetchCorpus, type Loaded } from './corpus.ts'
import { StateMark } from './parts/StateMark.tsx'
import { SessionContext } from './session.ts'
import { words } from './words.ts'

interface Marked {
  readonly corpus: Loaded
  readonly policy: Policy
  readonly day: Day
  readonly rows: readonly { readonly reason: Reason; readonly slot: Element }[]
}

/** The place that the document left for a row's state. */
function slotOf(rule: string, row: string): Element | null {
  const at = `tr[data-rule="${CSS.escape(rule)}"][data-row="${CSS.escape(row)}"] .slot`
  return document.querySelector(at)
}

function mark(corpus: Loaded, slug: string, version: string): Marked | null {
  const policy = corpus.policies.find(
    (one) => one.meta.slug === slug && one.meta.version === version,
  )
  if (!policy) return null
  const answers = remembered()
  const day = answers.day ?? today()
  const facts = factsFor(policy, knownFrom(corpus, answers, new Map()), day)
  const open = evaluation({ policy, day, facts, policyOf: corpus.policyOf })
  const rules = policy.rules.filter((rule) => rule.form === 'condition')
  const reasons = rules.flatMap((rule) => decideIn(open, rule.name).reasons)
  const rows = reasons.flatMap((reason) => {
    const slot = slotOf(reason.rule, reason.name)
    return slot ? [{ reason, slot }] : []
  })
  return { corpus, policy, day, rows }
}

function Row(props: { readonly policy: Policy; readonly reason: Reason; readonly lang: Lang }) {
  const { policy, reason, lang } = props
  // What a row that holds rests on is shown where that is laid down.
  const plain = reason.state === 'met' && reason.findings.length === 0
  const lines = plain ? [] : reasonLines(policy, reason, lang)
  return (
    <>
      <StateMark state={reason.state} />
      {lines.length > 0 && <span className="why">{lines.join(lang === 'zh' ? '；' : '; ')}</span>}
    </>
  )
}

interface Props {
  readonly lang: Lang
  readonly slug: string
  readonly version: string
}

/** Marks each row of the document's condition tables, by the answers kept in this browser. */
export default function InPlace({ lang, slug, version }: Props) {
  const w = words[lang]
  const [marked, setMarked] = useState<Marked | 'failed' | null>(null)
  useEffect(() => {
    fetchCorpus().then(
      (corpus) => setMarked(mark(corpus, slug, version) ?? 'failed'),
      () => setMarked('failed'),
    )
  }, [slug, version])
  if (marked === null) return <p role="status">{w.inPlaceBusy}</p>
  if (marked === 'failed') return <p role="alert">{w.inPlaceFailed}</p>
  const { corpus, policy, rows, day } = marked
  const count = (state: Reason['state']) => rows.filter((row) => row.reason.state === state).length
  return (
    <SessionContext value={{ lang, corpus }}>
      <p role="status">
        {w.summary(formatDay(day, lang))}
        {lang === 'zh' ? '：' : ': '}
        {w.inPlaceSum(count('met'), count('unmet'), count('unknown'))}
      </p>
      {rows.map(({ reason, slot }) =>
        createPortal(
          <Row policy={policy} reason={reason} lang={lang} />,
          slot,
          `${reason.rule} ${reason.name}`,
        ),
      )}
    </SessionContext>
  )
}
