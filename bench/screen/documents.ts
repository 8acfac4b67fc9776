import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Corpus, compileCorpus, type SourceFile } from '@huoshui/policy'
import { type Random, random } from '../feel/random.ts'

const root = fileURLToPath(new URL('../../policies/', import.meta.url))

/** Every document below `policies/`, as text. */
export function policyFiles(): SourceFile[] {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md'))
    .sort()
  return paths.map((path) => ({ path, text: readFileSync(`${root}${path}`, 'utf8') }))
}

/**
 * The real documents, and copies of those that have measures until there are so many measures.
 *
 * A copy is the same document under another name with other thresholds, compiled like any other:
 * its trees, indexes and texts are its own, as those of two hundred different measures would be.
 */
export function manyMeasures(wanted: number, seed = 7): Corpus {
  const files = policyFiles()
  const real = compileCorpus(files)
  const originals = real.policies.filter((policy) => policy.measures.length > 0)
  if (originals.length === 0) throw new Error('no document below policies/ has a measure')
  const source = random(seed)
  const copies: SourceFile[] = []
  let measures = originals.reduce((sum, policy) => sum + policy.measures.length, 0)
  for (let number = 1; measures < wanted; number++) {
    const policy = originals[number % originals.length] as (typeof originals)[number]
    // The last copies come from documents with few measures, so that the count is met exactly.
    if (measures + policy.measures.length > wanted) continue
    const file = files.find((one) => one.path === policy.file) as SourceFile
    copies.push(copyOf(file, policy.meta.slug, `${policy.meta.slug}-${number}`, source))
    measures += policy.measures.length
  }
  return compileCorpus([...files, ...copies])
}

function copyOf(file: SourceFile, slug: string, name: string, source: Random): SourceFile {
  const text = file.text
    .split('\n')
    .map((line) => (line.startsWith('|') ? otherThresholds(line, source) : line))
    .join('\n')
    .replaceAll(slug, name)
  return { path: `${name}.md`, text }
}

/** The formulas of a table row with amounts and limits between half and one and a half times. */
function otherThresholds(line: string, source: Random): string {
  const scaled = (digits: string) => {
    const value = Math.floor(Number(digits) * (0.5 + source.fraction()))
    return String(Math.max(1, value))
  }
  return line.replace(/`[^`]+`/g, (formula) =>
    formula
      .replace(/\b(\d+)(?=万元|亿元|元)/g, scaled)
      .replace(
        /((?:<=|>=|<|>) )(\d+)(?![\d.%]|年|个|日)/g,
        (_, sign, digits) => sign + scaled(digits),
      ),
  )
}
