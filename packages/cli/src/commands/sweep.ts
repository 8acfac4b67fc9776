/** `huoshui sweep`: what the calendar does by itself, once a day or as often as one likes. */
import { sweep } from '@huoshui/kernel'
import { formatDay } from '@huoshui/values'
import { type Command, type Context, print, printJson } from '../context.ts'
import { dataOptions, withData } from '../data.ts'
import { exit } from '../exit.ts'
import { progressOf } from '../progress.ts'

function run(context: Context): Promise<number> {
  const { io, t, lang, ink } = context
  return withData(context, async ({ kernel, signal }) => {
    const line = progressOf(io)
    const day = kernel.clock.today()
    const progress = (done: number) => line.tell(t.running.sweeping(done))
    const report = await sweep(kernel, { signal, progress }).finally(line.end)
    const { done, reminders, overdue, broken } = report
    if (context.json) printJson(context, { day, ...report })
    else {
      print(context, t.running.swept(formatDay(day, lang), done, reminders, overdue))
      if (broken.length === 0) print(context, t.running.booksHold)
      else print(context, ink(t.running.broken(broken.length), 'red'))
      for (const one of broken) print(context, `  ${t.pick(one.invariant)}${t.colon}${one.where}`)
    }
    return broken.length === 0 ? exit.fine : exit.no
  })
}

export const sweepDay: Command = { options: dataOptions, words: [0, 0], run }
