import { isPlace } from '../iterate.ts'
import type { Iterator, Node } from '../syntax.ts'
import { emit, value, type Writing } from './emit.ts'
import { type Local, lifted, type Operand } from './emitter.ts'

/**
 * Loops, filters and contexts. What goes on between the turns (unknown lists, places, limits) is
 * the interpreter's own; the generated code brings the bodies as functions.
 */

/** Runs `body` while more names are bound. */
export function withLocals<R>(w: Writing, locals: readonly Local[], body: () => R): R {
  const before = w.e.locals
  w.e.locals = [...before, ...locals]
  const result = body()
  w.e.locals = before
  return result
}

/** The items of iterators that a closure gets as one list. */
function items(iterators: readonly Iterator[], frame: string): Local[] {
  return iterators.map((it, i) => ({
    kind: 'name',
    name: it.name,
    operand: value(`${frame}[${i}]`),
  }))
}

/** JavaScript for the iterators of a loop: functions that ask for their lists. */
function loops(iterators: readonly Iterator[], w: Writing): string {
  const { e } = w
  const parts = iterators.map((it, i) => {
    const ask = (node: Node) => {
      const frame = e.fresh('b')
      const bound = items(iterators.slice(0, i), frame)
      return e.closure(frame, () => withLocals(w, bound, () => lifted(e, emit(node, w))))
    }
    const list = ask(it.list)
    return it.to ? `{list:${list},to:${ask(it.to)}}` : `{list:${list}}`
  })
  return `[${parts}]`
}

export function emitFor(node: Node & { kind: 'for' }, w: Writing): Operand {
  const { e } = w
  e.limited = true
  const iterators = loops(node.iterators, w)
  const [frame, partial] = [e.fresh('b'), e.fresh('p')]
  const bound: Local[] = [
    ...items(node.iterators, frame),
    { kind: 'name', name: 'partial', operand: value(`${partial}()`) },
  ]
  const body = e.closure(`${frame},${partial}`, () =>
    withLocals(w, bound, () => lifted(e, emit(node.body, w))),
  )
  return value(e.hold(`forValues(${iterators},${body},machine)`))
}

export function emitQuantified(node: Node & { kind: 'some' | 'every' }, w: Writing): Operand {
  const { e } = w
  e.limited = true
  const iterators = loops(node.iterators, w)
  const frame = e.fresh('b')
  const bound = items(node.iterators, frame)
  const body = e.closure(frame, () => withLocals(w, bound, () => lifted(e, emit(node.body, w))))
  const js = `quantified(${node.kind === 'some'},${iterators},${body},machine)`
  return { ...value(e.hold(js)), truth: 'all' }
}

export function emitFilter(node: Node & { kind: 'filter' }, w: Writing): Operand {
  const { e } = w
  e.limited = true
  const base = lifted(e, emit(node.base, w))
  const place = isPlace(node.test)
  const item = e.fresh('i')
  const bound: Local[] = place
    ? []
    : [
        { kind: 'name', name: 'item', operand: value(item) },
        { kind: 'item', js: item },
      ]
  const test = e.closure(item, () => withLocals(w, bound, () => lifted(e, emit(node.test, w))))
  return value(e.hold(`filtered(${base},${test},${place},machine)`))
}

export function emitContext(node: Node & { kind: 'context' }, w: Writing): Operand {
  const { e } = w
  const keys = node.entries.map((entry) => entry.key)
  const entries = e.hold('new Map()')
  const bound: Local[] = [{ kind: 'entries', keys: new Set(keys), js: entries }]
  for (const [i, { key, value: tree }] of node.entries.entries()) {
    // A key that is given twice makes the whole context null; what came before it was evaluated.
    if (keys.indexOf(key) < i) {
      e.line(`twice(report,${e.constant(key)});`)
      return value(e.hold('null'))
    }
    const held = withLocals(w, bound, () => lifted(e, emit(tree, w)))
    e.line(`${entries}.set(${e.constant(key)},${held});`)
  }
  return value(entries)
}
