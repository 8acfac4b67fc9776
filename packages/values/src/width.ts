/**
 * Code points that a terminal draws two columns wide: East Asian Wide and Fullwidth.
 *
 * Blocks, not single characters: within these blocks the odd narrow one does not occur in a
 * policy. Ambiguous characters (“ ” … → ─) count as one column, as terminals draw them.
 */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]

/** Columns a terminal gives one character (one code point): 0, 1 or 2. */
export function characterWidth(char: string): number {
  if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(char)) return 0
  const code = char.codePointAt(0) ?? 0
  return WIDE.some(([from, to]) => from <= code && code <= to) ? 2 : 1
}

/** Columns a terminal gives the text. */
export function displayWidth(text: string): number {
  let width = 0
  for (const char of text) width += characterWidth(char)
  return width
}
