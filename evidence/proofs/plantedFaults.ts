// Faults of the real code that the proofs must refuse: each is planted alone, and the named assertion must be violated.
// This shows for each group of claims that its premises can be met, and that it is about the code and not beside it. An
// assertion over which z3 does not finish once the fault is there is left out.

import { markdownTable } from "../../scripts/support/pages.ts"

export interface PlantedFault {
  readonly what: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** The file of proofs/ that must refuse it. */
  readonly proofs: string
  /** Assertions that must be violated, by contract and function. */
  readonly violated: readonly string[]
}

const MATH = "contracts/libraries/RentalMath.sol"

export const plantedFaults: readonly PlantedFault[] = [
  {
    what: "`feeDown` returns one unit more",
    file: MATH,
    from: "return shareDown(before + gross, state.feeBps) - shareDown(before, state.feeBps);",
    to: "return shareDown(before + gross, state.feeBps) - shareDown(before, state.feeBps) + 1;",
    proofs: "Amounts",
    violated: ["Amounts.prove_unslicedFeeIsItsShare"],
  },
  {
    what: "`elapsed` is not capped at the duration",
    file: MATH,
    from: "return uint32(Math.min(now_ - state.since, state.duration));",
    to: "return uint32(now_ - state.since);",
    proofs: "Clock",
    violated: ["Clock.prove_elapsedWithinDuration", "Clock.prove_billedWithinCovered"],
  },
  {
    what: "`bondOf` is the offer's bond, whatever the price",
    file: MATH,
    from: "return Math.min(offer.bond, MAX_BOND_MULTIPLE * costDown(offer.pricePerHour, duration));",
    to: "return offer.bond + 0 * costDown(offer.pricePerHour, duration);",
    proofs: "Bonds",
    violated: ["Bonds.prove_bondWithinTwentyPrices"],
  },
  {
    what: "`bondOf` is twenty prices, whatever the offer",
    file: MATH,
    from: "return Math.min(offer.bond, MAX_BOND_MULTIPLE * costDown(offer.pricePerHour, duration));",
    to: "return MAX_BOND_MULTIPLE * costDown(offer.pricePerHour, duration);",
    proofs: "Bonds",
    violated: ["Bonds.prove_bondWithinOffer"],
  },
  {
    what: "a concession is charged for any time, beyond the evidence window",
    file: MATH,
    from: "return (stake * Math.min(charged, EVIDENCE_WINDOW)) / EVIDENCE_WINDOW;",
    to: "return (stake * charged) / EVIDENCE_WINDOW;",
    proofs: "Concessions",
    violated: ["Concessions.prove_aWindowCostsTheWholeStake"],
  },
  {
    what: "a refund makes conceding cost the same as before",
    file: MATH,
    from: "if (waited < uint256(state.settlingUntil) * 1 minutes) return 0;",
    to: "if (waited < uint256(state.settlingUntil) * 0) return 0;",
    proofs: "Concessions",
    violated: ["Concessions.prove_endingIsFreeWhileSettling", "Concessions.prove_nothingContestedStaysFree"],
  },
  {
    what: "the free day is rounded down to minutes",
    file: MATH,
    from: "return uint16((now_ - state.since + EVIDENCE_WINDOW + 59) / 1 minutes);",
    to: "return uint16((now_ - state.since + EVIDENCE_WINDOW) / 1 minutes);",
    proofs: "Settling",
    violated: ["Settling.prove_freeTimeIsAtLeastADay", "Settling.prove_concedingIsFreeForADayAfterARefund"],
  },
  {
    what: "`collectableSeconds` does not subtract what was refunded",
    file: MATH,
    from: "Math.saturatingSub(unchallenged, state.refundedSeconds)",
    to: "Math.saturatingSub(unchallenged, 0)",
    proofs: "Seconds",
    violated: ["Seconds.prove_collectKeepsActiveSound", "Seconds.prove_collectKeepsInterruptedSound"],
  },
  {
    what: "`exitAt` forgets a dispute",
    file: MATH,
    from: "if (state.status == Status.Active || state.status == Status.Interrupted) closing += ARBITRATION_WINDOW;",
    to: "if (state.status == Status.Interrupted) closing += ARBITRATION_WINDOW;",
    proofs: "Exits",
    violated: ["Exits.prove_interruptNeverRaisesExit", "Exits.prove_disputeNeverRaisesExit"],
  },
  {
    what: "a renter that ends the rental is billed the commitment beside the time",
    file: MATH,
    from: "return uint32(Math.min(Math.max(elapsed(state, now_), minDuration), state.duration));",
    to: "return uint32(Math.min(uint256(elapsed(state, now_)) + minDuration, state.duration));",
    proofs: "Bounds",
    violated: ["Bounds.prove_extensionInFrontLeavesAStopAsItIs"],
  },
  {
    what: "`earned` counts refunded seconds",
    file: MATH,
    from: "return costDown(pricePerHour, billed_ - state.refundedSeconds) - costDown(pricePerHour, state.paidSeconds);",
    to: "return costDown(pricePerHour, billed_) - costDown(pricePerHour, state.paidSeconds);",
    proofs: "Accounts",
    violated: ["Accounts.prove_earnedIsThePriceOfWhatIsBilled"],
  },
  {
    what: "the whole duration stays covered after an end",
    file: MATH,
    from: "return state.status <= Status.Active ? state.duration : state.billedSeconds;",
    to: "return state.status <= Status.Disputed ? state.duration : state.billedSeconds;",
    proofs: "Accounts",
    violated: ["Accounts.prove_onlyBilledTimeIsCoveredAfterAnEnd"],
  },
  {
    what: "a mandate is due one second early (in the model)",
    file: "proofs/Mandates.sol",
    from: "return Math.saturatingSub(end + 1, extendBefore);",
    to: "return Math.saturatingSub(end, extendBefore);",
    proofs: "Mandates",
    violated: ["Extensions.prove_dueOnlyNearTheEnd"],
  },
  {
    what: "what a mandate spent is not added up (in the model)",
    file: "proofs/Mandates.sol",
    from: "_spent = sum;",
    to: "_spent = uint256(amount) + tip + 0 * sum;",
    proofs: "Mandates",
    violated: ["Spending.prove_neverAboveTheLargestTotal"],
  },
  {
    what: "a revoked mandate is executed (in the model)",
    file: "proofs/Mandates.sol",
    from: "require(!_revoked && amount > 0);",
    to: "require(amount > 0);",
    proofs: "Mandates",
    violated: ["Spending.prove_nothingAfterRevocation"],
  },
  {
    what: "a mandate is executed at any time (in the model)",
    file: "proofs/Mandates.sol",
    from: "require(_now < _end && _end - _now < _EXTEND_BEFORE);",
    to: "require(_now < _end);",
    proofs: "Mandates",
    violated: ["Rate.execute"],
  },
  {
    what: "the value need not cover the fee (in the model)",
    file: "proofs/Purchases.sol",
    from: "return relayFee <= value && price <= value - relayFee;",
    to: "return price <= value;",
    proofs: "Purchases",
    violated: ["Purchases.prove_neverMoreThanTheValue"],
  },
  {
    what: "an order for a rental that lasts long enough is carried out again (in the model)",
    file: "proofs/Purchases.sol",
    from: "require(_DURATION > _lasts);",
    to: "require(_DURATION >= _lasts);",
    proofs: "Purchases",
    violated: ["Nonces.prove_boughtAtMostOnce"],
  },
  {
    what: "the rest stays in the router (in the model)",
    file: "proofs/Purchases.sol",
    from: "_balance -= value - price - relayFee;",
    to: "_balance -= 0;",
    proofs: "Purchases",
    violated: ["Till.buy"],
  },
  {
    what: "a closing forgets what the host did not earn (in the model)",
    file: "proofs/Books.sol",
    from: "_toRenter += _held - gross;",
    to: "_toRenter += 0;",
    proofs: "Books",
    violated: ["Principal.prove_everyDepositIsAccountedFor"],
  },
  {
    what: "a closed rental is closed again (in the model)",
    file: "proofs/Order.sol",
    from: "require(_status != Status.None && _status != Status.Closed);\n        assert(!_settled);",
    to: "require(_status != Status.None);\n        assert(!_settled);",
    proofs: "Order",
    violated: ["Settlement.close"],
  },
  {
    what: "a host's own fee is not bounded (in the model)",
    file: "proofs/Parameters.sol",
    from: "if (feeBps != 0) _requireFeeInBounds(feeBps);",
    to: "",
    proofs: "Parameters",
    violated: ["Parameters.prove_hostFeeInBounds"],
  },
]

/** The table of docs/proofs.md. `npm run proofs -- --planted` writes it once every fault was refused. */
export function plantedTable(): string[] {
  const rows = plantedFaults.map(({ what, file, violated }) => [
    what,
    file.replace(/^contracts\//, ""),
    violated.map((name) => `\`${name.replace("prove_", "")}\``).join(", "),
  ])
  return markdownTable(["fault", "file", "violated assertions"], rows)
}
