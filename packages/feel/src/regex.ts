import { RE2JS, RE2JSSyntaxException } from 're2js'
import { LimitReached } from './budget.ts'
import { type CharSet, EVERYTHING } from './charset.ts'
import { parseRegex, type Re, type Regex } from './regex-syntax.ts'
import { compileSteps, type Program, type Slots, walk } from './regex-walk.ts'
import type { Report } from './report.ts'

/**
 * XPath regular expressions (DMN 1.5 refers to XQuery Functions §5.6), in time that grows with the
 * text and no faster. A pattern is read by `regex-syntax.ts`, written again for an automaton, and
 * run by that. What no automaton can do is walked instead, by steps that are counted.
 */

export interface Pattern {
  readonly regex: Regex
  /** Null for a pattern that is walked. */
  readonly automaton: RE2JS | null
  /** Null when it is too large to be walked. */
  readonly steps: () => Program | null
}

/** One match: where it stands, in UTF-16 units, and what its groups hold, the whole first. */
export interface Match {
  readonly from: number
  readonly to: number
  readonly groups: readonly string[]
}

/** How many steps one call may take that walks its pattern. */
export const STEPS_MAX = 2_000_000

const CACHED_MAX = 200
const compiled = new Map<string, Pattern | null>()

/** The pattern ready to use, or null when it has no meaning. */
export function compilePattern(source: string, flags: string, report: Report): Pattern | null {
  const key = `${flags}/${source}`
  let pattern = compiled.get(key)
  if (pattern === undefined) {
    pattern = compile(source, flags)
    if (compiled.size >= CACHED_MAX) compiled.clear()
    compiled.set(key, pattern)
  }
  if (pattern === null) {
    report({ zh: `“${source}”不是正则式。`, en: `“${source}” is not a regular expression.` })
  }
  return pattern
}

function compile(source: string, flags: string): Pattern | null {
  const regex = parseRegex(source, flags)
  if (regex === null) return null
  let program: Program | null | undefined
  const steps = () => {
    program ??= compileSteps(regex)
    return program
  }
  const automaton = holdsBack(regex.tree) ? null : automatonOf(regex)
  return automaton === null && steps() === null ? null : { regex, automaton, steps }
}

/** The automaton of a pattern; null when its repetitions are too many for one. */
function automatonOf({ tree, flags }: Regex): RE2JS | null {
  try {
    return RE2JS.compile(written(tree), flags.m ? RE2JS.MULTILINE : 0)
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return null
    throw error
  }
}

/** A tree in the notation of the automaton. */
function written(re: Re): string {
  switch (re.kind) {
    case 'set':
      return writtenSet(re.set)
    case 'start':
      return '^'
    case 'end':
      return '$'
    case 'group':
      return `(${re.index === null ? '?:' : ''}${written(re.body)})`
    case 'sequence':
      return re.items.map(written).join('')
    case 'choice':
      return `(?:${re.options.map(written).join('|')})`
    case 'repeat': {
      const count = re.max === re.min ? `${re.min}` : `${re.min},${re.max ?? ''}`
      return `(?:${written(re.body)}){${count}}${re.lazy ? '?' : ''}`
    }
    case 'back':
      throw new Error('an automaton has no back-references')
  }
}

function writtenSet(set: CharSet): string {
  if (set === EVERYTHING) return '(?s:.)'
  if (set.length === 0) return '[^\\x{0}-\\x{10ffff}]'
  const hex = (code: number) => `\\x{${code.toString(16)}}`
  const ranges = set.map(([a, b]) => (a === b ? hex(a) : `${hex(a)}-${hex(b)}`))
  return `[${ranges.join('')}]`
}

function holdsBack(re: Re): boolean {
  return any(re, (part) => part.kind === 'back')
}

function any(re: Re, test: (re: Re) => boolean): boolean {
  if (test(re)) return true
  switch (re.kind) {
    case 'set':
    case 'start':
    case 'end':
    case 'back':
      return false
    case 'group':
    case 'repeat':
      return any(re.body, test)
    case 'sequence':
      return re.items.some((item) => any(item, test))
    case 'choice':
      return re.options.some((option) => any(option, test))
  }
}

/** Whether a pattern is found anywhere in a text. */
export function isFound(pattern: Pattern, text: string): boolean {
  const { automaton } = pattern
  if (automaton !== null && !isWalked(pattern, text)) return automaton.test(text)
  return !walked(pattern, text).next().done
}

/** All matches in a text, from the left, none of them overlapping. */
export function matchesIn(pattern: Pattern, text: string, report: Report): Iterable<Match> {
  const { automaton } = pattern
  if (automaton === null || isWalked(pattern, text)) return walked(pattern, text)
  return run(automaton, pattern, text, report)
}

/**
 * For an automaton a line also begins after a line break that ends the text, which XPath does not
 * have; only a walk knows.
 */
function isWalked({ regex, steps }: Pattern, text: string): boolean {
  if (!regex.flags.m || !text.endsWith('\n')) return false
  return any(regex.tree, (part) => part.kind === 'start') && steps() !== null
}

function* run(automaton: RE2JS, pattern: Pattern, text: string, report: Report): Iterable<Match> {
  const { regex } = pattern
  const endless = any(regex.tree, (part) => part.kind === 'repeat' && part.max === null)
  const matcher = automaton.matcher(text)
  while (matcher.find()) {
    const [from, to] = [matcher.start(), matcher.end()]
    // To find that a match is the longest, an endless one may look at all the rest of the text.
    report.budget?.tick(1 + (endless ? Math.floor((text.length - from) / 16_384) : 0))
    const groups = Array.from({ length: regex.groups + 1 }, (_, i) => matcher.group(i) ?? '')
    yield { from, to, groups }
  }
}

function* walked(pattern: Pattern, text: string): Generator<Match> {
  const program = pattern.steps()
  if (program === null) return
  let left = STEPS_MAX
  const count = () => {
    if (--left < 0) {
      throw new LimitReached({
        zh: '正则式匹配的步数太多：把反向引用或重复写得简单些。',
        en: 'Matching takes too many steps: simplify the back-references or repetitions.',
      })
    }
  }
  for (let at = 0; at <= text.length; ) {
    const slots = walk(program, text, at, count)
    if (slots === null) return
    const match = matchOf(slots, text)
    yield match
    at = match.to > match.from ? match.to : match.to + 1
  }
}

function matchOf(slots: Slots, text: string): Match {
  const groups: string[] = []
  for (let i = 0; i < slots.length; i += 2)
    groups.push(text.slice(slots[i] ?? 0, slots[i + 1] ?? 0))
  return { from: slots[0] ?? 0, to: slots[1] ?? 0, groups }
}

/** What takes the place of a match, from its groups; null when it is written wrongly. */
export function compileReplacement(
  text: string,
  literal: boolean,
): ((groups: readonly string[]) => string) | null {
  if (literal) return () => text
  if (!/^(?:[^\\$]|\\[\\$]|\$\d)*$/.test(text)) return null
  return (groups) =>
    text.replace(/\\([\\$])|\$(\d+)/g, (_, char?: string, digits?: string) => {
      if (char !== undefined) return char
      return group(digits ?? '0', groups)
    })
}

/** `$12` is group 12 if there is one, else group 1 followed by a 2. */
function group(digits: string, groups: readonly string[]): string {
  for (let length = digits.length; length > 0; length--) {
    const found = groups[Number(digits.slice(0, length))]
    if (found !== undefined) return found + digits.slice(length)
    if (length === 1) return digits.slice(1)
  }
  return ''
}
