import type { Value } from '@huoshui/feel'
import type { FirmRecord } from '@huoshui/policy'
import { type Day, parseDay } from '@huoshui/values'
import { useEffect, useId, useMemo, useState } from 'react'
import {
  type Answers,
  fromFragment,
  isEmpty,
  noAnswers,
  remember,
  remembered,
  textOfValue,
  toFragment,
} from '../answers.ts'
import { today } from '../clock.ts'
import { askedBy, type Consultation, consult } from '../consult.ts'
import type { Loaded } from '../corpus.ts'
import { useSession } from '../session.ts'
import { Answered } from './Answered.tsx'
import { FileDoor } from './FileDoor.tsx'
import { FirmTable } from './FirmTable.tsx'
import { FinishedPart, type Put, QuestionPart } from './QuestionPart.tsx'
import { Results, Tally } from './Results.tsx'

function start(): Answers {
  const linked = fromFragment(location.hash)
  return isEmpty(linked) ? remembered() : linked
}

/** Answers that live in the address and in this browser. */
function useAnswers(): [Answers, (change: (before: Answers) => Answers) => void] {
  const [answers, setAnswers] = useState(start)
  useEffect(() => {
    remember(answers)
    const fragment = toFragment(answers)
    const address = `${location.pathname}${location.search}${fragment ? `#${fragment}` : ''}`
    history.replaceState(null, '', address)
  }, [answers])
  useEffect(() => {
    // Another link may be pasted into the same tab; links inside the page are no answers.
    const follow = () => {
      const linked = fromFragment(location.hash)
      if (linked.given.size > 0 || linked.day) setAnswers(linked)
    }
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return [answers, setAnswers]
}

interface Flow {
  readonly changing: string | null
  readonly skipped: ReadonlySet<string>
  /** Whether the reader has acted: before that, nothing takes the focus. */
  readonly moved: boolean
}

const freshFlow: Flow = { changing: null, skipped: new Set(), moved: false }

/** 测一测: one question at a time, with the conclusions beside it. */
export function App() {
  const { corpus, w } = useSession()
  const [answers, setAnswers] = useAnswers()
  const [extra, setExtra] = useState<ReadonlyMap<string, Value>>(new Map())
  const [flow, setFlow] = useState(freshFlow)
  const [firms, setFirms] = useState<readonly FirmRecord[]>([])
  const [taken, setTaken] = useState('')
  const now = useMemo(today, [])
  const day = answers.day ?? now
  const consultation = useMemo(
    () => consult(corpus, answers, day, extra),
    [corpus, answers, day, extra],
  )
  const give = (key: string, text: string) => {
    setAnswers((before) => ({ ...before, given: new Map(before.given).set(key, text) }))
    setFlow((before) => ({ ...before, changing: null, moved: true }))
  }
  const setAside = (kind: string, aside: boolean) => {
    setAnswers((before) => {
      const kinds = new Set(before.aside)
      if (aside) kinds.add(kind)
      else kinds.delete(kind)
      return { ...before, aside: kinds }
    })
    setFlow((before) => ({ ...before, changing: null, moved: true }))
  }
  const take = (firm: FirmRecord) => {
    const { given, records } = answersOf(corpus, firm)
    setAnswers((before) => ({ day: firm.day ?? before.day, given, aside: before.aside }))
    setExtra(records)
    setTaken(w.taken(firm.name))
    setFlow({ ...freshFlow, moved: true })
  }
  const receive = (found: readonly FirmRecord[]) => {
    setFirms(found.length > 1 ? found : [])
    const [only] = found
    if (found.length === 1 && only) take(only)
  }
  const clear = () => {
    setAnswers(() => noAnswers)
    setExtra(new Map())
    setTaken('')
    setFlow({ ...freshFlow, moved: true })
  }
  const asking = { answers, consultation, flow, setFlow, give, setAside }
  return (
    <div className="consultation">
      <div className="asking">
        <DayPicker day={day} now={now} onDay={(next) => setAnswers((a) => ({ ...a, day: next }))} />
        <Asking {...asking} />
        <div className="to-results">
          <Tally results={consultation.results.filter((one) => !one.elsewhere)} />{' '}
          <a href="#results">{w.seeResults}</a>
        </div>
        <Answered
          answers={answers}
          onClear={clear}
          onChange={(key) => setFlow((before) => ({ ...before, changing: key, moved: true }))}
        />
        <FileDoor onFirms={receive} />
        {taken !== '' && (
          <p role="status" className="taken">
            {taken}
          </p>
        )}
      </div>
      <div className="concluding">
        {firms.length > 0 && (
          <FirmTable firms={firms} day={day} onTake={take} onClose={() => setFirms([])} />
        )}
        <Results consultation={consultation} onAside={setAside} />
        <Tools />
      </div>
    </div>
  )
}

/** A firm's values as answers; records have no text and are kept as they are. */
function answersOf(corpus: Loaded, firm: FirmRecord) {
  const given = new Map<string, string>()
  const records = new Map<string, Value>()
  for (const [key, value] of firm.known) {
    const fact = askedBy(corpus, key)?.fact
    const text = fact ? textOfValue(value, fact.type) : null
    if (text === null) records.set(key, value)
    else given.set(key, text)
  }
  return { given, records }
}

interface AskingProps {
  readonly answers: Answers
  readonly consultation: Consultation
  readonly flow: Flow
  readonly setFlow: (change: (before: Flow) => Flow) => void
  readonly give: (key: string, text: string) => void
  readonly setAside: (kind: string, aside: boolean) => void
}

function Asking({ answers, consultation, flow, setFlow, give, setAside }: AskingProps) {
  const { corpus } = useSession()
  const { questions } = consultation
  const next = questions.find((question) => !flow.skipped.has(question.key))
  const last = [...answers.given.keys()].at(-1)
  const change = (key: string | null) =>
    setFlow((before) => ({ ...before, changing: key, moved: true }))
  const onBack = last === undefined ? null : () => change(last)
  const changed = flow.changing === null ? null : askedBy(corpus, flow.changing)
  const put: Put | null = changed
    ? { key: changed.key, name: changed.fact.name, fact: changed.fact, policy: changed.policy }
    : next
      ? {
          key: next.key,
          name: next.missing.fact?.name ?? next.missing.key,
          fact: next.missing.fact,
          policy: next.policy,
        }
      : null
  if (!put) {
    const onUnskip = () => setFlow((before) => ({ ...before, skipped: new Set(), moved: true }))
    const skipped = questions.length
    return <FinishedPart answers={answers} skipped={skipped} onUnskip={onUnskip} onBack={onBack} />
  }
  return (
    <QuestionPart
      put={put}
      answers={answers}
      consultation={consultation}
      changing={changed !== null}
      focus={flow.moved}
      onAnswer={give}
      onBack={onBack}
      onCancel={() => change(null)}
      onAside={(kind) => setAside(kind, true)}
      onSkip={(key) =>
        setFlow((before) => ({
          ...before,
          skipped: new Set([...before.skipped, key]),
          moved: true,
        }))
      }
    />
  )
}

interface DayProps {
  readonly day: Day
  readonly now: Day
  readonly onDay: (day: Day | null) => void
}

function DayPicker({ day, now, onDay }: DayProps) {
  const { w } = useSession()
  const id = useId()
  return (
    <p className="day-picker">
      <label htmlFor={id}>{w.day}</label>
      <input
        id={id}
        type="date"
        value={day}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          const chosen = parseDay(event.target.value)
          if (chosen) onDay(chosen === now ? null : chosen)
        }}
      />
      {day !== now && (
        <button type="button" className="quiet-button" onClick={() => onDay(null)}>
          {w.dayToday}
        </button>
      )}
      <span className="hidden" id={`${id}-hint`}>
        {w.dayHint}
      </span>
    </p>
  )
}

/** Sharing and printing, with what sharing gives away. */
function Tools() {
  const { w } = useSession()
  const [said, setSaid] = useState('')
  const copy = () => {
    navigator.clipboard.writeText(location.href).then(
      () => setSaid(w.shared),
      () => setSaid(w.shareFailed),
    )
  }
  return (
    <div className="tools">
      <p className="choices">
        <button type="button" className="choice" onClick={() => print()}>
          {w.print}
        </button>
        <button type="button" className="choice" onClick={copy}>
          {w.share}
        </button>
      </p>
      <p role="status">{said}</p>
      <p className="quiet">{w.privacy}</p>
    </div>
  )
}
