/** The rows of a sheet of a workbook, as they stream by. */
import { addDays, Decimal, day } from '@huoshui/values'
import { type Cell, type CellForm, cellAddress, type Merged, type SheetRow } from './sheet.ts'
import { unpack, type ZipPart } from './unzip.ts'
import { type Package, scanPart, type Workbook } from './workbook.ts'
import { attribute, type XmlHandler, XmlScanner } from './xml.ts'

/** Merged cells stand behind the rows, and have to be known before them. */
export async function mergedCells(file: Package, part: ZipPart): Promise<readonly Merged[]> {
  const merged: Merged[] = []
  await scanPart(file, part, {
    open(name, attributes) {
      if (name !== 'mergeCell') return
      const [first = '', last = first] = (attribute(attributes, 'ref') ?? '').split(':')
      const [from, to] = [cellAddress(first), cellAddress(last)]
      if (!from || !to) return
      merged.push({ top: from.row, bottom: to.row, left: from.column, right: to.column })
    },
  })
  return merged
}

/** The rows of a sheet that have a filled cell. Throws `FileTrouble`. */
export async function* sheetRows(
  file: Package,
  part: ZipPart,
  book: Workbook,
): AsyncGenerator<SheetRow> {
  const reader = new RowReader(book)
  const scanner = new XmlScanner(reader)
  const decoder = new TextDecoder()
  for await (const piece of unpack(file.bytes, part)) {
    scanner.push(decoder.decode(piece, { stream: true }))
    yield* reader.take()
    await file.rest()
  }
  scanner.push(decoder.decode())
  scanner.end()
  yield* reader.take()
}

class RowReader implements XmlHandler {
  #done: SheetRow[] = []
  #row = 0
  #cells: (Cell | undefined)[] = []
  #column = -1
  #style = 0
  #type = 'n'
  #value: string | null = null
  #formula = false
  /** Which element the text belongs to. */
  #inside: 'v' | 't' | null = null
  #reading = false

  constructor(readonly book: Workbook) {}

  /** Rows finished since it was asked last. */
  take(): readonly SheetRow[] {
    const done = this.#done
    this.#done = []
    return done
  }

  open(name: string, attributes: string): void {
    switch (name) {
      case 'c':
        this.#openCell(attributes)
        break
      case 'v':
      case 't':
        this.#inside = this.#reading ? null : name
        if (this.#inside) this.#value ??= ''
        break
      case 'rPh':
        this.#reading = true
        break
      case 'f':
        this.#formula = true
        break
      case 'row': {
        const number = Number(attribute(attributes, 'r') ?? Number.NaN)
        this.#row = Number.isSafeInteger(number) && number > 0 ? number : this.#row + 1
        this.#cells = []
        this.#column = -1
      }
    }
  }

  close(name: string): void {
    switch (name) {
      case 'c': {
        const cell = this.#cell()
        if (cell) this.#cells[this.#column] = cell
        break
      }
      case 'v':
      case 't':
        this.#inside = null
        break
      case 'rPh':
        this.#reading = false
        break
      case 'row':
        if (this.#cells.length > 0) this.#done.push({ row: this.#row, cells: this.#cells })
    }
  }

  text(text: string): void {
    if (this.#inside) this.#value += text
  }

  #openCell(attributes: string): void {
    const address = cellAddress(attribute(attributes, 'r') ?? '')
    this.#column = address ? address.column : this.#column + 1
    this.#style = Number(attribute(attributes, 's') ?? 0)
    this.#type = attribute(attributes, 't') ?? 'n'
    this.#value = null
    this.#formula = false
  }

  #cell(): Cell | null {
    const value = this.#value
    if (value === null) return this.#formula ? { form: 'lost', text: '' } : null
    switch (this.#type) {
      case 's':
        return textCell(this.book.texts[Number(value)] ?? '')
      case 'inlineStr':
      case 'str':
        return textCell(value)
      case 'b':
        return { form: 'boolean', text: value.trim() === '1' ? 'TRUE' : 'FALSE' }
      case 'e':
        return { form: 'error', text: value.trim() }
      case 'd':
        return { form: 'date', text: value.trim() }
      default:
        return this.#number(value.trim())
    }
  }

  #number(text: string): Cell | null {
    if (text === '') return null
    if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?$/i.test(text)) return { form: 'text', text }
    const shown = this.book.styles[this.#style] ?? 'number'
    const value = new Decimal(text)
    const form: CellForm = shown
    if (shown === 'date') {
      const date = dayOfSerial(value, this.book.from1904)
      if (date !== null) return { form, text: date }
    }
    if (shown === 'percent') return { form, text: `${fifteen(value.times(100)).toFixed()}%` }
    return { form: 'number', text: fifteen(value).toFixed() }
  }
}

/** Excel works with fifteen digits; what stands behind them is dust of its arithmetic. */
const fifteen = (value: Decimal) => value.toSignificantDigits(15)

function textCell(raw: string): Cell | null {
  // What XML can't hold is written as _x000D_, and an underscore before such a code as _x005F_.
  const text = raw
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .trim()
  return text === '' ? null : { form: 'text', text }
}

/** 1899-12-30 is day 0 after Excel's 29 February 1900, which never was. */
const zero1900 = day('1899-12-30')
const zero1904 = day('1904-01-01')
const lastSerial = 2_958_465
const minutesInDay = 1_440

/** The day of a number, with the time when it has one; null when the number is no day. */
export function dayOfSerial(value: Decimal, from1904: boolean): string | null {
  const whole = value.floor()
  const first = from1904 ? 0 : 1
  if (whole.lessThan(first) || whole.greaterThan(lastSerial)) return null
  const serial = whole.toNumber()
  if (!from1904 && serial === 60) return null
  const minutes = value.minus(whole).times(minutesInDay).round().toNumber()
  // Half a minute before midnight rounds to the next day's start.
  const extra = minutes === minutesInDay ? 1 : 0
  const zero = from1904 ? zero1904 : zero1900
  const early = !from1904 && serial < 60 ? 1 : 0
  const date = addDays(zero, serial + early + extra)
  if (minutes % minutesInDay === 0) return date
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
