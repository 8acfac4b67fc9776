/** The values of a request, read by the types of the facts that they are for. */
import type { Value } from '@huoshui/feel'
import { fits, indexOf, type Policy, type Refusal, refuse, writeAs } from '@huoshui/policy'
import { readJson } from './codec.ts'
import type { ActRequest } from './request.ts'

/** Values by fact key; a refusal (R4) names the fact and what to write. */
export function filledValues(
  policy: Policy,
  request: ActRequest,
): { readonly values: ReadonlyMap<string, Value> } | { readonly refusal: Refusal } {
  const { facts, keyOf } = indexOf(policy)
  const values = new Map<string, Value>()
  for (const [name, json] of Object.entries(request.filled ?? {})) {
    const value = readJson(json)
    const fact = facts.get(name)
    // An unknown name is the step's to refuse: it knows what the act asks for.
    if (fact && (value === undefined || !fits(value, fact.type))) {
      const form = writeAs(fact.type)
      const zh = `“${name}”填${form.zh}。`
      return { refusal: refuse('R4', request.act, null, { zh, en: `“${name}” takes ${form.en}.` }) }
    }
    values.set(keyOf(name), value ?? null)
  }
  return { values }
}
