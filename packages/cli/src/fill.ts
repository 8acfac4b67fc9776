/** `--fill` and `--slot`: what an act is given, read by the declared types. */
import { type Json, type SlotChoice, type Target, toJson } from '@huoshui/kernel'
import {
  type Fact,
  type FileProblem,
  indexOf,
  type Policy,
  type Raw,
  readFactValue,
  writeAs,
} from '@huoshui/policy'
import { nearest } from '@huoshui/values'
import { textsGiven } from './args.ts'
import type { Context } from './context.ts'
import { idMeant, isId } from './data.ts'
import { misuse } from './exit.ts'

/** What `--fill` gives, by the names of facts; a problem names the fact and what to write. */
export interface Filling {
  readonly filled: { readonly [name: string]: Json }
  readonly problems: readonly FileProblem[]
}

/** Names and texts of an option written `名=值`, each name once. */
function pairsGiven(
  { given }: Context,
  option: string,
  wrong: (text: string) => Error,
): [string, string][] {
  const names = new Set<string>()
  return textsGiven(given, option).map((text) => {
    const at = text.search(/[=＝]/)
    if (at < 1) throw wrong(text)
    const name = text.slice(0, at).trim()
    if (names.has(name)) throw misuse((t) => t.running.sameKind(`--${option}`, name))
    names.add(name)
    return [name, text.slice(at + 1).trim()]
  })
}

/** `--fill` as pairs; it can be looked at before any database is opened. */
export const fillsGiven = (context: Context): [string, string][] =>
  pairsGiven(context, 'fill', (text) => misuse((t) => t.running.badFill(text)))

/** The facts that an act asks for, in the order of its rows; null where there is no such act. */
function namesAsked(policy: Policy, procedure: string, act: string): readonly string[] | null {
  const { facts, procedures } = indexOf(policy)
  const rows = (procedures.get(procedure)?.acts ?? []).filter((row) => row.name === act)
  if (rows.length === 0) return null
  const names = rows.flatMap((row) =>
    row.doing.flatMap((one) => (one.verb === '填' ? one.names : [])),
  )
  return [...new Set(names)].filter((name) => facts.has(name))
}

/** Reads values by the types of the facts that they are for. */
export function readFilling(
  policy: Policy,
  procedure: string,
  act: string,
  pairs: readonly (readonly [string, string])[],
): Filling {
  const filled: { [name: string]: Json } = {}
  const problems: FileProblem[] = []
  const asked = namesAsked(policy, procedure, act)
  // The kernel refuses an act that there is none of, and says so better than its values could.
  if (asked === null) return { filled, problems }
  for (const [name, text] of pairs) {
    const fact = indexOf(policy).facts.get(name)
    if (!fact) {
      const near = nearest(name, asked)
      throw misuse((t) => t.running.noFact(name, near, asked))
    }
    const reading = readFactValue(rawOf(fact, text), fact, null)
    if ('value' in reading) filled[name] = toJson(reading.value)
    const saying =
      'trouble' in reading ? reading.trouble : 'value' in reading ? reading.warning : blank(fact)
    if (saying) problems.push({ file: '--fill', row: null, column: name, ...saying })
  }
  return { filled, problems }
}

/** A list of nothing is written `[]`: a blank means that it isn't known. */
const rawOf = ({ type }: Fact, text: string): Raw =>
  type.kind === 'list' && text === '[]' ? { form: 'list', items: [] } : { form: 'text', text }

function blank({ type }: Fact) {
  const what = writeAs(type)
  const none =
    type.kind === 'list'
      ? { zh: '；一个也没有，写 []', en: '; [] where there is none' }
      : { zh: '', en: '' }
  return {
    severity: 'error',
    message: { zh: '没有写值。', en: 'There is no value.' },
    remedy: {
      zh: `写${what.zh}${none.zh}；还不知道的不要填。`,
      en: `Write ${what.en}${none.en}; leave out what is not known.`,
    },
  } as const
}

/** The subjects that `--slot` chooses, or registers with the act. */
export function slotsGiven(context: Context): { [kind: string]: SlotChoice } {
  const wrong = (text: string) => misuse((t) => t.running.badSlot(text))
  const slots: { [kind: string]: SlotChoice } = {}
  for (const [kind, word] of pairsGiven(context, 'slot', wrong)) {
    const name = /^new[:：](.*)$/s.exec(word)?.[1]?.trim()
    if (name) slots[kind] = { name }
    else if (isId(word)) slots[kind] = { id: word }
    else throw wrong(`${kind}=${word}`)
  }
  return slots
}

/** `beijing/innovation-voucher#创新券` as a policy and a procedure. */
export function procedureMeant(
  option: string,
  word: string,
): { policy: string; procedure: string } {
  const at = word.lastIndexOf('#')
  if (at > 0 && at < word.length - 1) {
    return { policy: word.slice(0, at), procedure: word.slice(at + 1) }
  }
  throw misuse((t) => t.running.badTarget(option, word))
}

/** Where an act is done, as the options say; a matter by whatever it is called. */
export type Meant =
  | { readonly form: 'matter'; readonly word: string }
  | Exclude<Target, { form: 'matter' }>

/** The target of `--matter`, `--open` or `--batch`: exactly one of them. */
export function targetMeant({ given }: Context): Meant {
  const { matter, open, batch, call } = given.values
  const words = [matter, open, batch].filter((one) => one !== undefined)
  if (words.length !== 1) throw misuse((t) => t.running.oneTarget)
  if (call !== undefined && batch === undefined) throw misuse((t) => t.running.callAlone)
  if (matter !== undefined) return { form: 'matter', word: String(matter) }
  if (open !== undefined) return { form: 'open', ...procedureMeant('--open', String(open)) }
  return {
    form: 'batch',
    ...procedureMeant('--batch', String(batch)),
    call: call === undefined ? null : idMeant('--call', String(call)),
  }
}
