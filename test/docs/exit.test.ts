// Each position gets out by the programs of docs/exit.md, which use ethers and the ABI alone, while everybody else is
// silent, and while each of them does its worst.
import { expect } from "chai"
import { Interface } from "ethers"
import { maxUint256, zeroAddress } from "viem"

import { artifactOf } from "../support/chain.ts"
import { cost, HOUR, NO_PERMIT, type Offer, type Rental, STATUSES } from "../support/offer.ts"
import { errorText, type Outcome } from "../support/outcome.ts"
import { accountNamed, addressOf, keyOf, type Role } from "../support/parties.ts"
import { CONNECT, page, parts, refusalOf, runParts, runProgram, type Settings, TERMS } from "./exitProgram.ts"
import { DURATION, type ExitScene, OTHERS, openExitScene, type Purses, smaller } from "./exitScene.ts"

const ELSEWHERE = accountNamed("another account of the same person").address

/** A purchase that was cancelled, unless the machine or the market is gone as well. */
const PURCHASE_REFUSED = /^(PurchaseUsed|MachineBusy|MarketNotOpen)/

/** A position that is open, and what has to be so once it is out. */
interface Opened {
  readonly rental?: Rental
  readonly settings?: Settings
  readonly check: (seen: { readonly before: Purses; readonly after: Purses; readonly at: bigint }) => Promise<void>
}

interface Position {
  readonly step: string
  readonly sender: Role
  readonly open: (scene: ExitScene) => Promise<Opened>
}

const netOf = (gross: bigint) => gross - (gross * 1000n) / 10_000n
const priceOf = ({ offer }: Rental) => cost(offer, DURATION)
const bondOf = ({ offer }: Rental) => smaller(offer.bond, 20n * cost(offer, DURATION))

async function sinceOf({ chain, escrow, idOf }: ExitScene, rental: Rental): Promise<bigint> {
  const state = Object(await chain.read(escrow, "getRental", [await idOf(rental)]))
  return BigInt(state.since)
}

/** A position of a rental: what the payee, the renter, and the host's free bond gain by the exit. */
function ofRental(
  state: "Funded" | "Active" | "Interrupted" | "Disputed",
  terms: Partial<Offer>,
  gains: (known: { readonly rental: Rental; readonly since: bigint; readonly at: bigint; readonly ran: bigint }) => {
    readonly payee: bigint
    readonly renter: bigint
    readonly bond: bigint
  },
  {
    status = "Closed",
    served = 2n * HOUR,
  }: { readonly status?: "Active" | "Disputed" | "Closed"; served?: bigint } = {},
) {
  return async (scene: ExitScene): Promise<Opened> => {
    const { chain, escrow, must, deposit, idOf } = scene
    const rental = await deposit({ startWindow: state === "Funded" ? 1800n : 0n, ...terms })
    const started = await sinceOf(scene, rental)
    if (state !== "Funded") await chain.mineAt(started + served)
    if (state === "Interrupted") await must(escrow, "host", "interrupt", [rental, maxUint256])
    if (state === "Disputed") await must(escrow, "renter", "dispute", [rental, "ipfs://evidence", NO_PERMIT])
    const since = await sinceOf(scene, rental)
    return {
      rental,
      async check({ before, after, at }) {
        const now = Object(await chain.read(escrow, "getRental", [await idOf(rental)]))
        expect(STATUSES[now.status], "status").to.equal(status)
        const expected = gains({ rental, since, at, ran: since - started })
        expect(after.payee - before.payee, "the payee gains").to.equal(expected.payee)
        expect(after.renter - before.renter, "the renter gains").to.equal(expected.renter)
        expect(after.bond - before.bond, "the free bond gains").to.equal(expected.bond)
      },
    }
  }
}

/** A position in which others hold a right of the sender: it works before the exit, and is refused after it. */
async function ofRight(
  { chain }: ExitScene,
  use: () => Promise<Outcome>,
  refusal: RegExp,
  settings: Settings = {},
): Promise<Opened> {
  const without = await chain.apart(use)
  expect(without.ok ? "done" : without.error, "before the exit").to.equal("done")
  return {
    settings,
    async check() {
      const outcome = await use()
      expect(outcome.ok ? "done" : outcome.error, "after the exit").to.match(refusal)
    },
  }
}

const contested = (rental: Rental, ran: bigint) => cost(rental.offer, ran)
const stakeOf = (rental: Rental, ran: bigint) => ((contested(rental, ran) + bondOf(rental)) * 500n) / 10_000n

const silentArbiter = ofRental("Disputed", {}, ({ rental, ran }) => {
  const stake = stakeOf(rental, ran)
  const toPayee = (stake * 8640n) / 86_400n
  const payee = netOf(contested(rental, ran)) + toPayee
  return { payee, renter: stake - toPayee, bond: bondOf(rental) }
})
const noShow = ofRental("Funded", {}, ({ rental }) => {
  const wait = smaller(bondOf(rental), cost(rental.offer, 1800n))
  return { payee: 0n, renter: priceOf(rental) + wait, bond: bondOf(rental) - wait }
})
const completed = ofRental("Active", {}, ({ rental }) => ({
  payee: netOf(priceOf(rental)),
  renter: 0n,
  bond: bondOf(rental),
}))
const interrupted = ofRental("Interrupted", {}, ({ rental, ran }) => ({
  payee: netOf(cost(rental.offer, ran)),
  renter: 0n,
  bond: bondOf(rental) - (bondOf(rental) * (DURATION - ran)) / DURATION,
}))

const POSITIONS: Readonly<Record<string, Position>> = {
  "a rental that has not started, cancelled": {
    step: "Cancel",
    sender: "renter",
    open: ofRental("Funded", {}, ({ rental }) => ({ payee: 0n, renter: priceOf(rental), bond: bondOf(rental) })),
  },
  "a rental that never starts": { step: "Settle", sender: "renter", open: noShow },
  "a rental that runs": {
    step: "Stop",
    sender: "renter",
    open: ofRental("Active", {}, ({ rental, since, at }) => {
      const billed = cost(rental.offer, at - since)
      return { payee: netOf(billed), renter: priceOf(rental) - billed, bond: bondOf(rental) }
    }),
  },
  "a rental that runs under a commitment": {
    step: "Stop",
    sender: "renter",
    open: ofRental("Active", { minDuration: 4n * HOUR }, ({ rental }) => {
      const billed = cost(rental.offer, 4n * HOUR)
      return { payee: netOf(billed), renter: priceOf(rental) - billed, bond: bondOf(rental) }
    }),
  },
  "a rental whose machine is bad": {
    step: "Dispute",
    sender: "renter",
    open: ofRental(
      "Active",
      {},
      ({ rental, since, at }) => {
        const billed = cost(rental.offer, at - since)
        return { payee: 0n, renter: priceOf(rental) - billed - stakeOf(rental, at - since), bond: 0n }
      },
      { status: "Disputed" },
    ),
  },
  "a rental whose machine was bad until its end": {
    step: "Dispute",
    sender: "renter",
    open: ofRental("Active", {}, ({ rental }) => ({ payee: 0n, renter: -stakeOf(rental, DURATION), bond: 0n }), {
      status: "Disputed",
      served: DURATION + 60n,
    }),
  },
  "a rental in POL whose machine was bad": {
    step: "Dispute",
    sender: "renter",
    async open(scene) {
      const { chain, escrow, deposit, idOf } = scene
      const rental = await deposit({ startWindow: 0n, token: zeroAddress })
      const held = await chain.client.getBalance(escrow)
      await chain.mineAt((await sinceOf(scene, rental)) + DURATION + 60n)
      return {
        rental,
        async check() {
          const now = Object(await chain.read(escrow, "getRental", [await idOf(rental)]))
          expect(STATUSES[now.status], "status").to.equal("Disputed")
          const stake = (await chain.client.getBalance(escrow)) - held
          expect(stake, "staked, without what was sent on top").to.equal(stakeOf(rental, DURATION))
        },
      }
    },
  },
  "a rental that its host cannot begin to serve": {
    step: "Interrupt",
    sender: "host",
    open: noShow,
  },
  "a rental that its host cannot serve any more": {
    step: "Interrupt",
    sender: "host",
    open: async (scene) => {
      const opened = await ofRental("Active", {}, () => ({ payee: 0n, renter: 0n, bond: 0n }))(scene)
      return { ...opened, check: (seen) => expectInterrupted(scene, opened, seen) }
    },
  },
  "a rental that has ended, for its host": { step: "Settle", sender: "host", open: completed },
  "a rental that has ended, for its payee": { step: "Settle", sender: "payee", open: completed },
  "what a rolling offer has earned": {
    step: "Settle",
    sender: "host",
    open: async (scene) => {
      const opened = await ofRental("Active", { rolling: true }, () => ({ payee: 0n, renter: 0n, bond: 0n }))(scene)
      return { ...opened, check: (seen) => expectRolled(scene, opened, seen) }
    },
  },
  "a rental that its host interrupted, for the renter": { step: "Stop", sender: "renter", open: interrupted },
  "a rental that its host interrupted, for the host": { step: "Settle", sender: "host", open: interrupted },
  "a dispute whose arbiter is silent, for the renter": { step: "Settle", sender: "renter", open: silentArbiter },
  "a dispute whose arbiter is silent, for the host": { step: "Settle", sender: "host", open: silentArbiter },
  "a dispute that the renter concedes": {
    step: "Stop",
    sender: "renter",
    open: ofRental("Disputed", {}, ({ rental, since, at, ran }) => {
      const stake = stakeOf(rental, ran)
      const toPayee = (stake * smaller(at - since + 8640n, 86_400n)) / 86_400n
      return { payee: netOf(contested(rental, ran)) + toPayee, renter: stake - toPayee, bond: bondOf(rental) }
    }),
  },
  "a payout that could not be delivered": {
    step: "Withdraw a credit",
    sender: "renter",
    async open(scene) {
      const { escrow, token, must, deposit, numberOf } = scene
      const rental = await deposit()
      await must(token, "owner", "setBlocked", [addressOf("renter"), true])
      await must(escrow, "renter", "stop", [rental, 0n])
      return {
        settings: { TOKEN: token.address, TO: ELSEWHERE },
        async check() {
          expect(await numberOf(escrow, "credits", [token.address, addressOf("renter")]), "credit").to.equal(0n)
          expect(await numberOf(token, "balanceOf", [ELSEWHERE]), "delivered").to.equal(priceOf(rental))
        },
      }
    },
  },
  "a free bond": {
    step: "Withdraw a bond",
    sender: "host",
    async open({ escrow, token, numberOf }) {
      return {
        settings: { TOKEN: token.address, TO: ELSEWHERE },
        async check({ before, after }) {
          expect(await numberOf(escrow, "bonds", [token.address, addressOf("host")]), "free bond").to.equal(0n)
          expect(await numberOf(token, "balanceOf", [ELSEWHERE]), "delivered").to.equal(before.bond - after.bond)
        },
      }
    },
  },
  "signed offers that others hold": {
    step: "Revoke offers",
    sender: "host",
    open: (scene) => ofRight(scene, () => scene.takeStanding("keeper"), /^(WrongEpoch|MarketNotOpen|RentalExists)/),
  },
  mandates: {
    step: "Revoke mandates",
    sender: "renter",
    async open(scene) {
      const { token, mandates, must, deposit, mandateOf } = scene
      await must(token, "renter", "approve", [mandates.address, maxUint256])
      const execute = await mandateOf(await deposit({ startWindow: 0n }))
      return ofRight(scene, execute, /^WrongMandateEpoch/, { MANDATE: mandates.address })
    },
  },
  "an allowance for the mandate contract": {
    step: "Take an allowance back",
    sender: "renter",
    async open(scene) {
      const { token, mandates, must, deposit, mandateOf } = scene
      await must(token, "renter", "approve", [mandates.address, maxUint256])
      const execute = await mandateOf(await deposit({ startWindow: 0n }))
      const settings = { TOKEN: token.address, SPENDER: mandates.address }
      return ofRight(scene, execute, /^(InsufficientMandateAllowance|MarketNotOpen)/, settings)
    },
  },
  "an allowance for Permit2": {
    step: "Take an allowance back",
    sender: "payer",
    async open(scene) {
      const { token, permit2, purchaseOf } = scene
      const { relay } = await purchaseOf("permit2")
      const settings = { TOKEN: token.address, SPENDER: permit2.address }
      return ofRight(scene, relay, /^(InsufficientPermit2Allowance|MachineBusy|MarketNotOpen)/, settings)
    },
  },
  "a purchase by ERC-3009 that a relayer holds": {
    step: "Cancel an authorization",
    sender: "payer",
    async open(scene) {
      const { digest, relay } = await scene.purchaseOf("authorization")
      return ofRight(scene, relay, PURCHASE_REFUSED, { TOKEN: scene.token.address, PURCHASE: digest })
    },
  },
  "a purchase by Permit2 that a relayer holds": {
    step: "Cancel a Permit2 purchase",
    sender: "payer",
    async open(scene) {
      const { digest, relay } = await scene.purchaseOf("permit2")
      return ofRight(scene, relay, PURCHASE_REFUSED, { PERMIT2: scene.permit2.address, PURCHASE: digest })
    },
  },
  "an account that runs a smart account's code": {
    step: "Take the code back",
    sender: "renter",
    async open(scene) {
      const { chain, delegate } = scene
      await delegate("renter")
      const address = addressOf("renter")
      expect(await chain.client.getCode({ address }), "code before").to.match(/^0xef0100/)
      return {
        async check() {
          expect(await chain.client.getCode({ address }), "code after").to.equal(undefined)
        },
      }
    },
  },
  "the platform's fees": {
    step: "Collect fees",
    sender: "payee",
    async open({ chain, escrow, token, must, deposit, numberOf }) {
      const rental = await deposit({ startWindow: 0n })
      await chain.pass(HOUR)
      await must(escrow, "renter", "stop", [rental, maxUint256])
      const treasuries = async () =>
        (await numberOf(token, "balanceOf", [addressOf("treasury")])) +
        (await numberOf(token, "balanceOf", [addressOf("owner")]))
      const had = await treasuries()
      const fees = await numberOf(escrow, "fees", [token.address])
      expect(fees > 0n, "fees").to.equal(true)
      return {
        settings: { TOKEN: token.address },
        async check() {
          expect(await numberOf(escrow, "fees", [token.address]), "fees").to.equal(0n)
          expect((await treasuries()) - had, "collected").to.equal(fees)
        },
      }
    },
  },
}

type Seen = Parameters<Opened["check"]>[0]

/** What was served is held until the challenge window is over; the rest goes back, with a share of the bond. */
async function expectInterrupted(scene: ExitScene, { rental }: Opened, { before, after, at }: Seen): Promise<void> {
  if (rental === undefined) throw new Error("There is no rental.")
  const { chain, escrow, idOf } = scene
  const state = Object(await chain.read(escrow, "getRental", [await idOf(rental)]))
  const ran = BigInt(state.billedSeconds)
  const fromBond = (bondOf(rental) * (DURATION - ran)) / DURATION
  expect(STATUSES[state.status], "status").to.equal("Interrupted")
  expect(after.renter - before.renter, "the renter gains").to.equal(
    priceOf(rental) - cost(rental.offer, ran) + fromBond,
  )
  expect(BigInt(state.since), "since").to.equal(at)
}

/** The payee has the price of the time that is older than the challenge window. */
async function expectRolled(scene: ExitScene, { rental }: Opened, { before, after }: Seen): Promise<void> {
  if (rental === undefined) throw new Error("There is no rental.")
  const { chain, escrow, idOf } = scene
  const state = Object(await chain.read(escrow, "getRental", [await idOf(rental)]))
  expect(STATUSES[state.status], "status").to.equal("Active")
  expect(Number(state.paidSeconds), "paid seconds").to.be.at.least(Number(HOUR))
  const paid = netOf(cost(rental.offer, BigInt(state.paidSeconds)))
  expect(after.payee - before.payee, "the payee gains").to.equal(paid)
}

describe("docs/exit.md", () => {
  let scene: ExitScene

  before(async () => {
    scene = await openExitScene()
  })
  after(() => scene.close())

  const settingsOf = (sender: Role): Settings => ({
    RPC_URL: scene.url,
    ESCROW: scene.escrow.address,
    PRIVATE_KEY: keyOf(sender),
  })

  /** Follows the page: runs the step, and once more at the time that a refusal names. */
  async function follow({ step, sender }: Position, { rental, settings = {} }: Opened, worst: () => Promise<unknown>) {
    const headings = rental ? [CONNECT, TERMS, step] : [CONNECT, step]
    const own = rental ? { RENTAL: await scene.idOf(rental), EVIDENCE: "ipfs://evidence" } : {}
    const environment: Settings = { ...settingsOf(sender), ...own, ...settings }
    const run = () => runParts(headings, environment).then(() => undefined, refusalOf)
    let refusal = await run()
    if (refusal?.name === "NotDue") {
      await scene.chain.mineAt(BigInt(String(refusal.args[0])))
      await worst()
      refusal = await run()
    }
    // Somebody was faster, and has done the same.
    const { RENTAL, TOKEN } = environment
    const done = [errorText("WrongStatus", [RENTAL, 5]), errorText("NoFees", [TOKEN])]
    if (refusal) expect(done, "refusals").to.include(errorText(refusal.name, refusal.args))
  }

  it("declares the calls, the event and the errors as the contract has them", async () => {
    const lines = await runParts([CONNECT], settingsOf("renter"), "console.log(escrow.interface.formatJson())")
    const { abi } = await artifactOf("RentalEscrow")
    const known = new Set(Interface.from(JSON.stringify(abi)).fragments.map((one) => one.format("full")))
    const written = Interface.from(lines.join("")).fragments.map((one) => one.format("full"))
    expect(written, "fragments").to.not.have.length(0)
    expect(written.filter((fragment) => !known.has(fragment))).to.deep.equal([], "unknown to the contract")
  })

  it("has a step for each row of its table, and a position here for each step", () => {
    const rows = [...page.matchAll(/^\| .+ \| (.+) \|$/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/\[([^\]]+)\]\(#/g)].map(([, step = ""]) => step),
    )
    const steps = [...parts.keys()].filter((heading) => ![CONNECT, TERMS, "Find your rentals"].includes(heading))
    expect(new Set(rows)).to.deep.equal(new Set(steps))
    expect(new Set(Object.values(POSITIONS).map(({ step }) => step))).to.deep.equal(new Set(steps))
  })

  it("finds the rentals of a renter and of a host", async () => {
    await scene.chain.apart(async () => {
      const id = await scene.idOf(await scene.deposit())
      for (const role of ["renter", "host"] as const) {
        const lines = await runParts([CONNECT, "Find your rentals"], { ...settingsOf(role), FROM_BLOCK: "0" })
        expect(lines, role).to.deep.equal([`${id} ${addressOf("host")} ${addressOf("renter")} 1`])
      }
    })
  })

  it("runs as a program of its own, which ends", async () => {
    await scene.chain.apart(async () => {
      const id = await scene.idOf(await scene.deposit())
      const printed = await runProgram([CONNECT, TERMS, "Cancel"], { ...settingsOf("renter"), RENTAL: id })
      expect(printed).to.match(/^stop 0x[\da-f]{64}\n$/)
    })
  })

  it("does not believe an endpoint that returns other terms", async () => {
    await scene.chain.apart(async () => {
      const settings = {
        ...settingsOf("renter"),
        RPC_URL: scene.lyingUrl,
        RENTAL: await scene.idOf(await scene.deposit()),
      }
      const failure = await runParts([CONNECT, TERMS, "Cancel"], settings).catch((thrown: unknown) => thrown)
      expect(String(failure)).to.equal("Error: The endpoint returned another rental. Use another endpoint.")
    })
  })

  for (const [name, position] of Object.entries(POSITIONS)) {
    it(`${name}: ${position.step}`, async () => {
      for (const [others, worst] of Object.entries(OTHERS)) {
        await scene.chain.apart(async () => {
          const opened = await position.open(scene)
          const doTheirWorst = () => worst(scene, { rental: opened.rental, sender: position.sender })
          const before = await scene.purses()
          await doTheirWorst()
          try {
            await follow(position, opened, doTheirWorst)
            const at = await scene.chain.now()
            await opened.check({ before, after: await scene.purses(), at })
          } catch (failure) {
            throw new Error(`while ${others}`, { cause: failure })
          }
        })
      }
    })
  }
})
