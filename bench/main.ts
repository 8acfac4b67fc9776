/**
 * `npm run bench`: every figure that is claimed anywhere, measured again.
 *
 * Figures go to standard output, everything else to standard error. Exits 1 when answers are wrong
 * or a bench is not known, never because something was slow: machines differ.
 */
import { fileURLToPath } from 'node:url'
import type { Bench, Figure } from './frame/bench.ts'
import { findBenches } from './frame/find.ts'
import { machineLine, RUNS } from './frame/measure.ts'
import { type Asked, readOptions } from './frame/options.ts'
import { figuresJson, figuresTable } from './frame/print.ts'

/** Where a run writes: figures to one place, what happens on the way to the other. */
export interface Output {
  readonly figures: (text: string) => void
  readonly progress: (text: string) => void
}

/** Runs what the words ask for and gives the exit code. */
export async function main(
  words: readonly string[],
  benches: readonly Bench[],
  out: Output,
): Promise<number> {
  const asked = readOptions(words)
  if (typeof asked === 'string') return refuse(out, asked)
  const unknown = asked.names.find((name) => benches.every((bench) => bench.name !== name))
  const known = benches.map((bench) => bench.name).join(', ')
  if (unknown !== undefined)
    return refuse(out, `There is no bench ${unknown}. There are: ${known}.`)
  if (asked.list) {
    for (const { name, about } of benches) out.figures(`${name}   ${about}`)
    return 0
  }
  const chosen = benches.filter(
    ({ name }) => asked.names.length === 0 || asked.names.includes(name),
  )
  out.progress(`${machineLine()}; median of ${RUNS} runs`)
  const figures: Figure[] = []
  for (const bench of chosen) figures.push(...(await runOne(bench, asked, out)))
  out.figures(asked.json ? figuresJson(figures) : figuresTable(figures))
  return 0
}

async function runOne(bench: Bench, asked: Asked, out: Output): Promise<readonly Figure[]> {
  out.progress(`\n${bench.name}: ${bench.about}`)
  return bench.run({ firms: asked.firms, progress: (line) => out.progress(`  ${line}`) })
}

function refuse(out: Output, text: string): number {
  out.progress(text)
  return 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2), await findBenches(), {
    figures: (text) => console.log(text),
    progress: (text) => console.error(text),
  })
}
