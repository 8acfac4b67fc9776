/** Diagnostics on the error stream, where a result goes to the other one. */
import { type Diagnostic, printLine, printPretty } from '@huoshui/values'
import type { Context } from './context.ts'

/** Prints diagnostics: notes a line each, everything else in full with its place in `text`. */
export function tellDiagnostics(
  { io, lang, coloured }: Pick<Context, 'io' | 'lang' | 'coloured'>,
  diagnostics: readonly Diagnostic[],
  text: string | undefined,
): void {
  for (const one of diagnostics) {
    const said =
      one.severity === 'note'
        ? printLine(one, lang)
        : `${printPretty(one, text, lang, { colour: coloured })}\n`
    io.err(`${said}\n`)
  }
}
