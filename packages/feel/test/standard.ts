import { Decimal } from '@huoshui/values'
import fc from 'fast-check'
import { type Node, parse, type Type, type Value } from '../src/index.ts'
import type { Row, TestFact } from './databases.ts'

/**
 * Formulas in the standard's own spelling over facts that are all known, for engines that know
 * nothing of missing facts. What FEELIN.md lists is left out.
 */

const NUMBER: Type = { kind: 'number' }

/** Whole numbers, truth values and texts, some of which may be null. */
export const KNOWN_FACTS: readonly TestFact[] = [
  { name: 'x', type: NUMBER, digits: 3 },
  { name: 'y', type: NUMBER, digits: 3 },
  { name: 'z', type: { ...NUMBER, nullable: true }, digits: 3 },
  { name: 'p', type: { kind: 'boolean' } },
  { name: 'q', type: { kind: 'boolean', nullable: true } },
  { name: 's', type: { kind: 'string' } },
  { name: 't', type: { kind: 'string', nullable: true } },
]

const small: fc.Arbitrary<Value> = fc.integer({ min: -20, max: 20 }).map((n) => new Decimal(n))
const text: fc.Arbitrary<Value> = fc.constantFrom('a', 'b', 'ab', '')
const orNull = (of: fc.Arbitrary<Value>): fc.Arbitrary<Value> => fc.oneof(of, of, fc.constant(null))

export const knownRows: fc.Arbitrary<Row> = fc.record({
  x: small,
  y: small,
  z: orNull(small),
  p: fc.boolean(),
  q: orNull(fc.boolean()),
  s: text,
  t: orNull(text),
})

export interface Standard {
  readonly text: string
  readonly tree: Node
}

const form = (parts: fc.Arbitrary<string>[], make: (...parts: string[]) => string) =>
  fc.tuple(...parts).map((found) => make(...found))
const pick = (...words: string[]) => fc.constantFrom(...words)
const pair = (a: string, op: string, b: string) => `(${a} ${op} ${b})`

const grammar = fc.letrec<Record<'bool' | 'num' | 'text', string>>((tie) => {
  const [b, x, s] = [tie('bool'), tie('num'), tie('text')]
  const ordered = pick('=', '!=', '<', '<=', '>', '>=')
  const choice = (of: fc.Arbitrary<string>) =>
    form([b, of, of], (p, q, r) => `(if ${p} then ${q} else ${r})`)
  return {
    bool: fc.oneof(
      { depthSize: 'xsmall' },
      pick('p', 'q', 'true', 'false'),
      form([b, pick('and', 'or'), b], pair),
      form([b], (p) => `not(${p})`),
      form([x, ordered, x], pair),
      form([s, ordered, s], pair),
      form([pick('z', 't', 'q', 'x'), pick('=', '!=')], (p, op) => `(${p} ${op} null)`),
      form([x, pick('[-3..4]', '(0..9]', '[1..2)', '(> 3, < -3)', '(1, 2, 3)')], (p, q) => {
        return `(${p} in ${q})`
      }),
      form([x], (p) => `(${p} between -2 and 5)`),
      form([pick('s', 't')], (p) => `(${p} in ("a", "b"))`),
      form([pick('contains', 'starts with', 'ends with'), s, s], (f, p, q) => `${f}(${p}, ${q})`),
      form([pick('all', 'any'), b, b], (f, p, q) => `${f}([${p}, ${q}])`),
      choice(b),
    ),
    num: fc.oneof(
      { depthSize: 'xsmall' },
      pick('x', 'y', 'z', '0', '1', '7'),
      form([x, pick('+', '-', '*'), x], pair),
      form([x], (p) => `-(${p})`),
      form([x, pick('2', '4')], (p, q) => `floor(${p} / ${q})`),
      form([pick('min', 'max', 'sum'), x, x], (f, p, q) => `${f}(${p}, ${q})`),
      form([pick('abs', 'ceiling'), x], (f, p) => `${f}(${p})`),
      form([x], (p) => `modulo(${p}, 7)`),
      form([s], (p) => `string length(${p})`),
      choice(x),
    ),
    text: fc.oneof(
      { depthSize: 'xsmall' },
      pick('s', 't', '"a"', '"b"'),
      form([s, s], (p, q) => `(${p} + ${q})`),
      choice(s),
    ),
  }
})

export const standard: fc.Arbitrary<Standard> = fc
  .oneof(grammar.bool, grammar.bool, grammar.num, grammar.text)
  .map((written) => {
    const names = KNOWN_FACTS.map((fact) => fact.name)
    return {
      text: written,
      tree: parse(written, { goal: 'expression', mode: 'standard', names }).tree,
    }
  })
