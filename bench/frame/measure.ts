import { availableParallelism, cpus } from 'node:os'

/** How often a thing is measured; the median is what counts. */
export const RUNS = 5

/** The middle of some numbers; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which a share of the numbers lie, between neighbours in proportion. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('nothing was measured')
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] as number
  const high = sorted[Math.ceil(at)] as number
  return low + (high - low) * (at - Math.floor(at))
}

/** Seconds of processor time that this process has used, in all its threads. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/**
 * How often a second of processor time can do `work`: the median of five runs, after one pass that
 * is not counted.
 *
 * Processor time and not the clock, because other work on the machine then disturbs least, and
 * because an engine that uses two cores has used both. A run repeats the work until it has taken
 * `seconds`, so that quick things are measured as well as slow ones.
 */
export async function passesPerCpuSecond(
  work: () => unknown,
  seconds = 0.4,
  runs = RUNS,
): Promise<number> {
  await work()
  const rates: number[] = []
  for (let run = 0; run < runs; run++) {
    const from = cpuSeconds()
    let passes = 0
    let used = 0
    while (used < seconds) {
      await work()
      passes++
      used = cpuSeconds() - from
    }
    rates.push(passes / used)
  }
  return median(rates)
}

/** The machine and the Node that figures are true of. */
export function machineLine(): string {
  const [cpu] = cpus()
  const cores = availableParallelism()
  return `${cores} cores, ${cpu?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`
}
