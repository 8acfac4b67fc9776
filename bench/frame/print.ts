import type { Figure } from './bench.ts'

/** Figures as one JSON object, each under its name, at the precision that was measured. */
export function figuresJson(figures: readonly Figure[]): string {
  const entries = figures.map(({ name, value }) => [name, Number(value.toPrecision(4))])
  return JSON.stringify(Object.fromEntries(entries), null, 2)
}

/** Figures as a table for people. */
export function figuresTable(figures: readonly Figure[]): string {
  const names = Math.max(0, ...figures.map(({ name }) => name.length))
  const values = figures.map(({ value }) => spelled(value))
  const wide = Math.max(0, ...values.map((text) => text.length))
  return figures
    .map((figure, i) => {
      const number = (values[i] as string).padStart(wide)
      const aim = goalText(figure)
      const note = figure.note === undefined ? '' : `   ${figure.note}`
      return `${figure.name.padEnd(names)}  ${number} ${figure.unit.padEnd(6)}${aim}${note}`.trimEnd()
    })
    .join('\n')
}

/** Whether a figure reaches its goal; true for one without a goal. */
export function reached({ value, goal }: Figure): boolean {
  if (goal === undefined) return true
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost
}

function goalText(figure: Figure): string {
  const { goal } = figure
  if (goal === undefined) return ''
  const bound =
    'atLeast' in goal
      ? `at least ${goal.atLeast.toLocaleString('en')}`
      : `at most ${goal.atMost.toLocaleString('en')}`
  return `  (${reached(figure) ? 'reached' : 'not reached'}: ${bound})`
}

/** A number that a person can compare at a glance: thousands parted, small ones with decimals. */
function spelled(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return value.toLocaleString('en', {
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  })
}
