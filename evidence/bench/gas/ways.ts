// What it costs to rent and to extend in each way: paid directly, signed for the router, and by a mandate.
import { cost, type Rental } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { buildMandate, prepareMandate, signMandate } from "@gpuflow/escrow/mandate"
import { signPermit } from "@gpuflow/escrow/plan"
import {
  type PurchaseOrder,
  type PurchaseVerb,
  type PurchaseWay,
  preparePurchase,
  preparePurchaseCall,
  signPurchase,
} from "@gpuflow/escrow/router"
import {
  type Address,
  concat,
  createWalletClient,
  custom,
  encodeAbiParameters,
  type Hex,
  hexToBytes,
  isHex,
  keccak256,
  maxUint256,
  parseSignature,
  toHex,
} from "viem"

import { buildPermit2 } from "../../../scripts/production.ts"
import { escrowBytecode } from "../../../sdk/generated/escrowBytecode.ts"
import { mandateBytecode } from "../../../sdk/generated/mandateBytecode.ts"
import { routerBytecode } from "../../../sdk/generated/routerBytecode.ts"
import type { Figures } from "./calls.ts"
import { compile } from "./compile.ts"
import { act, type Fixture, HOUR, makeOffer, makeRental, openFixture, type Role, signatureOf } from "./fixture.ts"
import { encode, type Gas, openMeter } from "./meter.ts"

const DURATION = 2n * HOUR
const CLUSTER = 3
/** What a relayer or a keeper gets: a cent. */
const FEE = 10_000n
const WAYS = ["authorization", "permit2"] as const satisfies readonly PurchaseWay[]
const WORDS = { authorization: "router, ERC-3009", permit2: "router, Permit2" } as const

/** The gas of each way, and of the contracts around the escrow. */
export interface Ways {
  readonly figures: Figures
  /** Gas of the calldata alone, of the transactions that the page takes apart. */
  readonly calldata: ReadonlyMap<string, bigint>
  readonly contracts: readonly { readonly name: string; readonly deployment: Gas; readonly size: number }[]
}

interface Stage {
  readonly fixture: Fixture
  readonly router: Address
  readonly mandate: Address
  readonly permit2: Address
  readonly renter: ReturnType<typeof walletOf>
  /** Measures a transaction under a name. */
  readonly note: (name: string, by: Role, call: { readonly to: Address; readonly data: Hex }) => Promise<void>
}

/** Measures on a chain of its own, so that no other figure depends on it. The second of two rounds counts. */
export async function measureWays(): Promise<Ways> {
  const chain = await openMeter()
  try {
    const fixture = await openFixture(chain, { abi: escrowAbi, bytecode: escrowBytecode }, compile("BenchDollar"))
    const { escrow, parties } = fixture
    const deployed = async (code: string, ...args: Address[]) => {
      if (!isHex(code)) throw new Error("The build has no code.")
      const types = args.map(() => ({ type: "address" }))
      const bytecode = concat([code, encodeAbiParameters(types, args)])
      return chain.deploy(parties.owner.address, { abi: [], bytecode }, [])
    }
    const [permit2] = await deployed((await buildPermit2()).bytecode)
    const [router, ofRouter] = await deployed(routerBytecode, escrow, permit2)
    const [mandate, ofMandate] = await deployed(mandateBytecode, escrow)
    const figures: Figures = new Map()
    const calldata = new Map<string, bigint>()
    const stage: Stage = {
      fixture,
      router,
      mandate,
      permit2,
      renter: walletOf(fixture),
      async note(name, by, { to, data }) {
        figures.set(name, await chain.measure(parties[by].address, to, data))
        calldata.set(name, gasOfCalldata(data))
      },
    }
    for (const spender of [permit2, mandate]) await allow(stage, spender, maxUint256)
    for (const round of ["warm up", "measured"]) {
      await receiveAlone(stage, round)
      await rentInEachWay(stage, round)
      await extendInEachWay(stage, round)
      await useMandate(stage, round)
    }
    const contracts = [
      { name: "RentalRouter", deployment: ofRouter, size: await chain.codeSize(router) },
      { name: "RentalMandate", deployment: ofMandate, size: await chain.codeSize(mandate) },
    ]
    return { figures, calldata, contracts }
  } finally {
    await chain.close()
  }
}

/** What an authorization costs without a router: its payee sends it. */
async function receiveAlone({ fixture, renter, note }: Stage, round: string): Promise<void> {
  const { chain, token, tokenAbi, parties } = fixture
  const [from, to] = [parties.renter.address, parties.keeper.address]
  const [value, validAfter, validBefore, nonce] = [FEE, 0n, chain.now() + HOUR, keccak256(toHex(`transfer ${round}`))]
  const signature = await renter.signTypedData({
    domain: { name: "USD Coin", version: "1", chainId: 137, verifyingContract: token },
    types: {
      ReceiveWithAuthorization: [
        { name: "from", type: "address" },
        { name: "to", type: "address" },
        { name: "value", type: "uint256" },
        { name: "validAfter", type: "uint256" },
        { name: "validBefore", type: "uint256" },
        { name: "nonce", type: "bytes32" },
      ],
    },
    primaryType: "ReceiveWithAuthorization",
    message: { from, to, value, validAfter, validBefore, nonce },
  })
  const { r, s, yParity } = parseSignature(signature)
  const args = [from, to, value, validAfter, validBefore, nonce, 27 + yParity, r, s]
  await note("receiveWithAuthorization alone", "keeper", {
    to: token,
    data: encode(tokenAbi, "receiveWithAuthorization", args),
  })
}

async function rentInEachWay(stage: Stage, round: string): Promise<void> {
  const { fixture, permit2 } = stage
  const { escrow } = fixture
  const price = cost(makeOffer(fixture).pricePerHour, DURATION)
  const direct = await orderOf(stage, `${round} allowance`)
  await measureDirect(stage, "rent: allowance", { verb: "deposit", order: direct })
  await close(stage, [direct])

  const permitted = await orderOf(stage, `${round} permit`)
  await allow(stage, escrow, 0n)
  const permit = await permitFor(stage, escrow, price)
  await measureDirect(stage, "rent: EIP-2612 permit", { verb: "deposit", order: permitted, permit })
  await allow(stage, escrow, maxUint256)
  await close(stage, [permitted])

  for (const way of WAYS) {
    for (const [name, relayFee] of [
      [WORDS[way], FEE],
      [`${WORDS[way]}, without a fee`, 0n],
    ] as const) {
      const orders = [await orderOf(stage, `${round} ${name}`)]
      await measurePurchase(stage, `rent: ${name}`, { verb: "rent", way, orders, relayFee })
      await close(stage, orders)
    }
  }
  const orders = [await orderOf(stage, `${round} Permit2 with its permit`)]
  await allow(stage, permit2, 0n)
  const signing = { verb: "rent", way: "permit2", orders, relayFee: FEE } as const
  await measurePurchase(stage, "rent: router, Permit2 with its permit", signing)
  await allow(stage, permit2, maxUint256)
  await close(stage, orders)

  for (const way of WAYS) {
    const cluster: Order[] = []
    for (let machine = 0; machine < CLUSTER; ++machine) cluster.push(await orderOf(stage, `${round} ${way}`, machine))
    const all = { verb: "rent", way, orders: cluster, relayFee: FEE } as const
    await measurePurchase(stage, `cluster of ${CLUSTER}: ${WORDS[way]}`, all)
    await close(stage, cluster)
  }
}

/** Each way extends the same rental by an hour. */
async function extendInEachWay(stage: Stage, round: string): Promise<void> {
  const { fixture, permit2 } = stage
  const { escrow } = fixture
  const first = await orderOf(stage, `${round} extension`)
  await act(fixture, "renter", "deposit", depositArguments(first))
  let { duration } = first
  const longer = (): Order => {
    duration += HOUR
    return { ...first, duration }
  }
  const price = cost(first.rental.offer.pricePerHour, HOUR)

  await measureDirect(stage, "extend: allowance", { verb: "extend", order: longer() })
  await allow(stage, escrow, 0n)
  const permit = await permitFor(stage, escrow, price)
  await measureDirect(stage, "extend: EIP-2612 permit", { verb: "extend", order: longer(), permit })
  await allow(stage, escrow, maxUint256)
  for (const way of WAYS) {
    const signing = { verb: "extend", way, orders: [longer()], relayFee: FEE } as const
    await measurePurchase(stage, `extend: ${WORDS[way]}`, signing)
  }
  await allow(stage, permit2, 0n)
  const signing = { verb: "extend", way: "permit2", orders: [longer()], relayFee: FEE } as const
  await measurePurchase(stage, "extend: router, Permit2 with its permit", signing)
  await allow(stage, permit2, maxUint256)
  await close(stage, [first])
}

async function useMandate(stage: Stage, round: string): Promise<void> {
  const { fixture, renter, mandate: mandateContract, note } = stage
  const order = await orderOf(stage, `${round} mandate`)
  await act(fixture, "renter", "deposit", depositArguments(order))
  const { rental } = order
  const contracts = { escrow: fixture.escrow, mandateContract, rental }
  // Due at once, so that no time passes between the executions.
  const terms = { until: 8n * HOUR, step: HOUR, extendBefore: 30n * HOUR, maxTip: FEE }
  const mandate = await buildMandate(renter, { ...contracts, ...terms })
  const signed = await signMandate(renter, { ...contracts, mandate })

  for (const name of ["the first", "a later one"]) {
    await note(`mandate: ${name}`, "keeper", prepareMandate(renter, "executeMandate", { signed, tip: FEE }))
  }
  await note("mandate: without a tip", "keeper", prepareMandate(renter, "executeMandate", { signed }))
  await allow(stage, mandateContract, 0n)
  const permit = await permitFor(stage, mandateContract, cost(rental.offer.pricePerHour, HOUR) + FEE)
  const permitted = { signed: { ...signed, permit }, tip: FEE }
  await note("mandate: with a permit", "keeper", prepareMandate(renter, "executeMandate", permitted))
  await allow(stage, mandateContract, maxUint256)
  const { salt } = mandate
  await note("mandate: revoke", "renter", prepareMandate(renter, "revokeMandate", { mandateContract, salt }))
  await note("mandate: revokeAll", "renter", prepareMandate(renter, "revokeAllMandates", { mandateContract }))
  await close(stage, [order])
}

type Signing = {
  readonly verb: PurchaseVerb
  readonly way: PurchaseWay
  readonly orders: readonly PurchaseOrder[]
  readonly relayFee: bigint
}

/** The renter signs, and the keeper sends. */
async function measurePurchase({ fixture, router, renter, note }: Stage, name: string, { way, ...signing }: Signing) {
  const { escrow, parties } = fixture
  const purchase = await preparePurchase(renter, { escrow, router, payer: parties.renter.address, ...signing })
  const signed = await signPurchase(renter, { purchase, way })
  await note(name, "keeper", preparePurchaseCall(renter, { signed }))
}

type Direct = { readonly verb: "deposit" | "extend"; readonly order: Order; readonly permit?: Hex }

async function measureDirect({ fixture, note }: Stage, name: string, { verb, order, permit = "0x" }: Direct) {
  const args = verb === "deposit" ? depositArguments(order, permit) : [order.rental, order.duration, permit]
  await note(name, "renter", { to: fixture.escrow, data: encode(escrowAbi, verb, args) })
}

type Order = PurchaseOrder & { readonly hostSignature: Hex }

/** A new rental of a machine that was rented before, if only in the round before. */
async function orderOf({ fixture }: Stage, salt: string, machine = 0): Promise<Order> {
  const offer = makeOffer(fixture, { machine: keccak256(toHex(`machine ${machine}`)) })
  const rental = makeRental(fixture, offer, `${salt} ${machine}`)
  return { rental, duration: DURATION, hostSignature: await signatureOf(fixture, offer) }
}

function depositArguments({ rental, duration, hostSignature }: Order, permit: Hex = "0x"): readonly unknown[] {
  return [rental, duration, hostSignature, permit]
}

/** Settles rentals when everything about them is over. */
async function close({ fixture }: Stage, orders: readonly { readonly rental: Rental }[]): Promise<void> {
  fixture.chain.pass(30n * HOUR)
  for (const { rental } of orders) await act(fixture, "keeper", "settle", [rental])
}

function allow({ fixture }: Pick<Stage, "fixture">, spender: Address, value: bigint): Promise<void> {
  const { chain, parties, token, tokenAbi } = fixture
  return chain.act(parties.renter.address, token, encode(tokenAbi, "approve", [spender, value]))
}

function permitFor({ fixture, renter }: Stage, spender: Address, value: bigint): Promise<Hex> {
  return signPermit(renter, { escrow: spender, token: fixture.token, value })
}

function walletOf({ chain, parties }: Fixture) {
  return createWalletClient({ account: parties.renter, chain: chain.client.chain, transport: custom(chain.client) })
}

/** 4 for a zero byte, 16 for another one. */
function gasOfCalldata(data: Hex): bigint {
  return hexToBytes(data).reduce((sum, byte) => sum + (byte === 0 ? 4n : 16n), 0n)
}
