// Random lives on the chain around a board: after each block, what the board lists is compared with what a deposit would
// say to every offer that it took.
import { bondOf } from "@gpuflow/escrow"
import { type Offer, parseOffer, type SignedOffer } from "@gpuflow/escrow/offer"
import { checkOffers } from "@gpuflow/escrow/server"
import { type Address, createPublicClient, type Hex, keccak256, maxUint256, toHex } from "viem"
import { polygon } from "viem/chains"
import type { Board } from "../../server/board/board.ts"
import { artifactOf } from "./chain.ts"
import { callOf } from "./escrow.ts"
import { placeMulticall } from "./multicall.ts"
import { HOUR } from "./offer.ts"
import { accountNamed, addressOf } from "./parties.ts"
import { chain, transport } from "./sharedChain.ts"
import { escrowCall, makeOffer, refusalOf, send, type TestBoard } from "./testBoard.ts"

interface Life {
  readonly place: { readonly escrow: Address; readonly token: Address }
  readonly testBoard: TestBoard
  readonly offers: number
  readonly blocks: number
  readonly seed: number
  /** Blocks between two simulations of the deposit of every offer that is listed. Default: 1. */
  readonly simulateEvery?: number
}

export interface LifeResult {
  /** Deposits that were simulated, each at the block of its listing. */
  readonly simulated: number
  /** Offers listed, over all blocks, and those of them on which a deposit fails. */
  readonly listed: number
  readonly falsely: readonly string[]
  /** Offers that a deposit would take and that are not listed, though the host's bond covers them beside the others. */
  readonly missing: readonly string[]
  readonly moves: Readonly<Record<string, number>>
}

/** Machines of a host. */
const MACHINES = 10

export async function liveAround({
  place,
  testBoard,
  offers,
  blocks,
  seed,
  simulateEvery = 1,
}: Life): Promise<LifeResult> {
  const { escrow, token } = place
  const { board, caughtUp } = testBoard
  const random = randomFrom(seed)
  const pick = <item>(items: readonly item[]): item => {
    const item = items[Math.floor(random() * items.length)]
    if (item === undefined) throw new Error("There is nothing to pick from.")
    return item
  }
  await placeMulticall(chain)
  const client = createPublicClient({ chain: polygon, transport: transport(), cacheTime: 0 })
  const { abi } = await artifactOf("Token")
  const { abi: escrowAbi } = await artifactOf("RentalEscrow")
  const hosts = Array.from({ length: Math.ceil(offers / MACHINES) }, (_, index) => accountNamed(`host ${index}`))
  const taken = new Map<string, SignedOffer>()
  const nonces = new Map<string, { nonce: bigint; epoch: bigint }>()
  const rentals: { rental: { offer: Offer; renter: Address; salt: Hex }; at: bigint }[] = []
  const moves: Record<string, number> = {}
  let isReplaceable = true
  for (const { address } of hosts) {
    await chain.fund(address)
    await chain.transact(callOf({ address: token, abi }, address, "mint", [address, 10n ** 12n]))
    await chain.transact(callOf({ address: token, abi }, address, "approve", [escrow, maxUint256]))
    await escrowCall(escrow, address, "fundBond", [token, 30_000_000n])
  }
  await caughtUp()

  async function publish(index: number): Promise<string> {
    const by = hosts[Math.floor(index / MACHINES)] ?? pick(hosts)
    const machine = keccak256(toHex(`machine ${index % MACHINES}`))
    const { nonce = 0n, epoch = 0n } = nonces.get(`${by.address} ${machine}`) ?? {}
    const now = await chain.now()
    const sent = await makeOffer(place, {
      by,
      machine,
      nonce,
      epoch,
      bond: BigInt(Math.floor(random() * 5)) * 1_000_000n,
      startWindow: random() < 0.5 ? 0n : 1_800n,
      maxDuration: BigInt(1 + Math.floor(random() * 20)) * HOUR,
      expiry: now + BigInt(300 + Math.floor(random() * 10_000)),
      maxFeeBps: random() < 0.8 ? 1_500n : 1_000n,
    })
    const name = await refusalOf(send(board, sent, "10.0.0.1"))
    if (name === "none") taken.set(`${sent.host} ${sent.machine}`, parseOffer(sent.text))
    return name
  }

  /** What the machine's next offer must have. */
  async function learn(host: Address, machine: Hex): Promise<void> {
    const contract = { address: escrow, abi: escrowAbi }
    const [, nonce] = (await chain.read(contract, "machines", [host, machine])) as readonly [bigint, number]
    const [, epoch] = (await chain.read(contract, "hosts", [host])) as readonly [Address, number]
    nonces.set(`${host} ${machine}`, { nonce: BigInt(nonce), epoch: BigInt(epoch) })
  }

  const verbs: Readonly<Record<string, () => Promise<void>>> = {
    async deposit() {
      const { offer, hostSignature } = pick([...taken.values()])
      const now = await chain.now()
      const renter = addressOf("renter")
      const rental = { offer, renter, salt: keccak256(toHex(`salt ${random()}`)) }
      await escrowCall(escrow, "renter", "deposit", [rental, HOUR, hostSignature, "0x"])
      rentals.push({ rental, at: now })
    },
    async stop() {
      if (rentals.length > 0) await escrowCall(escrow, "renter", "stop", [pick(rentals).rental, maxUint256])
    },
    async start() {
      if (rentals.length === 0) return
      const { rental } = pick(rentals)
      await escrowCall(escrow, rental.offer.host, "start", [rental])
    },
    async interrupt() {
      if (rentals.length === 0) return
      const { rental } = pick(rentals)
      await escrowCall(escrow, rental.offer.host, "interrupt", [rental, maxUint256])
    },
    async settle() {
      if (rentals.length > 0) await escrowCall(escrow, "stranger", "settle", [pick(rentals).rental])
    },
    async extend() {
      if (rentals.length > 0) await escrowCall(escrow, "payer", "extend", [pick(rentals).rental, 2n * HOUR, "0x"])
    },
    revoke: () =>
      escrowCall(escrow, pick(hosts).address, "revokeOffers", [
        keccak256(toHex(`machine ${Math.floor(random() * MACHINES)}`)),
      ]),
    setSigner: () => escrowCall(escrow, pick(hosts).address, "setSigner", [pick(hosts).address]),
    fundBond: () => escrowCall(escrow, pick(hosts).address, "fundBond", [token, 5_000_000n]),
    withdrawBond: () =>
      escrowCall(escrow, pick(hosts).address, "withdrawBond", [token, 7_000_000n, addressOf("payee")]),
    hostFee: () => escrowCall(escrow, "owner", "setHostFee", [pick(hosts).address, pick([0n, 1_000n, 1_200n])]),
    closeMarket: () => escrowCall(escrow, "guardian", "closeMarket", [token]),
    openMarket: () => escrowCall(escrow, "owner", "setMarket", [token, addressOf("arbiter"), 1_000n, true]),
    // Blocks that the chain will replace pass slowly: those that it can replace are some minutes old at most.
    pass: () => chain.pass(BigInt(1 + Math.floor(random() * (isReplaceable ? 60 : 1_500)))),
  }
  const weights = ["deposit", "deposit", "deposit", "stop", "start", "interrupt", "settle", "extend", "revoke"]
  const chances = [...weights, "setSigner", "fundBond", "withdrawBond", "withdrawBond", "hostFee", "pass", "pass"]

  for (let index = 0; index < offers; index += 1) await publish(index)

  /** Whether the escrow would take the deposit now, by the call itself. */
  async function wouldDeposit({ offer, hostSignature }: SignedOffer): Promise<boolean> {
    const renter = addressOf("renter")
    const rental = { offer, renter, salt: keccak256(toHex(`simulated ${offer.machine}`)) }
    const args = [rental, offer.minDuration > HOUR ? offer.minDuration : HOUR, hostSignature, "0x"]
    const { to, data } = callOf({ address: escrow, abi: escrowAbi }, renter, "deposit", args)
    return chain.rpc("eth_call", { from: renter, to, data }, "latest").then(
      () => true,
      () => false,
    )
  }

  let listed = 0
  let simulated = 0
  const falsely: string[] = []
  const missing: string[] = []
  async function compare(simulates = true): Promise<void> {
    await caughtUp()
    const all = [...taken]
    const block = board.head()?.block
    const checks = await checkOffers(client, { escrow, offers: all.map(([, signed]) => signed) })
    const free = new Set(
      board.matching({}).flatMap(({ host, machine, freeAt }) => (freeAt === 0 ? [`${host} ${machine}`] : [])),
    )
    const drawn = new Map<string, bigint>()
    for (const [key, { offer }] of all) {
      if (free.has(key)) drawn.set(offer.host, (drawn.get(offer.host) ?? 0n) + bondOf(offer, offer.maxDuration))
    }
    for (const [index, [key, { offer }]] of all.entries()) {
      const check = checks[index]
      const isTakeable = check?.status === "takeable" && !check.noShow
      const reasons = check?.problems.map(({ error }) => error.code).join(" ")
      if (free.has(key)) {
        listed += 1
        if (!isTakeable) falsely.push(`block ${block}, ${key}: ${reasons}`)
        if ((drawn.get(offer.host) ?? 0n) > (check?.freeBond ?? 0n))
          falsely.push(`block ${block}, ${key}: more than the bond`)
        const signed = taken.get(key)
        if (simulates && signed) {
          simulated += 1
          if (!(await wouldDeposit(signed))) falsely.push(`block ${block}, ${key}: the deposit reverts`)
        }
      } else if (isTakeable) {
        const left = check.freeBond - (drawn.get(offer.host) ?? 0n)
        if (left >= bondOf(offer, offer.maxDuration)) missing.push(`block ${block}, ${key}: ${reasonOf(board, key)}`)
      }
    }
  }

  await compare()
  let snapshot: unknown = await chain.rpc("evm_snapshot")
  for (let block = 0; block < blocks; block += 1) {
    isReplaceable = block % 12 > 4
    const verb = block % 17 === 9 ? "closeMarket" : block % 17 === 11 ? "openMarket" : pick(chances)
    moves[verb] = (moves[verb] ?? 0) + 1
    await verbs[verb]?.().catch(() => undefined)
    if (random() < 0.3) {
      const key = pick([...taken.keys()])
      const [host = "", machine = ""] = key.split(" ")
      const account = hosts.find(({ address }) => address.toLowerCase() === host)
      if (account) {
        await learn(account.address, machine as Hex)
        const index = hosts.indexOf(account) * MACHINES
        await publish(index + Math.floor(random() * MACHINES))
      }
    }
    await compare(block % simulateEvery === 0)
    // The chain replaces its last blocks by one other, or by more.
    if (block % 12 === 11) {
      moves["reorganisation"] = (moves["reorganisation"] ?? 0) + 1
      await chain.rpc("evm_revert", snapshot)
      await chain.pass(BigInt(1 + Math.floor(random() * 100)))
      for (let more = 0; more < 14; more += 1) await chain.pass(1n)
      await compare()
    }
    if (block % 12 === 4 || block % 12 === 11) snapshot = await chain.rpc("evm_snapshot")
  }
  return { listed, simulated, falsely, missing, moves }
}

/** Why the board does not list an offer. */
function reasonOf(board: Board, key: string): string {
  const [host = "", machine = ""] = key.split(" ")
  try {
    return board.get(host, machine).state
  } catch (error) {
    return String(Reflect.get(Object(Reflect.get(Object(error), "args")), "reason"))
  }
}

function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
