import { type CharSet, contains } from './charset.ts'
import type { Re, Regex } from './regex-syntax.ts'

/**
 * A matcher that tries one way after the other and counts its steps. It is for what no automaton
 * can do: back-references, and repetitions too large for one.
 */

type Step =
  | { readonly op: 'set'; readonly set: CharSet }
  /** Goes on at `first`, and at `second` should that fail. */
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  /** Remembers the place in the text. */
  | { readonly op: 'save'; readonly slot: number }
  /** Fails when nothing has been taken since the slot was saved. */
  | { readonly op: 'moved'; readonly slot: number }
  | { readonly op: 'start' | 'end' }
  | { readonly op: 'done' }
  | { readonly op: 'back'; readonly group: number }

export interface Program {
  readonly steps: readonly Step[]
  readonly slots: number
  readonly regex: Regex
}

/** The most steps a program may have: repetitions are written out. */
const PROGRAM_MAX = 20_000

/** The steps of a pattern; null when there would be too many. */
export function compileSteps(regex: Regex): Program | null {
  const steps: Step[] = []
  const state = { slots: (regex.groups + 1) * 2 }
  const whole: Re = { kind: 'group', index: 0, body: regex.tree }
  if (!write(whole, steps, state)) return null
  steps.push({ op: 'done' })
  return { steps, slots: state.slots, regex }
}

/** Appends the steps of a tree; false when there are too many. */
function write(re: Re, steps: Step[], state: { slots: number }): boolean {
  if (steps.length > PROGRAM_MAX) return false
  switch (re.kind) {
    case 'set':
      steps.push({ op: 'set', set: re.set })
      return true
    case 'start':
    case 'end':
      steps.push({ op: re.kind })
      return true
    case 'back':
      steps.push({ op: 'back', group: re.index })
      return true
    case 'group': {
      const { index } = re
      if (index !== null) steps.push({ op: 'save', slot: index * 2 })
      const written = write(re.body, steps, state)
      if (index !== null) steps.push({ op: 'save', slot: index * 2 + 1 })
      return written
    }
    case 'sequence':
      return re.items.every((item) => write(item, steps, state))
    case 'choice':
      return writeChoice(re.options, steps, state)
    case 'repeat':
      return writeRepeat(re, steps, state)
  }
}

function writeChoice(options: readonly Re[], steps: Step[], state: { slots: number }): boolean {
  const ends: number[] = []
  for (const [i, option] of options.entries()) {
    const split = steps.length
    const last = i === options.length - 1
    if (!last) steps.push({ op: 'jump', to: 0 })
    if (!write(option, steps, state)) return false
    if (last) continue
    ends.push(steps.length)
    steps.push({ op: 'jump', to: 0 })
    steps[split] = { op: 'split', first: split + 1, second: steps.length }
  }
  for (const end of ends) steps[end] = { op: 'jump', to: steps.length }
  return true
}

function writeRepeat(
  re: Extract<Re, { kind: 'repeat' }>,
  steps: Step[],
  state: { slots: number },
): boolean {
  for (let i = 0; i < re.min; i++) if (!write(re.body, steps, state)) return false
  const slot = state.slots++
  const times = re.max === null ? 1 : re.max - re.min
  for (let i = 0; i < times; i++) {
    const split = steps.length
    steps.push({ op: 'jump', to: 0 }, { op: 'save', slot })
    if (!write(re.body, steps, state)) return false
    steps.push({ op: 'moved', slot })
    if (re.max === null) steps.push({ op: 'jump', to: split })
    const [go, leave] = [split + 1, steps.length]
    steps[split] = re.lazy
      ? { op: 'split', first: leave, second: go }
      : { op: 'split', first: go, second: leave }
  }
  return true
}

/** Where a match begins and ends and what its groups hold; index 0 is the whole match. */
export type Slots = readonly (number | undefined)[]

/** What is left to do, should the way taken fail: go back to a place, or restore a slot. */
type Undo =
  | { readonly pc: number; readonly at: number }
  | { readonly slot: number; readonly was: number | undefined }

/**
 * The first match at or after `from`; null when there is none. `count` is called at each step and
 * ends a search that takes too many by throwing.
 */
export function walk(
  program: Program,
  text: string,
  from: number,
  count: () => void,
): Slots | null {
  for (let at = from; at <= text.length; at += charAt(text, at).length || 1) {
    const found = walkFrom(program, text, at, count)
    if (found !== null) return found
  }
  return null
}

function charAt(text: string, at: number): string {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function walkFrom(program: Program, text: string, from: number, count: () => void): Slots | null {
  const { steps, slots } = program
  const held: (number | undefined)[] = new Array(slots).fill(undefined)
  const undo: Undo[] = []
  let [pc, at] = [0, from]
  for (;;) {
    count()
    const step = steps[pc]
    if (step === undefined || step.op === 'done')
      return held.slice(0, (program.regex.groups + 1) * 2)
    let next: number | null = pc + 1
    switch (step.op) {
      case 'jump':
        next = step.to
        break
      case 'split':
        undo.push({ pc: step.second, at })
        next = step.first
        break
      case 'save':
        undo.push({ slot: step.slot, was: held[step.slot] })
        held[step.slot] = at
        break
      case 'moved':
        if (held[step.slot] === at) next = null
        break
      case 'start':
      case 'end':
      case 'set':
      case 'back': {
        const to = taken(step, program, text, at, held)
        if (to === null) next = null
        else at = to
      }
    }
    if (next !== null) pc = next
    else {
      const back = unwind(undo, held)
      if (back === null) return null
      ;({ pc, at } = back)
    }
  }
}

/** Goes back to the last place where there was another way, restoring slots; null if none is. */
function unwind(undo: Undo[], held: (number | undefined)[]): { pc: number; at: number } | null {
  for (let last = undo.pop(); last; last = undo.pop()) {
    if ('pc' in last) return last
    held[last.slot] = last.was
  }
  return null
}

/** The place after what a step takes at `at`; null when it takes nothing there. */
function taken(
  step: Exclude<Step, { op: 'jump' | 'split' | 'save' | 'moved' | 'done' }>,
  { regex }: Program,
  text: string,
  at: number,
  held: readonly (number | undefined)[],
): number | null {
  const { m, i } = regex.flags
  switch (step.op) {
    case 'set': {
      const code = text.codePointAt(at)
      if (code === undefined || !contains(step.set, code)) return null
      return at + (code > 0xffff ? 2 : 1)
    }
    case 'start':
      // A line begins after every line break but the one that ends the text.
      return at === 0 || (m && text[at - 1] === '\n' && at < text.length) ? at : null
    case 'end':
      return at === text.length || (m && text[at] === '\n') ? at : null
    case 'back': {
      const [start, end] = [held[step.group * 2], held[step.group * 2 + 1]]
      if (start === undefined || end === undefined) return at
      const wanted = text.slice(start, end)
      const there = text.slice(at, at + wanted.length)
      const same = i ? there.toLowerCase() === wanted.toLowerCase() : there === wanted
      return same ? at + wanted.length : null
    }
  }
}
