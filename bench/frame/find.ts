import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Bench } from './bench.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))

/**
 * Every bench there is: the files of `bench/` that say `export const bench`. They are looked at
 * before they are imported, so that nothing else that lies there is run.
 */
export async function findBenches(): Promise<readonly Bench[]> {
  const files = readdirSync(folder)
    .filter((file) => /^[\w-]+\.ts$/.test(file))
    .filter((file) => /^export const bench\b/m.test(readFileSync(`${folder}${file}`, 'utf8')))
    .sort()
  return Promise.all(files.map(readBench))
}

async function readBench(file: string): Promise<Bench> {
  const { bench } = (await import(pathToFileURL(`${folder}${file}`).href)) as { bench: Bench }
  if (bench.name !== file.replace(/\.ts$/, '')) {
    throw new Error(`bench/${file} calls itself ${bench.name}; a bench has the name of its file`)
  }
  return bench
}
