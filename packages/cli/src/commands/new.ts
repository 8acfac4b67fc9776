/** `huoshui new`: the draft of a policy. */
import { join } from 'node:path'
import { compileCorpus, newPolicy, type TemplateName, templateNames } from '@huoshui/policy'
import { dayGiven, textGiven } from '../args.ts'
import { today } from '../clock.ts'
import { type Command, type Context, print, printJson, rootOf } from '../context.ts'
import { exit, misuse } from '../exit.ts'
import { pathFrom, readFiles } from '../load.ts'
import { createText } from '../write.ts'

/** What a new policy may be called. */
export const slugPattern =
  /^(?!terms\/|calendar\/)[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)+$/

function templateGiven({ given }: Context): TemplateName {
  const word = textGiven(given, 'template') ?? 'grant'
  const found = templateNames.find((name) => name === word)
  if (!found) throw misuse((t) => t.badTemplate(word, templateNames))
  return found
}

function run(context: Context): number {
  const { io, t, json, given } = context
  const slug = (given.rest[0] as string).replace(/\.md$/, '')
  if (!slugPattern.test(slug)) throw misuse((texts) => texts.badSlug(slug))
  const template = templateGiven(context)
  const root = rootOf(context)
  const day = dayGiven(given) ?? (io.today ?? today)()
  const text = newPolicy({
    slug,
    title: textGiven(given, 'title') ?? t.newTitle,
    issuer: textGiven(given, 'issuer') ?? t.newIssuer,
    day,
    template,
  })
  const path = pathFrom(io.cwd, { root }, `${slug}.md`)
  if (!createText(join(root, `${slug}.md`), path, text)) throw misuse((all) => all.slugTaken(path))
  if (json) printJson(context, { path, slug })
  else print(context, t.written(path), t.nextSteps(slug), ...warnings(context, root, text))
  return exit.fine
}

/** What the draft needs and the library lacks. */
function warnings({ t }: Context, root: string, text: string): string[] {
  const { facts, calendar } = compileCorpus(
    readFiles(root).filter((file) => /^(?:terms|calendar)\//.test(file.path)),
  )
  const years = calendar?.years ?? []
  const year = Number(/^今日: date\("(\d{4})/m.exec(text)?.[1] ?? 0)
  const known = years.some((one) => one.year === year)
  return [...(facts.length === 0 ? [t.noShared(root)] : []), ...(known ? [] : [t.noYear(year)])]
}

export const draft: Command = {
  options: {
    title: { type: 'string' },
    issuer: { type: 'string' },
    day: { type: 'string' },
    template: { type: 'string' },
  },
  words: [1, 1],
  run,
}
