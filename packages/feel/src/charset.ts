/**
 * Sets of code points, for the character classes of regular expressions: sorted pairs of first and
 * last that neither touch nor overlap.
 */
export type CharSet = readonly (readonly [first: number, last: number])[]

const LAST = 0x10ffff
export const NOTHING: CharSet = []
export const EVERYTHING: CharSet = [[0, LAST]]

/** All the code points of some sets. */
export function union(...sets: readonly CharSet[]): CharSet {
  const all = sets.flat().toSorted((a, b) => a[0] - b[0])
  const merged: [number, number][] = []
  for (const [first, last] of all) {
    const end = merged.at(-1)
    if (end !== undefined && first <= end[1] + 1) end[1] = Math.max(end[1], last)
    else merged.push([first, last])
  }
  return merged
}

export function complement(set: CharSet): CharSet {
  const rest: [number, number][] = []
  let next = 0
  for (const [first, last] of set) {
    if (first > next) rest.push([next, first - 1])
    next = last + 1
  }
  if (next <= LAST) rest.push([next, LAST])
  return rest
}

/** What is in `a` but not in `b`. */
export function subtract(a: CharSet, b: CharSet): CharSet {
  return complement(union(complement(a), b))
}

export function contains(set: CharSet, code: number): boolean {
  let [from, to] = [0, set.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const range = set[middle]
    if (range === undefined || code < range[0]) to = middle
    else if (code > range[1]) from = middle + 1
    else return true
  }
  return false
}

export function one(code: number): CharSet {
  return [[code, code]]
}

const CATEGORY = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/
const categories = new Map<string, CharSet>()

/** A general category of Unicode, such as `L` or `Nd`; null when there is none of that name. */
export function category(name: string): CharSet | null {
  if (!CATEGORY.test(name)) return null
  let set = categories.get(name)
  if (set === undefined) {
    set = scan(new RegExp(`\\p{${name}}+`, 'gu'))
    categories.set(name, set)
  }
  return set
}

/** The code points that a pattern of single characters finds. Half pairs count as unassigned. */
function scan(pattern: RegExp): CharSet {
  const found: [number, number][] = []
  for (const [from, to] of [
    [0, 0xd7ff],
    [0xe000, 0xffff],
    ...Array.from({ length: 16 }, (_, i) => [0x10000 * (i + 1), 0x10000 * (i + 1) + 0xffff]),
  ] as const) {
    for (const [first, last] of runs(pattern, from ?? 0, to ?? 0)) found.push([first, last])
  }
  return union(found)
}

function runs(pattern: RegExp, from: number, to: number): [number, number][] {
  const width = from > 0xffff ? 2 : 1
  let text = ''
  for (let code = from; code <= to; code += 4096) {
    const count = Math.min(4096, to - code + 1)
    text += String.fromCodePoint(...Array.from({ length: count }, (_, i) => code + i))
  }
  return [...text.matchAll(pattern)].map((match) => {
    const first = from + match.index / width
    return [first, first + match[0].length / width - 1]
  })
}

const variants = new Map<number, readonly number[]>()

/** A set together with the capitals and small letters of what is in it. */
export function foldCase(set: CharSet): CharSet {
  if (variants.size === 0) findVariants()
  const more: [number, number][] = []
  for (const [code, others] of variants) {
    if (contains(set, code)) for (const other of others) more.push([other, other])
  }
  return union(set, more)
}

/** Groups of letters that differ in case only, told apart as JavaScript does. */
function findVariants(): void {
  const groups = new Map<string, number[]>()
  for (let code = 0; code <= 0x1e943; code++) {
    const char = String.fromCodePoint(code)
    const upper = char.toUpperCase()
    const lower = char.toLowerCase()
    if (upper === char && lower === char) continue
    const single = [...upper].length === 1 ? upper.toLowerCase() : lower
    groups.set(single, [...(groups.get(single) ?? [single.codePointAt(0) ?? code]), code])
  }
  for (const group of groups.values()) {
    for (const code of new Set(group)) {
      const same = new RegExp(`^\\u{${code.toString(16)}}$`, 'iu')
      const others = group.filter((o) => o !== code && same.test(String.fromCodePoint(o)))
      if (others.length > 0) variants.set(code, others)
    }
  }
}
