import { FACTS, type FactOf, type Firm } from './firms.ts'

const codes = new Map(FACTS.map((fact, i) => [fact.name, `f${i}`]))

/** A name for a fact in languages whose names are ASCII. */
export function codeOf(name: string): string {
  const code = codes.get(name)
  if (code === undefined) throw new Error(`no fact is called ${name}`)
  return code
}

/** A day as the number YYYYMMDD, for engines that compare numbers faster than days. */
export function dayNumber(day: string): number {
  return Number(day.replaceAll('-', ''))
}

/** A firm under such names, each known value written by `write`, each missing one as `missing`. */
export function coded<V, M>(
  firm: Firm,
  write: (value: number | boolean | string, fact: FactOf) => V,
  missing: M,
): Record<string, V | M> {
  return Object.fromEntries(
    FACTS.map((fact) => {
      const value = firm[fact.name]
      return [codeOf(fact.name), value === undefined ? missing : write(value, fact)]
    }),
  )
}
