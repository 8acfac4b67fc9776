import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Bench, Figure } from './frame/bench.ts'
import { findBenches } from './frame/find.ts'
import { cpuSeconds, median, passesPerCpuSecond, quantile } from './frame/measure.ts'
import { readOptions } from './frame/options.ts'
import { figuresJson, figuresTable, reached } from './frame/print.ts'
import { main } from './main.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs the command as a shell would. */
function command(...words: string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...words], {
    cwd: root,
    encoding: 'utf8',
  })
}

const one: Bench = {
  name: 'one',
  about: 'two figures',
  run: async ({ firms, progress }) => {
    progress('half way')
    return [
      { name: 'one.firms', value: firms ?? 7, unit: 'firms' },
      { name: 'one.share', value: 0.123_456_7, unit: '×' },
    ]
  },
}
const other: Bench = {
  name: 'other',
  about: 'one figure',
  run: async () => [{ name: 'other.speed', value: 5, unit: '/s', goal: { atLeast: 6 } }],
}
const wrong: Bench = {
  name: 'wrong',
  about: 'answers that differ',
  run: async () => {
    throw new Error('示例措施01, firm 3: a says 1 分, b says 2 分')
  },
}

async function run(...words: string[]) {
  const figures: string[] = []
  const progress: string[] = []
  const code = await main(words, [one, other], {
    figures: (text) => figures.push(text),
    progress: (text) => progress.push(text),
  })
  return { code, figures, progress }
}

describe('the frame', () => {
  it('puts all figures of all benches into one JSON object, and nothing else beside it', async () => {
    const { code, figures } = await run('--json')
    expect(code).toBe(0)
    expect(figures).toHaveLength(1)
    expect(JSON.parse(figures[0] as string)).toEqual({
      'one.firms': 7,
      'one.share': 0.1235,
      'other.speed': 5,
    })
  })

  it('runs only what is named, with the number of firms asked for', async () => {
    const { figures, progress } = await run('one', '--firms', '12', '--json')
    expect(JSON.parse(figures[0] as string)).toEqual({ 'one.firms': 12, 'one.share': 0.1235 })
    expect(progress.join('\n')).toContain('half way')
  })

  it('says on which machine it ran', async () => {
    const { progress } = await run('other')
    expect(progress[0]).toMatch(/^\d+ cores, .+, Node \d+\.\d+\.\d+; median of 5 runs$/)
  })

  it('names what there is when a bench is not known, and runs nothing', async () => {
    const { code, figures, progress } = await run('on')
    expect(code).toBe(1)
    expect(figures).toEqual([])
    expect(progress).toEqual(['There is no bench on. There are: one, other.'])
  })

  it('fails when a bench finds a wrong answer', async () => {
    const out = { figures: () => undefined, progress: () => undefined }
    await expect(main(['wrong'], [one, wrong], out)).rejects.toThrow('示例措施01, firm 3')
  })

  it('finds the benches of the folder, each under the name of its file', async () => {
    const names = (await findBenches()).map((bench) => bench.name)
    expect(names).toEqual(expect.arrayContaining(['feel', 'screen']))
    expect(names).toEqual([...names].sort())
    expect(names).not.toContain('main')
  })

  it('lists on standard output and refuses on standard error, as a command', () => {
    const list = command('--list')
    expect([list.status, list.stderr]).toEqual([0, ''])
    expect(list.stdout).toMatch(/^claims {3}.+\nfeel {3}.+\nlog {3}.+\nscreen {3}.+\n$/)
    const refused = command('--fast')
    expect([refused.status, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toBe('There is no option --fast. Write --json, --list or --firms N.\n')
  })
})

describe('readOptions', () => {
  it.each([
    [[], { names: [], json: false, list: false, firms: null }],
    [['feel', '--json'], { names: ['feel'], json: true, list: false, firms: null }],
    [['--firms', '500', 'feel'], { names: ['feel'], json: false, list: false, firms: 500 }],
    [['--list'], { names: [], json: false, list: true, firms: null }],
  ])('%j', (words, asked) => expect(readOptions(words)).toEqual(asked))

  it.each([['--firms'], ['--firms', '0'], ['--firms', '1.5'], ['--firms', 'all']])(
    'refuses %s %s',
    (...words) => expect(readOptions(words)).toBe('--firms takes a number of firms.'),
  )
})

describe('measuring', () => {
  it('takes the middle and what lies between neighbours', () => {
    expect(median([5, 1, 3])).toBe(3)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(quantile([10, 20, 30, 40, 50], 0.99)).toBeCloseTo(49.6)
    expect(quantile([7], 0.99)).toBe(7)
    expect(() => median([])).toThrow('nothing was measured')
  })

  it('counts processor time, not time spent waiting', async () => {
    const from = cpuSeconds()
    await new Promise((done) => setTimeout(done, 300))
    expect(cpuSeconds() - from).toBeLessThan(0.25)
  })

  it('repeats quick work until a run has taken its time, after a pass that is not counted', async () => {
    let calls = 0
    const work = () => {
      calls++
      let sum = 0
      for (let i = 0; i < 200_000; i++) sum += Math.sqrt(i)
      return sum
    }
    const rate = await passesPerCpuSecond(work, 0.02, 3)
    expect(calls).toBeGreaterThanOrEqual(4)
    expect(rate).toBeGreaterThan(0)
    // Three runs of at least 0.02 s each: no more calls than the rate allows, with room for noise.
    expect(calls).toBeLessThan(rate * 0.06 * 10 + 10)
  })
})

describe('figures', () => {
  const figures: readonly Figure[] = [
    { name: 'a.speed', value: 8_123_456.7, unit: '/CPU-s', goal: { atLeast: 8e6 } },
    { name: 'a.p50-ms', value: 2.345, unit: 'ms', goal: { atMost: 2 }, note: 'warm' },
  ]

  it('are a table with their goals for people', () => {
    expect(figuresTable(figures)).toBe(
      [
        'a.speed   8,123,457 /CPU-s  (reached: at least 8,000,000)',
        'a.p50-ms       2.35 ms      (not reached: at most 2)   warm',
      ].join('\n'),
    )
  })

  it('are plain numbers in JSON, at the precision that was measured', () => {
    expect(JSON.parse(figuresJson(figures))).toEqual({ 'a.speed': 8_123_000, 'a.p50-ms': 2.345 })
  })

  it('reach a goal on the line and miss it one step past it', () => {
    const of = (value: number, goal: Figure['goal']) =>
      reached({ name: 'x', value, unit: 'ms', ...(goal ? { goal } : {}) })
    expect([of(2, { atMost: 2 }), of(2.01, { atMost: 2 })]).toEqual([true, false])
    expect([of(8, { atLeast: 8 }), of(7.99, { atLeast: 8 })]).toEqual([true, false])
    expect(of(0, undefined)).toBe(true)
  })
})
