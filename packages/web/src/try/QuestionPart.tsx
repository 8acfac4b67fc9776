import { evidenceWord, type Fact, type MeasureResult, type Policy, word } from '@huoshui/policy'
import { useEffect, useRef } from 'react'
import { type Answers, dontKnow } from '../answers.ts'
import { type Consultation, kindKey } from '../consult.ts'
import { Cite } from '../parts/Cite.tsx'
import { FactForm } from '../parts/FactForm.tsx'
import { rowsOf } from '../parts/Reason.tsx'
import { useSession } from '../session.ts'

/** The question being put: a new one, or one that is being answered anew. */
export interface Put {
  readonly key: string
  readonly name: string
  readonly fact: Fact | null
  readonly policy: Policy
}

interface Props {
  readonly put: Put
  readonly answers: Answers
  readonly consultation: Consultation
  readonly changing: boolean
  /** Whether the heading should take the focus: not when the page has just been opened. */
  readonly focus: boolean
  readonly onAnswer: (key: string, text: string) => void
  readonly onSkip: (key: string) => void
  readonly onBack: (() => void) | null
  readonly onCancel: () => void
  readonly onAside: (kind: string) => void
}

/** One question: what is asked, what it means, what proves it, and why it is asked. */
export function QuestionPart(props: Props) {
  const { put, answers, consultation, changing, focus } = props
  const { lang, w } = useSession()
  const heading = useRef<HTMLHeadingElement>(null)
  const { key } = put
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new question takes the focus
  useEffect(() => {
    if (focus) heading.current?.focus()
  }, [key, focus])
  const left = consultation.questions.length
  return (
    <section className="question" aria-labelledby="question">
      <p className="progress">{w.progress(answers.given.size, left)}</p>
      <h2 id="question" ref={heading} tabIndex={-1}>
        {word(put.policy, put.name, lang)}
      </h2>
      {put.fact && <Meaning fact={put.fact} policy={put.policy} />}
      <FactForm
        key={key}
        name={key}
        policy={put.policy}
        fact={put.fact}
        before={answers.given.get(key)}
        onAnswer={(text) => props.onAnswer(key, text)}
      >
        {changing ? (
          <button type="button" className="quiet-button" onClick={props.onCancel}>
            {w.cancel}
          </button>
        ) : (
          <button type="button" className="quiet-button" onClick={() => props.onSkip(key)}>
            {w.skip}
          </button>
        )}
        {props.onBack && !changing && (
          <button type="button" className="quiet-button" onClick={props.onBack}>
            {w.back}
          </button>
        )}
      </FactForm>
      <NotMine {...props} />
      <Why put={put} results={consultation.results} />
    </section>
  )
}

function Meaning({ fact, policy }: { readonly fact: Fact; readonly policy: Policy }) {
  const { lang, w } = useSession()
  // What a fact means and is proved by is written once, in Chinese, unless the words have it.
  const say = (text: string) => {
    const found = word(policy, text, lang)
    return lang === 'zh' || found !== text ? found : ''
  }
  const meaning = say(fact.meaning)
  const proof = say(fact.evidenceText.replace(/^[^:：]*[:：]/, ''))
  const kind = lang === 'zh' ? fact.evidence : evidenceWord(fact.evidence)
  const own = word(policy, policy.meta.kinds[fact.kind] ?? fact.kind, lang)
  return (
    <div className="meaning">
      {meaning !== '' && <p>{meaning}</p>}
      <p className="quiet">
        {w.about} {own} · {w.evidence} {kind}
        {proof !== '' && (lang === 'zh' ? `：${proof}` : `: ${proof}`)}
      </p>
    </div>
  )
}

/** Kinds that are not the firm itself can be set aside: not everyone runs a facility. */
function NotMine({ put, onAside }: Props) {
  const { lang, w } = useSession()
  const { fact, policy } = put
  if (!fact || policy.meta.kinds[fact.kind] !== undefined) return null
  const kind = word(policy, fact.kind, lang)
  const first = policy.measures.some((measure) => measure.kinds[0] === fact.kind)
  return (
    <p className="not-mine">
      <button
        type="button"
        className="quiet-button"
        onClick={() => onAside(kindKey(policy, fact.kind))}
      >
        {first ? w.notMine(kind) : w.notMineThing(kind)}
      </button>
    </p>
  )
}

function waitsFor(result: MeasureResult, put: Put): boolean {
  const missing = [...result.decision.missing, ...(result.amount?.missing ?? [])]
  const own = put.fact
  return missing.some((one) =>
    own && one.fact
      ? one.fact.name === own.name && one.fact.owner === own.owner
      : one.key === put.name,
  )
}

function Why({ put, results }: { readonly put: Put; readonly results: readonly MeasureResult[] }) {
  const { lang, w } = useSession()
  const waiting = results.filter((result) => waitsFor(result, put))
  if (waiting.length === 0) return null
  return (
    <details className="why-asked" open={waiting.length <= 2}>
      <summary>{w.why(waiting.length)}</summary>
      <ul>
        {waiting.map((result) => {
          const { policy, measure, decision } = result
          const rows = rowsOf(policy, decision.reasons).filter((row) =>
            row.missing.some((key) => key === put.name || key.endsWith(`.${put.name}`)),
          )
          const amount = result.amount?.calculation?.citation
          return (
            <li key={`${policy.file} ${measure.name}`}>
              {word(policy, measure.name, lang)}{' '}
              {rows.map((row) => (
                <Cite key={row.name} policy={policy} citation={row.citation} />
              ))}
              {rows.length === 0 && amount && <Cite policy={policy} citation={amount} />}
            </li>
          )
        })}
      </ul>
    </details>
  )
}

/** After the last question: what is still open, and how to go on. */
export function FinishedPart(props: {
  readonly answers: Answers
  readonly skipped: number
  readonly onUnskip: () => void
  readonly onBack: (() => void) | null
}) {
  const { w } = useSession()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const open = [...props.answers.given.values()].includes(dontKnow)
  return (
    <section className="question finished" aria-labelledby="question">
      <p className="progress">{w.progress(props.answers.given.size, 0)}</p>
      <h2 id="question" ref={heading} tabIndex={-1}>
        {w.finished}
      </h2>
      <p>{w.finishedText}</p>
      {open && <p>{w.finishedUnknown}</p>}
      <p className="choices">
        {props.skipped > 0 && (
          <button type="button" className="choice strong" onClick={props.onUnskip}>
            {w.skipped(props.skipped)}
          </button>
        )}
        {props.onBack && (
          <button type="button" className="quiet-button" onClick={props.onBack}>
            {w.back}
          </button>
        )}
      </p>
    </section>
  )
}
