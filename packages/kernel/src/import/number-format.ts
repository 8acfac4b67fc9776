/** What the number format of a cell makes of its number: a day, a share, or just a number. */

export type Shown = 'number' | 'date' | 'percent'

const between = (id: number, low: number, high: number) => id >= low && id <= high

/**
 * What a format shows.
 *
 * @param id the number of a built-in format; those of East Asian days are 27 to 36 and 50 to 58
 * @param code the pattern of a format of the file's own, such as `yyyy"年"m"月"`
 */
export function shownAs(id: number, code: string | undefined): Shown {
  if (code === undefined) {
    if (id === 9 || id === 10) return 'percent'
    const days = between(id, 14, 17) || id === 22 || between(id, 27, 36) || between(id, 50, 58)
    return days ? 'date' : 'number'
  }
  // Quoted and escaped letters are only shown; colours and conditions stand in square brackets.
  const letters = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').toLowerCase()
  if (letters.includes('general')) return 'number'
  if (letters.includes('%')) return 'percent'
  // An m alone is minutes where hours or seconds stand beside it.
  if (/[yd]/.test(letters) || (letters.includes('m') && !/[hs]/.test(letters))) return 'date'
  return 'number'
}
