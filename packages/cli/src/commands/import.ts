/** `huoshui import`: a model of another engine as the draft of a policy. */
import { basename, join } from 'node:path'
import { type DmnImport, importDmn } from '@huoshui/policy'
import { diagnosticToJson } from '@huoshui/values'
import { textGiven } from '../args.ts'
import { type Command, type Context, print, printJson, rootOf } from '../context.ts'
import { exit, misuse } from '../exit.ts'
import { pathFrom, readText } from '../load.ts'
import { tellDiagnostics } from '../tell.ts'
import { createText, writeText } from '../write.ts'
import { slugPattern } from './new.ts'

function slugGiven({ given }: Context): string {
  const slug = textGiven(given, 'as')?.replace(/\.md$/, '')
  if (slug === undefined) throw misuse((t) => t.needsSlug)
  if (!slugPattern.test(slug)) throw misuse((t) => t.badSlug(slug))
  return slug
}

function run(context: Context): number {
  const { io, t, json, given } = context
  if (given.values.dmn !== true) throw misuse((texts) => texts.needsFormat)
  const slug = slugGiven(context)
  const file = given.rest[0] as string
  const xml = readText(io.cwd, file)
  const result = importDmn(xml, { file: basename(file), slug })
  const { diagnostics, carried, left, draft } = result
  if (draft === null) {
    if (json) printJson(context, resultToJson(result, { slug }))
    else tellDiagnostics(context, diagnostics, xml)
    return exit.input
  }
  const path = writeDraft(context, slug, draft)
  if (json) printJson(context, resultToJson(result, { slug, path }))
  else {
    tellDiagnostics(context, diagnostics, xml)
    print(context, t.written(path), t.imported(carried.length, left.length), t.importNext(slug))
  }
  return left.length > 0 ? exit.no : exit.fine
}

/** Writes the draft where it is wanted. Among the policies it never takes another's place. */
function writeDraft(context: Context, slug: string, draft: string): string {
  const { io, given } = context
  const out = textGiven(given, 'out')
  if (out !== undefined) {
    writeText(io.cwd, out, draft)
    return out
  }
  const root = rootOf(context)
  const path = pathFrom(io.cwd, { root }, `${slug}.md`)
  if (!createText(join(root, `${slug}.md`), path, draft)) throw misuse((t) => t.slugTaken(path))
  return path
}

const resultToJson = (
  { carried, left, inputs, diagnostics }: DmnImport,
  where: { readonly slug: string; readonly path?: string },
) => ({ ...where, carried, left, inputs, diagnostics: diagnostics.map(diagnosticToJson) })

export const importModel: Command = {
  options: { dmn: { type: 'boolean' }, as: { type: 'string' }, out: { type: 'string' } },
  words: [1, 1],
  run,
}
