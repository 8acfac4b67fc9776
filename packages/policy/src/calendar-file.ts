/** `calendar/<year>.md`: rest days and worked weekends of a year, as its notice sets them. */
import {
  addDays,
  type Calendar,
  CalendarError,
  type CalendarYear,
  type Day,
  type Diagnostic,
  makeCalendar,
  parseDayLoose,
} from '@huoshui/values'
import { P001 } from './checks/P001-front-matter.ts'
import { P060 } from './checks/P060-calendar.ts'
import { diagnose } from './problem.ts'
import { fold, readDocument, type SourceFile } from './read.ts'

/** 2024-10-01 至 2024-10-07, or single days joined by 、; null when unreadable. */
function readDays(text: string): Day[] | null {
  const days: Day[] = []
  for (const part of fold(text).split(/[、,，]/)) {
    const word = part.trim()
    if (word === '' || word === '无') continue
    const [first, last, ...more] = word.split(/\s*至\s*/).map((day) => parseDayLoose(day.trim()))
    if (!first || more.length > 0 || last === null || (last && last < first)) return null
    for (let day = first; day <= (last ?? first); day = addDays(day, 1)) days.push(day)
  }
  return days
}

function readYear(file: SourceFile, report: (d: Diagnostic) => void): CalendarYear | null {
  const doc = readDocument(file)
  const year = Number(doc.front.data.年)
  const notice = String(doc.front.data.通知 ?? '')
  const heading = doc.title ? [doc.title] : []
  if (!Number.isInteger(year) || notice === '') {
    const key = notice === '' ? '通知' : '年'
    const where = { place: doc.front.placeOf(key), heading }
    const given = { key, expected: key === '年' ? '2024' : '国务院办公厅通知', expectedEn: key }
    report(diagnose(P001, where, given))
    return null
  }
  const rest: Day[] = []
  const worked: Day[] = []
  let unread = false
  for (const block of doc.sections.flatMap((section) => section.blocks)) {
    if (block.kind !== 'table') continue
    const index = (name: string) => block.header.findIndex((cell) => fold(cell.text) === name)
    const [restAt, workedAt] = [index('放假'), index('调休上班')]
    if (restAt < 0 || workedAt < 0) continue
    for (const row of block.rows) {
      for (const [at, target] of [[restAt, rest] as const, [workedAt, worked] as const]) {
        const cell = row.cells[at]
        const days = cell ? readDays(cell.text) : []
        if (days) target.push(...days)
        else {
          const where = { place: doc.place(cell?.from ?? row.from, cell?.to ?? row.to), heading }
          report(diagnose(P060, where, { form: 'days', found: cell?.text ?? '' }))
          unread = true
        }
      }
    }
  }
  // Every year has holidays: a file without one was not read, and must not count as a year of none.
  if (rest.length === 0 && !unread) {
    const where = { place: doc.front.placeOf('年'), heading }
    report(diagnose(P060, where, { form: 'empty', found: String(year) }))
    return null
  }
  return { year, rest, worked, notice }
}

/** Reads all calendar files into one calendar; null (and a diagnostic) when they leave a gap. */
export function readCalendar(
  files: readonly SourceFile[],
  report: (d: Diagnostic) => void,
): Calendar | null {
  const years = files
    .map((file) => readYear(file, report))
    .filter((year): year is CalendarYear => year !== null)
    .sort((a, b) => a.year - b.year)
  const gap = years.find((year, i) => i > 0 && year.year !== (years[i - 1]?.year ?? 0) + 1)
  const first = files[0]
  if (gap || years.length === 0) {
    const file = first ?? { path: 'calendar', text: '' }
    const where = { place: readDocument(file).place(0, 0), heading: [] }
    report(diagnose(P060, where, { form: 'gap', found: String(gap?.year ?? '') }))
    return null
  }
  try {
    return makeCalendar(years)
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error
    // A day that can't be as listed: a weekday worked in lieu, or a day both off and worked.
    const file = files.find((one) => one.path.includes(String(error.year))) ?? first
    const where = {
      place: readDocument(file ?? { path: 'calendar', text: '' }).place(0, 0),
      heading: [],
    }
    report(diagnose(P060, where, { form: 'impossible', found: error.message }))
    return null
  }
}
