import { Decimal } from '@huoshui/values'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { say, tree } from '../test/support.ts'
import { evaluate, isUnknown, type Node, unknown, type Value } from './index.ts'
import { parseDate } from './temporal.ts'
import { holdsUnknown, missingIn } from './unknown.ts'

/**
 * Soundness: an expression is evaluated with some facts missing, then with every fact filled in.
 * What was decided before must stay, bounds must hold, and the names it waited for must suffice.
 */

interface Fact {
  readonly name: string
  readonly value: fc.Arbitrary<Value>
  readonly missing: Value
}

const n = (x: number) => new Decimal(x)
const integer = (min: number, max: number): fc.Arbitrary<Value> =>
  fc.integer({ min, max }).map((x) => n(x))
const orNull = (value: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ arbitrary: value, weight: 5 }, { arbitrary: fc.constant(null), weight: 1 })

const FACTS: readonly Fact[] = [
  { name: 'n0', value: integer(0, 9), missing: unknown(['n0'], { low: n(0) }) },
  { name: 'n1', value: integer(2, 4), missing: unknown(['n1'], { low: n(2), high: n(4) }) },
  { name: 'n2', value: integer(-9, 9), missing: unknown(['n2'], {}) },
  { name: 'n3', value: orNull(integer(-3, 3)), missing: unknown(['n3']) },
  { name: 'b1', value: fc.boolean(), missing: unknown(['b1']) },
  { name: 'b2', value: orNull(fc.boolean()), missing: unknown(['b2']) },
  { name: 's1', value: orNull(fc.constantFrom('甲', '乙', '丙')), missing: unknown(['s1']) },
  {
    name: 'd1',
    value: orNull(fc.constantFrom('2024-01-31', '2023-05-10').map(parseDate)),
    missing: unknown(['d1']),
  },
  {
    name: 'l1',
    value: orNull(fc.array(integer(-3, 3), { maxLength: 3 })),
    missing: unknown(['l1']),
  },
]

/** Expressions as text, by the type they are meant to have. */
const { bool } = fc.letrec<{ bool: string; num: string; text: string; list: string; date: string }>(
  (tie) => {
    const [b, x, s, l, d] = [tie('bool'), tie('num'), tie('text'), tie('list'), tie('date')]
    const form = (parts: fc.Arbitrary<string>[], make: (...parts: string[]) => string) =>
      fc.tuple(...parts).map((found) => make(...found))
    const pick = (...words: string[]) => fc.constantFrom(...words)
    return {
      bool: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        pick('b1', 'b2', 'true', 'false', 'null'),
        form([b, pick('and', 'or'), b], (p, op, q) => `(${p} ${op} ${q})`),
        form([b], (p) => `not(${p})`),
        form([x, pick('=', '!=', '<', '<=', '>', '>='), x], (p, op, q) => `(${p} ${op} ${q})`),
        form([s, pick('=', '!='), s], (p, op, q) => `(${p} ${op} ${q})`),
        form([d, pick('=', '<', '>='), d], (p, op, q) => `(${p} ${op} ${q})`),
        form([x], (p) => `(${p} = null)`),
        form([x, x, x], (p, q, r) => `(${p} between ${q} and ${r})`),
        form([x, x, x], (p, q, r) => `(${p} in [${q}..${r}))`),
        form([x, x, x], (p, q, r) => `(${p} in (${q}, > ${r}))`),
        form([x, l], (p, q) => `(${p} in ${q})`),
        form([s, s, s], (p, q, r) => `(${p} in [${q}, ${r}])`),
        form([l, b], (p, q) => `(some v in ${p} satisfies v > 0 or ${q})`),
        form([l, x], (p, q) => `(every v in ${p} satisfies v < ${q})`),
        form([pick('all', 'any'), b, b], (f, p, q) => `${f}([${p}, ${q}])`),
        form([b, b, b], (p, q, r) => `(if ${p} then ${q} else ${r})`),
        form([l, l], (p, q) => `(${p} = ${q})`),
        form([l, x], (p, q) => `list contains(${p}, ${q})`),
        form([x, x, x], (p, q, r) => `list contains([${p}, ${q}], ${r})`),
        form([x, b], (p, q) => `list contains([${q}, ${p}], ${q})`),
        form([x], (p) => `(${p} instance of number)`),
      ),
      num: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        pick('n0', 'n1', 'n2', 'n3', '0', '1', '2', '3', '0.5'),
        form([x, pick('+', '-', '*', '/', '**'), x], (p, op, q) => `(${p} ${op} ${q})`),
        form([x], (p) => `-${p}`),
        form(
          [pick('min', 'max', 'sum', 'mean', 'median', 'product'), x, x],
          (f, p, q) => `${f}(${p}, ${q})`,
        ),
        form(
          [pick('min', 'max', 'sum', 'mean', 'median', 'product', 'count'), l],
          (f, p) => `${f}(${p})`,
        ),
        form([pick('abs', 'floor', 'ceiling', 'sqrt'), x], (f, p) => `${f}(${p})`),
        form([x, x], (p, q) => `round half up(${p}, ${q})`),
        form([b, x, x], (p, q, r) => `(if ${p} then ${q} else ${r})`),
        form([b, x], (p, q) => `(if ${p} then null else ${q})`),
        form([l, x], (p, q) => `${p}[${q}]`),
        form([s], (p) => `string length(${p})`),
        form([d], (p) => `${p}.year`),
        form([x, x], (p, q) => `(function(v) v + ${q})(${p})`),
        form([x], (p) => `{k: ${p}}.k`),
        form([x, x], (p, q) => `get value({k: ${p}, j: ${q}}, "k")`),
        form([x, x], (p, q) => `context put({k: ${p}}, "j", ${q}).j`),
        form([x, x], (p, q) => `get entries({k: ${p}, j: ${q}}).value[2]`),
      ),
      text: fc.oneof(
        { depthSize: 'small' },
        pick('s1', '"甲"', '"乙"'),
        form([s, s], (p, q) => `(${p} + ${q})`),
        form([b, s, s], (p, q, r) => `(if ${p} then ${q} else ${r})`),
      ),
      list: fc.oneof(
        { depthSize: 'small' },
        pick('l1', '[]', '[1, 2]'),
        form([x, x], (p, q) => `[${p}, ${q}]`),
        form([l, x], (p, q) => `${p}[item > ${q}]`),
        form([l, x], (p, q) => `(for v in ${p} return v + ${q})`),
        form([l, l], (p, q) => `(for v in ${p}, w in ${q} return v)`),
        form([l], (p) => `(for v in 1..count(${p}) return v)`),
        form([b, l, l], (p, q, r) => `(if ${p} then ${q} else ${r})`),
        form([l], (p) => `sort(${p}, function(v, w) v < w)`),
        form([l], (p) => `reverse(${p})`),
        form([l, x], (p, q) => `append(${p}, ${q})`),
        form([l, l], (p, q) => `concatenate(${p}, ${q})`),
        form([l, pick('1', '2', '-1', 'n1'), x], (p, q, r) => `insert before(${p}, ${q}, ${r})`),
        form([l, pick('1', '2', '-1', 'n1')], (p, q) => `remove(${p}, ${q})`),
        form([l, pick('1', '-1', 'n1'), pick('1', '2')], (p, q, r) => `sublist(${p}, ${q}, ${r})`),
        form([l, pick('1', '-1', 'n1'), x], (p, q, r) => `list replace(${p}, ${q}, ${r})`),
        form([l, x], (p, q) => `list replace(${p}, function(v, w) v > w, ${q})`),
      ),
      date: fc.oneof(
        { depthSize: 'small' },
        pick('d1', '@"2024-02-29"'),
        form([d, pick('+ 1个月', '- 1年', '+ 15日')], (p, q) => `(${p} ${q})`),
      ),
    }
  },
)
const { num, list } = fc.letrec<{ num: string; list: string }>(() => ({
  num: fc
    .tuple(bool, fc.constantFrom('n0', 'n1', 'n2', 'n3'))
    .map(([b, x]) => `if ${b} then ${x} else n1 * 2`),
  list: bool.map((b) => `[${b}, n0]`),
}))

const names = FACTS.map((fact) => fact.name)
const cases = fc.record({
  text: fc.oneof(bool, num, list),
  values: fc.tuple(...FACTS.map((fact) => fact.value)),
  missing: fc.subarray([...names], { minLength: 1 }),
})

function run(node: Node, values: readonly Value[], missing: ReadonlySet<string>): Value {
  const facts = new Map(
    FACTS.map((fact, i) => [
      fact.name,
      missing.has(fact.name) ? fact.missing : (values[i] ?? null),
    ]),
  )
  return evaluate(node, { lookup: (name) => facts.get(name) })
}

/** Whether `value` is one that `partial` allows. */
function allows(partial: Value, value: Value): boolean {
  if (isUnknown(partial)) {
    if (!(value instanceof Decimal)) return !partial.number
    return (partial.low?.lte(value) ?? true) && (partial.high?.gte(value) ?? true)
  }
  if (Array.isArray(partial) && Array.isArray(value)) {
    return partial.length === value.length && partial.every((p, i) => allows(p, value[i] ?? null))
  }
  return say(partial) === say(value)
}

const RUNS = { numRuns: Number(process.env.FEEL_RUNS ?? 3000) }

test('what is decided while facts are missing stays decided, and bounds hold', () => {
  fc.assert(
    fc.property(cases, ({ text, values, missing }) => {
      const node = tree(text, { names })
      const partial = run(node, values, new Set(missing))
      const full = run(node, values, new Set())
      if (!allows(partial, full)) throw new Error(`${say(partial)} does not allow ${say(full)}`)
    }),
    RUNS,
  )
})

test('to fill the names that are listed is enough', () => {
  fc.assert(
    fc.property(cases, ({ text, values, missing }) => {
      const node = tree(text, { names })
      const listed = missingIn([run(node, values, new Set(missing))])
      const left = new Set(missing.filter((name) => !listed.has(name)))
      const settled = run(node, values, left)
      if (holdsUnknown(settled)) throw new Error(`${[...listed]} did not settle ${say(settled)}`)
    }),
    RUNS,
  )
})

test('facts that were not missing are never listed', () => {
  fc.assert(
    fc.property(cases, ({ text, values, missing }) => {
      const listed = missingIn([run(tree(text, { names }), values, new Set(missing))])
      expect([...listed].filter((name) => !missing.includes(name))).toEqual([])
    }),
    RUNS,
  )
})

test('the check itself can fail', () => {
  expect(allows(unknown(['a'], { low: n(1) }), n(0))).toBe(false)
  expect(allows(unknown(['a'], {}), null)).toBe(false)
  expect(allows(true, null)).toBe(false)
  expect(allows(unknown(['a']), null)).toBe(true)
})

test('what cannot change the result is not waited for', () => {
  const facts = new Map<string, Value>([
    ['x', unknown(['x'], {})],
    ['q', unknown(['q'], { low: n(2), high: n(4) })],
    ['z', unknown(['z'])],
    ['b', unknown(['b'])],
  ])
  const told = [
    ['x * 0', '0'],
    ['min(q, 1)', '1'],
    ['max(q, 5)', '5'],
    ['q between 1 and 5', 'true'],
    ['q in (> 10)', 'false'],
    ['if b then q else q', '?{q} 2..4'],
    ['if b then @"10:00:00" else @"10:00:00"', '10:00:00'],
    ['if b then {k: 1} else {k: 1}', '{k: 1}'],
    ['if b then {k: 1} else {k: 2}', '?{b}'],
    ['b or b', '?{b}'],
    ['list contains([z, 1], 1)', 'true'],
    ['list contains([q, 7], 9)', 'false'],
    ['list contains([q, 7], 3)', '?{q}'],
    ['count([q, z])', '2'],
    ['reverse([q, 1])[1]', '1'],
    ['concatenate([1], [q])[1]', '1'],
    ['append([q], 1)[2]', '1'],
    ['append(z, 1)[2]', '?{z}'],
    ['sublist([1, q, 3], 1, 1)', '[1]'],
    ['insert before([z], 1, 5)[1]', '5'],
    ['remove([z, 5], 1)', '[5]'],
    ['remove([z, 5], q)', '?{q,z}'],
    ['list replace([z, 5], 1, 6)', '[6, 5]'],
    ['get value({a: 1, c: z}, "a")', '1'],
    ['context put({a: z}, "c", 5).c', '5'],
    ['count(get entries({a: z}))', '1'],
    ['median([q, 3, 3])', '3'],
    ['median([q, 3]) > 2', 'true'],
    ['product([q, 2]) > 3', 'true'],
    ['sqrt(q) > 1', 'true'],
    ['sqrt(x) >= 0', '?{x}'],
  ]
  for (const [text = '', expected] of told) {
    const value = evaluate(tree(text, { names: [...facts.keys()] }), {
      lookup: (name) => facts.get(name),
    })
    expect([text, say(value)]).toEqual([text, expected])
  }
})
