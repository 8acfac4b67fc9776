/** The texts of `--help`. */
import type { CommandName, Texts } from './texts.ts'
import { runningCommands } from './texts-kernel-zh.ts'

/** Columns a text takes on a terminal: Chinese characters take two. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + (/[\u2e80-\uffe6]/.test(char) ? 2 : 1), 0)

function columns(rows: readonly (readonly [string | number, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => widthOf(String(left))))
  return rows.map(([left, right]) => {
    const gap = ' '.repeat(width - widthOf(String(left)) + 2)
    return `  ${left}${right === '' ? '' : gap}${right}`
  })
}

/** What `huoshui --help` prints. */
export function generalHelp(t: Texts): string {
  const running = new Set(Object.keys(runningCommands))
  const summaries = (wanted: boolean): [string, string][] =>
    Object.entries(t.commands)
      .filter(([name]) => running.has(name) === wanted)
      .map(([name, help]) => [name, help.summary])
  return [
    t.title,
    '',
    `${t.usage}${t.colon}${t.usageLine}`,
    '',
    t.commandsTitle,
    ...columns(summaries(false)),
    '',
    t.runningTitle,
    ...columns(summaries(true)),
    '',
    t.optionsTitle,
    ...columns(t.globals),
    '',
    t.exitsTitle,
    ...columns(t.exits),
    '',
    t.more,
  ].join('\n')
}

/** What `huoshui <command> --help` prints. */
export function commandHelp(t: Texts, name: CommandName): string {
  const { summary, usage, options, examples, exits } = t.commands[name]
  const own = new Set(exits.map(([code]) => code))
  const codes = [...exits, ...t.exits.filter(([code]) => code > 1 && !own.has(code))]
  return [
    summary,
    '',
    `${t.usage}${t.colon}${usage}`,
    '',
    t.optionsTitle,
    ...columns([...options, ...t.globals]),
    '',
    t.examplesTitle,
    ...columns(examples),
    '',
    t.exitsTitle,
    ...columns([...codes].sort((a, b) => a[0] - b[0])),
  ].join('\n')
}
