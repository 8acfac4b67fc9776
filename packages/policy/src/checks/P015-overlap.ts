import { infer } from '@huoshui/feel'
import type { Lang, Text } from '@huoshui/values'
import type { DecisionTable, Formula } from '../policy.ts'
import type { Definition } from '../problem.ts'
import { spell } from '../words.ts'
import type { Check, CheckContext } from './context.ts'
import { type TablePoint, tablePoints } from './table-points.ts'

/** Two rows of a 唯一 table are met by the same values. */
export const P015: Definition<{ table: string; rows: readonly string[]; at: Text }> = {
  code: 'P015',
  severity: 'error',
  message: ({ table, rows, at }) => ({
    zh: `“${table}”写明唯一，但${at.zh}时，“${rows.join('”和“')}”同时命中。`,
    en: `“${table}” is unique, yet at ${at.en} the rows “${rows.join('” and “')}” both hit.`,
  }),
  remedy: () => ({
    zh: '收窄其中一行，或把表头改成（首个）并按先后排列。',
    en: 'Narrow one of the rows, or make the table 首个 and order its rows.',
  }),
}

/** The points of a table with its inputs spelt out, shared by the overlap and gap checks. */
export function pointsOf(context: CheckContext, table: DecisionTable): TablePoint[] | null {
  const { typeOf } = context.typing
  const types = table.inputs.map((input) => infer(input.tree, { typeOf }).type)
  return tablePoints(table, types)
}

/** `单位类别 “Ⅰ”、考核等次 “优秀”`. */
export function pointText(context: CheckContext, table: DecisionTable, point: TablePoint): Text {
  const { typeOf } = context.typing
  const part = (lang: Lang) => (input: Formula, i: number) => {
    const type = infer(input.tree, { typeOf }).type
    const value = point.values[i] ?? null
    const other = { zh: '是别的值', en: 'being anything else' }[lang]
    return `${input.source} ${value === '\u0000' ? other : spell(context.policy, value, type, lang)}`
  }
  return {
    zh: table.inputs.map(part('zh')).join('、'),
    en: table.inputs.map(part('en')).join(', '),
  }
}

export const checkOverlap: Check = (context) => {
  for (const rule of context.policy.rules) {
    if (rule.form !== 'decision' || rule.hit !== 'unique') continue
    const points = pointsOf(context, rule)
    const reported = new Set<number>()
    for (const point of points ?? []) {
      const [first, second] = point.rows
      if (first === undefined || second === undefined || reported.has(second)) continue
      reported.add(second)
      const names = point.rows.map((r) => rule.rows[r]?.name ?? '')
      const given = { table: rule.name, rows: names, at: pointText(context, rule, point) }
      const place = rule.rows[second]?.place ?? rule.place
      context.say(P015, place, given)
    }
  }
}
