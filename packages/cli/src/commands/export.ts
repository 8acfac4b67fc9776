/** `huoshui export`: the rules of a policy as a model that other engines run. */
import { exportDmn } from '@huoshui/policy'
import { compareDiagnostics, diagnosticToJson } from '@huoshui/values'
import { textGiven } from '../args.ts'
import { type Command, type Context, libraryOf, print, printJson } from '../context.ts'
import { exit, misuse } from '../exit.ts'
import { placedFrom, policyMeant } from '../load.ts'
import { tellDiagnostics } from '../tell.ts'
import { writeText } from '../write.ts'

function run(context: Context): number {
  const { io, t, json, given } = context
  if (given.values.dmn !== true) throw misuse((texts) => texts.needsFormat)
  const library = libraryOf(context)
  const policy = policyMeant(io.cwd, library, given.rest[0] as string)
  const { xml, diagnostics } = exportDmn(policy)
  const placed = diagnostics.map((one) => placedFrom(io.cwd, library, one)).sort(compareDiagnostics)
  const unsaid = placed.filter((one) => one.severity === 'error').length
  const out = textGiven(given, 'out')
  if (out !== undefined) writeText(io.cwd, out, xml)
  if (json) {
    const said = { policy: policy.meta.slug, diagnostics: placed.map(diagnosticToJson) }
    printJson(context, out === undefined ? { ...said, xml } : { ...said, path: out })
  } else {
    tellDiagnostics(context, placed, library.corpus.files.get(policy.file))
    if (out === undefined) io.out(xml)
    else print(context, t.written(out), t.exported(policy.rules.length, unsaid))
  }
  return unsaid > 0 ? exit.no : exit.fine
}

export const exportModel: Command = {
  options: { dmn: { type: 'boolean' }, out: { type: 'string' } },
  words: [1, 1],
  run,
}
