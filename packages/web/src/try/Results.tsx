import {
  type Calculation,
  formulaText,
  type MeasureResult,
  type MissingFact,
  type Policy,
  reasonLines,
  spell,
  word,
} from '@huoshui/policy'
import { formatDay } from '@huoshui/values'
import { type Consultation, kindKey } from '../consult.ts'
import { Cite } from '../parts/Cite.tsx'
import { Money } from '../parts/Money.tsx'
import { byState, ReasonList, rowsOf } from '../parts/Reason.tsx'
import { StateMark } from '../parts/StateMark.tsx'
import { useSession } from '../session.ts'
import { inLang } from '../words.ts'

const groups = ['met', 'unknown', 'finding', 'unmet'] as const

/** How many measures came to each conclusion. */
export function Tally({ results }: { readonly results: readonly MeasureResult[] }) {
  const { w } = useSession()
  return (
    <ul className="tally">
      {groups.map((state) => {
        const n = results.filter((result) => result.decision.conclusion === state).length
        return (
          n > 0 && (
            <li key={state} className={`tally-${state}`}>
              <b>{n}</b> {w.count[state]}
            </li>
          )
        )
      })}
    </ul>
  )
}

interface Props {
  readonly consultation: Consultation
  readonly onAside: (kind: string, aside: boolean) => void
}

/** The conclusions, what can be had first. */
export function Results({ consultation, onAside }: Props) {
  const { lang, w } = useSession()
  const { aside, day } = consultation
  const results = consultation.results.filter((result) => !result.elsewhere)
  const elsewhere = consultation.results.filter((result) => result.elsewhere)
  return (
    <section className="results" aria-labelledby="results">
      <header>
        <h2 id="results" tabIndex={-1}>
          {w.results}
        </h2>
        <p className="quiet">{w.summary(formatDay(day, lang))}</p>
        <div role="status">
          <Tally results={results} />
        </div>
      </header>
      {consultation.results.length === 0 && aside.length === 0 && (
        <div className="nothing">
          <h3>{w.empty}</h3>
          <p>{w.emptyHint}</p>
        </div>
      )}
      <ol>
        {results.map((result) => (
          <MeasurePart key={keyOf(result)} result={result} onAside={onAside} />
        ))}
      </ol>
      {elsewhere.length > 0 && (
        <details className="elsewhere">
          <summary>{w.elsewhere(elsewhere.length)}</summary>
          <ol>
            {elsewhere.map((result) => (
              <MeasurePart key={keyOf(result)} result={result} onAside={onAside} />
            ))}
          </ol>
        </details>
      )}
      <SetAside aside={aside} onAside={onAside} />
      <Closed policies={consultation.closed} day={day} />
    </section>
  )
}

function titleOf(policy: Policy, lang: 'zh' | 'en'): string {
  return (lang === 'en' && policy.english?.title) || policy.meta.title
}

const keyOf = ({ policy, measure }: MeasureResult) => `${policy.file} ${measure.name}`

interface PartProps extends Pick<Props, 'onAside'> {
  readonly result: MeasureResult
}

function MeasurePart({ result, onAside }: PartProps) {
  const { lang, w } = useSession()
  const { policy, measure, decision, amount, call } = result
  const { conclusion } = decision
  const href = inLang(lang, `/policies/${policy.file.replace(/\.md$/, '')}`)
  return (
    <li className={`result result-${conclusion}`}>
      <article aria-label={word(policy, measure.name, lang)}>
        <div className="result-head">
          <div>
            <StateMark state={conclusion} />
            <h3>{word(policy, measure.name, lang)}</h3>
            <p className="from">
              <a href={href}>{titleOf(policy, lang)}</a>
            </p>
          </div>
          {amount && conclusion !== 'unmet' && (
            <Money policy={policy} amount={amount} per={measure.per} citation={measure.citation} />
          )}
        </div>
        {call && (
          <p className="quiet">
            {w.callOpen(word(policy, call.name, lang), formatDay(call.to, lang))}
          </p>
        )}
        <Gist result={result} />
        <Missing result={result} />
        <Relations result={result} />
        <Details result={result} />
        <NotMine result={result} onAside={onAside} />
      </article>
    </li>
  )
}

/** A measure for someone else can be set aside: not everyone runs a facility. */
function NotMine({ result, onAside }: PartProps) {
  const { lang, w } = useSession()
  const { policy, measure } = result
  const kind = measure.kinds[0]
  if (kind === undefined || policy.meta.kinds[kind] !== undefined) return null
  return (
    <p className="not-mine">
      <button
        type="button"
        className="quiet-button"
        onClick={() => onAside(kindKey(policy, kind), true)}
      >
        {w.notMine(word(policy, kind, lang))}
      </button>
    </p>
  )
}

/** The one sentence that matters: what stands in the way. */
function Gist({ result }: { readonly result: MeasureResult }) {
  const { lang } = useSession()
  const { policy, decision } = result
  if (decision.conclusion !== 'unmet') return null
  const rows = byState(rowsOf(policy, decision.reasons)).filter((row) => row.state === 'unmet')
  return (
    <ul className="gist">
      {rows.slice(0, 3).map((row) => (
        <li key={`${row.rule} ${row.name}`}>
          <b>{word(policy, row.name, lang)}</b>
          {lang === 'zh' ? '：' : ': '}
          {reasonLines(policy, row, lang).join(lang === 'zh' ? '；' : '; ')}{' '}
          <Cite policy={policy} citation={row.citation} />
        </li>
      ))}
    </ul>
  )
}

/** More missing facts than this are counted; the reasons below name them all. */
const named = 6

function Missing({ result }: { readonly result: MeasureResult }) {
  const { lang, w } = useSession()
  const { policy, decision, amount } = result
  if (decision.conclusion === 'unmet') return null
  const all = new Map<string, MissingFact>()
  for (const one of [...decision.missing, ...(amount?.missing ?? [])]) all.set(one.key, one)
  if (all.size === 0) return null
  const note = (one: MissingFact) => {
    if (one.fact?.evidence === '通知') return w.missingNotice
    return one.fact?.evidence === '认定' ? w.missingFinding : ''
  }
  return (
    <p className="missing">
      <b>{w.missing}</b>{' '}
      {[...all.values()].slice(0, named).map((one, i) => (
        <span key={one.key}>
          {i > 0 && (lang === 'zh' ? '、' : ', ')}
          {word(policy, one.fact?.name ?? one.key, lang)}
          {note(one) !== '' && (
            <span className="quiet">{lang === 'zh' ? `（${note(one)}）` : ` (${note(one)})`}</span>
          )}
        </span>
      ))}
      {all.size > named && ` ${w.andMore(all.size)}`}
    </p>
  )
}

/** What this measure can't be combined with, or only up to a sum. */
function Relations({ result }: { readonly result: MeasureResult }) {
  const { lang, w } = useSession()
  const { policy, measure, relations } = result
  return relations.map((relation) => {
    const others = relation.measures
      .filter((name) => name !== measure.name)
      .map((name) => word(policy, name, lang))
      .join(lang === 'zh' ? '、' : ', ')
    const cap = relation.form === 'capped' ? formulaText(policy, relation.cap, lang) : ''
    const text = relation.form === 'capped' ? w.cappedTogether(others, cap) : w.exclusive(others)
    const { citation } = relation
    const source = lang === 'zh' || citation === '' ? citation : formulaText(policy, citation, lang)
    return (
      <p key={`${relation.form} ${others}`} className="relation">
        {text} {source !== '' && <span className="quiet">{source}</span>}
      </p>
    )
  })
}

function Details({ result }: { readonly result: MeasureResult }) {
  const { lang, w } = useSession()
  const { policy, decision, amount } = result
  const doubts = decision.interpretations.filter((one) => one.status !== '已确认')
  const remedy = (lang === 'en' && policy.english?.remedy) || policy.meta.remedy
  return (
    <>
      <details>
        <summary>{w.reasons}</summary>
        <ReasonList policy={policy} reasons={decision.reasons} />
        {amount?.calculation && decision.conclusion !== 'unmet' && (
          <div className="calculation">
            <h4>{w.calculation}</h4>
            <Steps policy={policy} step={amount.calculation} />
          </div>
        )}
      </details>
      {doubts.length > 0 && (
        <details className="doubts">
          <summary>{w.doubts(doubts.length)}</summary>
          <ul>
            {doubts.map((one) => (
              <li key={one.number}>
                <Cite policy={policy} citation={one.citation} />{' '}
                {(lang === 'en' && policy.english?.interpretations[one.number]) || one.text}
              </li>
            ))}
          </ul>
        </details>
      )}
      {decision.conclusion === 'unmet' && remedy !== '' && (
        <details>
          <summary>{w.contest}</summary>
          <p>{remedy}</p>
        </details>
      )}
    </>
  )
}

function Steps({ policy, step }: { readonly policy: Policy; readonly step: Calculation }) {
  const { lang } = useSession()
  const formula = formulaText(policy, step.text, lang)
  const name = word(policy, step.rule, lang)
  return (
    <ul className="steps">
      <li>
        <span>
          {name} = {spell(policy, step.value, step.type, lang)}{' '}
          <Cite policy={policy} citation={step.citation} />
        </span>
        {step.rows.length > 0 && (
          <span className="quiet">
            {' '}
            {step.rows.map((row) => word(policy, row, lang)).join('、')}
          </span>
        )}
        {formula !== name && <code className="formula">{formula}</code>}
        {step.from.map((inner) => (
          <Steps key={inner.rule} policy={policy} step={inner} />
        ))}
      </li>
    </ul>
  )
}

function SetAside({
  aside,
  onAside,
}: { readonly aside: readonly MeasureResult[] } & Pick<Props, 'onAside'>) {
  const { lang, w } = useSession()
  if (aside.length === 0) return null
  return (
    <section className="set-aside" aria-labelledby="aside">
      <h3 id="aside">{w.aside}</h3>
      <ul>
        {aside.map(({ policy, measure }) => (
          <li key={`${policy.file} ${measure.name}`}>
            {word(policy, measure.name, lang)}{' '}
            <button
              type="button"
              className="quiet-button"
              onClick={() => {
                for (const kind of measure.kinds) onAside(kindKey(policy, kind), false)
              }}
            >
              {w.bringBack}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Closed(props: { readonly policies: readonly Policy[]; readonly day: string }) {
  const { lang, w } = useSession()
  if (props.policies.length === 0) return null
  return (
    <section className="set-aside" aria-labelledby="closed">
      <h3 id="closed">{w.closed}</h3>
      <ul>
        {props.policies.map((policy) => {
          const { effectiveFrom, effectiveTo, status } = policy.meta
          const when =
            status === '草案' || !effectiveFrom
              ? w.closedDraft
              : effectiveFrom > props.day
                ? w.closedFuture(formatDay(effectiveFrom, lang))
                : effectiveTo
                  ? w.closedPast(formatDay(effectiveTo, lang))
                  : ''
          const href = inLang(lang, `/policies/${policy.file.replace(/\.md$/, '')}`)
          return (
            <li key={policy.file}>
              <a href={href}>{titleOf(policy, lang)}</a> <span className="quiet">{when}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
