/** The real documents of `policies/`: no error, every example holds, versions, screening. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Calendar, day } from '@huoshui/values'
import { describe, expect, it } from 'vitest'
import { compileCorpus, policyFinder } from './corpus.ts'
import { versionOn } from './decide.ts'
import { runExamples } from './examples.ts'
import { mutantsOf } from './mutate.ts'
import type { SourceFile } from './read.ts'

const root = fileURLToPath(new URL('../../../policies', import.meta.url))
const files: SourceFile[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({
    path: name.replaceAll('\\', '/'),
    text: readFileSync(join(root, name), 'utf8'),
  }))
const corpus = compileCorpus(files)
const options = { calendar: corpus.calendar as Calendar, policyOf: policyFinder(corpus.policies) }

describe('the documents', () => {
  it('have no error and no warning', () => {
    const bad = corpus.diagnostics.filter((one) => one.severity !== 'note')
    expect(bad.map((one) => `${one.place.file}:${one.place.line} ${one.message.zh}`)).toEqual([])
  })

  it('are all there, with a calendar for each year from 2023', () => {
    expect(corpus.policies.length).toBeGreaterThanOrEqual(3)
    expect(corpus.calendar?.first).toBe('2023-01-01')
  })

  it.each(corpus.policies.map((policy) => [policy.file, policy] as const))(
    'the examples of %s hold',
    (_, policy) => {
      const run = runExamples(policy, options)
      expect(run.failures.map((one) => `${one.place.line} ${one.message.zh}`)).toEqual([])
      expect(run.count).toBeGreaterThan(20)
    },
  )

  it.each(corpus.policies.map((policy) => [policy.file, policy] as const))(
    'the examples of %s notice a sample of its mutants',
    (_, policy) => {
      // All of them are run by `huoshui test --mutate`; here every ninth, so that it stays short.
      const listed = new Set(policy.equivalents.map((one) => one.mutant))
      const some = mutantsOf(policy).filter((mutant, i) => i % 9 === 0 && !listed.has(mutant.id))
      expect(some.length).toBeGreaterThan(1)
      const alive = some.filter(
        (mutant) =>
          runExamples(mutant.policy, { ...options, firstOnly: true }).failures.length === 0,
      )
      expect(alive.map((mutant) => mutant.id)).toEqual([])
    },
  )

  it('say in English too what each fact means and rests on', () => {
    const lacking = corpus.policies.flatMap((policy) =>
      policy.facts
        .flatMap((fact) => [fact.meaning, fact.evidenceText])
        .filter((text) => text !== '' && !policy.english?.words[text])
        .map((text) => `${policy.file} ${text}`),
    )
    expect(lacking).toEqual([])
  })

  it('survive being stored as JSON: a policy is plain data', () => {
    for (const policy of corpus.policies) {
      const copy = JSON.parse(JSON.stringify(policy))
      expect(runExamples(copy, options).failures).toEqual([])
    }
  })
})

describe('two versions of one policy', () => {
  const path = 'beijing/innovation-voucher.md'
  const old = files.find((file) => file.path === path) as SourceFile
  const next: SourceFile = {
    path: path.replace('.md', '@2026.md'),
    text: old.text.replace(/^施行: .*$/m, '施行: 2026-08-01').replaceAll('50万元', '60万元'),
  }
  const ended = { path, text: old.text.replace(/^状态: 施行$/m, '失效: 2026-08-01\n状态: 施行') }
  const others = files.filter((file) => file.path !== path)
  const both = compileCorpus([...others, ended, next])

  it.each([
    ['2023-09-30', null],
    ['2023-10-01', ''],
    ['2026-07-31', ''],
    ['2026-08-01', '2026'],
  ])('on %s the version “%s” decides', (on, version) => {
    const found = versionOn(both.policies, 'beijing/innovation-voucher', day(on))
    expect(found?.meta.version ?? null).toBe(version)
  })

  it('never lets a draft decide', () => {
    const draft = { ...next, text: next.text.replace(/^状态: 施行$/m, '状态: 草案') }
    const corpus = compileCorpus([...others, ended, draft])
    expect(versionOn(corpus.policies, 'beijing/innovation-voucher', day('2026-09-01'))).toBeNull()
  })

  it('may not come into force on the same day', () => {
    const twin = { ...next, text: old.text }
    const { diagnostics } = compileCorpus([...others, old, twin])
    expect(diagnostics.some((one) => one.code === 'P054')).toBe(true)
  })
})
