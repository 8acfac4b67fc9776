/** The numbers that people see: `创新券-2024-000123`. */
import type { Day } from '@huoshui/values'
import type { Loaded, LoadedMatter } from './loaded.ts'

/** `创新券-2024-000123`: the next number of a procedure's series of a year. */
export function nextNumber(
  loaded: Loaded,
  target: Pick<LoadedMatter, 'tenant' | 'matter'>,
  day: Day,
): string {
  const series = seriesOf(target.matter.procedure, day)
  const id = `${target.tenant}\n${series}`
  const last = (loaded.series.get(id) ?? 0n) + 1n
  loaded.series.set(id, last)
  return `${series}-${String(last).padStart(6, '0')}`
}

export const seriesOf = (procedure: string, day: Day): string => `${procedure}-${day.slice(0, 4)}`
