import type { Text } from '@huoshui/values'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'
import { pointsOf, pointText } from './P015-overlap.ts'

/** Some values are met by no row of a 唯一 or 首个 table. */
export const P016: Definition<{ table: string; at: Text }> = {
  code: 'P016',
  severity: 'error',
  message: ({ table, at }) => ({
    zh: `“${table}”有空档：${at.zh}时，哪一行都不命中。`,
    en: `“${table}” has a gap: at ${at.en} no row hits.`,
  }),
  remedy: () => ({
    zh: '补一行，或在末尾加一行全写“-”的兜底行。',
    en: 'Add a row, or a last row of “-” that catches the rest.',
  }),
}

export const checkGap: Check = (context) => {
  for (const rule of context.policy.rules) {
    if (rule.form !== 'decision' || rule.hit === 'sum') continue
    const gap = pointsOf(context, rule)?.find((point) => point.rows.length === 0)
    if (!gap) continue
    context.say(P016, rule.place, { table: rule.name, at: pointText(context, rule, gap) })
  }
}
