/** From the words of a command line to a command and what it is given. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { type Day, type Lang, nearest, parseDayLoose } from '@huoshui/values'
import { misuse } from './exit.ts'

export type Options = NonNullable<ParseArgsConfig['options']>

export interface Given {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly rest: readonly string[]
}

/** Options that every command has. */
export const globalOptions = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  policies: { type: 'string' },
  'no-color': { type: 'boolean' },
} as const satisfies Options

/** Options with a value that may stand before the command. */
const beforeCommand = new Set(['--lang', '--policies', '--data', '--database', '--day'])

/** The first word that is no option and no option's value, and everything else in its order. */
export function splitCommand(argv: readonly string[]): {
  readonly name: string | null
  readonly args: readonly string[]
} {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] as string
    if (word === '--') break
    if (beforeCommand.has(word)) i++
    else if (!word.startsWith('-')) {
      return { name: word, args: [...argv.slice(0, i), ...argv.slice(i + 1)] }
    }
  }
  return { name: null, args: argv }
}

/** Reads the words after a command. Anything unknown ends with an explanation. */
export function readArgs(args: readonly string[], own: Options): Given {
  const options: Options = { ...globalOptions, ...own }
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const values: Record<string, string | boolean | string[]> = {}
  const rest: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') rest.push(token.value)
    if (token.kind !== 'option') continue
    const option = options[token.name]
    if (!option) throw unknownOption(token.rawName, Object.keys(options))
    const { rawName } = token
    if (option.type === 'boolean') {
      if (token.value !== undefined) {
        throw misuse((t) => t.noValue(rawName))
      }
      values[token.name] = true
    } else if (token.value === undefined) {
      throw misuse((t) => t.needsValue(rawName))
    } else if (option.multiple) {
      values[token.name] = [...((values[token.name] as string[] | undefined) ?? []), token.value]
    } else values[token.name] = token.value
  }
  return { values, rest }
}

function unknownOption(name: string, known: readonly string[]): Error {
  const near = nearest(name.replace(/^-+/, ''), known)
  return misuse((t) => t.unknownOption(name, near && `--${near}`))
}

/** The language to speak before anything else is known, so that even misuse is told in it. */
export function langOf(argv: readonly string[]): Lang {
  const at = argv.indexOf('--lang')
  const word = at >= 0 ? argv[at + 1] : argv.find((one) => one.startsWith('--lang='))?.slice(7)
  return word === 'en' ? 'en' : 'zh'
}

/** The value of `--lang`, when it is a language. */
export function checkLang(given: Given): void {
  const { lang } = given.values
  if (lang !== undefined && lang !== 'zh' && lang !== 'en') {
    throw misuse((t) => t.badLang(String(lang)))
  }
}

/** The day of `--day`, or of another option; null without one. */
export function dayGiven(given: Given, name = 'day'): Day | null {
  const day = given.values[name]
  if (day === undefined) return null
  const found = parseDayLoose(String(day))
  if (found) return found
  throw misuse((t) => t.badDay(`--${name}`, String(day)))
}

/** A text option; undefined without one. */
export function textGiven(given: Given, name: string): string | undefined {
  const value = given.values[name]
  return typeof value === 'string' ? value : undefined
}

/** The values of an option that can be written several times, in their order. */
export function textsGiven(given: Given, name: string): readonly string[] {
  const value = given.values[name]
  return Array.isArray(value) ? value : []
}

/** The whole number of an option; null without one. */
export function countGiven(given: Given, name: string, least: number, most: number): number | null {
  const text = textGiven(given, name)
  if (text === undefined) return null
  const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (count >= least && count <= most) return count
  throw misuse((t) => t.badCount(`--${name}`, text, least, most))
}
