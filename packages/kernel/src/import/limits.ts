/** How large a file of facts may be. A limit that is passed refuses the file before it is used. */

export interface ImportLimits {
  /** Bytes of the file as it was sent. */
  readonly bytes: number
  /** Bytes of everything in a workbook when it is unpacked. */
  readonly unpackedBytes: number
  /** How many times larger a part of a workbook may be than it is packed. */
  readonly ratio: number
  /** Rows below the headers, of all sheets together. */
  readonly rows: number
  readonly columns: number
  /** Characters of one cell; a longer one rejects its row only. */
  readonly cellLength: number
  /** Warnings that are listed; the rest are counted. */
  readonly warnings: number
}

const mega = 1024 * 1024

export const defaultLimits: ImportLimits = {
  bytes: 50 * mega,
  unpackedBytes: 300 * mega,
  // A sheet of equal rows packs to a hundredth; what packs further is not a table of facts.
  ratio: 200,
  rows: 200_000,
  columns: 256,
  cellLength: 2_000,
  warnings: 500,
}
