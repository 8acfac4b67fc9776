import type { Text } from '@huoshui/values'
import { print } from '../print.ts'
import type { Node } from '../syntax.ts'

const say = (zh: string, en: string): Text => ({ zh, en })

/** What a construct is called where it can't be written in SQL. */
export function nameOfConstruct(node: Node): Text {
  switch (node.kind) {
    case 'call': {
      const name = print(node.callee)
      return say(`函数“${name}”`, `The function “${name}”`)
    }
    case 'path':
      return say(`属性“${node.name}”`, `The property “${node.name}”`)
    case 'filter':
      return say('列表的筛选', 'A filter of a list')
    case 'for':
      return say('循环 for', 'The loop “for”')
    case 'some':
    case 'every':
      return say(`“${node.kind}”`, `“${node.kind}”`)
    case 'function':
      return say('函数的定义', 'A function defined here')
    case 'context':
      return say('记录', 'A record')
    case 'list':
      return say('作为值的列表', 'A list as a value')
    case 'range':
      return say('作为值的范围', 'A range as a value')
    case 'instance-of':
      return say('“instance of”', '“instance of”')
    case 'input':
    case 'unary-compare':
    case 'unary-tests':
      return say('没有检验对象的检验', 'A test of no value')
    case 'broken':
      return say('没有读懂的部分', 'What could not be read')
    case 'and':
    case 'or':
      return say(`不是是非的“${node.kind}”`, `“${node.kind}” of what is no truth value`)
    case 'name':
    case 'number':
    case 'quantity':
    case 'string':
    case 'boolean':
    case 'null':
    case 'at-literal':
    case 'negate':
    case 'arithmetic':
    case 'compare':
    case 'between':
    case 'in':
    case 'if': {
      const text = print(node)
      return say(`“${text}”`, `“${text}”`)
    }
  }
}
