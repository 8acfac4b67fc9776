/** Rows of one file beside each other: doubles, one code with two names, names without codes. */
import type { Saying } from '@huoshui/policy'
import type { Text } from '@huoshui/values'
import { toJson } from '../codec.ts'
import { type GoodRow, placeText } from './facts-read.ts'
import type { Pace } from './pace.ts'
import { say } from './words.ts'

export interface Verdict {
  /** Errors by row; a row with one is rejected. */
  readonly errors: ReadonlyMap<GoodRow, readonly Saying[]>
  readonly warnings: ReadonlyMap<GoodRow, Saying>
}

/** Named in a message; more would bury it. */
const placesMax = 5

/**
 * What is wrong with rows that are right one by one. Where two disagree, neither is believed.
 * Of rows that are wholly equal the first is kept.
 */
export async function compareRows(rows: readonly GoodRow[], pace: Pace): Promise<Verdict> {
  const errors = new Map<GoodRow, Saying[]>()
  const tell = (row: GoodRow, saying: Saying) => {
    const told = errors.get(row)
    if (told) told.push(saying)
    else errors.set(row, [saying])
  }
  const warnings = new Map<GoodRow, Saying>()
  await eachGroup(rows, codeKey, pace, (group) => tellNames(group, tell))
  await eachGroup(rows, nameKey, pace, (group) => tellCodes(group, tell, warnings))
  await eachGroup(rows, dayKey, pace, (group) => tellDoubles(group, tell))
  return { errors, warnings }
}

type Tell = (row: GoodRow, saying: Saying) => void

const codeKey = ({ subject }: GoodRow) => subject.code
const nameKey = ({ subject }: GoodRow) => subject.name
const dayKey = (row: GoodRow) => `${row.from} ${subjectKey(row)}`

/** What tells subjects apart in one file: the code, or the name of one that has none. */
export const subjectKey = ({ subject }: GoodRow): string =>
  subject.code === undefined ? `: ${subject.name}` : subject.code

/** Rows with the same key, where there are two or more, in turns. */
async function eachGroup(
  rows: readonly GoodRow[],
  key: (row: GoodRow) => string | undefined,
  pace: Pace,
  visit: (group: readonly GoodRow[]) => void,
): Promise<void> {
  const firsts = new Map<string, GoodRow>()
  // Most keys occur once; only others are worth a list.
  const groups = new Map<string, GoodRow[]>()
  for (const row of rows) {
    if (pace.over) await pace.rest()
    const name = key(row)
    if (name === undefined) continue
    const first = firsts.get(name)
    if (!first) firsts.set(name, row)
    else groups.get(name)?.push(row) ?? groups.set(name, [first, row])
  }
  for (const group of groups.values()) {
    if (pace.over) await pace.rest()
    visit(group)
  }
}

/** One code, two names. A row without a name is called by its code, which is no other name. */
function tellNames(group: readonly GoodRow[], tell: Tell): void {
  const named = group.filter(({ subject }) => subject.name !== subject.code)
  const first = named[0]
  if (!first) return
  const other = named.find((row) => row.subject.name !== first.subject.name)
  if (!other) return
  for (const row of named) {
    const against = row.subject.name === first.subject.name ? other : first
    tell(row, say.twoNames(against.subject.name, placeText(against, row.sheet)))
  }
}

/** One name with different codes, or with a code here and none there. */
function tellCodes(group: readonly GoodRow[], tell: Tell, warnings: Map<GoodRow, Saying>): void {
  const coded = group.find(({ subject }) => subject.code !== undefined)
  if (!coded) return
  for (const row of group) {
    const { code, name } = row.subject
    const place = placeText(coded, row.sheet)
    if (code === undefined) tell(row, say.codeMissing(name, place))
    else if (code !== coded.subject.code) warnings.set(row, say.sameName(name, place))
  }
}

/** Rows about the same subject from the same day. */
function tellDoubles(group: readonly GoodRow[], tell: Tell): void {
  const kept = new Map<string, GoodRow>()
  for (const row of group) {
    const text = contentOf(row)
    const same = kept.get(text)
    if (same) tell(row, say.again(placeText(same, row.sheet)))
    else kept.set(text, row)
  }
  if (kept.size < 2) return
  const all = [...kept.values()]
  for (const row of all) tell(row, say.differs(placesOf(all, row)))
}

/** The other rows, without building a list of all for each of many. */
function placesOf(rows: readonly GoodRow[], row: GoodRow): Text {
  const places: Text[] = []
  for (const other of rows) {
    if (places.length === placesMax) break
    if (other !== row) places.push(placeText(other, row.sheet))
  }
  const zh = places.map((one) => one.zh).join('、')
  const en = places.map((one) => one.en).join(', ')
  const more = rows.length - 1 > places.length
  return { zh: more ? `${zh}等` : zh, en: more ? `${en} and others` : en }
}

function contentOf({ subject, facts, to }: GoodRow): string {
  const entries = [...facts].map(([name, value]) => [name, toJson(value)] as const)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([subject.name, to, entries])
}
