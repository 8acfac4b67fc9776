import type { Text } from '@huoshui/values'
import { Budget, limitText } from '../budget.ts'
import type { Mode } from '../chars.ts'
import type { FindType } from '../conform.ts'
import type { EvaluateOptions } from '../evaluate.ts'
import { evaluate } from '../evaluate.ts'
import type { Report } from '../report.ts'
import { children, type Node } from '../syntax.ts'
import type { FeelDateTime, Value } from '../value.ts'
import { emit, value, type Writing } from './emit.ts'
import { Constants, Emitter, lifted } from './emitter.ts'
import { canGenerate, make } from './generate.ts'
import type { LaneValue } from './lane.ts'
import { RUNTIME } from './runtime.ts'
import { NodeTrace, Slots, SlotTrace, slotsOf, type Trace } from './trace.ts'

export interface FormulaOptions {
  /** Which builtin functions there are; `policy` when left out. */
  readonly mode?: Mode
  /**
   * Which names a scope may know. Left out, every name is asked for when the code runs, also those
   * of builtin functions, which a scope may hide.
   */
  readonly declared?: (name: string) => boolean
  /**
   * What the scope is asked for in place of a name, found once while the code is written. Left
   * out, it is asked by name.
   */
  readonly reference?: (name: string) => unknown
}

/** Where names, or what stands for them, get their values. */
export interface ReferenceScope<R = never> {
  lookup(reference: R): Value | undefined
}

/** One evaluation of a formula: its value, and its trace if it was asked for. */
export interface FormulaResult {
  readonly value: Value
  readonly trace: Trace | null
}

export interface FormulaInput
  extends Pick<EvaluateOptions, 'input' | 'limits' | 'now' | 'types' | 'onError'> {
  readonly traced?: boolean
}

/**
 * A tree as JavaScript. The function it gives has the meaning of `evaluate` and never throws; where
 * the host doesn't let text become code it is `evaluate`.
 */
export interface Formula<R = string> {
  (scope: ReferenceScope<R>, input?: FormulaInput): FormulaResult
  /** Where a trace of the formula keeps the value of a node; -1 when it keeps none. */
  slotOf(node: Node): number
}

type Code = (
  scope: ReferenceScope,
  input: Value,
  machine: CodeMachine,
  now: FeelDateTime | undefined,
  trace: (LaneValue | undefined)[],
) => Value

/** What generated code needs beside names: limits, and somebody to tell. */
class CodeMachine {
  #budget: Budget | null = null
  #running = 0
  readonly report: Report
  readonly findType: FindType

  constructor(
    readonly tree: Node | null,
    readonly input: FormulaInput,
  ) {
    const { onError, types } = input
    const tell = (text: Text) => {
      if (tree) onError?.(tree, text)
    }
    // A report brings its budget along, for functions that make lists and texts.
    this.report = Object.defineProperty(tell, 'budget', { get: () => this.budget })
    this.findType = (name) => types?.(name)
  }

  /** Made only when it is asked for: most formulas neither loop nor make lists. */
  get budget(): Budget {
    this.#budget ??= new Budget(this.input.limits)
    return this.#budget
  }

  /** Begins an evaluation: the first has a new budget, those it leads to share it. */
  enter(): void {
    if (this.#running++ === 0) this.#budget = null
  }

  leave(): void {
    this.#running--
  }

  tick(): void {
    this.budget.tick()
  }

  size(n: number): void {
    this.budget.size(n)
  }

  deeper<T>(call: () => T): T {
    return this.budget.deeper(call)
  }
}

/** For evaluations that have no limits of their own and tell nobody. */
const common = new CodeMachine(null, {})

/** A tree as JavaScript, made when it is first called; the traced form when first wanted. */
export function compileFormula<R = string>(tree: Node, options: FormulaOptions = {}): Formula<R> {
  if (!canGenerate() || depthOf(tree) > DEPTH_MAX) return interpreted(tree, options)
  let plain: Code | null = null
  let traced: Traced | null = null
  const tracing = () => {
    if (traced === null) {
      const slots = new Slots()
      const code = write(tree, options, slots)
      traced = { code, slots, blank: slots.nodes.map(() => undefined) }
    }
    return traced
  }
  const formula = (scope: ReferenceScope<R>, input: FormulaInput = NOTHING): FormulaResult => {
    if (input.traced) {
      const { code, slots, blank } = tracing()
      const held = blank.slice()
      const value = run(code, tree, scope, input, held)
      return { value, trace: new SlotTrace(slots, held) }
    }
    plain ??= write(tree, options, null)
    return { value: run(plain, tree, scope, input, NO_SLOTS), trace: null }
  }
  return Object.assign(formula, { slotOf: (node: Node) => tracing().slots.of(node) })
}

interface Traced {
  readonly code: Code
  readonly slots: Slots
  /** A trace in which nothing has been gone through. */
  readonly blank: readonly (LaneValue | undefined)[]
}

const NOTHING: FormulaInput = {}
const NO_SLOTS: LaneValue[] = []

function run(
  code: Code,
  tree: Node,
  scope: ReferenceScope,
  input: FormulaInput,
  held: (LaneValue | undefined)[],
): Value {
  const own = input.limits ?? input.onError ?? input.types
  const machine = own === undefined ? common : new CodeMachine(tree, input)
  machine.enter()
  try {
    return code(scope, input.input ?? null, machine, input.now, held)
  } catch (error) {
    const text = limitText(error)
    if (text === null) throw error
    input.onError?.(tree, text)
    return null
  } finally {
    machine.leave()
  }
}

function write(tree: Node, options: FormulaOptions, slots: Slots | null): Code {
  const constants = new Constants()
  const e = new Emitter(constants)
  e.input = value('input')
  const { declared = () => true, mode = 'policy', reference = (name) => name } = options
  const w: Writing = {
    e,
    reference,
    mode,
    outer: () => undefined,
    declares: () => false,
    mayBeDeclared: declared,
    slots,
  }
  const body = e.body(() => e.line(`return ${lifted(e, emit(tree, w))}`))
  const names = constants.values.map((_, i) => `k${i}`)
  const head = `const {${Object.keys(RUNTIME)}}=R;const [${names}]=K;`
  const inner = `return (S,input,machine,now,T)=>{const {report,findType}=machine;${body}}`
  return make(['R', 'K'], `${head}${inner}`)(RUNTIME, constants.values) as Code
}

/** Trees nested deeper than this are left to the interpreter, whose limit is as low. */
const DEPTH_MAX = 400

/** How deep a tree is nested; a chain of operators counts as one level. */
function depthOf(tree: Node): number {
  let deepest = 0
  const waiting: [node: Node, depth: number][] = [[tree, 1]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, depth] = next
    deepest = Math.max(deepest, depth)
    for (const child of children(node)) {
      waiting.push([child, isLink(child, node) ? depth : depth + 1])
    }
  }
  return deepest
}

function isLink(child: Node, node: Node): boolean {
  const chains = ['arithmetic', 'compare', 'and', 'or']
  return chains.includes(node.kind) && chains.includes(child.kind) && 'left' in node
    ? node.left === child
    : false
}

function interpreted<R>(tree: Node, options: FormulaOptions): Formula<R> {
  const { mode = 'policy', reference = (name: string) => name } = options
  const slots = slotsOf(tree)
  const formula = (asked: ReferenceScope<R>, given: FormulaInput = {}): FormulaResult => {
    const { traced, ...input } = given
    const scope = { lookup: (name: string) => asked.lookup(reference(name) as R) }
    if (!traced) return { value: evaluate(tree, scope, { ...input, mode }), trace: null }
    const values = new Map<Node, Value>()
    const trace = (node: Node, found: Value) => void values.set(node, found)
    const value = evaluate(tree, scope, { ...input, mode, trace })
    return { value, trace: new NodeTrace(slots, values) }
  }
  return Object.assign(formula, { slotOf: (node: Node) => slots.of(node) })
}
