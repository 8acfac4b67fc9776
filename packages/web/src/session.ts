/** What every part of 测一测 reads: the language and the policies. */
import type { Policy } from '@huoshui/policy'
import type { Lang } from '@huoshui/values'
import { createContext, useContext } from 'react'
import type { Loaded, Texts } from './corpus.ts'
import { type Words, words } from './words.ts'

export interface Session {
  readonly lang: Lang
  readonly corpus: Loaded
}

export const SessionContext = createContext<Session | null>(null)

/** The session, with the words of its language. */
export function useSession(): Session & { readonly w: Words } {
  const session = useContext(SessionContext)
  if (!session) throw new Error('a part was used outside a session')
  return { ...session, w: words[session.lang] }
}

const noTexts: Texts = { clauses: { zh: {}, en: {} }, sourceNames: {} }

/** The restated clauses of a policy. */
export function textsOf(corpus: Loaded, policy: Policy): Texts {
  return corpus.texts[policy.file] ?? noTexts
}
