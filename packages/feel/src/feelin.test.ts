import { readFileSync } from 'node:fs'
import { evaluate as peerEvaluate } from 'feelin'
import { describe, expect, test } from 'vitest'
import { compute, say } from '../test/support.ts'

/** Where the second opinion parts from the standard: the table of FEELIN.md, held to be true. */

const LINES = readFileSync(new URL('../FEELIN.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| /, '').trim()))
  .map(([text = '', theirs = '', ours = '']) => [text.slice(1, -1), theirs, ours] as const)

/** What feelin gives, in the spelling of the table. */
function peerSays(text: string): string {
  try {
    const { value } = peerEvaluate(text, {})
    const span = value as { toISO?: () => string } | null
    if (span !== null && typeof span?.toISO === 'function') return span.toISO()
    return typeof value === 'string' ? JSON.stringify(value) : String(value)
  } catch {
    return 'throws'
  }
}

describe('FEELIN.md', () => {
  test('has lines', () => {
    expect(LINES.length).toBeGreaterThan(15)
  })

  test.each(LINES)('%s is %s there and %s here', (text, theirs, ours) => {
    expect(peerSays(text)).toBe(theirs)
    expect(say(compute(text, { mode: 'standard' }))).toBe(ours)
    expect(theirs).not.toBe(ours)
  })
})
