/** `huoshui render`: one policy as a web page that needs nothing else. */
import { renderPolicy } from '@huoshui/policy'
import { textGiven } from '../args.ts'
import { type Command, type Context, libraryOf, print, printJson } from '../context.ts'
import { exit } from '../exit.ts'
import { policyMeant, sourcesOf } from '../load.ts'
import { pageOf } from '../page.ts'
import { writeText } from '../write.ts'

function run(context: Context): number {
  const { io, t, lang, json, given } = context
  const library = libraryOf(context)
  const policy = policyMeant(io.cwd, library, given.rest[0] as string)
  const [source, english] = sourcesOf(library, policy)
  const body = renderPolicy(policy, source, { lang, ...(english ? { english } : {}) })
  const html = pageOf(policy, body, lang)
  const out = textGiven(given, 'out')
  if (out !== undefined) writeText(io.cwd, out, html)
  if (json) printJson(context, { policy: policy.meta.slug, ...(out ? { path: out } : { html }) })
  else if (out === undefined) io.out(html)
  else print(context, t.written(out))
  return exit.fine
}

export const render: Command = { options: { out: { type: 'string' } }, words: [1, 1], run }
