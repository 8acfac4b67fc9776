import type { Text } from '@huoshui/values'
import type { Budget } from './budget.ts'

/**
 * Told why an operation came to null. The text is for people; no one may parse it. It brings
 * along the budget of the evaluation, if there is one: who makes something large asks it.
 */
export interface Report {
  (text: Text): void
  readonly budget?: Budget
}

/** For callers that don't ask why. */
export const silent: Report = () => {}
