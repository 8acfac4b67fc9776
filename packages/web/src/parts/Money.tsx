import { type Amount, amountLook, type Citation, type Policy, word } from '@huoshui/policy'
import { useSession } from '../session.ts'
import { Cite } from './Cite.tsx'

interface Props {
  readonly policy: Policy
  readonly amount: Amount
  readonly per: string | null
  /** The clause of the measure, for when the amount itself names none. */
  readonly citation: Citation | null
}

/** An amount, large, with the clause that gives or caps it, small. */
export function Money({ policy, amount, per, citation }: Props) {
  const { lang, w } = useSession()
  const look = amountLook(amount, lang)
  if (!look) return <p className="amount quiet">{w.perhaps}</p>
  const clause = look.citation ?? citation
  return (
    <p className="amount">
      {look.lead !== '' && <span className="lead">{look.lead} </span>}
      <b className="money">{look.figure}</b>
      {per !== null && <span className="per"> {word(policy, per, lang)}</span>}
      {clause !== null && (
        <span className="amount-clause">
          {look.capped ? w.capped : w.from} <Cite policy={policy} citation={clause} />
        </span>
      )}
    </p>
  )
}
