/** Every check, in the order their findings are reported. */
import { type Check, type CheckInput, contextOf } from './context.ts'
import { checkDuplicates } from './P005-duplicate.ts'
import { checkCitations } from './P010-citation.ts'
import { checkAccounted } from './P011-unaccounted-article.ts'
import { checkUnused } from './P012-unused-fact.ts'
import { checkUndeclared } from './P013-undeclared.ts'
import { checkTypes } from './P014-type.ts'
import { checkOverlap } from './P015-overlap.ts'
import { checkGap } from './P016-gap.ts'
import { checkCycles } from './P017-cycle.ts'
import { checkOwnReservation } from './P018-own-reservation.ts'
import { checkFilled } from './P019-never-filled.ts'
import { checkReach } from './P020-eligibility-reach.ts'
import { checkDefaults } from './P021-default.ts'
import { checkParties } from './P022-no-party.ts'
import { checkMisspeltState } from './P030-misspelt-state.ts'
import { checkLapse } from './P031-missing-lapse.ts'
import { checkUnreachable } from './P032-unreachable-state.ts'
import { checkDeadEnd } from './P033-dead-end-state.ts'
import { checkLeak } from './P034-leaked-reservation.ts'
import { checkLedgers } from './P035-crossed-ledgers.ts'
import { checkTransferActs } from './P036-transfer-for-no-act.ts'
import { checkActs } from './P037-unknown-act.ts'
import { checkExampleRules } from './P038-example-no-rule.ts'
import { checkBecause } from './P039-example-no-reason.ts'
import { checkReserved } from './P041-nothing-reserved.ts'
import { checkSameHands } from './P042-same-hands.ts'
import { checkWeights } from './P043-weights.ts'
import { checkPromised } from './P044-promised-unreserved.ts'
import { checkInterpretations } from './P050-unconfirmed.ts'
import { checkPending } from './P051-pending-source.ts'
import { checkEnglish } from './P052-english.ts'

export const checks: readonly Check[] = [
  checkDuplicates,
  checkCitations,
  checkAccounted,
  checkUnused,
  checkUndeclared,
  checkTypes,
  checkOverlap,
  checkGap,
  checkCycles,
  checkOwnReservation,
  checkFilled,
  checkReach,
  checkDefaults,
  checkParties,
  checkMisspeltState,
  checkLapse,
  checkUnreachable,
  checkDeadEnd,
  checkLeak,
  checkLedgers,
  checkTransferActs,
  checkActs,
  checkExampleRules,
  checkBecause,
  checkReserved,
  checkSameHands,
  checkWeights,
  checkPromised,
  checkInterpretations,
  checkPending,
  checkEnglish,
]

/** Runs every check on a policy that has been read. */
export function runChecks(input: CheckInput): void {
  const context = contextOf(input)
  for (const check of checks) check(context)
}
