import { fold } from './fold.ts'

/**
 * Declared names prepared for longest match: a tree of characters.
 *
 * Names are kept folded (full-width punctuation made half-width) but give back the spelling they
 * were declared with, and a blank in a name matches any run of blanks on one line.
 */
export interface NameSet {
  readonly size: number
  has(name: string): boolean
  /**
   * The declared names that begin at `at` of the folded `text`, shortest first. With `lines`, a
   * line break is a blank like any other.
   */
  matches(text: string, at: number, lines: boolean): readonly Match[]
  [Symbol.iterator](): IterableIterator<string>
}

export interface Match {
  readonly name: string
  readonly to: number
}

interface Branch {
  next: Map<string, Branch> | null
  name: string | null
  count: number
}

const branch = (): Branch => ({ next: null, name: null, count: 0 })

/** A set of names that scopes enter and leave; a name entered twice must be left twice. */
export class MutableNameSet implements NameSet {
  #root = branch()
  #names = new Map<string, number>()

  get size(): number {
    return this.#names.size
  }

  has(name: string): boolean {
    return this.#names.has(name)
  }

  add(name: string): void {
    if (name === '') return
    this.#names.set(name, (this.#names.get(name) ?? 0) + 1)
    let here = this.#root
    for (const char of spread(name)) {
      here.next ??= new Map()
      let below = here.next.get(char)
      if (!below) {
        below = branch()
        here.next.set(char, below)
      }
      here = below
    }
    here.name = name
    here.count++
  }

  remove(name: string): void {
    const times = this.#names.get(name)
    if (times === undefined) return
    if (times === 1) this.#names.delete(name)
    else this.#names.set(name, times - 1)
    let here: Branch | undefined = this.#root
    for (const char of spread(name)) here = here?.next?.get(char)
    if (here && --here.count === 0) here.name = null
  }

  matches(text: string, at: number, lines: boolean): readonly Match[] {
    if (this.#names.size === 0) return []
    const isBlank = lines ? isAnyBlank : isLineBlank
    const found: Match[] = []
    let here: Branch | undefined = this.#root
    let to = at
    while (to < text.length) {
      const char: string = text.charAt(to)
      if (isBlank(char)) {
        here = here.next?.get(' ')
        while (to < text.length && isBlank(text.charAt(to))) to++
      } else {
        here = here.next?.get(char)
        to++
      }
      if (!here) break
      if (here.name !== null) found.push({ name: here.name, to })
    }
    return found
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this.#names.keys()
  }
}

/** Prepares names for `parse`; worth doing once when many expressions share them. */
export function nameSet(names: Iterable<string>): NameSet {
  const set = new MutableNameSet()
  for (const name of names) set.add(name)
  return set
}

/** The characters of a name as the tree holds them: folded, each run of blanks one space. */
function spread(name: string): string {
  return fold(name.trim())
    .split(/[\s\u3000\u00a0]+/)
    .join(' ')
}

function isAnyBlank(char: string): boolean {
  return /\s/.test(char)
}

/** Blanks that may stand inside a name where a line break can end an entry. */
function isLineBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\u3000' || char === '\u00a0'
}
