import { type Decimal, moneyFromDecimal, moneyToDecimal, share } from '@huoshui/values'
import type { Report } from '../report.ts'
import { listOf, T } from '../types.ts'
import type { Value } from '../value.ts'
import { type Builtin, param } from './define.ts'

/** Functions that only policies have. */

function divideUp([total, ratios]: [Decimal, Decimal[]], report: Report): Value {
  const whole = ratios.reduce((a, b) => a.plus(b), total.times(0))
  if (!whole.eq(1) || ratios.some((ratio) => ratio.lt(0))) {
    report({ zh: '各比例之和要等于1。', en: 'The ratios must add up to 1.' })
    return null
  }
  return share(moneyFromDecimal(total), ratios).map((part) => moneyToDecimal(part))
}

export const POLICY: readonly Builtin[] = [
  {
    name: '分摊',
    meaning: {
      zh: '按比例分到分，尾差依次给余数最大的，合计等于总额',
      en: 'shares in whole fen by largest remainder, which add up to the total',
    },
    signatures: [
      { parameters: [param('总额', T.money), param('比例', listOf(T.number))], apply: divideUp },
    ],
    result: listOf(T.money),
    policyOnly: true,
  },
]
