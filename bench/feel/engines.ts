import { closuresDecimal, closuresDouble } from './closures.ts'
import { sqlGenerated, sqlHand } from './duckdb.ts'
import type { Engine } from './engine.ts'
import { feelin, feelinDocumented } from './feelin.ts'
import { jsonRules } from './json-rules.ts'
import { loopArrays, loopObjects } from './loops.ts'
import { ours } from './ours.ts'
import { oursExplained } from './ours-explained.ts'
import { oursInterpreted } from './ours-interpreted.ts'
import { publicodes } from './publicodes.ts'
import { zen, zenDecision } from './zen.ts'

/**
 * Every engine of the bench. The first is what the others are held against: decimals written by
 * hand, of no package that is measured here.
 */
export const ENGINES: readonly [Engine, ...Engine[]] = [
  closuresDecimal,
  closuresDouble,
  ours,
  oursExplained,
  oursInterpreted,
  feelin,
  feelinDocumented,
  zen,
  zenDecision,
  jsonRules,
  publicodes,
  loopObjects,
  loopArrays,
  sqlHand,
  sqlGenerated,
]
