import { Budget, type Limits, limitText } from '../budget.ts'
import type { Node } from '../syntax.ts'
import type { Type } from '../types.ts'
import { isUnknown, type Unknown, type Value } from '../value.ts'
import { emit, value, type Writing } from './emit.ts'
import { guarded } from './emit-arithmetic.ts'
import { Constants, constantOperand, Emitter, general, lifted, type Operand } from './emitter.ts'
import { make } from './generate.ts'
import { DATE, type Lane, type LaneValue, liftFrom, numberLane, ten, VALUE } from './lane.ts'
import { type FieldReader, readerOf } from './load.ts'
import { RUNTIME } from './runtime.ts'
import { roundedTo } from './short.ts'
import { Slots, SlotTrace, type Trace } from './trace.ts'

/** A property of the records that a program reads. */
export interface Field {
  readonly name: string
  readonly type: Type
  /** What stands for it while it is missing; an unknown of its own name when left out. */
  readonly missing?: Value
}

/** A named formula of a program. Others, and outputs, may refer to it by its name. */
export interface Definition {
  readonly name: string
  readonly tree: Node
  /** An amount: rounded half up to whole 分. */
  readonly round?: 'money'
  /** What `?` stands for in it: the name of another definition or of a field. */
  readonly input?: string
}

export interface ProgramSource {
  readonly fields: readonly Field[]
  readonly definitions: readonly Definition[]
  /** Names whose value is the same for all records: what a notice sets, what day it is. */
  readonly constants?: ReadonlyMap<string, Value>
  /** What one evaluation of one definition may use up. */
  readonly limits?: Limits
  /** Keep the value of every node that is evaluated. */
  readonly traced?: boolean
}

/**
 * A plain object of one subject. Amounts are whole 分 and numbers whole, as safe integers; anything
 * else is a `Value` (a `Decimal`, amounts in 元; null). Days are `YYYY-MM-DD`. A property that is
 * undefined or absent is a missing fact.
 */
export type PlainRecord = Readonly<Record<string, LaneValue | undefined>>

/** Formulas over records, as JavaScript. */
export interface Program {
  /** Turns to a record. What was computed for the one before is forgotten. */
  at(record: PlainRecord): void
  /**
   * What a definition (by its place) comes to for the record, computed when first asked for: a
   * number in the definition's lane, or a `Value`. Throws `TypeError` when the record has a number
   * that is not whole.
   */
  get(index: number): LaneValue
  /** The same as a `Value`. */
  value(index: number): Value
  /** The trace of a definition for the record; null unless the program is traced. */
  trace(index: number): Trace | null
  /** Where the trace of a definition keeps the value of a node; -1 when it keeps none. */
  slotOf(index: number, node: Node): number
  /** How `get` holds the numbers of a definition. */
  readonly lanes: readonly Lane[]
  /** Where a definition stands. */
  indexOf(name: string): number
}

interface Made {
  readonly text: string
  /** Whether it may run into a limit, by itself or by what it refers to. */
  readonly limited: boolean
  readonly lane: Lane
  readonly truth: Operand['truth']
  readonly slots: Slots | null
}

/**
 * Compiles formulas over records to one piece of JavaScript.
 *
 * Throws where the host doesn't let text become code (`canGenerate`). A definition that refers to
 * itself is null, as it is in the interpreter.
 */
export function compileProgram(source: ProgramSource): Program {
  const constants = new Constants()
  const writer = new Writer(source, constants)
  const made = source.definitions.map((_, i) => writer.definition(i))
  const memo = made.map((_, i) => `let m${i},s${i}=0,x${i};`).join('')
  const functions = made.map((one) => one.text).join('\n')
  const list = (prefix: string) => made.map((_, i) => `${prefix}${i}`)
  const traces = list('x').map((name) => `()=>${name}`)
  const text = [
    `const {${Object.keys(RUNTIME)}}=R;const [${constants.values.map((_, i) => `k${i}`)}]=K;`,
    `const {report,findType}=machine,now=undefined;let F={},E=1;${memo}`,
    functions,
    `return{at(record){F=record;E=E+1|0},get:[${list('d')}],traces:[${traces}]}`,
  ].join('\n')
  const machine = machineOf(source.limits)
  const code = make(['R', 'K', 'machine'], text)(RUNTIME, constants.values, machine) as Code
  return wrap(source, code, made, machine)
}

type Get = () => LaneValue

interface Code {
  at(record: PlainRecord): void
  readonly get: readonly Get[]
  readonly traces: readonly (() => (LaneValue | undefined)[])[]
}

function wrap(
  source: ProgramSource,
  code: Code,
  made: readonly Made[],
  machine: ReturnType<typeof machineOf>,
): Program {
  const places = new Map(source.definitions.map((one, i) => [one.name, i]))
  const lanes = made.map((one) => one.lane)
  const limited = (index: number): LaneValue => {
    machine.renew()
    try {
      return (code.get[index] as () => LaneValue)()
    } catch (error) {
      if (limitText(error) === null) throw error
      return null
    }
  }
  const plain = code.get
  const get = made.some((one) => one.limited)
    ? (index: number) => (made[index]?.limited ? limited(index) : (plain[index] as Get)())
    : (index: number) => (plain[index] as Get)()
  return {
    at: code.at,
    get,
    value: (index) => liftFrom(lanes[index] ?? VALUE, get(index)),
    trace(index) {
      const slots = made[index]?.slots
      if (!slots) return null
      get(index)
      const held = code.traces[index]?.()
      return held ? new SlotTrace(slots, held) : null
    },
    slotOf: (index, node) => made[index]?.slots?.of(node) ?? -1,
    lanes,
    indexOf: (name) => places.get(name) ?? -1,
  }
}

/** The machine of a program: its budget is made anew when an evaluation first needs one. */
function machineOf(limits: Limits | undefined) {
  let budget: Budget | null = null
  const current = () => {
    budget ??= new Budget(limits)
    return budget
  }
  return {
    renew() {
      budget = null
    },
    get report() {
      // A report that brings its budget along, so that texts and lists keep within it.
      return Object.defineProperty(() => {}, 'budget', { get: current })
    },
    findType: () => undefined,
    tick: () => current().tick(),
    size: (n: number) => current().size(n),
    deeper: <T>(call: () => T): T => current().deeper(call),
  }
}

/** Writes definitions, those that others need first. */
class Writer {
  readonly #made: (Made | undefined)[]
  readonly #open = new Set<number>()
  readonly #places: ReadonlyMap<string, number>
  readonly #fields: ReadonlyMap<string, Field>
  readonly #readers: ReadonlyMap<string, FieldReader>

  constructor(
    readonly source: ProgramSource,
    readonly constants: Constants,
  ) {
    this.#made = source.definitions.map(() => undefined)
    this.#places = new Map(source.definitions.map((one, i) => [one.name, i]))
    this.#fields = new Map(source.fields.map((field) => [field.name, field]))
    this.#readers = new Map(source.fields.map((field) => [field.name, readerOf(field)]))
  }

  definition(index: number): Made {
    const known = this.#made[index]
    if (known) return known
    const definition = this.source.definitions[index] as Definition
    this.#open.add(index)
    const e = new Emitter(this.constants)
    const slots = this.source.traced ? new Slots() : null
    const w: Writing = {
      e,
      mode: 'policy',
      outer: (name) => this.#outer(name, e),
      declares: (name) => this.#declares(name),
      mayBeDeclared: () => false,
      reference: (name) => name,
      slots,
    }
    let result: Operand = value('null')
    const body = e.body(() => {
      if (definition.input !== undefined) e.input = w.outer(definition.input) ?? null
      result = emit(definition.tree, w)
      if (definition.round === 'money') result = rounded(result, w)
      if (result.lane.kind === 'ratio') result = general(e, result)
      e.line(`s${index}=E;return m${index}=${result.js};`)
    })
    const none = slots?.nodes.map(() => 'void 0')
    const trace = none ? `const T=x${index}=[${none}];` : ''
    // Kept only once it is there, so that a record that was refused is refused again.
    const head = `if(s${index}===E)return m${index};${trace}`
    const text = `function d${index}(){${head}${body}}`
    const { limited } = e
    const made: Made = { text, lane: result.lane, truth: result.truth, slots, limited }
    this.#open.delete(index)
    this.#made[index] = made
    return made
  }

  #declares(name: string): boolean {
    return (
      this.#places.has(name) || this.#fields.has(name) || this.source.constants?.has(name) === true
    )
  }

  #outer(name: string, e: Emitter): Operand | undefined {
    const index = this.#places.get(name)
    if (index !== undefined) return this.#reference(index, name, e)
    const field = this.#fields.get(name)
    const reader = this.#readers.get(name)
    if (field && reader) return e.once(name, () => load(field, reader, e))
    const constant = this.source.constants?.get(name)
    return constant === undefined ? undefined : constantOperand(e, constant)
  }

  #reference(index: number, name: string, e: Emitter): Operand {
    if (this.#open.has(index)) return constantOperand(e, null)
    const { lane, truth, limited } = this.definition(index)
    e.limited ||= limited
    return e.once(name, () => ({ js: e.hold(`d${index}()`), lane, ...(truth ? { truth } : {}) }))
  }
}

/** What a field of the record holds, in its lane; what stands for it while it is missing. */
function load({ name, type }: Field, reader: FieldReader, e: Emitter): Operand {
  const held = e.hold(`F[${JSON.stringify(name)}]`)
  switch (reader.kind) {
    case 'whole':
      e.line(`if(!Number.isSafeInteger(${held}))${held}=${e.constant(reader.read)}(${held});`)
      return {
        js: held,
        lane: numberLane(type.kind === 'money' ? 2 : 0),
        ...missingOf(reader.missing),
      }
    case 'day': {
      const days = e.constant(reader.days)
      e.line(`${held}=${held}===${days}.text?${days}.day:${days}.read(${held});`)
      return { js: held, lane: DATE, ...missingOf(reader.days.missing) }
    }
    case 'value':
      e.line(`if(${held}===undefined)${held}=${e.constant(reader.missing)};`)
      return { ...value(held), ...missingOf(reader.missing) }
  }
}

function missingOf(value: Value): { readonly missing?: Unknown } {
  return isUnknown(value) ? { missing: value } : {}
}

/** An amount of whole 分, half up and away from zero. */
function rounded(o: Operand, w: Writing): Operand {
  const { e } = w
  const exact = `fen(${lifted(e, o)})`
  const lane = numberLane(2)
  if (o.lane.kind === 'number' && o.lane.scale < 2) {
    const write = (result: string) => {
      e.line(`${result}=${o.js}*${ten(2 - (o.lane as { scale: number }).scale)};`)
      return [result]
    }
    return guarded(e, lane, [o], write, exact)
  }
  return roundedTo(o, 2, 'half-up', exact, w) ?? { js: e.hold(exact), lane }
}
