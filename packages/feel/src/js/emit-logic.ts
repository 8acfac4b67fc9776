import type { Node } from '../syntax.ts'
import { emit, value, type Writing } from './emit.ts'
import { scaled } from './emit-arithmetic.ts'
import { type Emitter, general, lifted, type Operand, sameLane } from './emitter.ts'
import { type Lane, SAFE, VALUE } from './lane.ts'

/** A run of `and` or of `or`: the sides one after another, until one decides. */
export function emitLogic(
  kind: 'and' | 'or',
  left: Operand,
  rights: readonly (() => Operand)[],
  w: Writing,
): Operand {
  const { e } = w
  const [decided, open, combine] =
    kind === 'and' ? ['false', 'true', 'and3'] : ['true', 'false', 'or3']
  const result = e.temp()
  const label = e.fresh('L')
  let two = left.truth === 'two'
  e.branch(`${label}:`, () => {
    e.line(`${result}=${lifted(e, left)};`)
    for (const right of rights) {
      e.line(`if(${result}===${decided})break ${label};`)
      const b = right()
      const js = lifted(e, b)
      if (two && b.truth) e.line(`${result}=${js};`)
      else {
        // Beside an open side a truth value is the answer; anything else must first become one.
        const alone = b.truth ? `${result}===${open}` : `${result}===${open}&&${js}===${open}`
        e.line(`${result}=${js}===${decided}||${alone}?${js}:${combine}(${result},${js});`)
      }
      two &&= b.truth === 'two'
    }
  })
  return { ...value(result), truth: two ? 'two' : 'all' }
}

/** `if`: one branch runs, or both when the test is not known. */
export function emitIf(node: Node & { kind: 'if' }, w: Writing): Operand {
  const { e } = w
  const test = emit(node.test, w)
  const c = e.hold(lifted(e, test))
  const [yes, no] = [e.temp(), e.temp()]
  const sure = test.truth === 'two' || test.truth === 'three'
  const held: Operand[] = []
  const branches = [
    { when: sure ? `${c}===true` : `${c}===true||isUnknown(${c})`, node: node.then, into: yes },
    { when: `${c}!==true`, node: node.else, into: no },
  ]
  for (const { when, node: branch, into } of branches) {
    e.branch(`if(${when})`, () => {
      const operand = emit(branch, w)
      held.push({ ...operand, js: into })
      e.line(`${into}=${operand.js};`)
    })
  }
  const [a, b] = held as [Operand, Operand]
  return join(e, { c, sure }, a, b)
}

/** One variable for either branch, in a lane that holds both. */
function join(
  e: Emitter,
  { c, sure }: { readonly c: string; readonly sure: boolean },
  a: Operand,
  b: Operand,
): Operand {
  const lane = sameLane(a.lane, b.lane) ?? VALUE
  const result = e.temp()
  const certain = a.sure === true && b.sure === true && lane.kind !== 'number'
  e.line(`if(${c}===true)${result}=${inLane(e, a, lane)};`)
  if (sure) e.line(`else ${result}=${inLane(e, b, lane)};`)
  else {
    e.line(`else if(!isUnknown(${c}))${result}=${inLane(e, b, lane)};`)
    const both = `choose(${c},()=>${lifted(e, bare(a))},()=>${lifted(e, bare(b))})`
    e.line(`else ${result}=${both};`)
  }
  const truth = lane.kind === 'value' ? joinedTruth(a, b, sure) : undefined
  return {
    js: result,
    lane,
    ...(truth ? { truth } : {}),
    ...(certain && sure ? { sure: true } : {}),
  }
}

/** The operand as a variable holds it: what was constant there is no constant of this variable. */
function bare(o: Operand): Operand {
  const { constant: _, sure: __, ...rest } = o
  return rest
}

function joinedTruth(a: Operand, b: Operand, sure: boolean): Operand['truth'] {
  if (!a.truth || !b.truth) return undefined
  if (sure && a.truth === 'two' && b.truth === 'two') return 'two'
  return 'all'
}

/** JavaScript for an operand in a lane that can hold it. */
export function inLane(e: Emitter, o: Operand, lane: Lane): string {
  if (lane.kind === 'value') return general(e, bare(o)).js
  if (lane.kind !== 'number' || o.lane.kind !== 'number' || o.lane.scale === lane.scale) return o.js
  const up = scaled(bare(o), lane.scale)
  const lifting = lifted(e, bare(o))
  return `typeof ${o.js}!=='number'?${o.js}:Math.abs(${up})<${SAFE}?${up}:${lifting}`
}
