// Reads every model of the DMN conformance cases that stand beside a full checkout, and holds what
// comes of it to packages/policy/DMN.md: no model may fail to be read, no decision may vanish, and a
// carried decision must answer the cases as the standard does, before and after an export.
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { DOMParser } from '@xmldom/xmldom'
import { Temporal } from 'temporal-polyfill'
import { register } from 'tsx/esm/api'

const root = fileURLToPath(new URL('..', import.meta.url))
const kit = join(root, '..', 'shared', 'tck')
const record = join(root, 'packages', 'policy', 'DMN.md')

if (!existsSync(join(kit, 'lib', 'canonical.mjs'))) {
  console.log('tck-dmn: the conformance cases are not beside this checkout; nothing was run')
  process.exit(0)
}

register()
const { compileCorpus, evaluation, exportDmn, importDmn } = await import(
  pathToFileURL(join(root, 'packages/policy/src/index.ts')).href
)
const { default: feel } = await import(
  pathToFileURL(join(root, 'packages/feel/tck-adaptor.mjs')).href
)

/** What the kit's runner asks of a reader of XML, with the parser that is here. */
const xmlReader = `
import { DOMParser } from '@xmldom/xmldom'
const plain = (dom) => {
  const attrs = {}
  for (const one of dom.attributes) attrs[one.name] = one.value
  const inner = [...dom.childNodes]
  const children = inner.filter((one) => one.nodeType === 1).map(plain)
  const text = inner.filter((one) => one.nodeType === 3).map((one) => one.nodeValue).join('')
  return { name: dom.localName, attrs, children, text }
}
export const parseXml = (text) =>
  plain(new DOMParser().parseFromString(text, 'text/xml').documentElement)
export const kids = (n, name) => (n ? n.children.filter((one) => one.name === name) : [])
export const kid = (n, name) => kids(n, name)[0]
export const kidText = (n, name) => kid(n, name)?.text
`

/** The kit's runner and its rules of when two values are equal, where they find their packages. */
const place = mkdtempSync(join(root, 'node_modules', '.tck-dmn-'))
process.on('exit', () => rmSync(place, { recursive: true, force: true }))
for (const file of ['canonical.mjs', 'dmn.mjs']) {
  copyFileSync(join(kit, 'lib', file), join(place, file))
}
writeFileSync(join(place, 'xml.mjs'), xmlReader)
const { canonEqual } = await import(pathToFileURL(join(place, 'canonical.mjs')).href)
const { Evaluator, loadModels } = await import(pathToFileURL(join(place, 'dmn.mjs')).href)

const elements = (node, name) =>
  [...node.childNodes].filter((one) => one.nodeType === 1 && (!name || one.localName === name))
const element = (node, name) => elements(node, name)[0]

const attribute = (node, name) =>
  [...node.attributes].find((one) => one.localName === name)?.value ?? ''

/** A value of a case as the kit writes values. */
function canonical(node) {
  if (!node || attribute(node, 'nil') === 'true') return null
  const list = element(node, 'list')
  if (list) return attribute(list, 'nil') === 'true' ? null : elements(list, 'item').map(canonical)
  const components = elements(node, 'component')
  if (components.length > 0) {
    return { t: 'context', v: new Map(components.map((c) => [attribute(c, 'name'), canonical(c)])) }
  }
  const value = element(node, 'value')
  if (!value || attribute(value, 'nil') === 'true') return null
  const type = (attribute(value, 'type') || 'string').replace(/^.*:/, '')
  const text = value.textContent
  if (type === 'boolean') return /^\s*(true|1)\s*$/.test(text)
  if (type === 'string') return text
  const known = ['date', 'time', 'dateTime', 'duration'].includes(type)
  return { t: known ? type : 'number', v: text.trim() }
}

const syntax = /^(?:P00[1-5]|F0\d\d|F10[1-3])$/

/** Tables and formulas of a draft: what it decides, without what it says to people. */
function rulesOf(draft) {
  const lines = []
  let inside = false
  for (const line of draft.split('\n').slice(draft.split('\n').indexOf('---', 1))) {
    if (line.startsWith('```')) inside = !inside
    if (inside || line.startsWith('|')) lines.push(line)
  }
  return lines.join('\n')
}

const counts = {
  models: 0,
  decisions: 0,
  carried: 0,
  left: 0,
  cases: 0,
  passed: 0,
  skipped: 0,
  same: 0,
  exported: 0,
}
const failures = []
const fail = (name, why) => failures.push({ name, why })

function compile(draft) {
  const { policies, diagnostics } = compileCorpus([{ path: 'kit/model.md', text: draft }])
  return { policy: policies[0], wrong: diagnostics.filter((one) => syntax.test(one.code)) }
}

function readModel(path) {
  const name = relative(join(kit, 'cases'), path)
  counts.models++
  let result
  try {
    result = importDmn(readFileSync(path, 'utf8'), { file: name, slug: 'kit/model' })
  } catch (error) {
    fail(name, `the import threw: ${error.message}`)
    return null
  }
  if (result.draft === null) {
    fail(name, `refused: ${result.diagnostics[0].message.en}`)
    return null
  }
  counts.decisions += result.carried.length + result.left.length
  counts.carried += result.carried.length
  counts.left += result.left.length
  for (const left of result.left) {
    const said = result.diagnostics.some((one) => one.heading[0] === left)
    if (!said) fail(`${name} ${left}`, 'left out without a word')
  }
  const { policy, wrong } = compile(result.draft)
  for (const one of wrong) fail(name, `the draft: ${one.code} ${one.message.en}`)
  const exported = exportDmn(policy)
  for (const one of exported.diagnostics.filter((d) => d.severity === 'error')) {
    fail(name, `the export: ${one.code} ${one.message.en}`)
  }
  const again = importDmn(exported.xml, { file: name, slug: 'kit/model' })
  if (again.draft !== null && rulesOf(again.draft) === rulesOf(result.draft)) counts.same++
  else fail(name, 'an export, imported again, is another draft')
  return { ...result, policy, name, runner: runnerOf(exported.xml) }
}

/** The kit's runner over an exported model: a rule by its name in the policy, given facts. */
function runnerOf(xml) {
  const file = join(place, 'model.dmn')
  writeFileSync(file, xml)
  const model = loadModels(file)
  const own = ({ attrs }) => attrs.label ?? attrs.name
  const decisions = new Map([...model.decisions.values()].map((one) => [own(one), one]))
  return (facts) => {
    const inputs = new Map()
    for (const one of model.inputData.values()) {
      inputs.set(`#${one.attrs.name}`, facts.get(own(one)) ?? null)
    }
    const evaluator = new Evaluator(feel)
    const env = { inputs, memo: new Map() }
    return (rule) => evaluator.decision(decisions.get(rule), env)
  }
}

function runCases(model, path) {
  const tests = new DOMParser().parseFromString(readFileSync(path, 'utf8'), 'text/xml')
  for (const test of elements(tests.documentElement, 'testCase')) {
    const id = `${dirname(model.name).replace('compliance-level-', 'cl')} ${attribute(test, 'id')}`
    if (attribute(test, 'type') === 'decisionService') {
      counts.skipped += elements(test, 'resultNode').length
      continue
    }
    const given = new Map(
      elements(test, 'inputNode').map((one) => [attribute(one, 'name'), canonical(one)]),
    )
    const facts = new Map(
      model.inputs.map(({ input, path: way, fact }) => {
        let value = feel.fromCanonical(given.get(input) ?? null)
        for (const key of way) value = value instanceof Map ? (value.get(key) ?? null) : null
        return [fact, value]
      }),
    )
    const day = Temporal.Now.plainDateISO().toString()
    const run = evaluation({ policy: model.policy, day, facts, traced: false })
    const exported = model.runner(new Map([...facts, ['今日', Temporal.PlainDate.from(day)]]))
    for (const node of elements(test, 'resultNode')) {
      const wanted = attribute(node, 'name')
      const rule = model.carried.find((one) => one.decision === wanted)?.rule
      if (rule === undefined) {
        counts.skipped++
        continue
      }
      counts.cases++
      const expected = canonical(element(node, 'expected'))
      const actual = feel.toCanonical(run.valueOf(rule))
      if (canonEqual(expected, actual)) counts.passed++
      else fail(`${id} ${wanted}`, `expected ${show(expected)}, got ${show(actual)}`)
      const there = feel.toCanonical(exported(rule))
      if (canonEqual(actual, there)) counts.exported++
      else fail(`${id} ${wanted}, exported`, `here ${show(actual)}, there ${show(there)}`)
    }
  }
}

const show = (value) =>
  JSON.stringify(value, (_, one) => (one instanceof Map ? Object.fromEntries(one) : one))

for (const level of readdirSync(join(kit, 'cases')).sort()) {
  for (const folder of readdirSync(join(kit, 'cases', level)).sort()) {
    const place = join(kit, 'cases', level, folder)
    const files = readdirSync(place).sort()
    const models = new Map(
      files.filter((one) => one.endsWith('.dmn')).map((one) => [one, readModel(join(place, one))]),
    )
    for (const file of files.filter((one) => one.endsWith('.xml'))) {
      const text = readFileSync(join(place, file), 'utf8')
      const wanted = /<(?:\w+:)?modelName>\s*([^<]+?)\s*</.exec(text)?.[1]
      const model = models.get(wanted)
      if (model) runCases(model, join(place, file))
    }
  }
}

const names = [...new Set(failures.map((one) => one.name))].sort()
const recorded = new Map(
  (existsSync(record) ? readFileSync(record, 'utf8') : '')
    .split('\n')
    .map((line) => /^- `([^`]+)`: (.*)$/.exec(line))
    .filter(Boolean)
    .map(([, name, reason]) => [name, reason]),
)
if (process.argv.includes('--update')) {
  const lines = [
    '# DMN exchange and the conformance cases',
    '',
    'Every model of the conformance cases is imported, exported and imported again, and what was',
    'carried is asked what the cases ask. Written by `node scripts/tck-dmn.mjs --update`, which keeps',
    'the reasons; a run without it fails when something does not hold that has no reason here.',
    '',
    `Does not hold: ${names.length}.`,
    '',
    ...names.map((name) => `- \`${name}\`: ${recorded.get(name) ?? '?'}`),
  ]
  writeFileSync(record, `${lines.join('\n').trimEnd()}\n`)
}
const verbose = process.argv.includes('--verbose')
const fresh = failures.filter(({ name }) => verbose || !recorded.get(name)?.replace('?', ''))
for (const { name, why } of fresh) console.error(`${name}: ${why}`)
console.log(
  [
    `tck-dmn: ${counts.models} models, ${counts.same} the same after an export`,
    `${counts.decisions} decisions, ${counts.carried} carried, ${counts.left} reported`,
    `${counts.cases} results asked for, ${counts.passed} as expected`,
    `${counts.exported} the same after an export, by the runner of the cases`,
    `${counts.skipped} not carried`,
    `${names.length} listed or new, ${fresh.length} of them without a reason`,
  ].join('; '),
)
process.exitCode = fresh.length > 0 && !verbose ? 1 : 0
