import {
  findingText,
  indexOf,
  type Policy,
  type Reason as PolicyReason,
  remedyText,
  word,
} from '@huoshui/policy'
import { useSession } from '../session.ts'
import { Cite } from './Cite.tsx'
import { StateMark } from './StateMark.tsx'

interface Props {
  readonly policy: Policy
  readonly reason: PolicyReason
}

/** Whether any one of the reasons below is enough. */
export function isChoice(policy: Policy, reason: PolicyReason): boolean {
  if (reason.any && reason.because.length > 1) return true
  const rule = indexOf(policy).rules.get(reason.because[0]?.rule ?? '')
  return rule?.form === 'condition' && rule.mode === 'any'
}

/**
 * The rows that decide: what a reason rests on stands in its place where it adds nothing itself.
 *
 * A choice is kept as one, because a row of it that fails is not by itself a failure.
 */
export function rowsOf(policy: Policy, reasons: readonly PolicyReason[]): PolicyReason[] {
  return reasons.flatMap((reason) => {
    const plain = reason.findings.length === 0 && reason.because.length > 0
    return plain && !isChoice(policy, reason) ? rowsOf(policy, reason.because) : [reason]
  })
}

const order = { unmet: 0, unknown: 1, met: 2 } as const

/** Rows with what stands in the way first; inside each, the law's own order. */
export function byState(reasons: readonly PolicyReason[]): PolicyReason[] {
  return [...reasons].sort((a, b) => order[a.state] - order[b.state])
}

/** A row: its state, its article, and the value against the threshold. */
export function Reason({ policy, reason }: Props) {
  const { lang, w } = useSession()
  const shown = reason.findings.filter(
    (finding) => finding.state === reason.state || finding.state !== 'met',
  )
  const remedy = reason.state === 'unmet' ? remedyText(policy, reason, lang) : ''
  const below = reason.because.length > 0 ? rowsOf(policy, reason.because) : []
  return (
    <li className={`reason reason-${reason.state}`}>
      <StateMark state={reason.state} />
      <div className="reason-body">
        <p className="reason-name">
          {word(policy, reason.name, lang)} <Cite policy={policy} citation={reason.citation} />
        </p>
        {shown.map((finding) => {
          const text = findingText(policy, finding, lang)
          return (
            <p key={text} className="finding">
              {text}
            </p>
          )
        })}
        {remedy !== '' && (
          <p className="remedy">
            <b>{w.remedy}</b>
            {remedy}
          </p>
        )}
        {below.length > 0 && (
          <>
            {isChoice(policy, reason) && <p className="finding">{w.anyOne}</p>}
            <ReasonList policy={policy} reasons={below} />
          </>
        )}
      </div>
    </li>
  )
}

/** Rows of reasons, what stands in the way first. */
export function ReasonList(props: {
  readonly policy: Policy
  readonly reasons: readonly PolicyReason[]
}) {
  const rows = byState(rowsOf(props.policy, props.reasons))
  return (
    <ul className="reasons">
      {rows.map((reason) => (
        <Reason key={`${reason.rule} ${reason.name}`} policy={props.policy} reason={reason} />
      ))}
    </ul>
  )
}
