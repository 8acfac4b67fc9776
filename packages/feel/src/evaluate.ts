import type { Text } from '@huoshui/values'
import { findBuiltin } from './builtins.ts'
import { evaluateCall, makeFunction } from './call.ts'
import type { Mode } from './chars.ts'
import { conforms, type FindType } from './conform.ts'
import { evaluateFilter, evaluateFor, evaluateQuantified } from './iterate.ts'
import { literalValue } from './literal.ts'
import { bindAll, type Env, type Machine, type Scope } from './machine.ts'
import { and3, arithmetic, compare, isIn, negate, not3, or3 } from './operators.ts'
import { propertyOf } from './properties.ts'
import { type Chain, isChain, mentionsInput, type Node } from './syntax.ts'
import { either, waiting } from './unknown.ts'
import {
  DaysTime,
  type FeelDateTime,
  FunctionValue,
  isContext,
  isDate,
  isDecimal,
  isList,
  isUnknown,
  Range,
  typeOfValue,
  type Value,
  Workdays,
  YearsMonths,
} from './value.ts'

export interface EvaluateOptions {
  /** What `?` stands for. */
  readonly input?: Value
  /** Told each node that is evaluated and its value, inner nodes first. */
  readonly trace?: (node: Node, value: Value) => void
  /** Which builtin functions there are; `policy` when left out. */
  readonly mode?: Mode
  /** Told why a node came to null. */
  readonly onError?: (node: Node, text: Text) => void
  readonly limits?: { readonly iterations?: number }
  /** What `now()` and `today()` are; without it they are null, since nothing here has a clock. */
  readonly now?: FeelDateTime
  /** What the host's own type names mean in `instance of` and in parameters. */
  readonly types?: FindType
}

const ITERATIONS_MAX = 100_000
/** How deep functions may call one another. */
const CALLS_MAX = 200
/** How deep nodes may be nested, through all calls: each level takes a few frames of the stack. */
const LEVELS_MAX = 800

/** Thrown inside an evaluation that goes beyond its limits; never leaves this file. */
class LimitReached extends Error {
  constructor(readonly text: Text) {
    super(text.en)
  }
}

/**
 * The value of a tree. Never throws: what has no value is null, with the reason told to
 * `onError`, and what can't be known yet is `Unknown`.
 */
export function evaluate(node: Node, scope: Scope, options: EvaluateOptions = {}): Value {
  const evaluation = new Evaluation(options)
  try {
    return evaluation.run(node, { scope, input: options.input })
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error
    options.onError?.(node, error.text)
    return null
  }
}

/** One evaluation: its limits, and the node that is being worked on. */
class Evaluation implements Machine {
  #at: Node | null = null
  #turns: number
  #calls = 0
  #levels = 0

  constructor(readonly options: EvaluateOptions) {
    this.#turns = options.limits?.iterations ?? ITERATIONS_MAX
  }

  readonly report = (text: Text): void => {
    if (this.#at) this.options.onError?.(this.#at, text)
  }

  readonly findType: FindType = (name) => this.options.types?.(name)

  at(node: Node): void {
    this.#at = node
  }

  tick(): void {
    if (--this.#turns < 0) {
      throw new LimitReached({ zh: '循环次数太多。', en: 'Too many iterations.' })
    }
  }

  deeper<T>(call: () => T): T {
    if (++this.#calls > CALLS_MAX) {
      throw new LimitReached({ zh: '函数嵌套太深。', en: 'Functions are nested too deep.' })
    }
    const result = call()
    this.#calls--
    return result
  }

  builtin(name: string): Value | undefined {
    const { now } = this.options
    if (now && (name === 'now' || name === 'today')) {
      const value = name === 'now' ? now : now.wall.toPlainDate()
      return new FunctionValue(name, [{ names: [], required: 0 }], false, () => value)
    }
    return findBuiltin(name, this.options.mode ?? 'policy')
  }

  /** The value of a node. Operator chains are gone through in a loop, however long. */
  run(node: Node, env: Env): Value {
    if (!isChain(node)) return this.#done(node, this.#inner(node, env))
    const spine: Chain[] = []
    let first: Node = node
    while (isChain(first)) {
      spine.push(first)
      first = first.left
    }
    let value = this.run(first, env)
    for (let next = spine.pop(); next; next = spine.pop()) {
      value = this.#done(next, this.#link(next, value, env))
    }
    return value
  }

  #inner(node: Exclude<Node, Chain>, env: Env): Value {
    if (++this.#levels > LEVELS_MAX) {
      throw new LimitReached({ zh: '嵌套太深。', en: 'This is nested too deep.' })
    }
    const value = this.#one(node, env)
    this.#levels--
    return value
  }

  #done(node: Node, value: Value): Value {
    this.options.trace?.(node, value)
    return value
  }

  /** One link of a chain, its left side known. */
  #link(node: Chain, left: Value, env: Env): Value {
    switch (node.kind) {
      case 'and':
        return left === false ? false : and3(left, this.run(node.right, env))
      case 'or':
        return left === true ? true : or3(left, this.run(node.right, env))
      case 'arithmetic': {
        const right = this.run(node.right, env)
        this.#at = node
        return arithmetic(node.op, left, right, this.report)
      }
      case 'compare': {
        const right = this.run(node.right, env)
        this.#at = node
        return compare(node.op, left, right, this.report)
      }
    }
  }

  #one(node: Exclude<Node, Chain>, env: Env): Value {
    switch (node.kind) {
      case 'number':
      case 'quantity':
      case 'at-literal':
        return literalValue(node)
      case 'string':
      case 'boolean':
        return node.value
      case 'null':
      case 'broken':
        return null
      case 'name':
        return this.#name(node, env)
      case 'input':
        return env.input ?? null
      case 'list':
        return node.items.map((item) => this.run(item, env))
      case 'for':
        return evaluateFor(node, env, this)
      case 'some':
      case 'every':
        return evaluateQuantified(node, env, this)
      case 'filter':
        return evaluateFilter(node, env, this)
      case 'call':
        return evaluateCall(node, env, this)
      case 'function':
        return makeFunction(node, env, this)
      case 'unary-tests':
      case 'unary-compare':
      case 'in':
      case 'between':
        return this.#tests(node, env)
      case 'path':
      case 'negate':
      case 'range':
      case 'context':
      case 'if':
      case 'instance-of':
        return this.#compound(node, env)
    }
  }

  #compound(
    node: Extract<Node, { kind: 'path' | 'negate' | 'range' | 'context' | 'if' | 'instance-of' }>,
    env: Env,
  ): Value {
    switch (node.kind) {
      case 'path': {
        const base = this.run(node.base, env)
        this.#at = node
        return this.#path(base, node.name)
      }
      case 'negate': {
        const value = this.run(node.value, env)
        this.#at = node
        return negate(value, this.report)
      }
      case 'range':
        return this.#range(node, env)
      case 'context':
        return this.#context(node, env)
      case 'if':
        return this.#if(node, env)
      case 'instance-of': {
        const value = this.run(node.value, env)
        return isUnknown(value) ? waiting([value]) : conforms(value, node.type, this.findType)
      }
    }
  }

  #name(node: Node & { kind: 'name' }, env: Env): Value {
    const value = env.scope.lookup(node.name)
    if (value !== undefined) return value
    const builtin = this.builtin(node.name)
    if (builtin !== undefined) return builtin
    this.#at = node
    this.report({ zh: `没有“${node.name}”。`, en: `There is no “${node.name}”.` })
    return null
  }

  #path(base: Value, name: string): Value {
    if (base === null) return null
    if (isUnknown(base)) return waiting([base])
    if (isContext(base)) {
      const value = base.get(name)
      if (value === undefined) this.#noProperty(base, name)
      return value ?? null
    }
    if (isList(base)) return base.map((item) => this.#path(item, name))
    const value = propertyOf(base, name)
    if (value === undefined) this.#noProperty(base, name)
    return value ?? null
  }

  #noProperty(base: Value, name: string): void {
    const type = typeOfValue(base)
    this.report({ zh: `${type} 没有“${name}”。`, en: `${type} has no “${name}”.` })
  }

  #range(node: Node & { kind: 'range' }, env: Env): Value {
    const low = node.low && this.run(node.low, env)
    const high = node.high && this.run(node.high, env)
    if ((node.low && low === null) || (node.high && high === null)) return null
    return new Range(low, high, node.lowIncluded, node.highIncluded)
  }

  #context(node: Node & { kind: 'context' }, env: Env): Value {
    const entries = new Map<string, Value>()
    const inner = bindAll(env, entries)
    for (const { key, value } of node.entries) {
      if (entries.has(key)) {
        this.#at = node
        this.report({ zh: `“${key}”写了两次。`, en: `“${key}” is given twice.` })
        return null
      }
      entries.set(key, this.run(value, inner))
    }
    return entries
  }

  #if(node: Node & { kind: 'if' }, env: Env): Value {
    const test = this.run(node.test, env)
    if (test === true) return this.run(node.then, env)
    if (!isUnknown(test)) return this.run(node.else, env)
    const yes = this.run(node.then, env)
    const no = this.run(node.else, env)
    return identical(yes, no) ? yes : either(test.missing, yes, no)
  }

  #tests(
    node: Extract<Node, { kind: 'unary-tests' | 'unary-compare' | 'in' | 'between' }>,
    env: Env,
  ): Value {
    switch (node.kind) {
      case 'unary-tests': {
        if (node.tests.length === 0) return true
        const met = this.#anyTest(node.tests, env.input ?? null, env)
        return node.not ? not3(met) : met
      }
      case 'unary-compare':
        return this.#test(node, env.input ?? null, env)
      case 'in': {
        const value = this.run(node.value, env)
        return this.#anyTest(node.tests, value, { scope: env.scope, input: value })
      }
      case 'between': {
        const value = this.run(node.value, env)
        const low = this.run(node.low, env)
        const high = this.run(node.high, env)
        this.#at = node
        return and3(compare('>=', value, low, this.report), compare('<=', value, high, this.report))
      }
    }
  }

  #anyTest(tests: readonly Node[], value: Value, env: Env): Value {
    let met: Value = false
    for (const test of tests) {
      const found =
        test.kind === 'unary-compare'
          ? this.#done(test, this.#test(test, value, env))
          : this.#test(test, value, env)
      met = or3(met, found)
      if (met === true) break
    }
    return met
  }

  /** One test of `value`. A test that mentions `?` decides by itself. */
  #test(test: Node, value: Value, env: Env): Value {
    if (test.kind === 'unary-compare') {
      const right = this.run(test.value, env)
      this.#at = test
      return compare(test.op, value, right, this.report)
    }
    const found = this.run(test, env)
    return mentionsInput(test) ? found : isIn(value, found)
  }
}

/** Whether two known values are the same in every respect, so that either may stand for both. */
function identical(a: Value, b: Value): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  if (isDecimal(a)) return isDecimal(b) && a.eq(b)
  if (isDate(a)) return isDate(b) && a.equals(b)
  if (a instanceof YearsMonths) return b instanceof YearsMonths && a.months === b.months
  if (a instanceof DaysTime) return b instanceof DaysTime && a.seconds.eq(b.seconds)
  if (a instanceof Workdays) return b instanceof Workdays && a.count === b.count
  if (isList(a)) {
    return isList(b) && a.length === b.length && a.every((x, i) => identical(x, b[i] ?? null))
  }
  return false
}
