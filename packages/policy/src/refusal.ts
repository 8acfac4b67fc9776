/** The seven reasons an act can be refused: the whole vocabulary of “no”. */
import type { Text } from '@huoshui/values'
import type { MissingFact } from './decide.ts'
import type { Due } from './due.ts'
import type { Citation } from './policy.ts'
import type { Reason } from './reason.ts'

export type RefusalCode = 'R1' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6' | 'R7'

/** What each code says and what to do about it, in both languages. */
export const refusalTexts: Readonly<Record<RefusalCode, { title: Text; remedy: Text }>> = {
  R1: {
    title: { zh: '不由您办理', en: 'Not yours to do' },
    remedy: {
      zh: '由“由”一栏写明的人办理；经办和拨款须是不同的人。',
      en: 'It is done by whom the row names; who fixed an amount may not pay it.',
    },
  },
  R2: {
    title: { zh: '现在不能做这一步', en: 'Not open in this state' },
    remedy: { zh: '先办完前面的步骤。', en: 'Do the earlier steps first.' },
  },
  R3: {
    title: { zh: '已经逾期，或者尚未届满', en: 'Too late, or too early' },
    remedy: {
      zh: '逾期的按逾期办理；未届满的，期间过后再办。',
      en: 'If late, the lapse applies; if early, act after the span has elapsed.',
    },
  },
  R4: {
    title: { zh: '填报不合要求', en: 'What was filled in does not fit' },
    remedy: { zh: '按所列的类型和范围改填。', en: 'Fill it in with the type and range named.' },
  },
  R5: {
    title: { zh: '不满足条件', en: 'A condition is not met' },
    remedy: {
      zh: '看每一行的数值、界限和补救办法。',
      en: 'See the value, the threshold and the remedy of each row.',
    },
  },
  R6: {
    title: { zh: '待补', en: 'Facts are missing' },
    remedy: { zh: '补齐所列的事实。', en: 'Supply the facts named.' },
  },
  R7: {
    title: { zh: '额度或资金不足', en: 'Not enough quota or funds' },
    remedy: {
      zh: '减少金额，或等额度、资金补充后再办。',
      en: 'Ask for less, or wait until the account is topped up.',
    },
  },
}

export interface Refusal {
  readonly code: RefusalCode
  readonly act: string
  readonly citation: Citation | null
  readonly message: Text
  readonly reasons: readonly Reason[]
  readonly missing: readonly MissingFact[]
  /** Kinds whose slot is still empty (“还没有选定合同”). */
  readonly emptySlots: readonly string[]
  readonly due: Due | null
  /** R7: the account that would fall below its floor, what was asked of it and what is free. */
  readonly shortage: {
    readonly account: string
    readonly key: string
    readonly asked: bigint
    readonly free: bigint
  } | null
}

/** Makes a refusal from what differs from the empty one. */
export function refuse(
  code: RefusalCode,
  act: string,
  citation: Citation | null,
  message: Text,
  more: Partial<Omit<Refusal, 'code' | 'act' | 'citation' | 'message'>> = {},
): Refusal {
  return {
    code,
    act,
    citation,
    message,
    reasons: [],
    missing: [],
    emptySlots: [],
    due: null,
    shortage: null,
    ...more,
  }
}
