import type { DayRange, Derivation } from './calendar.ts'
import { type Day, dayOfMonth, formatDay, formatMonthDay, monthOf, yearOf } from './day.ts'
import type { Lang } from './diagnostic.ts'
import { formatSpan } from './span.ts'

/**
 * How a span came to end on `day`, in one sentence.
 *
 * `2023年9月26日起算，次日为第1日，5个工作日（含调休上班的10月7日、10月8日，跳过9月29日至10月6日放假），至2023年10月9日24:00`
 */
export function explainSpan(derivation: Derivation, day: Day, lang: Lang = 'zh'): string {
  return lang === 'zh' ? inChinese(derivation, day) : inEnglish(derivation, day)
}

function inChinese(d: Derivation, day: Day): string {
  const short = shortener(d.start, 'zh')
  const rests = d.holidays.map((range) => join(range, short, '至')).join('、')
  const lieu = d.workedInLieu.map(short).join('、')
  const pauses = d.paused.map((range) => join(range, short, '至')).join('、')

  const counting: string[] = []
  if (d.counted === 'workdays') {
    if (lieu !== '') counting.push(`含调休上班的${lieu}`)
    if (rests !== '') counting.push(`跳过${rests}放假`)
  }
  if (pauses !== '') counting.push(`${pauses}不计`)
  if (lacksCorrespondingDay(d, day)) {
    counting.push(`${monthOf(d.rolledFrom ?? day)}月没有对应日，以月末日为末日`)
  }

  const sentence = [
    `${formatDay(d.start, 'zh')}起算`,
    '次日为第1日',
    formatSpan(d.span, 'zh') + bracket(counting.join('，'), '（', '）'),
  ]
  if (d.rolledFrom !== undefined) {
    const why = rests === '' ? '' : `（${rests}放假）`
    sentence.push(`末日${short(d.rolledFrom)}不是工作日${why}`)
  }
  const verb = d.rolledFrom === undefined ? '至' : '顺延至'
  const worked = d.counted === 'calendar-days' && lieu !== '' ? '（调休上班）' : ''
  sentence.push(`${verb}${formatDay(day, 'zh')}${worked}24:00`)
  if (d.unknownFrom !== undefined) {
    const year = yearOf(d.unknownFrom)
    sentence.push(`暂定：${year}年的放假安排尚未公布，按周一至周五为工作日计算`)
  }
  return sentence.join('，')
}

function inEnglish(d: Derivation, day: Day): string {
  const short = shortener(d.start, 'en')
  const rests = d.holidays.map((range) => join(range, short, ' to ')).join(', ')
  const lieu = d.workedInLieu.map(short).join(', ')
  const pauses = d.paused.map((range) => join(range, short, ' to ')).join(', ')

  const counting: string[] = []
  if (d.counted === 'workdays') {
    if (lieu !== '') counting.push(`counting ${lieu}, worked in lieu`)
    if (rests !== '') counting.push(`skipping the holiday ${rests}`)
  }
  if (pauses !== '') counting.push(`not counting ${pauses}`)
  if (lacksCorrespondingDay(d, day)) {
    counting.push('the month has no corresponding day, so its last day')
  }

  const sentence = [
    `counted from ${formatDay(d.start, 'en')}`,
    'the next day being day 1',
    formatSpan(d.span, 'en') + bracket(counting.join('; '), ' (', ')'),
  ]
  if (d.rolledFrom !== undefined) {
    const why = rests === '' ? '' : ` (holiday ${rests})`
    sentence.push(`the last day, ${short(d.rolledFrom)}, is not a workday${why}`)
  }
  const verb = d.rolledFrom === undefined ? 'to' : 'moved to'
  const worked = d.counted === 'calendar-days' && lieu !== '' ? ' (worked in lieu)' : ''
  sentence.push(`${verb} 24:00 on ${formatDay(day, 'en')}${worked}`)
  if (d.unknownFrom !== undefined) {
    const year = yearOf(d.unknownFrom)
    sentence.push(
      `provisional: ${year} has no holiday notice yet, so Monday to Friday are workdays`,
    )
  }
  return sentence.join(', ')
}

/** A month or a year that ended on the last of a shorter month (民法典第二百零二条). */
function lacksCorrespondingDay(d: Derivation, day: Day): boolean {
  // Days given back after a pause move the end as well; then the day of the month tells nothing.
  if (d.paused.length > 0 || (d.span.unit !== 'month' && d.span.unit !== 'year')) return false
  return dayOfMonth(d.rolledFrom ?? day) < dayOfMonth(d.start)
}

/** Days of the starting year go without their year. */
function shortener(start: Day, lang: Lang): (d: Day) => string {
  return (d) => (yearOf(d) === yearOf(start) ? formatMonthDay(d, lang) : formatDay(d, lang))
}

function join(range: DayRange, format: (d: Day) => string, to: string): string {
  return range.from === range.to
    ? format(range.from)
    : `${format(range.from)}${to}${format(range.to)}`
}

function bracket(text: string, open: string, close: string): string {
  return text === '' ? '' : `${open}${text}${close}`
}
