import { type Conclusion, stateLooks } from '@huoshui/policy'
import { useSession } from '../session.ts'

/** A state as a shape and a word. */
export function StateMark({ state }: { readonly state: Conclusion }) {
  const { lang } = useSession()
  const look = stateLooks[state]
  return (
    <span className={`state state-${state}`}>
      <svg className="shape" viewBox="0 0 16 16" aria-hidden="true">
        <path d={look.shape} />
      </svg>
      {look.word[lang]}
    </span>
  )
}
