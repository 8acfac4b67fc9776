import { evaluate } from '@huoshui/feel'
import { Decimal, formatDecimal } from '@huoshui/values'
import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** The weights of a column don't sum to what the table says, or a stage has no column. */
export const P043: Definition<
  { form: 'sum'; column: string; sum: string; total: string } | { form: 'stage'; stage: string }
> = {
  code: 'P043',
  severity: 'error',
  message: (given) =>
    given.form === 'sum'
      ? {
          zh: `“${given.column}”一栏的权重合计 ${given.sum}，表头写的是 ${given.total}。`,
          en: `The weights of “${given.column}” sum to ${given.sum}; the header says ${given.total}.`,
        }
      : {
          zh: `没有“${given.stage}”这一阶段的权重栏。`,
          en: `No column holds the weights of the stage “${given.stage}”.`,
        },
  remedy: (given) =>
    given.form === 'sum'
      ? { zh: '改权重，或改表头的合计。', en: 'Correct a weight, or the total in the header.' }
      : {
          zh: '加一栏，或改阶段规则的取值。',
          en: 'Add a column, or correct the values of the stage rule.',
        },
}

export const checkWeights: Check = ({ policy, typing, say }) => {
  for (const rule of policy.rules) {
    if (rule.form !== 'score') continue
    const stage = rule.stage?.tree
    const type = stage?.kind === 'name' ? typing.typeOf(stage.name) : undefined
    if (type?.kind === 'enum') {
      const absent = type.values.find((value) => !rule.stages.includes(value))
      if (absent !== undefined) say(P043, rule.place, { form: 'stage', stage: absent })
    }
    if (rule.total === null) continue
    rule.stages.forEach((column, i) => {
      const weights = rule.rows.map((row) =>
        evaluate(row.weights[i]?.tree as never, { lookup: () => undefined }),
      )
      if (!weights.every((weight) => weight instanceof Decimal)) return
      const sum = weights.length === 0 ? new Decimal(0) : Decimal.sum(...(weights as Decimal[]))
      if (sum.equals(rule.total as string)) return
      const given = {
        form: 'sum' as const,
        column,
        sum: formatDecimal(sum),
        total: rule.total as string,
      }
      say(P043, rule.place, given)
    })
  }
}
