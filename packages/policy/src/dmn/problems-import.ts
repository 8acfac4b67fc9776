/** What an import could not carry, or carried otherwise: each with its place in the XML. */
import type { Text } from '@huoshui/values'
import type { Definition } from '../problem.ts'
import type { XmlFault } from './xml-read.ts'

interface Named {
  readonly name: string
}

function faultText(fault: XmlFault): Text {
  switch (fault.kind) {
    case 'characters':
      return {
        zh: `文件超过 ${fault.limit} 个字符，没有读。`,
        en: `The file has more than ${fault.limit} characters and was not read.`,
      }
    case 'depth':
      return {
        zh: `元素嵌套超过 ${fault.limit} 层，没有读。`,
        en: `Elements are nested deeper than ${fault.limit}, so it was not read.`,
      }
    case 'elements':
      return {
        zh: `元素超过 ${fault.limit} 个，没有读。`,
        en: `There are more than ${fault.limit} elements, so it was not read.`,
      }
    case 'attributes':
      return {
        zh: `一个元素的属性超过 ${fault.limit} 个，没有读。`,
        en: `An element has more than ${fault.limit} attributes, so it was not read.`,
      }
    case 'doctype':
      return {
        zh: '文件有 DOCTYPE 声明，可以带出外部的内容，没有读。',
        en: 'The file has a DOCTYPE, which could pull in other contents; it was not read.',
      }
    case 'control':
      return {
        zh: '这里有 XML 不用的控制字符，没有读。',
        en: 'There is a control character that XML does not have, so it was not read.',
      }
    case 'malformed':
      return {
        zh: `不是合乎规范的 XML：${fault.message}`,
        en: `This is not well-formed XML: ${fault.message}`,
      }
  }
}

/** The file is refused or is no XML. */
export const D101: Definition<XmlFault> = {
  code: 'D101',
  severity: 'error',
  message: faultText,
  remedy: ({ kind }) =>
    kind === 'malformed'
      ? { zh: '用建模工具重新导出一份。', en: 'Export it again from the modelling tool.' }
      : {
          zh: '删去这一部分，或者把模型拆成几个文件。',
          en: 'Take that part out, or split the model into several files.',
        },
}

/** The XML is no DMN. */
export const D102: Definition<{ readonly found: string }> = {
  code: 'D102',
  severity: 'error',
  message: ({ found }) => ({
    zh: `这不是 DMN 模型：最外面的元素是 ${found}。`,
    en: `This is no DMN model: its outermost element is ${found}.`,
  }),
  remedy: () => ({
    zh: '选用最外面是 definitions、命名空间属于 omg.org DMN 的文件。',
    en: 'Choose a file whose outermost element is definitions, of the DMN of omg.org.',
  }),
}

/** An expression can't be read as FEEL. */
export const D110: Definition<Named & { readonly problem: Text }> = {
  code: 'D110',
  severity: 'warning',
  message: ({ name, problem }) => ({
    zh: `“${name}”没有带来：表达式读不懂，${problem.zh}`,
    en: `“${name}” was not carried: an expression can't be read. ${problem.en}`,
  }),
  remedy: () => ({
    zh: '按 FEEL 的写法改正，再导入；或者在草案里用我们的写法写。',
    en: 'Mend it by the grammar of FEEL and import again; or write the rule in the draft.',
  }),
}

/** An expression uses a name that its decision does not require. */
export const D111: Definition<Named & { readonly used: string }> = {
  code: 'D111',
  severity: 'warning',
  message: ({ name, used }) => ({
    zh: `“${name}”没有带来：用了“${used}”，却没有写明需要它。`,
    en: `“${name}” was not carried: it uses “${used}”, which it does not require.`,
  }),
  remedy: () => ({
    zh: '在模型里补上 informationRequirement 或 knowledgeRequirement。',
    en: 'Add the informationRequirement or knowledgeRequirement to the model.',
  }),
}

/** Something that can't be executed here: foreign code, another language, the clock. */
export const D112: Definition<Named & { readonly what: Text }> = {
  code: 'D112',
  severity: 'warning',
  message: ({ name, what }) => ({
    zh: `“${name}”没有带来：${what.zh}在这里不能执行。`,
    en: `“${name}” was not carried: ${what.en} can't be executed here.`,
  }),
  remedy: () => ({
    zh: '用 FEEL 写出内容；要用当天，写 today()。',
    en: 'Write its contents in FEEL; for the day, write today().',
  }),
}

/** A decision has no logic. */
export const D113: Definition<Named> = {
  code: 'D113',
  severity: 'warning',
  message: ({ name }) => ({
    zh: `“${name}”没有带来：模型里没有写它的逻辑。`,
    en: `“${name}” was not carried: the model has no logic for it.`,
  }),
  remedy: () => ({
    zh: '在草案里写上这条规则，或者声明成事实。',
    en: 'Write the rule in the draft, or declare it as a fact.',
  }),
}

/** The type of an input is none of those that facts have. */
export const D114: Definition<Named & { readonly type: string }> = {
  code: 'D114',
  severity: 'warning',
  message: ({ name, type }) => ({
    zh: `输入“${name}”没有带来：类型 ${type} 不是事实可以有的类型。`,
    en: `The input “${name}” was not carried: no fact can have the type ${type}.`,
  }),
  remedy: () => ({
    zh: '改成 boolean、number、string、date、期间、文本列表，或由它们组成的记录。',
    en: 'Use boolean, number, string, date, a duration, a list of text, or records of these.',
  }),
}

/** A decision needs something that was not carried. */
export const D115: Definition<Named & { readonly on: string }> = {
  code: 'D115',
  severity: 'warning',
  message: ({ name, on }) => ({
    zh: `“${name}”没有带来：它要用的“${on}”没有带来。`,
    en: `“${name}” was not carried: it needs “${on}”, which was not.`,
  }),
  remedy: ({ on }) => ({
    zh: `先解决“${on}”，再导入。`,
    en: `See to “${on}” first, and import again.`,
  }),
}

/** A decision table that can't be said as ours. */
export const D116: Definition<Named & { readonly why: Text }> = {
  code: 'D116',
  severity: 'warning',
  message: ({ name, why }) => ({
    zh: `“${name}”没有带来：决策表${why.zh}。`,
    en: `“${name}” was not carried: the decision table ${why.en}.`,
  }),
  remedy: () => ({
    zh: '在模型里补全，或者改用唯一（U）、首个（F）或求和（C+）。',
    en: 'Complete it in the model, or use unique (U), first (F) or sum (C+).',
  }),
}

/** An element of a model that a policy has no place for. */
export const D117: Definition<Named & { readonly what: string }> = {
  code: 'D117',
  severity: 'warning',
  message: ({ name, what }) => ({
    zh: `没有带来 ${what}“${name}”：政策里没有这种东西。`,
    en: `${what} “${name}” was not carried: policies have nothing of the kind.`,
  }),
  remedy: ({ what }) =>
    what === 'import'
      ? {
          zh: '把被引入的模型也导入成一件草案，再在文首写“引用”。',
          en: 'Import that model as another draft, and name its rules under 引用.',
        }
      : {
          zh: '看看草案里的规则是否已经够用；不够的，另写规则。',
          en: 'See whether the rules of the draft will do; write what is missing.',
        },
}

/** An expression would be read differently in a policy. */
export const D118: Definition<Named> = {
  code: 'D118',
  severity: 'warning',
  message: ({ name }) => ({
    zh: `“${name}”没有带来：在政策里它会读成别的意思。`,
    en: `“${name}” was not carried: in a policy it would be read differently.`,
  }),
  remedy: () => ({
    zh: '在模型里给当地变量和键换成不含空格和符号的名称，再导入。',
    en: 'Rename local variables and keys to plain words in the model, and import again.',
  }),
}

/** Decisions need one another in a circle. */
export const D119: Definition<Named> = {
  code: 'D119',
  severity: 'warning',
  message: ({ name }) => ({
    zh: `“${name}”没有带来：它绕了一圈又要用到自己。`,
    en: `“${name}” was not carried: round a circle it needs itself.`,
  }),
  remedy: () => ({ zh: '在模型里断开这一圈。', en: 'Break the circle in the model.' }),
}

/** A name had to be changed. */
export const D120: Definition<Named & { readonly ours: string }> = {
  code: 'D120',
  severity: 'note',
  message: ({ name, ours }) => ({
    zh: `“${name}”在草案里叫“${ours}”。`,
    en: `“${name}” is called “${ours}” in the draft.`,
  }),
  remedy: () => ({
    zh: '改成公文里的叫法，各处一起改。',
    en: 'Give it the name that the law uses, everywhere.',
  }),
}

/** A value can't be of the type that the model declares for it, so that the model changes it. */
export const D123: Definition<Named & { readonly found: Text; readonly declared: string }> = {
  code: 'D123',
  severity: 'warning',
  message: ({ name, found, declared }) => ({
    zh: `“${name}”没有带来：声明的类型是 ${declared}，写出来的却是${found.zh}，模型会把它变成 null 或别的样子。`,
    en: `“${name}” was not carried: it is declared as ${declared} and comes to ${found.en}, which the model makes null or another shape.`,
  }),
  remedy: () => ({
    zh: '在模型里改正类型或表达式，再导入。',
    en: 'Mend the type or the expression in the model and import again.',
  }),
}

/** Whether a value is of its declared type can only be told when values are there. */
export const D124: Definition<Named & { readonly declared: string }> = {
  code: 'D124',
  severity: 'note',
  message: ({ name, declared }) => ({
    zh: `“${name}”声明的类型是 ${declared}，草案不核对：模型会把不合的值变成 null。`,
    en: `“${name}” is declared as ${declared}; the draft doesn't check it, the model makes other values null.`,
  }),
  remedy: () => ({
    zh: '看看会不会有别的类型的值；会有的，在公式里写明怎么办。',
    en: 'See whether values of other types can occur; if so, say in the formula what then.',
  }),
}

/** Something is decided differently in a case that the model may not mean. */
export const D121: Definition<Named & { readonly when: Text }> = {
  code: 'D121',
  severity: 'warning',
  message: ({ name, when }) => ({
    zh: `“${name}”带来了，但${when.zh}。`,
    en: `“${name}” was carried, but ${when.en}.`,
  }),
  remedy: () => ({
    zh: '写一个算例，看这种情形应当是什么。',
    en: 'Write an example of that case and say what it should be.',
  }),
}

/** A list of values that the model allows is not kept. */
export const D122: Definition<Named> = {
  code: 'D122',
  severity: 'note',
  message: ({ name }) => ({
    zh: `“${name}”限定了可以有的值，草案没有照办。`,
    en: `“${name}” allows certain values only; the draft does not check them.`,
  }),
  remedy: () => ({
    zh: '文字的写成封闭列表“甲 / 乙”；数有最低值的写“下限”。',
    en: 'Write text as a closed list such as 甲 / 乙; give a number its 下限.',
  }),
}
