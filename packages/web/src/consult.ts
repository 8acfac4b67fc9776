/** A consultation: answers to conclusions, and what to ask next. Pure: no clock, no network. */
import type { Value } from '@huoshui/feel'
import {
  type Fact,
  type MeasureResult,
  type Policy,
  type Question,
  questionsFor,
  readFactTexts,
  screen,
} from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import { type Answers, dontKnow } from './answers.ts'
import type { Loaded } from './corpus.ts'

export interface Consultation {
  readonly day: Day
  readonly results: readonly MeasureResult[]
  /** Measures that were set aside as being about someone else. */
  readonly aside: readonly MeasureResult[]
  /** Not yet answered, the most telling first. */
  readonly questions: readonly Question[]
  readonly closed: readonly Policy[]
  readonly known: ReadonlyMap<string, Value>
}

export const kindKey = (policy: Policy, kind: string): string => `${policy.meta.slug}#${kind}`

/** The values that answers stand for. Unreadable ones are left out, as if not answered. */
export function knownFrom(
  corpus: Loaded,
  answers: Answers,
  extra: ReadonlyMap<string, Value>,
): Map<string, Value> {
  const texts = [...answers.given].filter(([, text]) => text !== dontKnow)
  const { known } = readFactTexts(texts, '', corpus)
  return new Map([...extra, ...known])
}

/** Decides everything that is in force on the day. */
export function consult(
  corpus: Loaded,
  answers: Answers,
  day: Day,
  extra: ReadonlyMap<string, Value> = new Map(),
): Consultation {
  const known = knownFrom(corpus, answers, extra)
  const { policies, policyOf } = corpus
  const screening = screen(known, { policies, day, policyOf })
  const isAside = ({ policy, measure }: MeasureResult) =>
    measure.kinds.some((kind) => answers.aside.has(kindKey(policy, kind)))
  const results = screening.results.filter((result) => !isAside(result))
  return {
    day,
    results,
    aside: screening.results.filter(isAside),
    questions: questionsFor(results).filter((question) => !answers.given.has(question.key)),
    closed: screening.closed,
    known,
  }
}

/** A question by its key, also when it has been answered or nothing waits for it any more. */
export interface Asked {
  readonly key: string
  readonly fact: Fact
  readonly policy: Policy
}

/** Finds the fact that a question key means. */
export function askedBy(corpus: Loaded, key: string): Asked | null {
  const hash = key.indexOf('#')
  const slug = hash < 0 ? null : key.slice(0, hash)
  const name = key.slice(hash + 1)
  for (const policy of corpus.policies) {
    if (slug !== null && policy.meta.slug !== slug) continue
    const own = policy.facts.filter((fact) => (slug === null) === (fact.owner !== policy.meta.slug))
    const fact = own.find((one) => one.name === name || `${one.kind}.${one.name}` === name)
    if (fact) return { key, fact, policy }
  }
  return null
}

/** Why a text can't be taken as the answer to a question; null when it can. */
export function faultOf(
  corpus: Loaded,
  key: string,
  text: string,
): { zh: string; en: string } | null {
  const { problems } = readFactTexts([[key, text]], '', corpus)
  const problem = problems.find((one) => one.severity === 'error')
  if (!problem) return null
  const { message, remedy } = problem
  return { zh: `${message.zh}${remedy.zh}`, en: `${message.en} ${remedy.en}` }
}
