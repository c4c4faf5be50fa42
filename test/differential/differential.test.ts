// The short version of `npm run test:deep -- lives`: the same lives as always, and as many that nobody has seen before.
import { randomBytes } from "node:crypto"

import { expect } from "chai"
import { Contracts } from "./contracts.ts"
import { RULES } from "./model.ts"
import { insideHardhat } from "./node.ts"
import { type Report, run } from "./run.ts"

const LIVES = 1000
const FIXED_SEED = 137n

describe("Differential: whole lives of rentals, on chain and in the model", () => {
  const reports: Report[] = []
  let contracts: Contracts
  before(async () => {
    contracts = await Contracts.open()
  })
  after(() => contracts.close())

  it(`default: ${LIVES} lives of seed ${FIXED_SEED} differ in nothing`, async () => {
    const report = await run(contracts, { lives: LIVES, seed: FIXED_SEED })
    expect(report.lives).to.be.at.least(LIVES, "lives from deposit to close")
    reports.push(report)
  })

  const seed = BigInt(`0x${randomBytes(6).toString("hex")}`)

  it(`behavior: ${LIVES} new lives of seed ${seed} differ in nothing`, async () => {
    const report = await run(contracts, { lives: LIVES, seed })
    expect(report.lives).to.be.at.least(LIVES, "lives from deposit to close")
    reports.push(report)
  })

  it("behavior: the chain inside Hardhat, for platforms without Anvil, gives a seed the same lives", async () => {
    const few = { lives: 40, seed: FIXED_SEED }
    const inside = await Contracts.open({ worlds: 4, open: insideHardhat })
    const outside = await Contracts.open({ worlds: 4 })
    try {
      expect(await run(inside, few), "report").to.deep.equal(await run(outside, few))
    } finally {
      inside.close()
      outside.close()
    }
  })

  it("behavior: the lives contain every verb and every event", () => {
    const [fixed] = reports
    for (const name of [...VERBS, ...EVENTS]) expect(fixed?.checked[name] ?? 0).to.be.above(0, name)
  })

  it("behavior: the lives contain every case that the protocol distinguishes", () => {
    const [fixed] = reports
    for (const rule of Object.keys(RULES)) expect(fixed?.checked[`rule ${rule}`] ?? 0).to.be.above(0, rule)
  })

  it("behavior: the lives contain calls that must fail, each with one foreseen error", () => {
    const [fixed] = reports
    for (const name of ERRORS) expect(fixed?.checked[`error ${name}`] ?? 0).to.be.above(0, name)
  })
})

const VERBS = [
  "deposit",
  "start",
  "extend",
  "stop",
  "interrupt",
  "refund",
  "settle",
  "settleMany",
  "dispute",
  "submitEvidence",
  "resolve",
  "fundBond",
  "withdrawBond",
  "revokeOffers",
  "setSigner",
  "withdraw",
  "collectFees",
  "setMarket",
  "closeMarket",
  "setHostFee",
  "setTreasury",
  "setGuardian",
]

const EVENTS = [
  "Deposited",
  "Started",
  "Extended",
  "Interrupted",
  "Compensated",
  "Refunded",
  "Paid",
  "Disputed",
  "EvidenceSubmitted",
  "Resolved",
  "StakeReleased",
  "Closed",
  "Credited",
  "Withdrawn",
  "BondFunded",
  "BondWithdrawn",
  "FeesCollected",
  "OffersRevoked",
  "SignerSet",
  "MarketSet",
  "HostFeeSet",
  "TreasurySet",
  "GuardianSet",
].map((name) => `event ${name}`)

const ERRORS = [
  "WrongStatus",
  "NotRenter",
  "NotHostOrOperator",
  "NotDue",
  "StartWindowOver",
  "RentalOver",
  "ChallengeWindowOver",
  "SettlementDue",
  "EvidenceWindowOpen",
  "ArbitrationOver",
  "RefundOutOfBounds",
  "NothingAtRisk",
  "DurationOutOfBounds",
  "InsufficientBond",
  "InvalidRenter",
  "TooMuch",
  "WrongValue",
  "ZeroAmount",
  "NothingCredited",
]
