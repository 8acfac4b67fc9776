import type { Cursor } from './cursor.ts'
import type { Comparison, Node } from './syntax.ts'

/**
 * `(< 5)` as a value is the range below 5 (DMN 1.5 grammar rule 8). `(= 5)` is [5..5] in a policy;
 * in the standard it is a range of its own kind, as is `(!= 5)`.
 */
export function halfRange(
  c: Cursor,
  op: Comparison,
  value: Node,
  from: number,
  at = { from, to: c.at },
): Node {
  if (c.s.mode === 'standard' && (op === '=' || op === '!=')) return equalRange(c, op, value, from)
  if (op === '!=') c.fail('F013', at)
  const below = op === '<' || op === '<='
  const above = op === '>' || op === '>='
  return {
    kind: 'range',
    low: below ? null : value,
    high: above ? null : value,
    lowIncluded: op === '>=' || op === '=',
    highIncluded: op === '<=' || op === '=',
    at: { from, to: c.at },
  }
}

function equalRange(c: Cursor, op: '=' | '!=', value: Node, from: number): Node {
  const included = op === '='
  return {
    kind: 'range',
    low: value,
    high: value,
    lowIncluded: included,
    highIncluded: included,
    op,
    at: { from, to: c.at },
  }
}

/** The rest of a range whose low end has been read: `..`, the high end and what closes it. */
export function rangeFrom(
  c: Cursor,
  low: Node,
  lowIncluded: boolean,
  from: number,
  read: (c: Cursor) => Node,
): Node {
  c.expectOp('..')
  const high = read(c)
  const highIncluded = c.takeOp(']')
  if (!highIncluded && !c.takeOp(')') && !c.takeOp('[')) c.missing(']')
  return { kind: 'range', low, high, lowIncluded, highIncluded, at: { from, to: c.at } }
}
