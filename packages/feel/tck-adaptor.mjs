// Lets a runner of the DMN TCK ask this package for the value of expressions and unary tests.
import { register } from 'tsx/esm/api'

register()
const feel = await import('./src/index.ts')
const { Temporal } = await import('temporal-polyfill')
const { Decimal } = await import('@huoshui/values')

class SyntaxProblem extends Error {}

const trees = new Map()

function read(text, goal, scope) {
  const names = namesIn(scope)
  const key = `${goal}\n${[...names].join('\n')}\n${text}`
  let parsed = trees.get(key)
  if (!parsed) {
    parsed = feel.parse(text, { goal, mode: 'standard', names })
    trees.set(key, parsed)
  }
  const wrong = parsed.problems.find((problem) => problem.severity === 'error')
  if (wrong) throw new SyntaxProblem(`${wrong.code} ${wrong.message.en}`)
  return parsed.tree
}

// The names in scope and, because they may hold blanks as well, the keys of the contexts there.
function namesIn(scope) {
  const names = new Set(Object.keys(scope ?? {}))
  const visit = (given, depth) => {
    const value = known(given)
    if (depth > 5) return
    if (value instanceof Map) {
      for (const [key, inner] of value) {
        if (/[^\p{L}\p{N}_]/u.test(key)) names.add(key)
        visit(inner, depth + 1)
      }
    } else if (Array.isArray(value)) {
      for (const item of value.slice(0, 20)) visit(item, depth + 1)
    }
  }
  for (const value of Object.values(scope ?? {})) visit(value, 0)
  return names
}

// Models that are imported stand in the scope as plain objects.
function known(value) {
  if (value === null || value === undefined) return null
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return new Map(Object.entries(value).map(([key, inner]) => [key, known(inner)]))
}

function run(tree, scope, env, input) {
  const zoned = Temporal.Now.zonedDateTimeISO()
  const now = new feel.FeelDateTime(zoned.toPlainDateTime(), null, zoned.timeZoneId)
  const lookup = (name) => (Object.hasOwn(scope, name) ? known(scope[name]) : undefined)
  const types = (name) => typeNode(env?.type?.(name))
  const options = { mode: 'standard', now, types }
  if (input !== undefined) options.input = input
  if (process.env.FEEL_ENGINE !== 'javascript') return feel.evaluate(tree, { lookup }, options)
  return formulaOf(tree)({ lookup }, options).value
}

const formulas = new WeakMap()

// The tree as generated JavaScript, which must come to what the interpreter comes to.
function formulaOf(tree) {
  let formula = formulas.get(tree)
  if (!formula) {
    formula = feel.compileFormula(tree, { mode: 'standard' })
    formulas.set(tree, formula)
  }
  return formula
}

const at = { from: 0, to: 0 }
const named = (name) => ({ kind: 'named-type', name, at })

// A type of the model as this package writes types.
function typeNode(type) {
  switch (type?.kind) {
    case 'any':
      return named('Any')
    case 'builtin':
      return named(type.name)
    case 'list':
      return { kind: 'list-type', of: typeNode(type.elem) ?? named('Any'), at }
    case 'context': {
      const entries = [...type.fields].map(([key, field]) => [key, typeNode(field) ?? named('Any')])
      return { kind: 'context-type', entries, at }
    }
    case 'function': {
      const parameters = (type.params ?? []).map((p) => typeNode(p) ?? named('Any'))
      return {
        kind: 'function-type',
        parameters,
        result: typeNode(type.result) ?? named('Any'),
        at,
      }
    }
    default:
      return undefined
  }
}

const parsed = (call) => run(read(call, 'expression', {}), {}, undefined)

function fromCanonical(c) {
  if (c === null || c === undefined) return null
  if (typeof c !== 'object') return c
  if (Array.isArray(c)) return c.map(fromCanonical)
  switch (c.t) {
    case 'number':
      return new Decimal(c.v)
    case 'context':
      return new Map([...c.v].map(([key, value]) => [key, fromCanonical(value)]))
    case 'date':
    case 'dateTime':
    case 'time':
    case 'duration': {
      const name = { date: 'date', time: 'time', dateTime: 'date and time', duration: 'duration' }
      return parsed(`${name[c.t]}("${c.v}")`)
    }
    default:
      throw new Error(`no value of kind ${c.t}`)
  }
}

const KINDS = new Map([
  ['date', 'date'],
  ['time', 'time'],
  ['date and time', 'dateTime'],
  ['years and months duration', 'duration'],
  ['days and time duration', 'duration'],
  ['range', 'range'],
])

function toCanonical(v) {
  if (v === null || v === undefined) return null
  if (typeof v === 'boolean' || typeof v === 'string') return v
  if (v instanceof Decimal) return { t: 'number', v: v.toFixed() }
  if (Array.isArray(v)) return v.map(toCanonical)
  if (v instanceof Map) {
    return { t: 'context', v: new Map([...v].map(([key, value]) => [key, toCanonical(value)])) }
  }
  const type = feel.typeOfValue(v)
  if (type === 'function') return { t: 'function', v: 'function' }
  const kind = KINDS.get(type)
  const ym = type === 'years and months duration'
  if (kind === 'duration') return { t: kind, v: feel.formatValue(v), ym }
  return kind ? { t: kind, v: feel.formatValue(v) } : { t: 'unknown', v: String(v) }
}

export default {
  name: 'huoshui-feel',
  version: '0.1.0',
  evaluate: (text, scope, env) => run(read(text, 'expression', scope), scope, env),
  unaryTest: (text, value, scope, env) => {
    const tree = read(text, 'unary-tests', scope)
    const met = run(tree, scope, env, value ?? null)
    return typeof met === 'boolean' ? met : null
  },
  typeOf: (v) => (v instanceof Map ? 'context' : feel.typeOfValue(v)),
  fromCanonical,
  toCanonical,
  listItems: (v) => v,
  makeList: (items) => items,
  contextEntries: (v) => [...v],
  makeContext: (entries) => new Map(entries.map(([key, value]) => [key, value ?? null])),
  makeFunction: (names, call) =>
    new feel.FunctionValue(
      null,
      [{ names, required: names.length }],
      false,
      (args) => call(names.map((_, i) => args[i] ?? null)) ?? null,
    ),
  // Parameters may be named anything, so the call is made as a tree and not as text.
  callNamed(fn, given) {
    const scope = { f: fn }
    const args = given.map(([name, value], i) => {
      scope[`a${i}`] = value
      return { name, value: { kind: 'name', name: `a${i}`, at } }
    })
    const callee = { kind: 'name', name: 'f', at }
    return run({ kind: 'call', callee, args, at }, scope)
  },
  isSyntaxError: (error) => error instanceof SyntaxProblem,
}
