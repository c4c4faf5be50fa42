import {
  accrued,
  billed,
  bondLocked,
  closesAt,
  cost,
  decodeEvents,
  due,
  exitAt,
  fee,
  findEvent,
  getAccrued,
  getDue,
  getExitAt,
  getRental,
  getState,
  held,
  InvalidInputError,
  idOf,
  interrupt,
  type Offer,
  type RentalState,
  reasons,
  settle,
  start,
  statuses,
  stop,
  waitCompensation,
} from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { hashOffer, offerTypedData, verifyOffer } from "@gpuflow/escrow/offer"
import { encodePermit, signPermit } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import fc from "fast-check"
import {
  type Address,
  concat,
  createPublicClient,
  domainSeparator,
  encodeAbiParameters,
  getAddress,
  type Hex,
  hashTypedData,
  keccak256,
  numberToHex,
  padHex,
  parseSignature,
  recoverTypedDataAddress,
  toHex,
} from "viem"
import { polygon } from "viem/chains"
import { assertInput, fromAbi } from "../../sdk/core/codec.ts"
import { codec } from "../../sdk/viem/viemCodec.ts"
import { deposited, HOUR, makeRental, running, tokenAbi } from "../support/rentals.ts"
import { deployed, networkHelpers, provider, transport, type World } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers
const SAMPLES = 300

const uint = (bits: number) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n })
const address = uint(160).map((value): Address => getAddress(numberToHex(value, { size: 20 })))
const word = uint(256).map((value): Hex => numberToHex(value, { size: 32 }))
const offers: fc.Arbitrary<Offer> = fc.record({
  host: address,
  payee: address,
  operator: address,
  renter: address,
  token: address,
  arbiter: address,
  pricePerHour: uint(96),
  bond: uint(96),
  minDuration: uint(32),
  maxDuration: uint(32),
  startWindow: uint(32),
  challengeWindow: uint(32),
  nonce: uint(32),
  epoch: uint(32),
  expiry: uint(40),
  maxFeeBps: uint(16),
  rolling: fc.boolean(),
  machine: word,
  spec: word,
})

/** States that the contract can be in: what is given back and paid out never exceeds what is billed. */
const states: fc.Arbitrary<RentalState> = fc
  .record({
    status: fc.constantFrom(...statuses),
    feeBps: fc.bigInt({ min: 1_000n, max: 1_500n }),
    depositBlock: uint(40),
    age: fc.bigInt({ min: 0n, max: 40_000_000n }),
    duration: fc.bigInt({ min: 1n, max: 34_560_000n }),
    parts: fc.tuple(uint(32), uint(32), uint(32)),
    interrupted: fc.boolean(),
    settlingUntil: fc.constantFrom(0n, 1_440n, 2n ** 16n - 1n),
  })
  .map(({ age, parts, ...state }) => {
    const ended = state.status !== "Funded" && state.status !== "Active"
    const billedSeconds = ended ? parts[0] % (state.duration + 1n) : 0n
    const most = state.status === "Active" ? min(age, state.duration) : billedSeconds
    const refundedSeconds = parts[1] % (most + 1n)
    const paidSeconds = parts[2] % (most - refundedSeconds + 1n)
    return { ...state, since: age, billedSeconds, paidSeconds, refundedSeconds }
  })

function min(a: bigint, b: bigint) {
  return a < b ? a : b
}

/** The state as the contract packs it into its slot, first field lowest. */
function pack(state: RentalState): Hex {
  const fields: [bigint, bigint][] = [
    [BigInt(statuses.indexOf(state.status)), 8n],
    [state.feeBps, 16n],
    [state.depositBlock, 40n],
    [state.since, 40n],
    [state.duration, 32n],
    [state.billedSeconds, 32n],
    [state.paidSeconds, 32n],
    [state.refundedSeconds, 32n],
    [state.interrupted ? 1n : 0n, 8n],
    [state.settlingUntil, 16n],
  ]
  let [slot, offset] = [0n, 0n]
  for (const [value, bits] of fields) {
    slot |= value << offset
    offset += bits
  }
  return numberToHex(slot, { size: 32 })
}

/** Where the contract keeps the states: found with a real rental. */
async function stateSlot(world: World, id: Hex) {
  const packed = pack(await getState(world.client, { escrow: world.escrow, id }))
  for (let index = 0n; index < 32n; index++) {
    const slot = slotOf(id, index)
    if ((await world.client.getStorageAt({ address: world.escrow, slot })) === packed) return index
  }
  throw new Error("No slot holds the state as it is packed here.")
}

function slotOf(id: Hex, index: bigint) {
  return keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "uint256" }], [id, index]))
}

describe("SDK: accrued, due, exitAt", () => {
  it(`default: equal the contract over ${SAMPLES} random states`, async () => {
    const world = await loadFixture(deployed)
    const { client, escrow } = world
    const { id: known } = await deposited(world)
    const index = await stateSlot(world, known)
    const { timestamp: now } = await client.getBlock()
    let [paying, earning] = [0, 0]

    await fc.assert(
      fc.asyncProperty(offers, states, word, address, async (offer, { since: age, ...rest }, salt, renter) => {
        const rental = { offer, renter, salt }
        const state = { ...rest, since: now - age }
        const id = idOf(rental)
        await provider.request({ method: "hardhat_setStorageAt", params: [escrow, slotOf(id, index), pack(state)] })

        expect(await getState(client, { escrow, id }), "state").to.deep.equal(state)
        expect(accrued(offer, state, now), "accrued").to.equal(await getAccrued(client, { escrow, rental }))
        expect(due(offer, state, now), "due").to.deep.equal(await getDue(client, { escrow, rental }))
        expect(exitAt(offer, state), "exitAt").to.equal(await getExitAt(client, { escrow, rental }))
        if (due(offer, state, now).fee > 0n) paying++
        if (accrued(offer, state, now) > 0n) earning++
      }),
      { numRuns: SAMPLES, seed: 1 },
    )

    expect(paying, "states with something due").to.be.greaterThan(SAMPLES / 20)
    expect(earning, "states with something earned").to.be.greaterThan(SAMPLES / 3)
  })

  it("behavior: a clock behind the chain's counts as the start", () => {
    const state: RentalState = {
      status: "Active",
      feeBps: 1_000n,
      depositBlock: 1n,
      since: 1_000n,
      duration: HOUR,
      billedSeconds: 0n,
      paidSeconds: 0n,
      refundedSeconds: 0n,
      interrupted: false,
      settlingUntil: 0n,
    }

    expect(billed(state, 990n), "before").to.equal(0n)
    expect(billed(state, 1_010n), "after").to.equal(10n)
  })
})

describe("SDK: cost, fee, held, bondLocked, closesAt, waitCompensation", () => {
  it("default: predict every amount of a rental's life", async () => {
    const world = await loadFixture(deployed)
    const { client, escrow, operator, stranger } = world
    // Odd numbers, so that every division rounds.
    const terms = { pricePerHour: 1_234_567n, bond: 7_654_321n, startWindow: 1_801n }
    const { id, rental, offer } = await deposited(world, terms)
    const balance = () =>
      client.readContract({ address: world.token, abi: tokenAbi, functionName: "balanceOf", args: [escrow] })
    const inside = async () => {
      const state = await getState(client, { escrow, id })
      return held(offer, state) + bondLocked(offer, state)
    }

    expect(await balance(), "funded").to.equal(await inside())
    expect(waitCompensation(offer, HOUR), "compensation for the wait").to.equal(cost(1_234_567n, 1_801n))
    await start(operator, { escrow, rental })
    await time.increase(1_001n)
    await interrupt(operator, { escrow, rental })
    const interrupted = await getState(client, { escrow, id })
    const compensation = terms.bond - bondLocked(offer, interrupted)
    expect(compensation, "compensation").to.equal((terms.bond * (HOUR - interrupted.billedSeconds)) / HOUR)
    expect(await balance(), "interrupted: held and the whole bond but the compensation").to.equal(await inside())

    await time.increaseTo(closesAt(offer, interrupted))
    const gross = held(offer, interrupted)
    const { events } = await settle(stranger, { escrow, rental })
    expect(findEvent(events, "Closed")?.args, "Closed").to.deep.equal({
      id,
      reason: "Interrupted",
      toHost: gross - fee(gross, 1_000n),
      fee: fee(gross, 1_000n),
      toRenter: 0n,
    })
    expect(await inside(), "nothing is held").to.equal(0n)
  })
})

describe("SDK: offerTypedData, hashOffer, idOf", () => {
  it(`default: equal the contract and viem over ${SAMPLES} random offers`, async () => {
    const { client, escrow } = await loadFixture(deployed)
    const contract = { address: escrow, abi: escrowAbi } as const
    const [, name, version, chainId, verifyingContract] = await client.readContract({
      ...contract,
      functionName: "eip712Domain",
    })
    const separator = domainSeparator({ domain: { name, version, chainId, verifyingContract } })

    await fc.assert(
      fc.asyncProperty(offers, address, word, async (offer, renter, salt) => {
        // viem's types know these fields as numbers.
        const numbers = {
          ...offer,
          minDuration: Number(offer.minDuration),
          maxDuration: Number(offer.maxDuration),
          startWindow: Number(offer.startWindow),
          challengeWindow: Number(offer.challengeWindow),
          nonce: Number(offer.nonce),
          epoch: Number(offer.epoch),
          expiry: Number(offer.expiry),
          maxFeeBps: Number(offer.maxFeeBps),
        }
        const [structHash, id] = await Promise.all([
          client.readContract({ ...contract, functionName: "hashOffer", args: [numbers] }),
          client.readContract({ ...contract, functionName: "idOf", args: [{ offer: numbers, renter, salt }] }),
        ])

        expect(hashOffer(offer), "hashOffer").to.equal(structHash)
        expect(idOf({ offer, renter, salt }), "idOf").to.equal(id)
        const digest = hashTypedData(offerTypedData({ escrow, chainId: 137, offer }))
        expect(digest, "digest").to.equal(keccak256(concat(["0x1901", separator, structHash])))
      }),
      { numRuns: SAMPLES, seed: 2 },
    )
  })

  it("error: InvalidInput, for a field that its type cannot hold", async () => {
    const { escrow, host, token } = await loadFixture(deployed)
    const [offer] = fc.sample(offers, { numRuns: 1, seed: 3 })
    if (!offer) throw new Error("No offer was made.")

    expect(() => hashOffer({ ...offer, maxFeeBps: 65_536n }), "hashOffer").to.throw(InvalidInputError)
    expect(() => idOf({ offer, renter: token, salt: "0x00" }), "idOf").to.throw(InvalidInputError)
    expect(
      () => offerTypedData({ escrow, chainId: 137, offer: { ...offer, host: padHex(host.account.address) } }),
      "offerTypedData",
    ).to.throw(InvalidInputError)
  })
})

describe("SDK: encodePermit, signPermit", () => {
  it("default: encode a permit that the token accepts as the payer's", async () => {
    const { client, escrow, token, renter } = await loadFixture(deployed)
    const [value, deadline] = [123n, (await client.getBlock()).timestamp + 60n]

    const permit = await signPermit(renter, { escrow, token, value, deadline })

    const signature: Hex = `0x${permit.slice(2 + 3 * 64)}${permit.slice(2 + 3 * 64 - 2, 2 + 3 * 64)}`
    const { r, s, yParity } = parseSignature(signature)
    expect(encodePermit({ value, deadline, signature }), "round trip").to.equal(permit)
    const owner = await recoverTypedDataAddress({
      domain: { name: "USD Coin", version: "1", chainId: 137, verifyingContract: token },
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
      message: { owner: renter.account.address, spender: escrow, value, nonce: 0n, deadline },
      signature: { r, s, yParity },
    })
    expect(owner, "signer").to.equal(getAddress(renter.account.address))
    expect((permit.length - 2) / 2, "length").to.equal(160)
  })

  it("error: InvalidInput", () => {
    const signature = toHex(0, { size: 65 })

    expect(() => encodePermit({ value: -1n, deadline: 1n, signature }), "value").to.throw(InvalidInputError)
    expect(() => encodePermit({ value: 1n, deadline: 1n, signature: "0x00" }), "signature").to.throw(InvalidInputError)
  })
})

describe("SDK: getRental, decodeEvents", () => {
  it("default: a rental comes back whole from its id alone, with one query over one block", async () => {
    const world = await loadFixture(deployed)
    const { escrow, payer } = world
    const { id, offer, rental, receipt } = await deposited(world)
    await networkHelpers.mine(50)
    const asked: unknown[] = []
    const observed = createPublicClient({
      chain: polygon,
      transport: transport((method, answer) => {
        if (method === "eth_getLogs") asked.push(answer)
        return answer
      }),
    })

    const found = await getRental(observed, { escrow, id })

    expect(found.id, "id").to.equal(id)
    expect(idOf(found.rental), "terms").to.equal(id)
    expect(found.rental.offer.expiry, "a uint40 as bigint").to.equal(offer.expiry)
    expect(found.rental.salt, "salt").to.equal(rental.salt)
    expect(found.state.depositBlock, "block").to.equal(receipt.blockNumber)
    expect(asked.length, "log queries").to.equal(1)
    await stop(world.renter, { escrow, rental: found.rental })
    expect((await getState(observed, { escrow, id })).status, "usable").to.equal("Closed")
    expect(payer.account.address, "paid by another").to.not.equal(found.rental.renter)
  })

  it("behavior: the state can be asked for at an earlier block", async () => {
    const world = await loadFixture(deployed)
    const { client, escrow, renter } = world
    const { id, rental, receipt } = await running(world)
    await stop(renter, { escrow, rental })

    const { state } = await getRental(client, { escrow, id, blockNumber: receipt.blockNumber })

    expect(state.status, "then").to.equal("Active")
    expect((await getState(client, { escrow, id })).status, "now").to.equal("Closed")
  })

  it("behavior: events of other contracts are left out", async () => {
    const world = await loadFixture(deployed)
    const { receipt, events } = await deposited(world)

    expect(receipt.logs.length, "logs, with the token's").to.be.greaterThan(events.length)
    const decoded = decodeEvents({ escrow: world.token, logs: receipt.logs })
    expect(decoded, "the token's events are none of the escrow's").to.deep.equal([])
  })
})

describe("SDK: arrays", () => {
  const rentals = {
    name: "items",
    type: "tuple[]",
    internalType: "struct Item[]",
    components: [
      { name: "status", type: "uint8", internalType: "enum Status" },
      { name: "nonce", type: "uint32" },
    ],
  }

  it("default: each element is widened", () => {
    expect(fromAbi(rentals, [{ status: 2, nonce: 7 }])).to.deep.equal([{ status: "Active", nonce: 7n }])
  })

  it("error: InvalidInput names the element's field", () => {
    const items = [
      { status: 2n, nonce: 7n },
      { status: 2n, nonce: 7 },
    ]

    expect(() => assertInput(codec, rentals, items)).to.throw(InvalidInputError, "field: items[1].nonce")
    expect(() => assertInput(codec, rentals, 5)).to.throw(InvalidInputError, "expected: an array")
  })
})

describe("SDK: generated words", () => {
  it("default: Status and Reason are the contract's, in its order", () => {
    expect(statuses).to.deep.equal(["None", "Funded", "Active", "Interrupted", "Disputed", "Closed"])
    expect(reasons).to.deep.equal([
      "Completed",
      "Released",
      "Interrupted",
      "Cancelled",
      "Declined",
      "NoShow",
      "Conceded",
      "Resolved",
      "ArbitrationTimeout",
    ])
  })
})

describe("SDK: offers across hosts", () => {
  it("behavior: a signature says nothing for another escrow", async () => {
    const world = await loadFixture(deployed)
    const { hostSignature, offer, rental } = await deposited(world)
    const other = await deployed()

    expect(await verifyOffer(world.client, { escrow: world.escrow, offer, hostSignature }), "here").to.equal(true)
    expect(await verifyOffer(world.client, { escrow: other.escrow, offer, hostSignature }), "there").to.equal(false)
    expect(makeRental(world, offer).salt, "same salt").to.equal(rental.salt)
  })
})
