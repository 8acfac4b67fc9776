/** `huoshui fmt`: policies laid out canonically. */
import { formatPolicy } from '@huoshui/policy'
import { type Command, type Context, libraryOf, print, printJson } from '../context.ts'
import { exit } from '../exit.ts'
import { filesMeant, pathFrom } from '../load.ts'
import { writeText } from '../write.ts'

function run(context: Context): number {
  const { io, t, json, given } = context
  const only = given.values.check === true
  const library = libraryOf(context)
  const files = filesMeant(io.cwd, library, given.rest)
  const changed: string[] = []
  for (const file of files) {
    const text = formatPolicy(file.text, library.corpus)
    if (text === file.text) continue
    const path = pathFrom(io.cwd, library, file.path)
    if (!only) writeText(io.cwd, path, text)
    changed.push(path)
    if (!json) print(context, only ? t.unformatted(path) : t.formatted(path))
  }
  if (json) printJson(context, { files: files.length, changed })
  else print(context, t.formatCount(files.length, changed.length, only))
  return only && changed.length > 0 ? exit.no : exit.fine
}

export const fmt: Command = {
  options: { check: { type: 'boolean' } },
  words: [0, Number.POSITIVE_INFINITY],
  run,
}
