/** `huoshui replay`: the data rebuilt from the log, and compared with what is there. */
import { type ReplayReport, replay } from '@huoshui/kernel'
import { type Command, type Context, print, printJson } from '../context.ts'
import { dataOptions, withData } from '../data.ts'
import { exit } from '../exit.ts'
import { progressOf } from '../progress.ts'

/** As many differences as a report lists. */
const listedMost = 100

function run(context: Context): Promise<number> {
  const { io, t } = context
  return withData(context, async ({ kernel, signal }) => {
    const line = progressOf(io)
    const progress = (done: number, total: number) => line.tell(t.running.replaying(done, total))
    const report = await replay(kernel.db, { signal, progress }).finally(line.end)
    if (context.json) printJson(context, { ...report, erased: report.erased.map(Number) })
    else tell(context, report)
    return report.ok ? exit.fine : exit.no
  })
}

function tell(context: Context, { ok, entries, erased, differences }: ReplayReport): void {
  const { t, ink } = context
  if (erased.length > 0) print(context, t.running.erased(erased.join(t.list)))
  if (ok) {
    print(context, ink(t.running.replayed(entries), 'green'))
    return
  }
  const { length } = differences
  print(context, ink(t.running.differs(length, length >= listedMost), 'red'))
  for (const one of differences) print(context, `  ${t.pick(one.what)}${t.colon}${one.where}`)
  print(context, t.running.differsRemedy)
}

export const replayLog: Command = { options: dataOptions, words: [0, 0], run }
