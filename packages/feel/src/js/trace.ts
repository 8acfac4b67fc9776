import { type Node, walk } from '../syntax.ts'
import type { Value } from '../value.ts'
import { type Lane, type LaneValue, liftFrom, VALUE } from './lane.ts'
import { Ratio } from './runtime.ts'

/** The nodes that one evaluation really went through, each with its value. */
export interface Trace {
  has(node: Node): boolean
  /** The node's value, the last one when it was gone through again; undefined when it wasn't. */
  get(node: Node): Value | undefined
  /** The same by the node's place among those of its formula: see `Formula.slotOf`. */
  at(slot: number): Value | undefined
  /** The nodes, inner ones before those they are part of. */
  keys(): Node[]
}

/** The nodes of a tree that leave a value, numbered, each with the lane it leaves it in. */
export class Slots {
  readonly nodes: Node[] = []
  readonly lanes: Lane[] = []
  readonly #at = new Map<Node, number>()

  /** The number of a node; -1 when it has none. */
  of(node: Node): number {
    return this.#at.get(node) ?? -1
  }

  add(node: Node, lane: Lane): number {
    const known = this.#at.get(node)
    if (known !== undefined) return known
    this.#at.set(node, this.nodes.length)
    this.nodes.push(node)
    this.lanes.push(lane)
    return this.nodes.length - 1
  }
}

/** The nodes of a tree as the interpreter leaves their values: any of them, inner ones first. */
export function slotsOf(tree: Node): Slots {
  const nodes: Node[] = []
  walk(tree, (node) => nodes.push(node))
  const slots = new Slots()
  for (const node of nodes.toReversed()) slots.add(node, VALUE)
  return slots
}

/** A trace as generated code leaves it: a value a slot, made a `Value` when it is asked for. */
export class SlotTrace implements Trace {
  constructor(
    readonly slots: Slots,
    readonly held: readonly (LaneValue | Ratio | undefined)[],
  ) {}

  has(node: Node): boolean {
    return this.held[this.slots.of(node)] !== undefined
  }

  get(node: Node): Value | undefined {
    return this.at(this.slots.of(node))
  }

  at(slot: number): Value | undefined {
    const held = this.held[slot]
    if (held instanceof Ratio) return held.value()
    return typeof held === 'number' ? liftFrom(this.slots.lanes[slot] ?? VALUE, held) : held
  }

  keys(): Node[] {
    return this.slots.nodes.filter((_, slot) => this.held[slot] !== undefined)
  }
}

/** A trace as the interpreter leaves it. */
export class NodeTrace implements Trace {
  constructor(
    readonly slots: Slots,
    readonly values: ReadonlyMap<Node, Value>,
  ) {}

  has(node: Node): boolean {
    return this.values.has(node)
  }

  get(node: Node): Value | undefined {
    return this.values.get(node)
  }

  at(slot: number): Value | undefined {
    const node = this.slots.nodes[slot]
    return node && this.values.get(node)
  }

  keys(): Node[] {
    return [...this.values.keys()]
  }
}

/** The trace of an evaluation that kept none. */
export const noTrace: Trace = new NodeTrace(new Slots(), new Map())
