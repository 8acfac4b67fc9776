import type { Text } from '@huoshui/values'

/** Told why an operation came to null. The text is for people; no one may parse it. */
export type Report = (text: Text) => void

/** For callers that don't ask why. */
export const silent: Report = () => {}
