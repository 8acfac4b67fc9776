/** `huoshui check`: everything that is wrong with the policies, where it stands. */
import { compareDiagnostics, diagnosticToJson, printLine, printPretty } from '@huoshui/values'
import { type Command, type Context, libraryOf, print, printJson } from '../context.ts'
import { exit } from '../exit.ts'
import { filesMeant, placedFrom } from '../load.ts'

function run(context: Context): number {
  const { io, lang, t, json, coloured, given } = context
  const library = libraryOf(context)
  const files = filesMeant(io.cwd, library, given.rest)
  const wanted = new Set(files.map((file) => file.path))
  const found = library.corpus.diagnostics
    .filter((one) => wanted.has(one.place.file))
    .sort(compareDiagnostics)
  const count = (severity: string) => found.filter((one) => one.severity === severity).length
  const errors = count('error')
  const counts = { errors, warnings: count('warning'), notes: count('note') }
  const code = errors > 0 ? exit.no : exit.fine
  if (json) {
    const diagnostics = found.map((one) => diagnosticToJson(placedFrom(io.cwd, library, one)))
    printJson(context, { files: files.length, ...counts, diagnostics })
    return code
  }
  for (const one of found) {
    const placed = placedFrom(io.cwd, library, one)
    if (one.severity === 'note') continue
    const text = library.corpus.files.get(one.place.file)
    print(context, printPretty(placed, text, lang, { colour: coloured }), '')
  }
  // Notes say what is still open; a line each is enough, but none is left out.
  for (const one of found) {
    if (one.severity === 'note') print(context, printLine(placedFrom(io.cwd, library, one), lang))
  }
  print(context, t.checked(files.length, errors, counts.warnings, counts.notes))
  return code
}

export const check: Command = { options: {}, words: [0, Number.POSITIVE_INFINITY], run }
