/** What the words of the command line ask for. */
export interface Asked {
  /** Names of benches; empty for all. */
  readonly names: readonly string[]
  readonly json: boolean
  readonly list: boolean
  readonly firms: number | null
}

/** Reads the words after `npm run bench --`; a text says what is wrong with them. */
export function readOptions(words: readonly string[]): Asked | string {
  const names: string[] = []
  let json = false
  let list = false
  let firms: number | null = null
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string
    if (word === '--json') json = true
    else if (word === '--list') list = true
    else if (word === '--firms') {
      const count = Number(words[++at] ?? 'nothing')
      if (!Number.isSafeInteger(count) || count < 1) return '--firms takes a number of firms.'
      firms = count
    } else if (word.startsWith('-')) {
      return `There is no option ${word}. Write --json, --list or --firms N.`
    } else names.push(word)
  }
  return { names, json, list, firms }
}
