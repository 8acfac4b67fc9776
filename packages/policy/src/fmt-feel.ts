/** Expressions in canonical spacing, left alone wherever a change could be more than spacing. */
import { type NameSet, type Node, parse, print } from '@huoshui/feel'

export type Goal = 'expression' | 'unary-tests' | 'entries'

/** Whether two trees say the same, wherever they stand. In a loop: chains are long. */
export function sameTree(a: unknown, b: unknown): boolean {
  const waiting: [unknown, unknown][] = [[a, b]]
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    const [x, y] = pair
    if (x === y) continue
    if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null) return false
    const [from, to] = [x as Record<string, unknown>, y as Record<string, unknown>]
    const keys = Object.keys(from).filter((key) => key !== 'at')
    if (keys.length !== Object.keys(to).filter((key) => key !== 'at').length) return false
    for (const key of keys) waiting.push([from[key], to[key]])
  }
  return true
}

/** The tree of a text that is read without any doubt; else null. */
function clean(source: string, goal: Goal, names: NameSet): Node | null {
  const { tree, problems } = parse(source, { goal, mode: 'policy', names })
  return problems.length === 0 ? tree : null
}

const hasComment = (source: string) => /\/\/|\/\*/.test(source)

/** Entries on one line as a cell has them, joined by `; `. */
function printEntries(tree: Node): string {
  if (tree.kind !== 'context') return print(tree)
  return tree.entries.map((entry) => `${entry.key}: ${print(entry.value)}`).join('; ')
}

/** An expression of a cell in canonical spacing; as it is unless that is sure to be the same. */
export function formatCode(source: string, goal: Goal, names: NameSet): string {
  if (source.trim() === '' || hasComment(source) || /[\\\n]/.test(source)) return source
  const tree = clean(source, goal, names)
  if (!tree) return source
  const printed = goal === 'entries' ? printEntries(tree) : print(tree)
  if (printed.trim() === '' || /[`|\n]/.test(printed)) return source
  const again = clean(printed, goal, names)
  return again && sameTree(tree, again) ? printed : source
}

/**
 * A block of entries in canonical spacing. Entries written over several lines stay as they are,
 * and so do comments and line breaks.
 */
export function formatBlock(source: string, names: NameSet): string {
  const trimmed = trimLines(source)
  const tree = clean(trimmed, 'entries', names)
  if (tree?.kind !== 'context') return trimmed
  let text = ''
  let at = 0
  for (const entry of tree.entries) {
    const { from, to } = entry.at
    const written = trimmed.slice(from, to)
    const gap = trimmed.slice(at, from).replace(at === 0 ? /(^|\n)[ \t]+$/ : /(\n)[ \t]+$/, '$1')
    const plain = !written.includes('\n') && !hasComment(written)
    text += gap + (plain ? `${entry.key}: ${print(entry.value)}` : written)
    at = to
  }
  const result = trimLines(text + trimmed.slice(at))
  const again = clean(result, 'entries', names)
  return again && sameTree(tree, again) ? result : trimmed
}

/** Lines without blanks at their ends, no blank lines around, and at most one between. */
function trimLines(source: string): string {
  return source
    .replace(/[ \t\u3000\u00a0]+$/gm, '')
    .replace(/^\n+|\n+$/g, '')
    .replace(/\n{3,}/g, '\n\n')
}
