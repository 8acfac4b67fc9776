/** Whole 分 and whole times as people and programs read them. */
import { formatMoney, money, moneyToJson } from '@huoshui/values'
import type { Context } from './context.ts'

export type Unit = 'money' | 'count'

/** `50,000.00 元`, or `3次`. */
export const unitsText = ({ lang, t }: Context, units: bigint, unit: Unit): string =>
  unit === 'money' ? formatMoney(money(units), lang) : t.running.times(String(units))

/** `50000.00`, or `3`: the figure alone. */
export const unitsPlain = (units: bigint, unit: Unit): string =>
  unit === 'money' ? moneyToJson(money(units)) : String(units)
