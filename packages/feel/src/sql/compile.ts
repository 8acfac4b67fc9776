import type { Text } from '@huoshui/values'
import { builtinOf } from '../builtins.ts'
import { evaluate } from '../evaluate.ts'
import { roundMoney } from '../money.ts'
import { type Chain, isChain, mentionsInput, type Node, walk } from '../syntax.ts'
import { isList, Range, type Value } from '../value.ts'
import { arithmetic, negate } from './arithmetic.ts'
import { branch } from './branch.ts'
import { type Argument, call } from './calls.ts'
import { type Cell, cell, either, isNumeric, strictly } from './cell.ts'
import { broken, compare } from './compare.ts'
import { property } from './dates.ts'
import { columnCell, constantCell, type SqlColumn } from './leaf.ts'
import { and3, or3 } from './logic.ts'
import type { Maker } from './maker.ts'
import { roundedMoney } from './rounding.ts'
import { between, inTests, type Test } from './tests.ts'
import { TRUE } from './text.ts'
import { nameOfConstruct } from './words.ts'

/** A formula, and what is done to its result. */
export interface SqlFormula {
  readonly tree: Node
  /** `money`: rounded half up to whole 分, as an amount is when it gets a name. */
  readonly round?: 'money'
}

/** What the names of formulas stand for. */
export interface Names {
  readonly columns: ReadonlyMap<string, SqlColumn>
  readonly values: ReadonlyMap<string, Value>
  readonly definitions: ReadonlyMap<string, SqlFormula>
  readonly relation: string | undefined
  /** Set where every column that is read is known to hold a value. */
  readonly present?: true
}

/** Turns trees into cells; formulas that others name are turned once. */
export class Compiler {
  readonly #cells = new Map<string, Cell>()
  readonly #constants = new Map<string, Value | undefined>()
  readonly #open = new Set<string>()

  constructor(
    readonly m: Maker,
    readonly names: Names,
  ) {}

  formula({ tree, round }: SqlFormula): Cell {
    const made = this.run(tree, null)
    return round === 'money' ? roundedMoney(this.m, made) : made
  }

  /** A node as a cell. `input` is what `?` stands for. */
  run(node: Node, input: Cell | null): Cell {
    this.m.at = node.at
    const value = this.#constantOf(node)
    if (value !== undefined) return constantCell(this.m, value)
    const made = isChain(node) ? this.#chain(node, input) : this.#one(node, input)
    this.m.at = node.at
    const texts = isNumeric(made.kind)
      ? made.num.flatMap(({ when, n, d }) => [when, n.sql, d?.sql ?? ''])
      : [made.sql]
    return this.m.tooLarge(...texts, made.absent, made.unknown) ? broken(made.kind) : made
  }

  /** Operator chains are gone through in a loop, however long. */
  #chain(node: Chain, input: Cell | null): Cell {
    const links: Chain[] = []
    let first: Node = node
    while (isChain(first)) {
      links.push(first)
      first = first.left
    }
    let made = this.run(first, input)
    for (let link = links.pop(); link; link = links.pop()) {
      if (link.kind === 'and' || link.kind === 'or') {
        const { kind } = link
        const parts = [made, this.run(link.right, input)]
        for (let next = links.at(-1); next?.kind === kind; next = links.at(-1)) {
          links.pop()
          parts.push(this.run(next.right, input))
        }
        made = this.#join(kind, parts, link)
        continue
      }
      const right = this.run(link.right, input)
      this.m.at = link.at
      made =
        link.kind === 'compare'
          ? compare(this.m, link.op, made, right)
          : arithmetic(this.m, link.op, made, right)
    }
    return made
  }

  #join(kind: 'and' | 'or', parts: readonly Cell[], node: Node): Cell {
    if (!parts.every((c) => c.kind === 'boolean' || c.kind === 'null')) return this.#refuse(node)
    return kind === 'and' ? and3(parts) : or3(parts)
  }

  #refuse(node: Node, what: Text = nameOfConstruct(node)): Cell {
    this.m.at = node.at
    this.m.report('F302', { what })
    return broken('null')
  }

  #one(node: Exclude<Node, Chain>, input: Cell | null): Cell {
    switch (node.kind) {
      case 'name':
        return this.#name(node.name, node)
      case 'input':
        return input ?? this.#refuse(node)
      case 'negate': {
        const value = this.run(node.value, input)
        this.m.at = node.at
        return negate(this.m, value)
      }
      case 'if': {
        const [test, yes, no] = [node.test, node.then, node.else].map((n) => this.run(n, input))
        this.m.at = node.at
        return test && yes && no ? branch(this.m, test, yes, no) : this.#refuse(node)
      }
      case 'between': {
        const [value, low, high] = [node.value, node.low, node.high].map((n) => this.run(n, input))
        this.m.at = node.at
        return value && low && high ? between(this.m, value, low, high) : this.#refuse(node)
      }
      case 'in': {
        const value = this.run(node.value, input)
        const tests = node.tests.map((test) => this.#test(test, value))
        this.m.at = node.at
        return inTests(this.m, value, tests)
      }
      case 'path': {
        const base = this.run(node.base, input)
        this.m.at = node.at
        if (base.kind === 'null') return cell('number', strictly([base]))
        return property(this.m, base, node.name) ?? this.#refuse(node)
      }
      case 'call':
        return this.#call(node, input)
      case 'number':
      case 'quantity':
      case 'string':
      case 'boolean':
      case 'null':
      case 'at-literal':
      case 'broken':
      case 'filter':
      case 'unary-compare':
      case 'unary-tests':
      case 'range':
      case 'list':
      case 'context':
      case 'for':
      case 'some':
      case 'every':
      case 'function':
      case 'instance-of':
        return this.#refuse(node)
    }
  }

  #name(name: string, node: Node): Cell {
    const known = this.#cells.get(name)
    if (known) return known
    const column = this.names.columns.get(name)
    const definition = this.names.definitions.get(name)
    if (!column && !definition) {
      this.m.report('F301', { name })
      return broken('null')
    }
    if (this.#open.has(name)) {
      this.m.report('F308', { name })
      return broken('null')
    }
    this.#open.add(name)
    const made = column
      ? columnCell(this.m, name, column, this.names)
      : this.#named(name, definition)
    this.#open.delete(name)
    this.m.at = node.at
    this.#cells.set(name, made)
    return made
  }

  /** The result of another formula; whoever names it gets the same one. */
  #named(name: string, definition: SqlFormula | undefined): Cell {
    if (!definition) return broken('null')
    const made = this.formula(definition)
    const own = new Map([[name, TRUE]])
    return { ...made, origin: () => either(own, made.origin()) }
  }

  #test(test: Node, value: Cell): Test {
    if (test.kind === 'unary-compare') {
      const right = this.run(test.value, value)
      this.m.at = test.at
      return { kind: 'own', met: compare(this.m, test.op, value, right) }
    }
    if (mentionsInput(test)) {
      const met = this.run(test, value)
      const truth = met.kind === 'boolean' || met.kind === 'null'
      return { kind: 'own', met: truth ? met : this.#refuse(test) }
    }
    if (test.kind === 'range' && !test.op) {
      const end = (node: Node | null) => node && this.run(node, value)
      const { lowIncluded, highIncluded } = test
      return { kind: 'range', low: end(test.low), high: end(test.high), lowIncluded, highIncluded }
    }
    if (test.kind === 'list') {
      return { kind: 'list', items: test.items.map((item) => this.#test(item, value)) }
    }
    const constant = this.#constantOf(test)
    return constant === undefined
      ? { kind: 'value', value: this.run(test, value) }
      : this.#constantTest(constant)
  }

  #constantTest(value: Value): Test {
    if (value instanceof Range && value.op === null) {
      const { lowIncluded, highIncluded } = value
      const end = (v: Value) => (v === null ? null : constantCell(this.m, v))
      return {
        kind: 'range',
        low: end(value.low),
        high: end(value.high),
        lowIncluded,
        highIncluded,
      }
    }
    if (isList(value)) {
      return { kind: 'list', items: value.map((item) => this.#constantTest(item)) }
    }
    return { kind: 'value', value: constantCell(this.m, value) }
  }

  #call(node: Extract<Node, { kind: 'call' }>, input: Cell | null): Cell {
    const { callee } = node
    const taken = callee.kind !== 'name' || this.#declares(callee.name)
    const builtin = taken ? undefined : builtinOf(callee.name, 'policy')
    const what = nameOfConstruct(node)
    const args = builtin?.sql && positional(node, builtin.signatures)
    if (!builtin?.sql || !args) return this.#refuse(node, what)
    const cells = args.map((arg): Argument => {
      if (arg.kind !== 'list') return this.run(arg, input)
      return arg.items.map((item) => this.run(item, input))
    })
    this.m.at = node.at
    return call(this.m, builtin.sql, cells, what)
  }

  #declares(name: string): boolean {
    const { columns, values, definitions } = this.names
    return columns.has(name) || values.has(name) || definitions.has(name)
  }

  /** The value of a tree that is the same in every row; undefined of any other. */
  #constantOf(node: Node): Value | undefined {
    if (!this.#isConstant(node)) return undefined
    return evaluate(node, { lookup: (name) => this.#constantName(name) })
  }

  #isConstant(node: Node): boolean {
    let constant = true
    const bound = boundIn(node)
    walk(node, (inner) => {
      if (inner.kind === 'input' || inner.kind === 'broken') constant = false
      if (!constant || inner.kind !== 'name' || bound.has(inner.name)) return
      const { name } = inner
      const fixed = this.#declares(name)
        ? this.#constantName(name) !== undefined
        : builtinOf(name, 'policy') !== undefined
      if (!fixed) constant = false
    })
    return constant
  }

  #constantName(name: string): Value | undefined {
    if (this.names.columns.has(name)) return undefined
    if (this.names.values.has(name)) return this.names.values.get(name)
    const definition = this.names.definitions.get(name)
    if (!definition || this.#open.has(name)) return undefined
    if (!this.#constants.has(name)) {
      this.#open.add(name)
      const value = this.#constantOf(definition.tree)
      this.#open.delete(name)
      const rounded = definition.round && value !== undefined ? roundMoney(value) : value
      this.#constants.set(name, rounded)
    }
    return this.#constants.get(name)
  }
}

/** The names that a tree itself gives a meaning to. */
function boundIn(node: Node): ReadonlySet<string> {
  const bound = new Set<string>()
  walk(node, (inner) => {
    switch (inner.kind) {
      case 'for':
      case 'some':
      case 'every':
        for (const it of inner.iterators) bound.add(it.name)
        bound.add('partial')
        break
      case 'filter':
        bound.add('item')
        break
      case 'function':
        for (const parameter of inner.parameters) bound.add(parameter.name)
        break
      case 'context':
        for (const entry of inner.entries) bound.add(entry.key)
        break
    }
  })
  return bound
}

type Signatures = NonNullable<ReturnType<typeof builtinOf>>['signatures']

/** The arguments in the order of the parameters; null when they don't fit by name. */
function positional(
  node: Extract<Node, { kind: 'call' }>,
  signatures: Signatures,
): readonly Node[] | null {
  if (node.args.every((arg) => arg.name === undefined)) return node.args.map((arg) => arg.value)
  for (const { parameters } of signatures) {
    const names = parameters.map((p) => p.name)
    const given = names.map((name) => node.args.find((arg) => arg.name === name)?.value)
    const used = given.filter((value) => value !== undefined)
    const front = given.slice(0, used.length)
    if (used.length === node.args.length && front.every((value) => value !== undefined)) return used
  }
  return null
}
