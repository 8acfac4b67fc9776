/** `huoshui test`: the worked examples of policies; with `--mutate`, whether they are enough. */
import {
  type ExampleFailure,
  type MutationRun,
  mutatePolicy,
  type Policy,
  policyFinder,
  runExamples,
} from '@huoshui/policy'
import { type Command, type Context, libraryOf, print, printJson } from '../context.ts'
import { exit } from '../exit.ts'
import { calendarOf, type Library, pathFrom, policyMeant } from '../load.ts'

interface Tested {
  readonly policy: Policy
  readonly count: number
  readonly failures: readonly ExampleFailure[]
  /** How many errors `check` finds in it. */
  readonly errors: number
  readonly mutation: MutationRun | null
}

function policiesOf({ io, given }: Context, library: Library): Policy[] {
  if (given.rest.length > 0) return given.rest.map((word) => policyMeant(io.cwd, library, word))
  return [...library.corpus.policies]
}

function testOne(context: Context, library: Library, policy: Policy): Tested {
  const options = {
    calendar: calendarOf(library),
    policyOf: policyFinder(library.corpus.policies),
  }
  const { count, failures } = runExamples(policy, options)
  const errors = library.corpus.diagnostics.filter(
    (one) => one.severity === 'error' && one.place.file === policy.file,
  ).length
  const mutate = context.given.values.mutate === true && failures.length === 0
  const onProgress = progress(context, policy)
  const mutation = mutate ? mutatePolicy(policy, { ...options, onProgress }) : null
  if (mutate) onProgress(0, 0)
  return { policy, count, failures, errors, mutation }
}

/** A line on the terminal that counts; nothing where nobody watches. A total of 0 wipes it. */
function progress({ io, t }: Context, policy: Policy): (done: number, total: number) => undefined {
  if (!io.errIsTTY) return () => undefined
  return (done, total) => {
    if (total === 0) io.err('\r\u001b[K')
    else if (done % 10 === 0 || done === total) {
      io.err(`\r${t.mutating(policy.meta.slug, done, total)}\u001b[K`)
    }
  }
}

const isWeak = ({ mutation }: Tested): boolean =>
  mutation !== null &&
  mutation.survivors.length + mutation.unknownListed.length + mutation.forbiddenListed.length > 0

function tell(context: Context, library: Library, tested: Tested): void {
  const { io, lang, t, ink } = context
  const { policy, count, failures, errors, mutation } = tested
  const at = (place: ExampleFailure['place']) =>
    `${pathFrom(io.cwd, library, place.file)}:${place.line}`
  const mark = failures.length > 0 ? ink('✗', 'red') : ink('✓', 'green')
  const summary = count === 0 ? t.noExamples : t.tested(count, failures.length)
  print(context, `${mark} ${policy.file.replace(/\.md$/, '')}${t.colon}${summary}`)
  if (errors > 0) print(context, `  ${ink(t.hasErrors(errors), 'yellow')}`)
  for (const { place, example, message } of failures) {
    print(context, `  ${at(place)}  ${ink(t.failed, 'red')}  ${example}`, `    ${message[lang]}`)
  }
  if (context.given.values.mutate && failures.length > 0) print(context, `  ${t.skippedMutation}`)
  if (!mutation) return
  const { total, killed, survivors, listed } = mutation
  print(context, `  ${t.mutated(total, killed, survivors.length, listed.length)}`)
  for (const one of survivors) {
    print(context, `  ${at(one.place)}  ${ink(t.survivor, 'red')}  ${one.id}`)
  }
  if (survivors.length > 0) print(context, `  ${t.survivorRemedy}`)
  for (const one of mutation.unknownListed) {
    print(context, `  ${at(one.place)}  ${t.unknownListed(one.mutant)}`)
  }
  for (const one of mutation.forbiddenListed) {
    print(context, `  ${at(one.place)}  ${t.forbiddenListed(one.mutant)}`)
  }
}

function toJson({ io }: Context, library: Library, tested: Tested): object {
  const { policy, count, failures, errors, mutation } = tested
  const at = (place: ExampleFailure['place']) => ({
    ...place,
    file: pathFrom(io.cwd, library, place.file),
  })
  return {
    policy: policy.meta.slug,
    version: policy.meta.version,
    errors,
    examples: count,
    failures: failures.map(({ place, example, message }) => ({
      place: at(place),
      example,
      message,
    })),
    ...(mutation && {
      mutation: {
        total: mutation.total,
        killed: mutation.killed,
        survivors: mutation.survivors.map(({ id, text, place }) => ({
          id,
          text,
          place: at(place),
        })),
        listed: mutation.listed.map(({ mutant, reason }) => ({ mutant, reason })),
        unknownListed: mutation.unknownListed.map((one) => one.mutant),
        forbiddenListed: mutation.forbiddenListed.map((one) => one.mutant),
      },
    }),
  }
}

function run(context: Context): number {
  const library = libraryOf(context)
  const all: Tested[] = []
  for (const policy of policiesOf(context, library)) {
    const tested = testOne(context, library, policy)
    all.push(tested)
    if (!context.json) tell(context, library, tested)
  }
  const sum = (of: (tested: Tested) => number) => all.reduce((total, one) => total + of(one), 0)
  const [count, failures] = [sum((one) => one.count), sum((one) => one.failures.length)]
  if (context.json)
    printJson(context, { policies: all.map((one) => toJson(context, library, one)) })
  else print(context, context.t.testedAll(all.length, count, failures))
  return failures > 0 || all.some(isWeak) ? exit.no : exit.fine
}

export const test: Command = {
  options: { mutate: { type: 'boolean' } },
  words: [0, Number.POSITIVE_INFINITY],
  run,
}
