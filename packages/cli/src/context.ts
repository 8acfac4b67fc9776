/** What every command is handed, and what a command is. */
import type { Lang } from '@huoshui/values'
import { type Given, type Options, textGiven } from './args.ts'
import { misuse } from './exit.ts'
import type { Ink } from './ink.ts'
import type { Io } from './io.ts'
import { type Library, loadLibrary, policiesRoot } from './load.ts'
import type { Texts } from './texts.ts'

export interface Context {
  readonly io: Io
  readonly lang: Lang
  readonly json: boolean
  readonly coloured: boolean
  readonly ink: Ink
  readonly t: Texts
  readonly given: Given
}

export interface Command {
  readonly options: Options
  /** How many words it takes: at least, and at most. */
  readonly words: readonly [least: number, most: number]
  readonly run: (context: Context) => number | Promise<number>
}

/** The directory of policies that the options mean. */
export const rootOf = ({ io, given }: Context): string =>
  policiesRoot(io.cwd, textGiven(given, 'policies'))

/** Reads and compiles the policies. */
export const libraryOf = (context: Context): Library => loadLibrary(rootOf(context))

/** Prints lines of text, without blanks at their ends. */
export function print({ io }: Context, ...lines: readonly string[]): void {
  io.out(`${lines.join('\n').replace(/[ \t]+$/gm, '')}\n`)
}

/** Prints a result for programs. */
export function printJson({ io }: Context, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`)
}

/** Refuses a command with too few or too many words. */
export function checkWords(given: Given, [least, most]: Command['words'], usage: string): void {
  if (given.rest.length < least) throw misuse((t) => t.missingWords(usage))
  const extra = given.rest[most]
  if (extra !== undefined) throw misuse((t) => t.tooManyWords(extra))
}
