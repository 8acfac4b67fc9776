/** A refusal as lines of text: which row, under which article, and what would change it. */
import type { Said } from '@huoshui/kernel'
import { type Policy, word } from '@huoshui/policy'
import { formatDay } from '@huoshui/values'
import { unitsText } from './amounts.ts'
import type { Context } from './context.ts'

/** Puts the names of a policy into the language; as they are where there is no policy. */
const namesIn =
  ({ lang }: Context, policy: Policy | null) =>
  (name: string): string =>
    policy ? word(policy, name, lang) : name

/** What R7 lacks, in the unit of the account. */
function shortageText(context: Context, said: Said, policy: Policy | null): string {
  if (said.shortage === null) return ''
  const { account, asked, free } = said.shortage
  const unit = policy?.accounts.find((one) => one.name === account)?.unit ?? 'money'
  const text = (units: string) => unitsText(context, BigInt(units), unit)
  return context.t.running.shortage(namesIn(context, policy)(account), text(asked), text(free))
}

/** Lines of a refusal; `policy` tells an account of money from one of times. */
export function refusalLines(context: Context, said: Said, policy: Policy | null): string[] {
  const { t, lang, ink } = context
  const { running, pick } = t
  const named = namesIn(context, policy)
  const act = t.cite(named(said.act))
  const lines = [
    ink(`${running.refused}${t.colon}${said.code} ${pick(said.title)}${act}`, 'red'),
    `  ${pick(said.message)}`,
  ]
  const item = (label: string, text: string) => {
    if (text !== '') lines.push(`  ${label}${t.colon}${text}`)
  }
  if (said.citation) item(running.grounds, pick(said.citation))
  if (said.reasons.length > 0) lines.push(`  ${t.reasons}${t.colon}`)
  for (const { name, citation, lines: texts, remedy } of said.reasons) {
    const why = texts.map(pick).join(t.semicolon)
    const cite = t.cite(pick(citation))
    lines.push(
      `    ${ink('✗', 'red')} ${named(name)}${cite}${why === '' ? '' : `${t.colon}${why}`}`,
    )
    const change = pick(remedy)
    if (change !== '') lines.push(`      ${running.change}${t.colon}${change}`)
  }
  item(running.missing, said.missing.map(named).join(t.list))
  item(running.emptySlots, said.emptySlots.map(named).join(t.list))
  item(running.due, said.due ? formatDay(said.due, lang) : '')
  item(t.amount, shortageText(context, said, policy))
  item(running.todo, pick(said.remedy))
  return lines
}

/** A refusal in a line, for lists of what is open and what is not. */
export const refusalLine = ({ t }: Context, said: Said): string =>
  `${said.code} ${t.pick(said.message)}`
