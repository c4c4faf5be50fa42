import { expect } from "chai"
import { type Address, encodeAbiParameters, type Hex, parseSignature, size, slice } from "viem"

import { callOf } from "../support/escrow.ts"
import { cost, HOUR, NO_PERMIT, type Rental, T0 } from "../support/offer.ts"
import { errorText, type Outcome } from "../support/outcome.ts"
import { accountOf, addressOf, type Role } from "../support/parties.ts"
import { openWorld, type World } from "../support/world.ts"

const DURATION = HOUR
const DEADLINE = T0 + 365n * 24n * HOUR

/** What a permit says; each test changes one thing in what is signed. */
interface Permit {
  readonly owner: Address
  readonly spender: Address
  readonly value: bigint
  readonly nonce: bigint
  readonly deadline: bigint
}

describe("permits (EIP-2612)", () => {
  let world: World
  let amount: bigint

  before(async () => {
    world = await openWorld()
    amount = cost(world.offer(), DURATION)
    for (const role of ["payer", "renter"] as const) {
      await world.must(callOf(world.token, addressOf(role), "approve", [world.escrow.address, 0n]))
    }
  })

  const permitOf = (role: Role, changes: Partial<Permit> = {}): Permit => ({
    owner: addressOf(role),
    spender: world.escrow.address,
    value: amount,
    nonce: 0n,
    deadline: DEADLINE,
    ...changes,
  })
  const rental = (changes = {}): Rental => {
    const offer = world.offer({ startWindow: 0n, ...changes })
    return { offer, renter: addressOf("renter"), salt: offer.spec }
  }
  async function deposit(permit: Hex, role: Role = "payer", wanted = rental()): Promise<Outcome> {
    const signature = await world.sign(wanted.offer)
    return world.send(world.call(role, "deposit", [wanted, DURATION, signature, permit]))
  }
  const nonceOf = (role: Role): Promise<unknown> => world.chain.read(world.token, "nonces", [addressOf(role)])
  const missing = (): string => errorText("InsufficientAllowance", [0n, amount])
  const otherMachine = { machine: `0x${"11".repeat(32)}` } as const

  it("one pays one deposit, without an approval, and only once", async () => {
    await world.chain.apart(async () => {
      const permit = await encoded(world, "payer", permitOf("payer"))
      expect(size(permit), "bytes").to.equal(160)
      expect(said(await deposit(permit)), "the first deposit").to.equal("done")
      expect(await nonceOf("payer"), "nonce").to.equal(1n)
      expect(said(await deposit(permit, "payer", rental(otherMachine))), "the second deposit").to.equal(missing())
    })
  })

  it("one that somebody else has spent in front is no obstacle: its allowance is there", async () => {
    await world.chain.apart(async () => {
      const { owner, spender, value, deadline } = permitOf("payer")
      const { r, s, v } = await signed(world, "payer", permitOf("payer"))
      const call = callOf(world.token, addressOf("keeper"), "permit", [owner, spender, value, deadline, v, r, s])
      await world.must(call)
      const permit = await encoded(world, "payer", permitOf("payer"))
      expect(said(await deposit(permit)), "the deposit").to.equal("done")
      expect(await nonceOf("payer"), "nonce").to.equal(1n)
    })
  })

  it("one that says anything else than what was signed is worth nothing", async () => {
    const changes: Readonly<Record<string, Partial<Permit>>> = {
      "another owner": { owner: addressOf("renter") },
      "another spender": { spender: world.token.address },
      "another value": { value: 2n * amount },
      "another nonce": { nonce: 1n },
      "another deadline": { deadline: DEADLINE + 1n },
    }
    for (const [what, change] of Object.entries(changes)) {
      await world.chain.apart(async () => {
        const permit = await encoded(world, "payer", permitOf("payer"), permitOf("payer", change))
        expect(said(await deposit(permit)), what).to.equal(missing())
        expect(await nonceOf("payer"), `nonce, ${what}`).to.equal(0n)
      })
    }
  })

  it("one for another chain or another token is worth nothing", async () => {
    const other = await world.deploy("FreezableToken", [])
    const domains = [
      { chainId: 1, verifyingContract: world.token.address },
      { chainId: world.chain.id, verifyingContract: other.address },
    ]
    for (const domain of domains) {
      await world.chain.apart(async () => {
        const permit = await encoded(world, "payer", permitOf("payer"), permitOf("payer"), domain)
        expect(said(await deposit(permit)), JSON.stringify(domain)).to.equal(missing())
      })
    }
  })

  it("one that has expired is worth nothing", async () => {
    await world.chain.apart(async () => {
      const permit = await encoded(world, "payer", permitOf("payer", { deadline: T0 }))
      expect(said(await deposit(permit)), "expired").to.equal(missing())
    })
  })

  it("one counts for its owner alone: nobody pays a deposit with somebody else's", async () => {
    await world.chain.apart(async () => {
      const permit = await encoded(world, "payer", permitOf("payer"))
      expect(said(await deposit(permit, "renter")), "sent by another").to.equal(missing())
      expect(await nonceOf("payer"), "nonce").to.equal(0n)
      expect(said(await deposit(permit)), "sent by its owner").to.equal("done")
    })
  })

  it("one for less than the price does not pay it, and one for more leaves only an allowance behind", async () => {
    await world.chain.apart(async () => {
      const permit = await encoded(world, "payer", permitOf("payer", { value: amount - 1n }))
      const short = errorText("InsufficientAllowance", [amount - 1n, amount])
      expect(said(await deposit(permit)), "one unit less").to.equal(short)
    })
    await world.chain.apart(async () => {
      const permit = await encoded(world, "payer", permitOf("payer", { value: amount + 5n }))
      expect(said(await deposit(permit)), "five units more").to.equal("done")
      const left = await world.chain.read(world.token, "allowance", [addressOf("payer"), world.escrow.address])
      expect(left, "allowance").to.equal(5n)
    })
  })

  it("bytes of any other length are no permit: the allowance decides", async () => {
    const permit = await encoded(world, "payer", permitOf("payer"))
    for (const form of [slice(permit, 0, 159), `${permit}00` as const, NO_PERMIT]) {
      expect(said(await world.chain.apart(() => deposit(form))), `${size(form)} bytes`).to.equal(missing())
    }
    await world.chain.apart(async () => {
      await world.must(callOf(world.token, addressOf("payer"), "approve", [world.escrow.address, amount]))
      expect(said(await deposit(`0x${"ff".repeat(160)}`)), "160 meaningless bytes").to.equal("done")
      expect(await nonceOf("payer"), "nonce").to.equal(0n)
    })
  })

  it("one pays an extension, and one the stake of a dispute after the end", async () => {
    await world.chain.apart(async () => {
      const wanted = rental()
      await world.must(callOf(world.token, addressOf("payer"), "approve", [world.escrow.address, amount]))
      expect(said(await deposit(NO_PERMIT, "payer", wanted)), "the deposit").to.equal("done")

      const more = await encoded(world, "payer", permitOf("payer"))
      await world.must(world.call("payer", "extend", [wanted, 2n * DURATION, more]))
      const again = await world.send(world.call("payer", "extend", [wanted, 3n * DURATION, more]))
      expect(said(again), "extended again").to.equal(missing())

      const { machine, host } = wanted.offer
      const state = await world.chain.read(world.escrow, "machines", [host, machine])
      const [busyUntil] = state as readonly [number, number, number]
      const stake = ((cost(wanted.offer, 2n * DURATION) + wanted.offer.bond) * 500n) / 10_000n
      const permit = await encoded(world, "renter", permitOf("renter", { value: stake }))
      const args = [wanted, "ipfs://evidence", permit]
      await world.must(world.call("renter", "dispute", args), BigInt(busyUntil) + 1n)
      expect(await world.chain.read(world.escrow, "stakeOf", [wanted]), "stake").to.equal(stake)
      expect(await nonceOf("renter"), "nonce").to.equal(1n)
    })
  })
})

function said(outcome: Outcome): string {
  return outcome.ok ? "done" : outcome.error
}

interface Signed {
  readonly r: Hex
  readonly s: Hex
  readonly v: bigint
}

async function signed(
  { chain, token }: World,
  role: Role,
  message: Permit,
  domain: { readonly chainId: number; readonly verifyingContract: Address } = {
    chainId: chain.id,
    verifyingContract: token.address,
  },
): Promise<Signed> {
  const signature = await accountOf(role).signTypedData({
    domain: { name: "Freezable Dollar", version: "1", ...domain },
    types: {
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    primaryType: "Permit",
    message: { ...message },
  })
  const { r, s, yParity } = parseSignature(signature)
  return { r, s, v: 27n + BigInt(yParity) }
}

/** The bytes that a verb takes: they say `permit`, and carry a signature of `whatIsSigned`. */
async function encoded(
  world: World,
  role: Role,
  permit: Permit,
  whatIsSigned: Permit = permit,
  domain?: { readonly chainId: number; readonly verifyingContract: Address },
): Promise<Hex> {
  const { r, s, v } = await signed(world, role, whatIsSigned, domain)
  return encodeAbiParameters(
    [{ type: "uint256" }, { type: "uint256" }, { type: "uint8" }, { type: "bytes32" }, { type: "bytes32" }],
    [permit.value, permit.deadline, Number(v), r, s],
  )
}
