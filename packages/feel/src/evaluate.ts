import type { Text } from '@huoshui/values'
import { Budget, type Limits, limitText } from './budget.ts'
import { findBuiltin } from './builtins.ts'
import { evaluateCall, makeFunction } from './call.ts'
import type { Mode } from './chars.ts'
import type { FindType } from './conform.ts'
import { evaluateFilter, evaluateFor, evaluateQuantified } from './iterate.ts'
import { literalValue } from './literal.ts'
import { bindAll, type Env, type Machine, type Scope } from './machine.ts'
import { and3, arithmetic, compare, isIn, negate, not3, or3 } from './operators.ts'
import type { Report } from './report.ts'
import { choose, instanceOf, pathOf, rangeOf } from './select.ts'
import { type Chain, isChain, mentionsInput, type Node } from './syntax.ts'
import { type FeelDateTime, FunctionValue, type Value } from './value.ts'

export interface EvaluateOptions {
  /** What `?` stands for. */
  readonly input?: Value
  /** Told each node that is evaluated and its value, inner nodes first. */
  readonly trace?: (node: Node, value: Value) => void
  /** Which builtin functions there are; `policy` when left out. */
  readonly mode?: Mode
  /** Told why a node came to null. */
  readonly onError?: (node: Node, text: Text) => void
  /** What the evaluation may use up; beyond it the result is null, with a reason. */
  readonly limits?: Limits
  /** What `now()` and `today()` are; without it they are null, since nothing here has a clock. */
  readonly now?: FeelDateTime
  /** What the host's own type names mean in `instance of` and in parameters. */
  readonly types?: FindType
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
    const text = limitText(error)
    if (text === null) throw error
    options.onError?.(node, text)
    return null
  }
}

/** One evaluation: its limits, and the node that is being worked on. */
class Evaluation implements Machine {
  readonly report: Report
  readonly #budget: Budget
  #at: Node | null = null

  constructor(readonly options: EvaluateOptions) {
    this.#budget = new Budget(options.limits)
    this.report = this.#budget.reporting((text) => {
      if (this.#at) this.options.onError?.(this.#at, text)
    })
  }

  readonly findType: FindType = (name) => this.options.types?.(name)

  at(node: Node): void {
    this.#at = node
  }

  tick(): void {
    this.#budget.tick()
  }

  size(n: number): void {
    this.#budget.size(n)
  }

  deeper<T>(call: () => T): T {
    return this.#budget.deeper(call)
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
    this.#budget.enter()
    const value = this.#one(node, env)
    this.#budget.leave()
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
        return pathOf(base, node.name, this.report)
      }
      case 'negate': {
        const value = this.run(node.value, env)
        this.#at = node
        return negate(value, this.report)
      }
      case 'range': {
        const low = node.low ? this.run(node.low, env) : undefined
        const high = node.op ? low : node.high ? this.run(node.high, env) : undefined
        return rangeOf(low, high, node.lowIncluded, node.highIncluded, node.op)
      }
      case 'context':
        return this.#context(node, env)
      case 'if':
        return choose(
          this.run(node.test, env),
          () => this.run(node.then, env),
          () => this.run(node.else, env),
        )
      case 'instance-of':
        return instanceOf(this.run(node.value, env), node.type, this.findType)
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
    return mentionsInput(test) ? found : isIn(value, found, this.#budget)
  }
}
