/** The one place where text becomes code. */

let possible: boolean | null = null

/**
 * Whether this host lets text become code. A page under a content security policy without
 * `unsafe-eval` doesn't; the interpreter is used there.
 */
export function canGenerate(): boolean {
  if (possible === null) {
    try {
      possible = make([], 'return true')() === true
    } catch {
      possible = false
    }
  }
  return possible
}

type Code = (...args: unknown[]) => unknown

const made = new Map<string, Code>()

/** How many texts are remembered; beyond that all are forgotten and made again. */
const TEXTS_MAX = 5_000
/** Longer texts are hardly ever the same. */
const LENGTH_MAX = 10_000

/**
 * A function from its parameters and its body.
 *
 * The body holds nothing from outside but names and numbers that were made here; see `Emitter`.
 * Texts of formulas of one shape are therefore the same, and share what the engine learns of them.
 */
export function make(parameters: readonly string[], body: string): Code {
  const key = `${parameters}\n${body}`
  const known = made.get(key)
  if (known) return known
  const code = new Function(...parameters, `'use strict';${body}`) as Code
  if (key.length > LENGTH_MAX) return code
  if (made.size >= TEXTS_MAX) made.clear()
  made.set(key, code)
  return code
}
