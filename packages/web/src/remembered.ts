/** Whether this browser holds answers, without loading what reads them. */

/** Shared with `answers.ts`. */
export const storageKey = 'huoshui.answers'

/** Whether there are answers; none when storage is refused. */
export function remembered(): boolean {
  try {
    return (localStorage.getItem(storageKey) ?? '') !== ''
  } catch {
    return false
  }
}
