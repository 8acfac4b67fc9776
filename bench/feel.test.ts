import { evaluate, type Node, parse, typeOfValue } from '@huoshui/feel'
import type { Decimal } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { answersOf, checkEngine, type Expected } from './feel/check.ts'
import { closuresDecimal } from './feel/closures.ts'
import { type Engine, NOT_MET, roundedFen, totalsOf } from './feel/engine.ts'
import { ENGINES } from './feel/engines.ts'
import { FACTS, firmsOf } from './feel/firms.ts'
import { type Meaning, meaningOf } from './feel/meaning.ts'
import { MEASURES } from './feel/measures.ts'
import { explained, type WhyNot } from './feel/ours-explained.ts'
import { scopeOf } from './feel/ours-interpreted.ts'
import { random } from './feel/random.ts'
import { workload } from './feel/workload.ts'

const work = workload(500)
const MEASURES_COUNT = MEASURES.length

async function expectedOf(engine: Engine): Promise<Expected> {
  const ready = await engine.prepare(work)
  const answers = await answersOf(ready, work)
  ready.close?.()
  return { engine: engine.name, answers }
}

describe('every engine', () => {
  it('has a name of its own', () => {
    const names = ENGINES.map((engine) => engine.name)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(ENGINES.map((engine) => [engine.name, engine] as const))(
    '%s gives every firm the same answer',
    async (_, engine) => {
      const expected = await expectedOf(closuresDecimal)
      const part = { ...work, firms: work.firms.slice(0, engine.firmsMax) }
      const ready = await engine.prepare(part)
      try {
        await checkEngine(engine, ready, part, expected)
      } finally {
        ready.close?.()
      }
    },
  )
})

describe('checkEngine', () => {
  const spoilt: Engine = {
    ...closuresDecimal,
    name: 'spoilt',
    prepare: async (given) => {
      const ready = await closuresDecimal.prepare(given)
      const decide = async (answers: Float64Array) => {
        await ready.decide(answers)
        const at = answers.findIndex((answer) => answer !== NOT_MET)
        answers[at] = (answers[at] as number) + 1
      }
      return { decide }
    },
  }

  it('names the measure and the first firm that differs by one 分', async () => {
    const expected = await expectedOf(closuresDecimal)
    const ready = await spoilt.prepare(work)
    const at = expected.answers.findIndex((answer) => answer !== NOT_MET)
    const measure = MEASURES[at % MEASURES_COUNT]?.name
    const firm = Math.floor(at / MEASURES_COUNT)
    const fen = expected.answers[at] as number
    await expect(checkEngine(spoilt, ready, work, expected)).rejects.toThrow(
      `${measure}, firm ${firm}: spoilt says ${fen + 1} 分, closures-decimal says ${fen} 分`,
    )
  })

  it('finds an answer that was never given', async () => {
    const expected = await expectedOf(closuresDecimal)
    const silent = { decide: () => undefined }
    await expect(checkEngine(spoilt, silent, work, expected)).rejects.toThrow('spoilt says NaN')
  })

  it('holds counts and sums that are timed against the answers', async () => {
    const expected = await expectedOf(closuresDecimal)
    const ready = await closuresDecimal.prepare(work)
    const right = totalsOf(expected.answers, MEASURES_COUNT)
    const off = right.map((total, i) => (i === 3 ? { ...total, sum: total.sum + 1 } : total))
    await checkEngine(closuresDecimal, { ...ready, totals: async () => right }, work, expected)
    await expect(
      checkEngine(closuresDecimal, { ...ready, totals: async () => off }, work, expected),
    ).rejects.toThrow(`${MEASURES[3]?.name}: closures-decimal totals`)
  })
})

describe('the workload', () => {
  it('is ten measures of five to eight conditions over twenty facts', () => {
    expect(MEASURES).toHaveLength(10)
    expect(FACTS).toHaveLength(20)
    for (const { conditions } of MEASURES) {
      expect(conditions.length).toBeGreaterThanOrEqual(5)
      expect(conditions.length).toBeLessThanOrEqual(8)
    }
    const text = JSON.stringify(MEASURES)
    for (const { name } of FACTS) expect(text).toContain(name)
  })

  it('has the same firms for the same seed and others for another', () => {
    expect(firmsOf(50)).toEqual(firmsOf(50))
    expect(firmsOf(50, 1)).not.toEqual(firmsOf(50, 2))
    expect(firmsOf(100).slice(0, 50)).toEqual(firmsOf(50))
  })

  it('leaves about one in a hundred of each fact out', () => {
    const firms = firmsOf(10_000)
    for (const { name } of FACTS) {
      const missing = firms.filter((firm) => firm[name] === undefined).length
      expect(missing, name).toBeGreaterThan(60)
      expect(missing, name).toBeLessThan(150)
    }
  })

  it('has values of the kind each fact is said to be', () => {
    const known = firmsOf(200).flatMap((firm) =>
      FACTS.map((fact) => [fact, firm[fact.name]] as const),
    )
    for (const [{ kind, values }, value] of known) {
      if (value === undefined) continue
      if (kind === 'money' || kind === 'number') expect(value).toSatisfy(Number.isSafeInteger)
      if (kind === 'boolean') expect(value).toBeTypeOf('boolean')
      if (kind === 'day') expect(value).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      if (kind === 'closed') expect(values).toContain(value)
    }
  })

  it('has firms that meet each measure, firms that do not, and amounts that differ', async () => {
    const { answers } = await expectedOf(closuresDecimal)
    MEASURES.forEach(({ name }, i) => {
      const own = answers.filter((_, at) => at % MEASURES_COUNT === i)
      const met = own.filter((answer) => answer !== NOT_MET)
      expect(met.length, name).toBeGreaterThan(10)
      expect(met.length, name).toBeLessThan(250)
      expect(new Set(met).size, name).toBeGreaterThan(1)
      expect(
        met.every((fen) => Number.isSafeInteger(fen) && fen > 0),
        name,
      ).toBe(true)
    })
  })

  it('has firms exactly on a threshold', () => {
    const { firms } = workload(5000)
    const onLine = firms.filter((one) => Number(one.研发费用) * 20 === one.年销售收入)
    expect(onLine.length).toBeGreaterThan(20)
    expect(firms.some((firm) => firm.成立日期 === '2015-01-01')).toBe(true)
  })
})

describe('explanations', () => {
  it('name exactly the rows that do not hold, with the values the interpreter finds', () => {
    const part = { ...work, firms: work.firms.slice(0, 120) }
    const heard = new Map<string, WhyNot>()
    const key = (firm: number, measure: string, row: number) => `${firm}/${measure}/${row}`
    const ready = explained(part, (firm, why) => heard.set(key(firm, why.measure, why.row), why))
    ready.decide(new Float64Array(part.firms.length * MEASURES_COUNT))
    let unmet = 0
    part.firms.forEach((firm, number) => {
      const scope = scopeOf(firm)
      for (const { name, conditions } of part.measures) {
        conditions.forEach((tree, row) => {
          const holds = evaluate(tree, scope) === true
          const why = heard.get(key(number, name, row))
          expect(why === undefined).toBe(holds)
          if (!why || tree.kind !== 'compare') return
          unmet++
          expect(why.findings).toHaveLength(1)
          const [found] = why.findings
          expect(found?.value).toEqual(evaluate(tree.left, scope))
          expect(found?.thresholds).toEqual([evaluate(tree.right, scope)])
        })
      }
    })
    expect(unmet).toBeGreaterThan(500)
  })

  it('give both ends of a between, the list of an in, and each side of an or', () => {
    const kinds = new Map<string, WhyNot>()
    const keep = (_: number, why: WhyNot) => kinds.set(`${why.measure}/${why.row}`, why)
    explained(work, keep).decide(new Float64Array(500 * MEASURES_COUNT))
    const shape = (id: string) =>
      kinds
        .get(id)
        ?.findings.map(({ thresholds }) => thresholds.map((one) => typeOfValue(one ?? null)))
    expect(shape('示例措施02/5')).toEqual([['number', 'number']])
    expect(shape('示例措施01/0')?.[0]).toHaveLength(3)
    expect(shape('示例措施01/5')).toHaveLength(2)
  })
})

describe('meaningOf', () => {
  const read = (text: string): Node =>
    parse(text, { goal: 'expression', mode: 'policy', names: ['甲', '乙'] }).tree
  const echo = { number: (text: string) => text, fact: (name: string) => name } as Meaning<string>

  it.each([
    ['50万元', '50000000'],
    ['0.5万元', '500000'],
    ['12.34元', '1234'],
    ['1.25亿元', '12500000000'],
    ['5%', '0.05'],
    ['0.5%', '0.005'],
    ['120%', '1.2'],
    ['100%', '1'],
    ['7', '7'],
  ])('makes %s the number %s', (text, number) => {
    expect(meaningOf(read(text), echo)).toBe(number)
    const factor = text.endsWith('元') ? 100 : 1
    const value = evaluate(read(text), { lookup: () => undefined })
    expect((value as Decimal).times(factor).toFixed()).toBe(number)
  })

  it.each(['甲 ** 2', '甲 != 2', 'not(甲)', 'abs(甲)', '[甲]', '3个月', '-甲'])(
    'refuses %s, which no engine was given a meaning for',
    (text) => expect(() => meaningOf(read(text), echo)).toThrow('the workload has no'),
  )
})

describe('roundedFen', () => {
  it.each([
    [1.5, 2],
    [1.4999984, 1],
    [2.5, 3],
    [79_999_999.5, 80_000_000],
    [3, 3],
    // What floats make of 35 分 of 1.1: a hair below or above the half.
    [38.499_999_999_9, 39],
    [38.500_000_000_1, 39],
  ])('%d becomes %d', (fen, whole) => expect(roundedFen(fen)).toBe(whole))
})

describe('random', () => {
  it('spreads evenly, keeps its bounds and depends on its seed alone', () => {
    const source = random(3)
    const many = Array.from({ length: 10_000 }, () => source.fraction())
    expect(Math.min(...many)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...many)).toBeLessThan(1)
    const mean = many.reduce((sum, one) => sum + one, 0) / many.length
    expect(mean).toBeGreaterThan(0.48)
    expect(mean).toBeLessThan(0.52)
    const again = random(3)
    expect(many.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => again.fraction()))
    const whole = Array.from({ length: 1000 }, () => source.whole(1, 6))
    expect(new Set(whole)).toEqual(new Set([1, 2, 3, 4, 5, 6]))
  })
})
