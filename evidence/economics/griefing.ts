// Ways to harm others at a price, each played through the public functions of the contracts.
import { buildMandate, prepareMandate, signMandate } from "@gpuflow/escrow/mandate"
import { type PurchaseOrder, preparePurchase, preparePurchaseCall, signPurchase } from "@gpuflow/escrow/router"

import { ARBITRATION_WINDOW, DAY, EVIDENCE_WINDOW, HOUR, NO_PERMIT } from "../../test/support/offer.ts"
import { fillBoard } from "./fillBoard.ts"
import { machineId, type Sides, type Stage } from "./stage.ts"

export interface Griefing {
  readonly kind: Kind
  readonly name: string
  readonly sides: Sides
  readonly play: (stage: Stage) => Promise<void>
  /** What ends it, or keeps it small. */
  readonly bound: string
  /** Tests that play the same attack. */
  readonly tests: readonly string[]
}

type Kind =
  | "bond locking"
  | "machine holding"
  | "nonce bumping"
  | "dispute flooding"
  | "mandate draining"
  | "relay griefing"
  | "board flooding"

/** Seconds that a host's agent takes to start a rental, and to sign an offer again at the next beat of five minutes. */
const AGENT_STARTS = 15n
const HEARTBEAT = 300n
/** Seconds until a host that signs by hand looks again. */
const COLD_SIGNER = 8n * HOUR
/** Base units of an arbiter's half hour, as docs/arbiters.md assumes. */
const RULING = 20_000_000n
const NO_BOUND = 2n ** 256n - 1n
const TIP = 20_000n
const CENT = 10_000n

const AGAINST_THE_HOST: Sides = { attackers: ["attacker"], victims: ["host"] }
const AGAINST_THE_HOST_BY_TWO: Sides = { attackers: ["attacker", "accomplice"], victims: ["host"] }
const AGAINST_THE_ARBITER: Sides = { attackers: ["attacker", "accomplice"], victims: ["arbiter"] }
const AGAINST_THE_RELAYER: Sides = { attackers: ["attacker", "accomplice"], victims: ["keeper"] }

/** Seconds whose twenty prices are the whole bond of sixteen hours. */
const WHOLE_BOND = 48n * 60n

/** Buys 48 minutes, and disputes them at once: all of the bond is locked for a twentieth of it and of a second. */
async function lockBond(stage: Stage) {
  const rental = stage.rentalOf(stage.offer(), "attacker")
  await stage.deposit("attacker", rental, WHOLE_BOND)
  await stage.send("attacker", stage.escrow, "dispute", [rental, "ipfs://nothing", NO_PERMIT])
  await stage.pass(HEARTBEAT)
  await stage.signAgain()
  return rental
}

async function lockUntilTheClock(stage: Stage, bonds: bigint): Promise<void> {
  await stage.fundBond("host", bonds * stage.bond())
  await stage.begin()
  const rental = await lockBond(stage)
  await stage.pass(ARBITRATION_WINDOW - HEARTBEAT)
  await stage.send("host", stage.escrow, "settle", [rental])
}

/** Deposits, and cancels so many seconds later. */
async function holdAndCancel(stage: Stage, startWindow: bigint, seconds: bigint): Promise<void> {
  await stage.fundBond("host", stage.bond())
  await stage.begin()
  const rental = stage.rentalOf(stage.offer({ startWindow }), "attacker")
  await stage.deposit("attacker", rental, 8n * HOUR)
  await stage.pass(seconds)
  await stage.send("attacker", stage.escrow, "stop", [rental, 0n])
}

async function bumpNonce(stage: Stage, seconds: bigint): Promise<void> {
  await stage.fundBond("host", stage.bond())
  await stage.begin()
  const rental = stage.rentalOf(stage.offer(), "attacker")
  await stage.deposit("attacker", rental, 1n)
  await stage.send("attacker", stage.escrow, "dispute", [rental, "ipfs://nothing", NO_PERMIT])
  await stage.send("attacker", stage.escrow, "stop", [rental, NO_BOUND])
  await stage.pass(seconds)
}

/** The accomplice is the host of a rental that the attacker disputes: no bond, and all but the fee stays with the two. */
async function disputeWithEachOther(stage: Stage, duration: bigint): Promise<void> {
  const host = stage.addressOf("accomplice")
  const rental = stage.rentalOf(stage.offer({ host, payee: host, bond: 0n }), "attacker")
  await stage.deposit("attacker", rental, duration)
  await stage.pass(duration - 1n)
  await stage.send("attacker", stage.escrow, "dispute", [rental, "ipfs://nothing", NO_PERMIT])
  stage.charge(RULING)
  await stage.pass(EVIDENCE_WINDOW)
  await stage.send("arbiter", stage.escrow, "resolve", [rental, 10_000n])
}

/** The renter signs a mandate of a day at a time. */
async function mandated(stage: Stage, { rolling }: { readonly rolling: boolean }) {
  await stage.fundBond("host", stage.bond())
  await stage.begin()
  const rental = stage.rentalOf(stage.offer({ rolling }), "renter")
  await stage.deposit("renter", rental, DAY)
  const renter = stage.walletOf("renter")
  const contracts = { escrow: stage.escrow.address, mandateContract: stage.mandates.address, rental }
  const terms = { until: 31n * DAY, step: DAY, extendBefore: HOUR, maxTip: TIP }
  const mandate = await buildMandate(renter, { ...contracts, ...terms })
  const signed = await signMandate(renter, { ...contracts, mandate })
  const { to, data } = prepareMandate(renter, "executeMandate", { signed, tip: TIP })
  return { rental, execute: () => stage.call("keeper", to, data) }
}

/** The machine is dead from the first hour, and its renter looks after three days. */
async function feedDeadMachine(stage: Stage, rolling: boolean): Promise<void> {
  const { rental, execute } = await mandated(stage, { rolling })
  for (let day = 0n; day < 3n; ++day) {
    await stage.pass(day === 0n ? DAY - HOUR + 1n : DAY)
    await execute()
  }
  await stage.send("renter", stage.escrow, "dispute", [rental, "ipfs://dead", NO_PERMIT])
  await stage.pass(EVIDENCE_WINDOW)
  await stage.send("arbiter", stage.escrow, "resolve", [rental, 0n])
}

/** A purchase of the attacker for machines of the accomplice, which a relayer sends after `inFront`. */
async function relay(stage: Stage, machines: number, inFront: () => Promise<void>): Promise<void> {
  const [payer, host] = [stage.addressOf("attacker"), stage.addressOf("accomplice")]
  const orders: PurchaseOrder[] = []
  for (let index = 0; index < machines; ++index) {
    const offer = stage.offer({ host, payee: host, bond: 0n, machine: machineId(index) })
    const hostSignature = await stage.signatureOf(offer)
    orders.push({ rental: stage.rentalOf(offer, "attacker"), duration: HOUR, hostSignature })
  }
  const wallet = stage.walletOf("attacker")
  const contracts = { escrow: stage.escrow.address, router: stage.router.address }
  const purchase = await preparePurchase(wallet, { ...contracts, payer, verb: "rent", orders, relayFee: CENT })
  const signed = await signPurchase(wallet, { purchase, way: "authorization" })
  const { to, data } = preparePurchaseCall(wallet, { signed })
  await inFront()
  await stage.call("keeper", to, data, true)
}

export const griefings: readonly Griefing[] = [
  {
    kind: "bond locking",
    name: "ten machines for a second each, settled in one batch",
    sides: AGAINST_THE_HOST,
    async play(stage) {
      await stage.fundBond("host", 2n * stage.bond())
      await stage.begin()
      const rentals = []
      for (let index = 0; index < 10; ++index) {
        const rental = stage.rentalOf(stage.offer({ machine: machineId(index) }), "attacker")
        await stage.deposit("attacker", rental, 1n)
        rentals.push(rental)
      }
      await stage.pass(6n * HOUR + 1n)
      await stage.send("host", stage.escrow, "settleMany", [rentals])
    },
    bound: "a rental's bond is at most twenty of its prices",
    tests: ["test_OneSecondRentals_LockNextToNothing"],
  },
  {
    kind: "bond locking",
    name: "a dispute in the first second that nobody rules on; the host has a second bond",
    sides: AGAINST_THE_HOST,
    play: (stage) => lockUntilTheClock(stage, 2n),
    bound: "a tenth of the stake goes to the host after 14 days",
    tests: ["test_TenDisputesThatNobodyRulesOn_CostATenthOfTheirStakes"],
  },
  {
    kind: "bond locking",
    name: "the same; the host has no second bond, and lets the machine idle for 14 days",
    sides: AGAINST_THE_HOST,
    play: (stage) => lockUntilTheClock(stage, 1n),
    bound: "not prevented: fund a second bond, sign a smaller one, or sign for known renters",
    tests: ["test_TenDisputesThatNobodyRulesOn_CostATenthOfTheirStakes"],
  },
  {
    kind: "bond locking",
    name: "the same, ruled for the host after a day",
    sides: AGAINST_THE_HOST,
    async play(stage) {
      await stage.fundBond("host", stage.bond())
      await stage.begin()
      const rental = await lockBond(stage)
      await stage.pass(EVIDENCE_WINDOW - HEARTBEAT)
      await stage.send("arbiter", stage.escrow, "resolve", [rental, 10_000n])
    },
    bound: "the whole stake goes to the host",
    tests: ["test_ConcedeJustBeforeTheRuling_CostsWhatTheRulingWould"],
  },
  {
    kind: "machine holding",
    name: "deposit, and cancel just before an agent starts",
    sides: AGAINST_THE_HOST,
    play: (stage) => holdAndCancel(stage, 1_800n, AGENT_STARTS - 1n),
    bound: "a faster start, or an instant offer",
    tests: ["test_CancelAndDepositAgain_HoldsAMachineForGas_NotPrevented"],
  },
  {
    kind: "machine holding",
    name: "the same; the host starts by hand, within 30 minutes",
    sides: AGAINST_THE_HOST,
    play: (stage) => holdAndCancel(stage, 1_800n, 1_799n),
    bound: "not prevented: start by an agent, or sign instant offers",
    tests: ["test_CancelAndDepositAgain_HoldsAMachineForGas_NotPrevented"],
  },
  {
    kind: "machine holding",
    name: "an instant offer, stopped after half an hour",
    sides: AGAINST_THE_HOST,
    async play(stage) {
      await stage.fundBond("host", stage.bond())
      await stage.begin()
      const rental = stage.rentalOf(stage.offer(), "attacker")
      await stage.deposit("attacker", rental, 8n * HOUR)
      await stage.pass(1_800n)
      await stage.send("attacker", stage.escrow, "stop", [rental, NO_BOUND])
    },
    bound: "it is a rental: the time is paid for",
    tests: ["test_HoldingAnInstantOffer_PaysForEverySecond"],
  },
  {
    kind: "machine holding",
    name: "a deposit of a second in front of a renter's deposit, which reverts",
    sides: { attackers: ["attacker"], victims: ["renter"] },
    async play(stage) {
      await stage.fundBond("host", 2n * stage.bond())
      await stage.begin()
      const wanted = stage.rentalOf(stage.offer(), "renter")
      await stage.deposit("attacker", stage.rentalOf(stage.offer(), "attacker"), 1n)
      await stage.deposit("renter", wanted, 8n * HOUR, true)
    },
    bound: "the offer stays valid: the next transaction rents the machine",
    tests: ["test_DepositInFrontOfADeposit_DelaysItByASecond"],
  },
  {
    kind: "machine holding",
    name: "the offer of a host that went offline",
    sides: AGAINST_THE_HOST,
    async play(stage) {
      await stage.fundBond("host", stage.bond())
      await stage.begin()
      stage.goOffline()
      const rental = stage.rentalOf(stage.offer({ startWindow: 1_800n }), "attacker")
      await stage.deposit("attacker", rental, 8n * HOUR)
      await stage.pass(1_800n)
      await stage.send("attacker", stage.escrow, "settle", [rental])
    },
    bound: "once: the nonce moves; offers that are signed again end with their host",
    tests: ["test_StandingOfferOfAnOfflineHost_PaysOneNoShow"],
  },
  {
    kind: "nonce bumping",
    name: "deposit, dispute and concede in a second; a heartbeat signs again within five minutes",
    sides: AGAINST_THE_HOST,
    play: (stage) => bumpNonce(stage, HEARTBEAT),
    bound: "an agent that signs as soon as the nonce moves",
    tests: ["test_DepositDisputeAndConcedeAtOnce_CostsATenthOfTheStake"],
  },
  {
    kind: "nonce bumping",
    name: "the same; the host signs by hand after eight hours",
    sides: AGAINST_THE_HOST,
    play: (stage) => bumpNonce(stage, COLD_SIGNER),
    bound: "not prevented: sign by heartbeat",
    tests: ["test_DepositDisputeAndConcedeAtOnce_CostsATenthOfTheStake"],
  },
  {
    kind: "dispute flooding",
    name: "a second between accomplices, and an arbiter that reads everything",
    sides: AGAINST_THE_ARBITER,
    play: (stage) => disputeWithEachOther(stage, 2n),
    bound: "not prevented on chain: the arbiter sorts by fees paid",
    tests: ["test_SybilDispute_CostsItsFeeAlone_NotPrevented"],
  },
  {
    kind: "dispute flooding",
    name: "the same, for as long as an arbiter's rule asks: until the fee pays for the ruling",
    sides: AGAINST_THE_ARBITER,
    // A tenth of the price is the fee.
    play: (stage) => disputeWithEachOther(stage, (10n * RULING * HOUR) / stage.pricePerHour() + 2n),
    bound: "the fee that the arbiter's rule asks for",
    tests: ["test_SybilDispute_CostsItsFeeAlone_NotPrevented"],
  },
  {
    kind: "dispute flooding",
    name: "against an honest host, over eight hours, ruled for it after a day",
    sides: AGAINST_THE_HOST,
    async play(stage) {
      await stage.fundBond("host", 2n * stage.bond())
      await stage.begin()
      const rental = stage.rentalOf(stage.offer(), "attacker")
      await stage.deposit("attacker", rental, 8n * HOUR)
      await stage.pass(8n * HOUR)
      await stage.send("attacker", stage.escrow, "dispute", [rental, "ipfs://nothing", NO_PERMIT])
      await stage.pass(EVIDENCE_WINDOW)
      await stage.send("arbiter", stage.escrow, "resolve", [rental, 10_000n])
    },
    bound: "the price and the whole stake go to the host",
    tests: ["test_ConcedeJustBeforeTheRuling_CostsWhatTheRulingWould"],
  },
  {
    kind: "mandate draining",
    name: "a keeper that executes as early as it may, ten days in a row",
    sides: { attackers: ["keeper"], victims: ["renter"] },
    async play(stage) {
      const { rental, execute } = await mandated(stage, { rolling: false })
      for (let day = 0; day < 10; ++day) {
        await stage.pass(day === 0 ? DAY - HOUR + 1n : DAY)
        await execute()
      }
      await stage.send("renter", stage.escrow, "stop", [rental, NO_BOUND])
      // The machine was used all the time.
      stage.charge(-(stage.pricePerHour() * (10n * DAY - HOUR + 1n)) / HOUR)
    },
    bound: "the keeper gets the signed tips, and the rest is a rental",
    tests: ["test_KeeperThatTriesAllTheTime_GetsATipADay"],
  },
  {
    kind: "mandate draining",
    name: "a machine dead from the start, fed for three days; disputed and ruled for the renter",
    sides: { attackers: ["host"], victims: ["renter"] },
    play: (stage) => feedDeadMachine(stage, false),
    bound: "everything is contested, and the bond is lost",
    tests: ["test_DeadMachineFedByAMandate_IsContestedWhole"],
  },
  {
    kind: "mandate draining",
    name: "the same, on a rolling offer with a challenge window of six hours",
    sides: { attackers: ["host"], victims: ["renter"] },
    play: (stage) => feedDeadMachine(stage, true),
    bound: "not prevented: what is older than the window is the host's; look within it, or sign a smaller total",
    tests: ["test_DeadMachineFedByAMandate_KeepsWhatIsOlderThanTheWindow_NotPrevented"],
  },
  {
    kind: "relay griefing",
    name: "the payer moves its coins in front of its relayed purchase",
    sides: AGAINST_THE_RELAYER,
    async play(stage) {
      await stage.begin()
      await relay(stage, 1, () =>
        stage.send("attacker", stage.token, "transfer", [stage.addressOf("accomplice"), 10n ** 12n]),
      )
    },
    bound: "a relayer stops after a payer's reverts, and has a limit a day",
    tests: ["test/relay/limits.test.ts"],
  },
  {
    kind: "relay griefing",
    name: "the host of the last of 64 machines revokes its offers in front",
    sides: AGAINST_THE_RELAYER,
    async play(stage) {
      await stage.begin()
      await relay(stage, 64, () => stage.send("accomplice", stage.escrow, "revokeOffers", [machineId(63)]))
    },
    bound: "the same limits; price large clusters higher",
    tests: ["test/relay/limits.test.ts"],
  },
  {
    kind: "board flooding",
    name: "a board of 200 000 offers, filled with bonds of a base unit for a day; a new host comes with the bond of sixteen hours",
    sides: AGAINST_THE_HOST_BY_TWO,
    async play(stage) {
      expectRefusal(await fillBoard(stage, 1n), "none")
    },
    bound: "the offer that is worth least makes room",
    tests: ["test/server/boardAdmission.test.ts", "test/server/boardRoom.test.ts"],
  },
  {
    kind: "board flooding",
    name: "the same, filled with bonds of sixteen hours, as high as the new host's, which is turned away for a day",
    sides: AGAINST_THE_HOST_BY_TWO,
    async play(stage) {
      expectRefusal(await fillBoard(stage, stage.bond()), "BoardFull")
      stage.leaveIdle(DAY)
    },
    bound: "200 000 bonds lie idle for it: 4.8 million dollars; more bond, other boards",
    tests: ["test/server/boardAdmission.test.ts", "test/server/boardRoom.test.ts"],
  },
]

function expectRefusal(found: string, expected: string): void {
  if (found !== expected) throw new Error(`The honest host's offer met with ${found}, not with ${expected}.`)
}
