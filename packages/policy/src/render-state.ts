/** The states of a row or conclusion as people see them: a word and a shape, never colour alone. */
import type { Lang } from '@huoshui/values'
import type { Conclusion } from './decide.ts'

export interface StateLook {
  readonly word: Readonly<Record<Lang, string>>
  /** Path data in a box of 16 by 16. */
  readonly shape: string
}

const disc = 'M8 .8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 8 .8z'
const square = 'M1.2 1.2v13.6h13.6V1.2z'
const cross =
  'm10.1 9-1.1 1.1L8 9.1l-2.2 2.2-1.1-1.1L6.9 8 4.7 5.8l1.1-1.1L8 6.9l2.2-2.2 1.1 1.1L9.1 8z'

/** Filled circle with a tick, filled square with a cross, open circle, half circle. */
export const stateLooks: Readonly<Record<Conclusion, StateLook>> = {
  met: {
    word: { zh: '符合', en: 'Met' },
    shape: `${disc}M7 11.6 3.7 8.3l1.2-1.2L7 9.2l4.2-4.2 1.2 1.2z`,
  },
  unmet: {
    word: { zh: '不符合', en: 'Not met' },
    shape: `${square}${cross}`,
  },
  unknown: {
    word: { zh: '待补', en: 'Facts missing' },
    shape: `${disc}m0 1.8a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6z`,
  },
  finding: {
    word: { zh: '待认定', en: 'Awaiting a finding' },
    shape: `${disc}m0 1.8v10.8A5.4 5.4 0 0 1 8 2.6z`,
  },
}
