export {
  type Calendar,
  CalendarError,
  type CalendarYear,
  type DayKind,
  type DayRange,
  type Derivation,
  dayKind,
  isWorkday,
  makeCalendar,
  type SpanEnd,
  type SpanOptions,
  spanElapsedOn,
  spanEnd,
} from './calendar.ts'
export {
  addDays,
  addMonths,
  addYears,
  compareDays,
  type Day,
  day,
  dayInBeijing,
  dayOfMonth,
  daysBetween,
  formatDay,
  formatMonthDay,
  isLeapYear,
  monthOf,
  parseDay,
  parseDayLoose,
  weekday,
  yearOf,
} from './day.ts'
export { Decimal, decimal, formatDecimal } from './decimal.ts'
export {
  compareDiagnostics,
  type Diagnostic,
  diagnosticToJson,
  type Lang,
  type Note,
  type SourcePlace,
  type Text,
} from './diagnostic.ts'
export { explainSpan } from './explain-span.ts'
export { type CreditCodeCheck, checkCreditCode } from './ids.ts'
export {
  formatMoney,
  type Money,
  money,
  moneyFromDecimal,
  moneyFromJson,
  moneyToDecimal,
  moneyToJson,
  parseMoney,
  share,
  shortMoney,
} from './money.ts'
export { nearest } from './nearest.ts'
export { printLine, printPretty } from './print.ts'
export { formatSpan, parseSpan, type Span } from './span.ts'
