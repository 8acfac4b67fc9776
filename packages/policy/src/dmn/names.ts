/**
 * Names that every DMN engine reads as one name, and back.
 *
 * The standard lets names hold blanks and operators; engines differ on both. So a name is carried
 * as letters, digits and `_`, and the name as it was stands in the label.
 */
import { BUILTINS } from '@huoshui/feel'

/** Words that begin or join expressions, and literals: no name may be one of them. */
const keywords = new Set([
  ...['and', 'between', 'else', 'every', 'external', 'false', 'for', 'function', 'if', 'in'],
  ...['instance', 'not', 'null', 'of', 'or', 'return', 'satisfies', 'some', 'then', 'true', 'item'],
])

/** Names of builtin functions. */
export const builtinFunctions: ReadonlySet<string> = new Set(BUILTINS.map((one) => one.name))

const reserved = (name: string): boolean => keywords.has(name) || builtinFunctions.has(name)

/** One name made legal, whatever other names there are. */
export function legalName(name: string, blanks = ''): string {
  const allowed = `\\p{L}\\p{N}\\p{M}_${blanks}`
  const body = name
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(new RegExp(`[^${allowed}]+`, 'gu'), '_')
    .replace(/^_+(?=.)|(?<=.)_+$/g, '')
  const begun = /^[\p{L}_]/u.test(body) ? body : `_${body}`
  return reserved(begun) ? `${begun}_` : begun
}

/**
 * A legal name for each of these, no two the same. Names that are legal keep theirs.
 *
 * @param blanks characters allowed besides letters, digits and `_`, such as a blank
 * @param taken names that must not be given
 * @param avoided names that must not be given to what has to be called something else
 */
export function legalNames(
  names: Iterable<string>,
  blanks = '',
  taken: Iterable<string> = [],
  avoided: Iterable<string> = [],
): Map<string, string> {
  const all = [...new Set(names)]
  const used = new Set(taken)
  const found = new Map<string, string>()
  const clean = (name: string) => legalName(name, blanks) === name && !used.has(name)
  for (const name of all.filter(clean)) {
    used.add(name)
    found.set(name, name)
  }
  for (const name of avoided) used.add(name)
  const tried = new Map<string, number>()
  for (const name of all) {
    if (found.has(name)) continue
    const legal = legalName(name, blanks)
    let free = legal
    let n = tried.get(legal) ?? 2
    for (; used.has(free); n++) free = `${legal}_${n}`
    tried.set(legal, n)
    used.add(free)
    found.set(name, free)
  }
  return found
}
