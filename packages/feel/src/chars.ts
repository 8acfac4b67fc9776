/** Where names and blanks begin and end. All offsets are UTF-16 units. */

const BLANKS = /[\s\u0085\u180e\u200b]+/y
const POLICY_NAME = /[\p{L}\p{N}\p{M}_]+/uy
// DMN 1.5 grammar rules 28 and 29, without `?`, which is always the tested value here.
const STANDARD_NAME = new RegExp(
  '[A-Za-z0-9_\\u00b7\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u037d\\u037f-\\u1fff\\u200c\\u200d' +
    '\\u203f\\u2040\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd' +
    '\\u{10000}-\\u{effff}]+',
  'uy',
)

export type Mode = 'policy' | 'standard'

function end(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** Where the run of name characters that begins at `at` ends; `at` when there is none. */
export function runEnd(text: string, at: number, mode: Mode): number {
  return end(mode === 'policy' ? POLICY_NAME : STANDARD_NAME, text, at)
}

export interface Gap {
  readonly to: number
  readonly newline: boolean
  /** Where a block comment that is never closed begins. */
  readonly open?: number
}

/** The blanks and comments from `at` on, and whether they hold a line break. */
export function skipGap(text: string, at: number): Gap {
  let to = at
  for (;;) {
    const start = to
    to = end(BLANKS, text, to)
    if (text.startsWith('//', to)) {
      const stop = text.indexOf('\n', to)
      to = stop < 0 ? text.length : stop
    } else if (text.startsWith('/*', to)) {
      const stop = text.indexOf('*/', to + 2)
      if (stop < 0) return { to: text.length, newline: true, open: to }
      to = stop + 2
    }
    if (to === start) break
  }
  return { to, newline: /[\n\r\u2028\u2029\u0085]/.test(text.slice(at, to)) }
}

const ASCII_WORD = /[A-Za-z0-9_]/

/** Whether a word of ASCII letters that ends at `at` would run on into what follows. */
export function runsOn(text: string, at: number): boolean {
  return at < text.length && ASCII_WORD.test(text.charAt(at))
}
