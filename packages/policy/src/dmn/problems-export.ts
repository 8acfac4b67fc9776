/** What can't be said in DMN, or is said otherwise: the diagnostics of an export. */
import type { Definition } from '../problem.ts'

interface Named {
  readonly name: string
}

/** A rule counts with workdays, which only a calendar can place. */
export const D001: Definition<Named> = {
  code: 'D001',
  severity: 'error',
  message: ({ name }) => ({
    zh: `“${name}”用到个工作日，标准 FEEL 说不出来；在 DMN 里它成了一个输入。`,
    en: `“${name}” uses workdays, which standard FEEL can't say; in the DMN it is an input.`,
  }),
  remedy: () => ({
    zh: '在外面按日历算好这个值再传入；或者改用日、个月。',
    en: 'Work the value out by the calendar and pass it in; or use days or months.',
  }),
}

/** A rule calls a function that only policies have. */
export const D002: Definition<Named & { readonly fn: string }> = {
  code: 'D002',
  severity: 'error',
  message: ({ name, fn }) => ({
    zh: `“${name}”用到函数 ${fn}，它只有政策里有；在 DMN 里它成了一个输入。`,
    en: `“${name}” calls ${fn}, which only policies have; in the DMN it is an input.`,
  }),
  remedy: () => ({
    zh: '用本系统算出这个值，再传给别的引擎。',
    en: 'Compute the value here and pass it to the other engine.',
  }),
}

/** A formula that can't be carried as it is: it could not be read, or reads back differently. */
export const D003: Definition<Named & { readonly form: 'broken' | 'different' }> = {
  code: 'D003',
  severity: 'error',
  message: ({ name, form }) =>
    form === 'broken'
      ? {
          zh: `“${name}”的公式读不懂；在 DMN 里它成了一个输入。`,
          en: `The formula of “${name}” can't be read; in the DMN it is an input.`,
        }
      : {
          zh: `“${name}”的公式按标准的写法读出来意思不同；在 DMN 里它成了一个输入。`,
          en: `By the standard the formula of “${name}” reads differently; it became an input.`,
        },
  remedy: ({ form }) =>
    form === 'broken'
      ? { zh: '先运行 huoshui check，改正公式。', en: 'Run huoshui check and mend the formula.' }
      : {
          zh: '把公式拆成几条，名称不要和函数名、关键字相同。',
          en: 'Split the formula, and call nothing by the name of a function or keyword.',
        },
}

/** A name had to be written otherwise. */
export const D004: Definition<Named & { readonly legal: string }> = {
  code: 'D004',
  severity: 'note',
  message: ({ name, legal }) => ({
    zh: `“${name}”在 DMN 里写作 ${legal}，原名在 label 里。`,
    en: `“${name}” is called ${legal} in the DMN; the label keeps the name.`,
  }),
  remedy: () => ({
    zh: '向别的引擎传值时用 DMN 里的写法。',
    en: 'Use that spelling when passing values to another engine.',
  }),
}

/** A rule of another policy is read. */
export const D005: Definition<Named & { readonly slug: string }> = {
  code: 'D005',
  severity: 'warning',
  message: ({ name, slug }) => ({
    zh: `“${name}”引自 ${slug}，没有一并写出；在 DMN 里它是一个输入。`,
    en: `“${name}” comes from ${slug} and was not written out; in the DMN it is an input.`,
  }),
  remedy: ({ slug }) => ({
    zh: `另外导出 ${slug}，把它的结果传进来。`,
    en: `Export ${slug} as well and pass its result in.`,
  }),
}

/** What DMN has no place for. */
export const D006: Definition<{ readonly names: readonly string[] }> = {
  code: 'D006',
  severity: 'note',
  message: ({ names }) => ({
    zh: `流程、记账和期限不属于 DMN，没有写出：${names.join('、')}。`,
    en: `DMN has no procedures, transfers or deadlines; left out: ${names.join(', ')}.`,
  }),
  remedy: () => ({
    zh: '办理仍在本系统里；别的引擎只算规则。',
    en: 'Matters still run here; another engine only computes the rules.',
  }),
}

/** A fact whose type DMN can't name. */
export const D007: Definition<Named> = {
  code: 'D007',
  severity: 'note',
  message: ({ name }) => ({
    zh: `“${name}”是期间，DMN 把期间分成两种类型，这里写作 Any。`,
    en: `“${name}” is a span; DMN has two types of duration, so its type is Any.`,
  }),
  remedy: () => ({
    zh: '传入 duration("P3M") 或 duration("P15D") 这样的值；个工作日传不了。',
    en: 'Pass values like duration("P3M") or duration("P15D"); workdays can’t be passed.',
  }),
}

/** A default of a fact that may also be null. */
export const D008: Definition<Named> = {
  code: 'D008',
  severity: 'warning',
  message: ({ name }) => ({
    zh: `“${name}”可以是无，又有默认值；DMN 分不出没有填和无，默认值没有写出。`,
    en: `“${name}” may be null and has a default; DMN can't tell “not given” from null.`,
  }),
  remedy: () => ({
    zh: '没有填的，由调用的一方先填上默认值。',
    en: 'Whoever calls the model fills in the default where nothing is known.',
  }),
}
