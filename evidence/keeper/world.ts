// An escrow with everything that a deadline makes due, and what each party must have in the end.

import {
  CONCESSION_FLOOR,
  cost,
  decodeEvents,
  due,
  EVIDENCE_WINDOW,
  exitAt,
  fee,
  getState,
  idOf,
  NATIVE,
  type Offer,
  offerTypedData,
  prepareRequest,
  type Rental,
  stakeOf,
  type Verb,
  waitCompensation,
} from "@gpuflow/escrow"
import { prepareAdministration } from "@gpuflow/escrow/admin"
import { getStates } from "@gpuflow/escrow/watch"
import { artifacts } from "hardhat"
import {
  type Abi,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  keccak256,
  parseAbi,
  slice,
  toHex,
} from "viem"
import { privateKeyToAccount } from "viem/accounts"
import type { Chain } from "./chain.ts"

export type Kind = "settlement" | "noShow" | "silentArbiter" | "rolling" | "credit"
export const kinds: readonly Kind[] = ["settlement", "noShow", "silentArbiter", "rolling", "credit"]

export const tokenAbi = parseAbi([
  "function mint(address to, uint256 amount)",
  "function approve(address spender, uint256 amount)",
  "function balanceOf(address account) view returns (uint256)",
  "function setPaused(bool on)",
  "function setBlocked(address account, bool on)",
])

/** One rental, and where its money has to go. */
export type Case = {
  readonly kind: Kind
  readonly id: Hex
  readonly rental: Rental
  /** What payee and renter had before anything was due, … */
  before: Balances
  /** … and what is to be added; of rolling ones at least, and by what was paid in all. */
  owed: Balances
}
type Balances = { readonly payee: bigint; readonly renter: bigint }

const NOTHING: Balances = { payee: 0n, renter: 0n }
const HOUR = 3_600n
const DAY = 24n * HOUR
const FEE_BPS = 1_000n
/** From here on everything but the rest of a rolling month is due. */
export const LONG = 15n * DAY

const keyOf = (name: string) => privateKeyToAccount(keccak256(toHex(name)))
const addressOf = (name: string): Address => slice(keccak256(toHex(name)), 12)
const host = keyOf("host")
const owner = addressOf("owner")
const payer = addressOf("payer")
const arbiter = addressOf("arbiter")
const treasury = addressOf("treasury")

export type World = Awaited<ReturnType<typeof openWorld>>

export async function openWorld(chain: Chain) {
  const { client, act, setCoins } = chain
  for (const account of [owner, payer, arbiter, host.address]) await setCoins(account, 10n ** 24n)
  const escrow = await deploy("RentalEscrow", [owner, owner, treasury])
  const token = await deploy("FreezableToken", [])
  const fromBlock = await client.getBlockNumber()
  const markets: readonly Address[] = [token, NATIVE]
  const cases: Case[] = []
  let made = 0

  async function deploy(name: string, args: readonly unknown[]): Promise<Address> {
    const { abi, bytecode } = await artifacts.readArtifact(name)
    const data = encodeDeployData({ abi: abi as Abi, bytecode: bytecode as Hex, args })
    const { contractAddress } = await client.getTransactionReceipt({ hash: await act({ from: owner, data }) })
    if (!contractAddress) throw new Error(`${name} was not deployed.`)
    return contractAddress
  }

  async function verb<const name extends Verb>(from: Address, what: name, parameters: prepareRequest.Parameters<name>) {
    const request = await prepareRequest(client, what, { account: from, ...parameters })
    return act({ from, ...request })
  }

  async function onToken(
    from: Address,
    functionName: "mint" | "approve" | "setPaused" | "setBlocked",
    args: readonly unknown[],
  ) {
    await act({ from, to: token, data: encodeFunctionData({ abi: tokenAbi as Abi, functionName, args }) })
  }

  for (const market of markets) {
    const terms = { escrow, token: market, arbiter, feeBps: FEE_BPS, open: true }
    await act({ from: owner, ...prepareAdministration(client, "setMarket", terms) })
  }
  for (const account of [payer, host.address]) {
    await onToken(account, "mint", [account, 10n ** 18n])
    await onToken(account, "approve", [escrow, 10n ** 30n])
  }
  for (const market of markets) {
    await verb(host.address, "fundBond", { escrow, token: market, amount: 10n ** 15n })
  }

  /** A rental of its own machine, with a payee and a renter of its own, as far as it gets without a keeper. */
  async function add(
    kind: Kind,
    currency: Address = made % 3 === 2 && kind !== "credit" ? NATIVE : token,
  ): Promise<Case> {
    made += 1
    const name = `${kind} ${made}`
    const isWindowed = kind === "noShow"
    const offer: Offer = {
      host: host.address,
      payee: addressOf(`payee ${name}`),
      operator: NATIVE,
      renter: NATIVE,
      token: currency,
      arbiter,
      pricePerHour: 650_000n + BigInt(made),
      bond: 2_000_000n,
      minDuration: 1n,
      maxDuration: 60n * DAY,
      startWindow: isWindowed ? HOUR / 2n : 0n,
      challengeWindow: HOUR,
      nonce: 0n,
      epoch: 0n,
      expiry: (await chain.now()) + HOUR,
      maxFeeBps: FEE_BPS,
      rolling: kind === "rolling",
      machine: keccak256(toHex(name)),
      spec: keccak256(toHex("RTX 4090")),
    }
    const renter = addressOf(`renter ${name}`)
    const rental: Rental = { offer, renter, salt: keccak256(toHex(name)) }
    const duration = kind === "rolling" ? 60n * DAY : 2n * HOUR
    const hostSignature = await host.signTypedData(offerTypedData({ chainId: 137, escrow, offer }))
    const id = idOf(rental)
    await setCoins(renter, 10n ** 18n)
    await verb(payer, "deposit", { escrow, rental, duration, hostSignature })
    if (kind === "silentArbiter") await verb(renter, "dispute", { escrow, rental, evidenceURI: "ipfs://dark-screen" })
    if (kind === "credit") {
      await onToken(owner, "setBlocked", [offer.payee, true])
      await verb(renter, "stop", { escrow, rental })
      await onToken(owner, "setBlocked", [offer.payee, false])
    }
    const added: Case = { kind, id, rental, before: NOTHING, owed: NOTHING }
    await note(added)
    cases.push(added)
    return added
  }

  async function balanceOf(currency: Address, account: Address): Promise<bigint> {
    if (currency === NATIVE) return client.getBalance({ address: account })
    return client.readContract({ address: token, abi: tokenAbi, functionName: "balanceOf", args: [account] })
  }

  async function balances({ rental: { offer, renter } }: Case): Promise<Balances> {
    const [payee, back] = await Promise.all([balanceOf(offer.token, offer.payee), balanceOf(offer.token, renter)])
    return { payee, renter: back }
  }

  /** Notes what both have, and what is owed once all deadlines have passed. A credit may be delivered at any moment. */
  async function note(one: Case) {
    const { kind, id, rental } = one
    const { offer } = rental
    if (kind === "credit") {
      const logs = await client.getLogs({ address: escrow, fromBlock: await depositBlockOf(id), toBlock: "latest" })
      const credited = decodeEvents({ escrow, logs }).findLast(({ eventName }) => eventName === "Credited")
      const amount = credited?.eventName === "Credited" ? credited.args.amount : 0n
      one.before = { payee: 0n, renter: (await balances(one)).renter }
      one.owed = { payee: amount, renter: 0n }
      return
    }
    const state = await getState(client, { escrow, id })
    one.before = await balances(one)
    const at = kind === "rolling" ? state.since + LONG : exitAt(offer, state)
    const { toHost, toRenter } = due(offer, state, at)
    const stake = state.status === "Disputed" ? stakeOf(offer, state, at) : 0n
    const waited = kind === "noShow" ? waitCompensation(offer, state.duration) : 0n
    // An arbiter's silence costs the renter a tenth of the stake.
    const forfeited = (stake * CONCESSION_FLOOR) / EVIDENCE_WINDOW
    one.owed = { payee: toHost + forfeited, renter: toRenter + stake - forfeited + waited }
  }

  const depositBlockOf = async (id: Hex) => (await getState(client, { escrow, id })).depositBlock

  /** How many payouts are missing: rentals not closed or paid on the chain, credits not delivered. */
  async function lost(): Promise<Case[]> {
    const states = await getStates(client, { escrow, ids: cases.map(({ id }) => id) })
    const missing: Case[] = []
    for (const [index, one] of cases.entries()) {
      const state = states[index]
      const { payee } = await balances(one)
      const isShort = payee < one.before.payee + one.owed.payee
      if (isShort || (one.kind !== "rolling" && state?.status !== "Closed")) missing.push(one)
    }
    return missing
  }

  /** Payouts that are not what the contract's arithmetic says, and rentals that were closed more than once. */
  async function wrong(): Promise<string[]> {
    const logs = await client.getLogs({ address: escrow, fromBlock, toBlock: "latest" })
    const closings = new Map<Hex, number>()
    for (const { eventName, args } of decodeEvents({ escrow, logs })) {
      if (eventName === "Closed") closings.set(args.id, (closings.get(args.id) ?? 0) + 1)
    }
    const found: string[] = []
    for (const one of cases) {
      const { kind, id, rental, before, owed } = one
      const { payee, renter } = await balances(one)
      const { status, paidSeconds, feeBps } = await getState(client, { escrow, id })
      const gross = cost(rental.offer.pricePerHour, paidSeconds)
      const rolled = kind === "rolling" ? gross - fee(gross, feeBps) : owed.payee
      const isRight = payee - before.payee === rolled && renter - before.renter === owed.renter
      if (!isRight && status !== "Active")
        found.push(`${kind} ${id}: paid ${payee - before.payee}, ${renter - before.renter}`)
      if (status === "Active" && payee - before.payee !== rolled)
        found.push(`${kind} ${id}: rolled ${payee - before.payee}`)
      if ((closings.get(id) ?? 0) !== (kind === "rolling" ? 0 : 1))
        found.push(`${kind} ${id}: closed ${closings.get(id)} times`)
    }
    return found
  }

  return { chain, escrow, token, fromBlock, cases, add, lost, wrong, onToken, owner }
}
