/** `huoshui begin`: the first entry of a log, with the policies and the first two people. */
import { begin, firstPeople, formatVerifier, headOf, type PersonName } from '@huoshui/kernel'
import type { Diagnostic } from '@huoshui/values'
import { textGiven } from '../args.ts'
import { type Command, type Context, print, printJson, rootOf } from '../context.ts'
import { dataOptions, keyFileOf, type Work, withNewData } from '../data.ts'
import { exit, misuse } from '../exit.ts'
import { type Library, loadLibrary, placedFrom } from '../load.ts'
import { tellDiagnostics } from '../tell.ts'

/** What the first two may do: enough to appoint everyone else, and never both hands of one act. */
const firstRoles = {
  administrator: ['管理员', '经办人'],
  head: ['单位负责人', '复核人'],
} as const

async function run(context: Context): Promise<number> {
  const { given, t } = context
  const administrator = textGiven(given, 'administrator') ?? t.running.administrator
  const head = textGiven(given, 'head') ?? t.running.head
  if (administrator.trim() === head.trim()) throw misuse((all) => all.running.samePeople)
  const library = loadLibrary(rootOf(context))
  const errors = library.corpus.diagnostics.filter((one) => one.severity === 'error')
  if (errors.length > 0) return tellErrors(context, library, errors)
  return withNewData(context, async (open) => {
    const { kernel } = open
    const before = await headOf(kernel.db)
    if (before !== null) {
      tellBegun(context, open, library, before.size, await firstPeople(kernel.db))
      return exit.fine
    }
    const people = [
      { id: kernel.makeId(), name: administrator, roles: firstRoles.administrator },
      { id: kernel.makeId(), name: head, roles: firstRoles.head },
    ]
    const errors = await begin(kernel, {
      files: library.files,
      people: people.map(({ roles, ...one }) => ({
        ...one,
        contact: {},
        roles: roles.map((role) => ({ role })),
      })),
    })
    if (errors.length > 0) return tellErrors(context, library, errors)
    tellBegun(context, open, library, null, people)
    return exit.fine
  })
}

function tellErrors(context: Context, library: Library, errors: readonly Diagnostic[]): number {
  const { io, t } = context
  if (context.json) printJson(context, { begun: false, errors: errors.length })
  for (const one of errors) {
    const text = library.corpus.files.get(one.place.file)
    tellDiagnostics(context, [placedFrom(io.cwd, library, one)], text)
  }
  io.err(`${t.running.notBegunErrors(errors.length)}\n`)
  return exit.no
}

const years = ({ files }: Library): number =>
  files.filter((file) => /^calendar\/\d{4}\.md$/.test(file.path)).length

/** Says what is there now. `before` is the size of a log that had been begun already. */
function tellBegun(
  context: Context,
  { kernel }: Work,
  library: Library,
  before: number | null,
  people: readonly PersonName[],
): void {
  const { t, ink } = context
  const { policies } = library.corpus
  const key = formatVerifier(kernel.log.signer.verifier)
  if (context.json) {
    const installed = before === null ? policies.map((one) => one.meta.slug) : null
    printJson(context, { begun: true, already: before !== null, policies: installed, people, key })
    return
  }
  print(
    context,
    before === null
      ? ink(t.running.begun(policies.length, years(library)), 'green')
      : ink(t.running.begunAlready(before), 'yellow'),
    `${t.running.firstPeople}${t.colon}`,
    ...people.map(({ id, name, roles }) => `  ${id}  ${name}${t.cite(roles.join(t.list))}`),
    `${t.running.publicKey}${t.colon}`,
    `  ${key}`,
    t.running.keepKey(keyFileOf(context)),
  )
}

export const beginLog: Command = {
  options: {
    ...dataOptions,
    administrator: { type: 'string' },
    head: { type: 'string' },
  },
  words: [0, 0],
  run,
}
