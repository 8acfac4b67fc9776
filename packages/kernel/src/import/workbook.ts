/** A workbook: what its parts say of sheets, formats and shared texts, before its rows are read. */
import { defaultLimits, type ImportLimits } from './limits.ts'
import { type Shown, shownAs } from './number-format.ts'
import type { Pace } from './pace.ts'
import { FileTrouble, type Sheet } from './sheet.ts'
import { unpack, type ZipPart, zipParts } from './unzip.ts'
import { say } from './words.ts'
import { mergedCells, sheetRows } from './worksheet.ts'
import { attribute, scan, type XmlHandler } from './xml.ts'

/** What is the same for all sheets of a workbook. */
export interface Workbook {
  /** Days are counted from 1904, as older Excel for Mac did. */
  readonly from1904: boolean
  readonly texts: readonly string[]
  /** By the number of a cell's style. */
  readonly styles: readonly Shown[]
}

export interface Package {
  readonly bytes: Uint8Array
  readonly parts: ReadonlyMap<string, ZipPart>
  readonly rest: () => Promise<void>
}

/**
 * Opens a workbook. Macros, passwords and parts that unpack too far are refused.
 * Throws `FileTrouble`.
 */
export async function openWorkbook(
  bytes: Uint8Array,
  pace: Pace,
  limits: ImportLimits = defaultLimits,
): Promise<readonly Sheet[]> {
  const parts = zipParts(bytes, limits)
  const rest = async () => (pace.over ? pace.rest() : undefined)
  const file: Package = { bytes, parts, rest }
  for (const name of parts.keys()) {
    if (/vbaProject\.bin$|^xl\/workbook\.bin$/i.test(name)) throw new FileTrouble(say.macros())
  }
  const main = [...(await related(file, '', 'officeDocument')).values()][0] ?? 'xl/workbook.xml'
  if (!parts.has(main)) throw new FileTrouble(say.noWorkbook())
  const { from1904, sheets } = await readMain(file, main)
  const links = await related(file, main, null)
  const find = async (type: string) => [...(await related(file, main, type)).values()][0]
  const book: Workbook = {
    from1904,
    texts: await readTexts(file, await find('sharedStrings')),
    styles: await readStyles(file, await find('styles')),
  }
  return sheets.flatMap(({ name, hidden, link }): Sheet[] => {
    const part = parts.get(links.get(link) ?? '')
    // Charts and dialogs are listed among the sheets, and hold no rows.
    if (!part?.name.includes('worksheets/')) return []
    const merged = () => mergedCells(file, part)
    return [{ name, hidden, merged, rows: () => sheetRows(file, part, book) }]
  })
}

const nothing: XmlHandler = { open() {}, close() {}, text() {} }

export async function scanPart(
  file: Package,
  part: ZipPart | undefined,
  handler: Partial<XmlHandler>,
): Promise<void> {
  if (part) await scan(unpack(file.bytes, part), { ...nothing, ...handler }, file.rest)
}

/** Parts that a part names, by the id of the link; of one type, or of all. */
async function related(
  file: Package,
  from: string,
  type: string | null,
): Promise<ReadonlyMap<string, string>> {
  const slash = from.lastIndexOf('/') + 1
  const folder = from.slice(0, slash)
  const found = new Map<string, string>()
  await scanPart(file, file.parts.get(`${folder}_rels/${from.slice(slash)}.rels`), {
    open(name, attributes) {
      const target = attribute(attributes, 'Target')
      if (name !== 'Relationship' || target === undefined) return
      if (attribute(attributes, 'TargetMode') === 'External') return
      if (type !== null && !attribute(attributes, 'Type')?.endsWith(`/${type}`)) return
      const path = target.startsWith('/') ? target.slice(1) : `${folder}${target}`
      found.set(attribute(attributes, 'Id') ?? '', straight(path))
    },
  })
  return found
}

/** A path without `.` and `..`. */
function straight(path: string): string {
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}

async function readMain(file: Package, main: string) {
  const sheets: { readonly name: string; readonly hidden: boolean; readonly link: string }[] = []
  let from1904 = false
  await scanPart(file, file.parts.get(main), {
    open(name, attributes) {
      if (name === 'workbookPr') {
        from1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '')
      }
      if (name !== 'sheet') return
      const hidden = (attribute(attributes, 'state') ?? 'visible') !== 'visible'
      const link = attribute(attributes, 'id') ?? ''
      sheets.push({ name: attribute(attributes, 'name') ?? '', hidden, link })
    },
  })
  return { from1904, sheets }
}

/** Texts that cells share. Readings (拼音) beside a text are not part of it. */
async function readTexts(file: Package, path: string | undefined): Promise<readonly string[]> {
  const texts: string[] = []
  let text = ''
  let inText = false
  let reading = false
  await scanPart(file, file.parts.get(path ?? ''), {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') reading = true
      else if (name === 't') inText = !reading
    },
    close(name) {
      if (name === 'si') texts.push(text)
      else if (name === 'rPh') reading = false
      else if (name === 't') inText = false
    },
    text(piece) {
      if (inText) text += piece
    },
  })
  return texts
}

async function readStyles(file: Package, path: string | undefined): Promise<readonly Shown[]> {
  const codes = new Map<number, string>()
  const styles: Shown[] = []
  let inCells = false
  await scanPart(file, file.parts.get(path ?? ''), {
    open(name, attributes) {
      const id = Number(attribute(attributes, 'numFmtId') ?? 0)
      if (name === 'numFmt') codes.set(id, attribute(attributes, 'formatCode') ?? '')
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) styles.push(shownAs(id, codes.get(id)))
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}
