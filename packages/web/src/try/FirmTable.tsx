import { amountLook, type FirmRecord, type MeasureResult, screen, word } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import { useEffect, useState } from 'react'
import { StateMark } from '../parts/StateMark.tsx'
import { useSession } from '../session.ts'
import { download, type FirmOutcome, toCsv, toJson } from './export.ts'

/** How many are listed on the page; all are in the download. */
const listed = 200
/** How many are decided before the page is let breathe. */
const bite = 20

interface Props {
  readonly firms: readonly FirmRecord[]
  readonly day: Day
  readonly onTake: (firm: FirmRecord) => void
  readonly onClose: () => void
}

function useOutcomes(firms: readonly FirmRecord[], day: Day): readonly FirmOutcome[] {
  const { corpus } = useSession()
  const [outcomes, setOutcomes] = useState<readonly FirmOutcome[]>([])
  useEffect(() => {
    let stopped = false
    const { policies, policyOf } = corpus
    const decide = (firm: FirmRecord): FirmOutcome => {
      const on = firm.day ?? day
      return { firm, day: on, results: screen(firm.known, { policies, day: on, policyOf }).results }
    }
    const made: FirmOutcome[] = []
    const go = () => {
      if (stopped) return
      for (const firm of firms.slice(made.length, made.length + bite)) made.push(decide(firm))
      setOutcomes([...made])
      if (made.length < firms.length) setTimeout(go)
    }
    setTimeout(go)
    return () => {
      stopped = true
    }
  }, [firms, day, corpus])
  return outcomes
}

/** Every firm of a file with its conclusions; a row each. */
export function FirmTable({ firms, day, onTake, onClose }: Props) {
  const { lang, w } = useSession()
  const outcomes = useOutcomes(firms, day)
  const busy = outcomes.length < firms.length
  return (
    <section className="batch" aria-labelledby="batch">
      <h2 id="batch">{w.batch}</h2>
      <p role="status" className="quiet">
        {busy ? w.batchBusy(outcomes.length, firms.length) : w.fileGood(firms.length)}
      </p>
      <p className="choices">
        <button
          type="button"
          className="choice"
          disabled={busy}
          onClick={() => download('huoshui.csv', 'text/csv', toCsv(outcomes, lang))}
        >
          {w.csv}
        </button>
        <button
          type="button"
          className="choice"
          disabled={busy}
          onClick={() => download('huoshui.json', 'application/json', toJson(outcomes, lang))}
        >
          {w.json}
        </button>
        <button type="button" className="quiet-button" onClick={onClose}>
          {w.closeBatch}
        </button>
      </p>
      {firms.length > listed && <p className="quiet">{w.batchMore(listed, firms.length)}</p>}
      <Rows outcomes={outcomes.slice(0, listed)} onTake={onTake} />
    </section>
  )
}

function keyOf({ policy, measure }: MeasureResult): string {
  return `${policy.meta.slug}#${measure.name}`
}

function Rows(props: {
  readonly outcomes: readonly FirmOutcome[]
  readonly onTake: (firm: FirmRecord) => void
}) {
  const { lang, w } = useSession()
  const columns = new Map<string, string>()
  for (const { results } of props.outcomes) {
    for (const one of results) columns.set(keyOf(one), word(one.policy, one.measure.name, lang))
  }
  const keys = [...columns.keys()].sort()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by keyboard
    <section className="table wide" tabIndex={0} aria-label={w.firm}>
      <table>
        <thead>
          <tr>
            <th scope="col">{w.firm}</th>
            {keys.map((key) => (
              <th key={key} scope="col">
                {columns.get(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.outcomes.map(({ firm, results }) => (
            <tr key={firm.row}>
              <th scope="row">
                <button type="button" className="link" onClick={() => props.onTake(firm)}>
                  {firm.name}
                </button>
              </th>
              {keys.map((key) => {
                const result = results.find((one) => keyOf(one) === key)
                return (
                  <td key={key} data-label={columns.get(key)}>
                    {result ? <Outcome result={result} /> : '—'}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Outcome({ result }: { readonly result: MeasureResult }) {
  const { lang } = useSession()
  const { amount, decision } = result
  const look = amount && decision.conclusion !== 'unmet' ? amountLook(amount, lang) : null
  return (
    <span className="value">
      <StateMark state={decision.conclusion} />
      {look && (
        <span className="small-amount">
          {look.lead} {look.figure}
        </span>
      )}
    </span>
  )
}
