/** A small complete policy that uses every kind of table, for tests that plant mistakes in it. */
import { readFileSync } from 'node:fs'
import type { Value } from '@huoshui/feel'
import type { Calendar, Diagnostic, SourcePlace } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { type Corpus, compileCorpus, policyFinder } from '../src/corpus.ts'
import { baselineFacts } from '../src/examples.ts'
import type { Policy } from '../src/policy.ts'
import type { SourceFile } from '../src/read.ts'

const read = (name: string): string =>
  readFileSync(new URL(`./mini/${name}`, import.meta.url), 'utf8')

export const miniPath = 'demo/mini.md'
export const miniText = read('mini.md')
export const miniEnglish = read('mini.en.md')

/** The shared vocabulary and the calendars of 2024 and 2025 that the mini policy stands on. */
export const miniShared: readonly SourceFile[] = [
  { path: 'terms/facts.md', text: read('facts.md') },
  { path: 'terms/facts.en.md', text: read('facts.en.md') },
  { path: 'calendar/2024.md', text: read('2024.md') },
  { path: 'calendar/2025.md', text: read('2025.md') },
]

export type Edit = (text: string) => string

export interface Compiled {
  readonly policy: Policy
  readonly corpus: Corpus
  readonly calendar: Calendar
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Compiles the mini policy after an edit, with its English companion edited too. */
export function compileMini(
  edit: Edit = (text) => text,
  english: Edit | null = (t) => t,
): Compiled {
  const text = edit(miniText)
  return compileWith(
    [
      { path: miniPath, text },
      ...(english ? [{ path: 'demo/mini.en.md', text: english(miniEnglish) }] : []),
    ],
    text,
  )
}

/** Compiles files beside the shared ones; the first is the policy meant. */
export function compileWith(files: readonly SourceFile[], text = files[0]?.text ?? ''): Compiled {
  const corpus = compileCorpus([...files, ...miniShared])
  const policy = corpus.policies.find((one) => one.file === files[0]?.path) as Policy
  return {
    policy,
    corpus,
    calendar: corpus.calendar as Calendar,
    text,
    diagnostics: corpus.diagnostics,
  }
}

/** An edit that replaces the one occurrence of a text; throws when there is none, or several. */
export function planted(from: string, to: string): Edit {
  return (text) => {
    const times = text.split(from).length - 1
    if (times !== 1) throw new Error(`“${from}” occurs ${times} times`)
    return text.replace(from, () => to)
  }
}

/** Several edits, one after another. */
export const both =
  (...edits: readonly Edit[]): Edit =>
  (text) =>
    edits.reduce((now, edit) => edit(now), text)

/** The line (from 1) of the one occurrence of a text. */
export function lineOf(text: string, part: string): number {
  const at = text.indexOf(part)
  if (at < 0 || text.indexOf(part, at + 1) >= 0) throw new Error(`not found once: ${part}`)
  return text.slice(0, at).split('\n').length
}

/** What a place points at. */
export function textAt(text: string, place: SourcePlace): string {
  const lines = text.split('\n')
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1
  return text.slice(offset(place.line, place.column), offset(place.endLine, place.endColumn))
}

export interface Plant {
  readonly name: string
  readonly edit: Edit
  readonly english?: Edit | null
  readonly code: string
  readonly severity?: Diagnostic['severity']
  /** A text that stands once in the edited policy, on the line that must be pointed at. */
  readonly line: string
  readonly heading: readonly string[]
  /** What the message or remedy must name, in both languages. */
  readonly names: readonly string[]
  readonly fix?: string
}

/** Plants one mistake and expects it reported in full, and not reported without it. */
export function expectCaught(plant: Plant): Diagnostic {
  const english = plant.english === undefined ? (text: string) => text : plant.english
  const planted = compileMini(plant.edit, english)
  const found = planted.diagnostics.filter((one) => one.code === plant.code)
  const line = lineOf(planted.text, plant.line)
  const here = found.find((one) => one.place.line === line)
  const all = planted.diagnostics.map((one) => `${one.code} ${one.place.line} ${one.message.zh}`)
  if (!here) throw new Error(`no ${plant.code} on line ${line}; there are:\n${all.join('\n')}`)
  expect(here.place.file).toBe(miniPath)
  expect(here.severity).toBe(plant.severity ?? 'error')
  expect(here.heading).toEqual(plant.heading)
  for (const lang of ['zh', 'en'] as const) {
    expect(here.message[lang]).not.toBe('')
    expect(here.remedy[lang]).not.toBe('')
    const said = `${here.message[lang]} ${here.remedy[lang]}`
    expect(said).not.toMatch(/undefined|\[object/)
    for (const name of plant.names) expect(said).toContain(name)
  }
  expect(here.fix).toBe(plant.fix)
  const clean = compileMini().diagnostics.filter((one) => one.code === plant.code)
  expect(clean.some((one) => one.message.zh === here.message.zh)).toBe(false)
  return here
}

const clean = compileMini()

/** The mini policy as it stands, compiled once. */
export const mini: Compiled = clean

/** The baseline of a policy with some values changed; `undefined` takes a fact away. */
export function factsWith(
  changes: Readonly<Record<string, Value | undefined>> = {},
  policy: Policy = mini.policy,
): Map<string, Value> {
  const facts = baselineFacts(policy, '')
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) facts.delete(name)
    else facts.set(name, value)
  }
  return facts
}

export const findPolicy = policyFinder(clean.corpus.policies)

/** One test for each plant. */
export function describePlants(code: string, plants: readonly Omit<Plant, 'code'>[]): void {
  describe(code, () => {
    it.each(plants)('$name', (plant) => void expectCaught({ code, ...plant }))
  })
}

/** A policy of one article that holds the given tables and blocks. */
export function tinyFile(body: string, front = '', path = 'demo/tiny.md'): SourceFile {
  const slug = path.replace(/(?:@[^/]*)?\.md$/, '')
  const head = `标识: ${slug}\n名称: 试\n施行: 2024-01-01\n条: 1\n${front}`
  return { path, text: `---\n${head}---\n\n# 试\n\n### 第一条 试\n\n${body}\n` }
}

/** Compiles a policy of one article, and expects no error in it. */
export function tiny(body: string, front = '', ...others: readonly SourceFile[]): Compiled {
  const compiled = compileWith([tinyFile(body, front), ...others])
  const errors = compiled.diagnostics.filter((one) => one.severity === 'error')
  if (errors.length > 0) throw new Error(errors.map((one) => one.message.zh).join('\n'))
  return compiled
}
