/** `huoshui`: the words of a command line to an exit code. */
import { nearest } from '@huoshui/values'
import { checkLang, dayGiven, langOf, readArgs, splitCommand } from './args.ts'
import { type Command, type Context, checkWords } from './context.ts'
import { exit, Stop } from './exit.ts'
import { commandHelp, generalHelp } from './help.ts'
import { inkOf } from './ink.ts'
import { type Io, processIo } from './io.ts'
import { type CommandName, type Texts, textsOf } from './texts.ts'

/** Commands are loaded when they are called: each starts with what it needs and no more. */
const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  test: async () => (await import('./commands/test.ts')).test,
  explain: async () => (await import('./commands/explain.ts')).explain,
  screen: async () => (await import('./commands/screen.ts')).screenFirms,
  render: async () => (await import('./commands/render.ts')).render,
  fmt: async () => (await import('./commands/fmt.ts')).fmt,
  new: async () => (await import('./commands/new.ts')).draft,
  export: async () => (await import('./commands/export.ts')).exportModel,
  import: async () => (await import('./commands/import.ts')).importModel,
  begin: async () => (await import('./commands/begin.ts')).beginLog,
  act: async () => (await import('./commands/act.ts')).act,
  matter: async () => (await import('./commands/matter.ts')).matter,
  matters: async () => (await import('./commands/matters.ts')).matters,
  accounts: async () => (await import('./commands/accounts.ts')).accounts,
  account: async () => (await import('./commands/account.ts')).account,
  facts: async () => (await import('./commands/facts.ts')).facts,
  notices: async () => (await import('./commands/notices.ts')).notices,
  sweep: async () => (await import('./commands/sweep.ts')).sweepDay,
  file: async () => (await import('./commands/file.ts')).fileData,
  backup: async () => (await import('./commands/backup.ts')).backupData,
  restore: async () => (await import('./commands/restore.ts')).restoreData,
  replay: async () => (await import('./commands/replay.ts')).replayLog,
  log: async () => (await import('./commands/log.ts')).log,
  verify: async () => (await import('./commands/verify.ts')).verify,
}

const isCommand = (word: string | null): word is CommandName =>
  word !== null && Object.hasOwn(commands, word)

/** Runs a command line. Never throws and never exits: the answer is the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const t = textsOf(langOf(argv))
  const { name, args } = splitCommand(argv)
  try {
    return await run(name, args, io, t)
  } catch (error) {
    return fail(error, isCommand(name) ? name : null, io, t)
  }
}

async function run(
  name: string | null,
  args: readonly string[],
  io: Io,
  t: Texts,
): Promise<number> {
  if (name === null || name === 'help') {
    const given = readArgs(args, {})
    checkLang(given)
    const about = given.rest[0]
    if (about !== undefined && !isCommand(about)) throw noCommand(about)
    io.out(`${about ? commandHelp(t, about) : generalHelp(t)}\n`)
    return name === 'help' || given.values.help === true ? exit.fine : exit.usage
  }
  if (!isCommand(name)) throw noCommand(name)
  const command = await commands[name]()
  const given = readArgs(args, command.options)
  checkLang(given)
  if (given.values.help) {
    io.out(`${commandHelp(t, name)}\n`)
    return exit.fine
  }
  // Known to be days before any file is read.
  for (const name of ['day', 'on']) if (command.options[name]) dayGiven(given, name)
  checkWords(given, command.words, t.commands[name].usage)
  const env = io.env ?? {}
  const coloured = io.isTTY && !given.values['no-color'] && !env.NO_COLOR && env.TERM !== 'dumb'
  const context: Context = {
    io,
    lang: given.values.lang === 'en' ? 'en' : 'zh',
    json: given.values.json === true,
    coloured,
    ink: inkOf(coloured),
    t,
    given,
  }
  return command.run(context)
}

const noCommand = (word: string): Stop =>
  new Stop(exit.usage, (t) => t.noCommand(word, nearest(word, Object.keys(commands))))

/** Says what went wrong; a defect of ours shows its traces only when asked. */
function fail(error: unknown, name: CommandName | null, io: Io, t: Texts): number {
  if (error instanceof Stop) {
    const help = error.code === exit.usage ? `\n${t.seeHelp(name)}` : ''
    io.err(`${error.say(t)}${help}\n`)
    return error.code
  }
  const message = error instanceof Error ? error.message : String(error)
  io.err(`${t.defect(message)}\n`)
  if (io.env?.HUOSHUI_DEBUG === '1' && error instanceof Error) io.err(`${error.stack}\n`)
  return exit.defect
}

/** Runs the command line of this process. */
export async function start(): Promise<void> {
  // Whoever reads our output may stop reading, as `head` does: that is no defect.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? exit.fine : exit.input)
  })
  process.exitCode = await main(process.argv.slice(2), processIo())
}
