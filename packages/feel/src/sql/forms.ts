/** How a number is brought to a fixed place, by the names that FEEL has for it. */
export type Rounding =
  | 'decimal'
  | 'floor'
  | 'ceiling'
  | 'round up'
  | 'round down'
  | 'round half up'
  | 'round half down'

/**
 * How a row of the table of builtin functions is written in SQL; `calls.ts` has the texts. A row
 * without a form can't be.
 */
export type SqlForm =
  | Rounding
  | 'not'
  | 'all'
  | 'any'
  | 'min'
  | 'max'
  | 'sum'
  | 'mean'
  | 'abs'
  | 'modulo'
  | 'count'
  | 'list contains'
  | 'contains'
  | 'starts with'
  | 'ends with'
  | 'string length'
  | 'months between'
