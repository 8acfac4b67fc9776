/** Firms and facts from files and options, with what is wrong with them on the error stream. */
import { basename } from 'node:path'
import { type FileProblem, type FirmsRead, readFirms } from '@huoshui/policy'
import type { Context } from './context.ts'
import { type Library, readBytes } from './load.ts'

/** Reads a file of firms. */
export function firmsOf({ io }: Context, library: Library, path: string): FirmsRead {
  return readFirms(readBytes(io.cwd, path), basename(path), library.corpus)
}

/** Prints problems of a file, one to two lines each. */
export function tellProblems(
  { io, lang, t, ink }: Context,
  path: string,
  problems: readonly FileProblem[],
): void {
  for (const { row, column, severity, message, remedy } of problems) {
    const where = [path, row === null ? '' : t.row(row), column ?? ''].filter(Boolean).join(' ')
    const label = ink(t[severity], severity === 'error' ? 'red' : 'yellow')
    io.err(`${where}  ${label}  ${message[lang]}\n  ${remedy[lang]}\n`)
  }
}

/** How many of the problems are errors. */
export const errorsIn = (problems: readonly FileProblem[]): number =>
  problems.filter((one) => one.severity === 'error').length
