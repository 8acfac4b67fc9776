/**
 * Workbooks for people to fill in or mend: every cell a text, so that Excel changes none of them.
 *
 * Written here and not with a library because a hundred thousand rows have to leave room for
 * others in the same process, and the same content has to give the same bytes.
 */
import type { Pace } from './pace.ts'
import { columnLetter } from './sheet.ts'
import { zipFile } from './zip-write.ts'

export interface WrittenColumn {
  /** In characters. */
  readonly width: number
  /** What cells that people add will be: a text is left as it is typed. */
  readonly form: 'text' | 'date' | 'any'
  /** What can be chosen, when it is a closed list. */
  readonly options?: readonly string[]
}

export interface WrittenSheet {
  readonly name: string
  readonly columns: readonly WrittenColumn[]
  readonly header: readonly string[]
  readonly rows: Iterable<readonly string[]>
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
/** Styles by their numbers in `styles`. */
const style = { any: 0, text: 1, date: 2, header: 3, wrapped: 4 } as const
/** Excel takes no more of a list that stands in the cell's rule itself. */
const optionsMax = 255
/** How far down choices are offered. */
const lastRow = 100_000
const cellMax = 32_000

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced.
const unwritable = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g

const code = (char: string) => char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')

/** A text as XML. What XML can't hold is written as Excel writes it, `_x000D_`. */
function escaped(text: string): string {
  return text
    .slice(0, cellMax)
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(unwritable, (char) => `_x${code(char)}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

const styles = `${declaration}<styleSheet xmlns="${main}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5">
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"
 applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf>
</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>`

/** Writes a workbook. Long sheets are written in turns. */
export async function writeWorkbook(
  sheets: readonly WrittenSheet[],
  pace: Pace,
): Promise<Uint8Array> {
  const names = sheetNames(sheets.map((sheet) => sheet.name))
  const numbers = sheets.map((_, i) => i + 1)
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const part = (name: string, what: string) =>
    `<Override PartName="/xl/${name}" ContentType="${type}.${what}+xml"/>`
  const link = (id: string, what: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${what}" Target="${target}"/>`
  const list = (made: readonly string[]) => made.join('\n')
  const xml = (text: string): readonly [string] => [`${declaration}${text}`]
  return zipFile([
    [
      '[Content_Types].xml',
      xml(`<Types xmlns="${packages}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
${part('workbook.xml', 'sheet.main')}
${part('styles.xml', 'styles')}
${list(numbers.map((n) => part(`worksheets/sheet${n}.xml`, 'worksheet')))}
</Types>`),
    ],
    [
      '_rels/.rels',
      xml(`<Relationships xmlns="${packages}/relationships">
${link('rId1', 'officeDocument', 'xl/workbook.xml')}
</Relationships>`),
    ],
    [
      'xl/workbook.xml',
      xml(`<workbook xmlns="${main}" xmlns:r="${office}"><sheets>
${list(numbers.map((n) => `<sheet name="${escaped(names[n - 1] as string)}" sheetId="${n}" r:id="rId${n}"/>`))}
</sheets></workbook>`),
    ],
    [
      'xl/_rels/workbook.xml.rels',
      xml(`<Relationships xmlns="${packages}/relationships">
${list(numbers.map((n) => link(`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`)))}
${link(`rId${sheets.length + 1}`, 'styles', 'styles.xml')}
</Relationships>`),
    ],
    ['xl/styles.xml', [styles]],
    ...sheets.map((sheet, i) => {
      return [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet, pace)] as const
    }),
  ])
}

/** Names that Excel takes: 31 characters, none of `[]:*?/\`, no two equal. */
function sheetNames(names: readonly string[]): readonly string[] {
  const used = new Set<string>()
  return names.map((name) => {
    const plain = name.replace(/[[\]:*?/\\]/g, '-').slice(0, 28) || '表'
    let unique = plain
    for (let n = 2; used.has(unique.toLowerCase()); n++) unique = `${plain}${n}`
    used.add(unique.toLowerCase())
    return unique
  })
}

async function* sheetXml(sheet: WrittenSheet, pace: Pace): AsyncGenerator<string> {
  const columns = sheet.columns.map(({ width, form }, i) => {
    const at = `min="${i + 1}" max="${i + 1}"`
    return `<col ${at} width="${width}" style="${style[form]}" customWidth="1"/>`
  })
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
${columns.length > 0 ? `<cols>${columns.join('')}</cols>` : ''}<sheetData>
${rowXml(1, sheet.header, style.header)}`
  let number = 1
  // Rows are given on in bundles; one by one they would each cost a promise.
  let bundle = ''
  for (const row of sheet.rows) {
    bundle += rowXml(++number, row, style.wrapped)
    if (bundle.length < 64 * 1024) continue
    yield bundle
    bundle = ''
    if (pace.over) await pace.rest()
  }
  yield `${bundle}</sheetData>${choices(sheet.columns)}</worksheet>`
}

function rowXml(number: number, cells: readonly string[], look: number): string {
  const made = cells.map((text, i) => {
    if (text === '') return ''
    const at = `${columnLetter(i)}${number}`
    const inside = `<is><t xml:space="preserve">${escaped(text)}</t></is>`
    return `<c r="${at}" s="${look}" t="inlineStr">${inside}</c>`
  })
  return `<row r="${number}">${made.join('')}</row>\n`
}

/** Whether a list can be chosen from in the cell itself. */
export const canChoose = (options: readonly string[]): boolean =>
  options.length > 0 &&
  options.join(',').length <= optionsMax &&
  options.every((one) => !/[,"]/.test(one) && one.trim() === one)

function choices(columns: readonly WrittenColumn[]): string {
  const made = columns.flatMap(({ options }, i) => {
    if (!options || !canChoose(options)) return []
    const letter = columnLetter(i)
    const range = `${letter}2:${letter}${lastRow}`
    const list = `<formula1>"${escaped(options.join(','))}"</formula1>`
    const rule = 'type="list" allowBlank="1" showErrorMessage="1"'
    return [`<dataValidation ${rule} sqref="${range}">${list}</dataValidation>`]
  })
  const count = made.length
  return count > 0 ? `<dataValidations count="${count}">${made.join('')}</dataValidations>` : ''
}
