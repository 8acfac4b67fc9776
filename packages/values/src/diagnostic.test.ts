import { expect, test } from 'vitest'
import { compareDiagnostics, type Diagnostic, diagnosticToJson, type SourcePlace } from './index.ts'

function place(file: string, line: number, column: number): SourcePlace {
  return { file, line, column, endLine: line, endColumn: column + 1 }
}

function at(file: string, line: number, column: number, code = 'P001'): Diagnostic {
  return {
    code,
    severity: 'error',
    place: place(file, line, column),
    heading: ['第一条'],
    message: { zh: '错', en: 'wrong' },
    remedy: { zh: '改', en: 'mend' },
    notes: [],
  }
}

test('sorted by file, line, column and code, as numbers and not as text', () => {
  const sorted = [
    at('a.md', 2, 1),
    at('a.md', 10, 3),
    at('a.md', 10, 20, 'P002'),
    at('a.md', 10, 20, 'P003'),
    at('b.md', 1, 1),
  ]
  expect([...sorted].reverse().sort(compareDiagnostics)).toEqual(sorted)
  expect(compareDiagnostics(at('a.md', 1, 1), at('a.md', 1, 1))).toBe(0)
})

test('JSON holds everything, in a fixed order, and nothing undefined', () => {
  const d: Diagnostic = {
    ...at('a.md', 1, 2),
    notes: [
      { text: { zh: '这里', en: 'here' }, place: place('b.md', 3, 4) },
      { text: { zh: '另', en: 'also' } },
    ],
    fix: '| 甲 |',
  }
  const text = JSON.stringify(diagnosticToJson(d))
  expect(JSON.parse(text)).toEqual(d)
  // The order does not depend on how the diagnostic was put together.
  const shuffled = Object.fromEntries(Object.entries(d).reverse()) as unknown as Diagnostic
  expect(JSON.stringify(diagnosticToJson(shuffled))).toBe(text)
  expect(Object.keys(diagnosticToJson(at('a.md', 1, 1)))).not.toContain('fix')
  expect(Object.keys(diagnosticToJson(d).notes[1] ?? {})).toEqual(['text'])
})
