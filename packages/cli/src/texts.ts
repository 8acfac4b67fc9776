/** Every word that the command line says, one table a language. */
import type { Lang } from '@huoshui/values'
import { en } from './texts-en.ts'
import { zh } from './texts-zh.ts'

export type Texts = typeof zh
export type CommandName = keyof Texts['commands']

const tables: Readonly<Record<Lang, Texts>> = { zh, en }

/** The words of a language. */
export const textsOf = (lang: Lang): Texts => tables[lang]
