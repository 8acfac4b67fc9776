/** 安装政策: versions side by side, calendars, and the end of what is no longer in use. */
import {
  compileCorpus,
  type Policy,
  policyFinder,
  readDocument,
  runExamples,
  type SourceFile,
} from '@huoshui/policy'
import type { Diagnostic } from '@huoshui/values'
import { Decimal } from '@huoshui/values'
import type { Body, PolicyRow } from '../entry.ts'
import { hexOf } from '../hex.ts'
import { type Installation, installationOf, storeSources, textDigest } from '../install.ts'
import {
  type BuiltIn,
  builtInSlug,
  type Consequence,
  filledFor,
  type InTheWay,
  inTheWay,
  isInTheWay,
  nothing,
  type Trouble,
  textOf,
  trouble,
} from './built-in.ts'
import { contentOf, listIn, type Shape, textIn } from './shape.ts'

/** What a file of 安装政策 holds: texts by their paths below `policies/`, whole. */
export interface PolicyFile {
  readonly files: readonly SourceFile[]
}

const fileName = { zh: '政策文件', en: '政策文件' }
const pathForm = /^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)*(?:@[A-Za-z0-9.-]+)?(?:\.en)?\.md$/

/** The texts of the file, and all that would then be in use: they over those installed before. */
async function textsIn(
  one: BuiltIn,
): Promise<
  { readonly own: readonly SourceFile[]; readonly all: readonly SourceFile[] } | InTheWay
> {
  const file = await contentOf(one, '政策文件')
  if (isInTheWay(file)) return file
  const shape: Shape = { troubles: [] }
  const own = listIn(shape, file.json, 'files', fileName).map((row) => ({
    path: textIn(shape, row, 'path', fileName),
    text: textIn(shape, row, 'text', fileName),
  }))
  for (const { path } of own) {
    if (path === '' || pathForm.test(path)) continue
    shape.troubles.push(
      trouble(
        [`“${path}”不是政策文件的路径。`, `“${path}” is no path of a policy.`],
        [
          '写 policies 以下的路径，用小写字母、数字和连字符，以 .md 结尾。',
          'Write the path below policies: lower-case letters, digits, hyphens, ending in .md.',
        ],
        fileName,
      ),
    )
  }
  if (shape.troubles.length > 0) return shape
  const reach = reachOf(one, own)
  const all = new Map(
    (await installedTexts(one)).filter(
      ([path]) => /^(?:terms|calendar)\//.test(path) || reach.has(slugOf(path)),
    ),
  )
  for (const { path, text } of own) all.set(path, text)
  return { own, all: [...all].map(([path, text]) => ({ path, text })) }
}

const slugOf = (path: string): string => path.replace(/(?:@[^/]*?)?(?:\.en)?\.md$/, '')

/** Policies that the file's touch: other versions, those they import, those that import them. */
function reachOf({ loaded }: BuiltIn, own: readonly SourceFile[]): ReadonlySet<string> {
  const reach = new Set(own.map((file) => slugOf(file.path)))
  const live = loaded.registry.all.filter((it) => it.withdrawn === null)
  const importsIn = (it: (typeof live)[number]) => it.policy.meta.imports.map((each) => each.slug)
  const readers = live.filter((it) => importsIn(it).some((slug) => reach.has(slug)))
  const waiting = [...readers.map((it) => it.slug), ...own.flatMap(importsOf)]
  for (let slug = waiting.pop(); slug !== undefined; slug = waiting.pop()) {
    reach.add(slug)
    for (const it of live) {
      if (it.slug === slug) waiting.push(...importsIn(it).filter((each) => !reach.has(each)))
    }
  }
  return reach
}

function importsOf(file: SourceFile): readonly string[] {
  const given = readDocument(file).front.data.引用
  return Array.isArray(given) ? given.map((each) => String(each).split('#')[0] as string) : []
}

/** The texts of what is in use, by path: the last installed of each. */
async function installedTexts({ tx }: BuiltIn): Promise<readonly [string, string][]> {
  const rows = await tx.query<{ path: string; text: string }>(
    `select f.path, s.text from (
       select distinct on (path) path, digest from (
         select f.key as path, decode(f.value, 'hex') as digest, p.installed
           from policy p, jsonb_each_text(p.files) f where p.withdrawn is null
         union all
         select 'calendar/' || c.year || '.md', c.digest, c.installed from calendar c
       ) as every order by path, installed desc
     ) as f join source s on s.digest = f.digest order by f.path`,
  )
  return rows.map((row) => [row.path, row.text])
}

interface Ready {
  readonly installation: Installation
  readonly policies: readonly PolicyRow[]
  readonly calendars: Installation['calendars']
}

/** What installing the file brings; the errors of its texts otherwise. */
async function readyToInstall(one: BuiltIn): Promise<Ready | InTheWay> {
  const texts = await textsIn(one)
  if (isInTheWay(texts)) return texts
  const found = installationOf(texts.all, one.context.makeId)
  if (!found.ok) return { troubles: found.errors.map(troubleOf) }
  const { installation } = found
  const digests = new Set(texts.own.map((file) => textDigest(file.text)))
  const calendars = installation.calendars.filter((it) => digests.has(it.digest))
  const policies = installation.policies.filter((it) => digests.has(it.digest))
  if (policies.length === 0 && calendars.length === 0) {
    return inTheWay(
      trouble(
        ['文件里没有政策，也没有日历。', 'The file brings no policy and no calendar.'],
        ['把政策的中文正本也放进去。', 'Put the policy’s Chinese text into it as well.'],
        fileName,
      ),
    )
  }
  const troubles = await changedTroubles(one, policies)
  return troubles.length > 0 ? { troubles } : { installation, policies, calendars }
}

const troubleOf = ({ code, place, message, remedy }: Diagnostic): Trouble => ({
  place: {
    zh: `${place.file} 第${place.line}行 ${code}`,
    en: `${place.file}, line ${place.line}, ${code}`,
  },
  reason: message,
  remedy,
})

/** A text that is in use is not installed again, nor made to mean something else by other words. */
async function changedTroubles(one: BuiltIn, policies: readonly PolicyRow[]): Promise<Trouble[]> {
  const rows = await one.tx.query<{ slug: string; digest: Uint8Array; files: PolicyRow['files'] }>(
    `select slug, digest, files from policy where withdrawn is null and slug = any($1::text[])`,
    [policies.map((it) => it.slug)],
  )
  return rows.flatMap(({ slug, digest, files }): Trouble[] => {
    const now = policies.find((it) => it.slug === slug && it.digest === hexOf(digest))
    if (!now) return []
    const paths = new Set([...Object.keys(files), ...Object.keys(now.files)])
    const other = [...paths].filter((path) => files[path] !== now.files[path])
    if (other.length > 0 && other.every((path) => path.endsWith('.en.md'))) return []
    if (other.length === 0) {
      return [
        trouble(
          [`“${slug}”的这一版已经装着。`, `This version of “${slug}” is installed.`],
          ['从文件里去掉它。', 'Leave it out of the file.'],
          fileName,
        ),
      ]
    }
    return [
      trouble(
        [
          `“${slug}”没有改，它用的${other.join('、')}却改了，会改变正在办的事项。`,
          `“${slug}” is as before but ${other.join(', ')} is not; running matters would change.`,
        ],
        ['政策另出一版，或者不把它放进文件。', 'Make a new version of it, or leave it out.'],
        fileName,
      ),
    ]
  })
}

/** 提交政策: it compiles, and its examples come out as was said. */
export async function submitPolicy(one: BuiltIn): Promise<Consequence> {
  const texts = await textsIn(one)
  if (isInTheWay(texts)) return texts
  const ready = await readyToInstall(one)
  if (isInTheWay(ready)) return ready
  const corpus = compileCorpus(texts.all)
  const digests = new Set(ready.policies.map((it) => it.digest))
  const policies = corpus.policies.filter((it) => digests.has(it.digest))
  const failed = policies.flatMap((policy) => failuresOf(policy, corpus))
  const said = filledFor(one, '未通过算例数')
  if (failed.length === 0 && said instanceof Decimal && said.isZero()) return nothing
  return inTheWay(...failed)
}

function failuresOf(policy: Policy, corpus: ReturnType<typeof compileCorpus>): Trouble[] {
  const { calendar, policies } = corpus
  if (!calendar) return []
  const run = runExamples(policy, { calendar, policyOf: policyFinder(policies) })
  return run.failures.map(({ place, example, message }) => ({
    place: {
      zh: `${place.file} 第${place.line}行 ${example}`,
      en: `${place.file}, line ${place.line}, ${example}`,
    },
    reason: message,
    remedy: { zh: '改政策或者改算例，再提交。', en: 'Mend the policy or the example.' },
  }))
}

/** 同意安装: from now on new matters can begin under it. */
export async function install(one: BuiltIn): Promise<Consequence> {
  const ready = await readyToInstall(one)
  if (isInTheWay(ready)) return { ...ready, code: 'R5' }
  const { installation, policies, calendars } = ready
  await storeSources(one.tx, installation.sources)
  const slugs = new Set(policies.map((it) => it.slug))
  const calls = await newCalls(one, installation, slugs)
  const withdrawn = superseded(one, policies)
  const body: Partial<Body> = {
    ...(policies.length > 0 ? { installed: policies } : {}),
    ...(calendars.length > 0 ? { calendars } : {}),
    ...(withdrawn.length > 0 ? { withdrawn } : {}),
    ...calls,
  }
  return { body }
}

/** Calls in the front matter of what is installed that have not been published before. */
async function newCalls(
  { tx }: BuiltIn,
  { subjects, facts }: Installation,
  slugs: ReadonlySet<string>,
): Promise<Pick<Body, 'subjects' | 'facts'>> {
  const own = subjects.filter((it) => slugs.has(it.kind.slice(0, it.kind.indexOf('#'))))
  if (own.length === 0) return {}
  const known = await tx.query<{ kind: string; name: string }>(
    'select kind, name from subject where kind = any($1::text[]) and open_from is not null',
    [own.map((it) => it.kind)],
  )
  const before = new Set(known.map((it) => `${it.kind}\n${it.name}`))
  const fresh = own.filter((it) => !before.has(`${it.kind}\n${it.name}`))
  const ids = new Set(fresh.map((it) => it.id))
  return { subjects: fresh, facts: facts.filter((it) => ids.has(it.subject)) }
}

/** A mended text of the same version takes the place of the one before it. */
function superseded({ loaded }: BuiltIn, policies: readonly PolicyRow[]) {
  return loaded.registry.all.flatMap(({ tenant, slug, digest, policy, withdrawn }) => {
    const other = (it: PolicyRow) =>
      it.slug === slug && it.version === policy.meta.version && it.digest !== digest
    return withdrawn === null && policies.some(other) ? [{ tenant, slug, digest }] : []
  })
}

/** The versions that a withdrawal is about. */
function versionsNamed(one: BuiltIn): NonNullable<Body['withdrawn']> | Trouble {
  const [slug, version] = textOf(one, '停用政策').split('@') as [string, string?]
  const place = { zh: '停用政策', en: '停用政策' }
  if (slug === builtInSlug) {
    return trouble(
      ['系统运行规则不能停用。', 'The rules of operation can’t be withdrawn.'],
      ['要改它，安装新的一版。', 'To change them, install a new version.'],
      place,
    )
  }
  const found = one.loaded.registry.all.filter(
    (it) =>
      it.withdrawn === null &&
      it.slug === slug &&
      (version === undefined || it.policy.meta.version === version),
  )
  if (found.length > 0) return found.map(({ tenant, slug, digest }) => ({ tenant, slug, digest }))
  return trouble(
    [`没有装着“${textOf(one, '停用政策')}”。`, `“${textOf(one, '停用政策')}” is not installed.`],
    ['写政策的标识，只停一版的写“标识@版本”。', 'Write “identifier”, or “identifier@version”.'],
    place,
  )
}

/** 提出停用: there is such a version. */
export async function proposeWithdrawal(one: BuiltIn): Promise<Consequence> {
  const found = versionsNamed(one)
  return 'reason' in found ? inTheWay(found) : nothing
}

/** 同意停用: no new matter begins under it; running ones are finished under it. */
export async function withdraw(one: BuiltIn): Promise<Consequence> {
  const found = versionsNamed(one)
  return 'reason' in found ? inTheWay(found) : { body: { withdrawn: found } }
}
