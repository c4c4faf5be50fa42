// What the board reads of the chain, many things in one request and all of one block.
import { type Offer, toEscrowError } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { hashOffer } from "@gpuflow/escrow/offer"
import {
  type Address,
  BaseError,
  type Client,
  type ContractFunctionParameters,
  encodeFunctionData,
  type Hex,
  parseAbi,
  prepareEncodeFunctionData,
  zeroAddress,
} from "viem"
import { call, getCode, multicall, readContract } from "viem/actions"
import { MULTICALL3 } from "../chainClient.ts"
import type { HostFacts, Listing } from "./listing.ts"

/** Where the board's escrow is. */
export interface Place {
  readonly client: Client
  readonly chainId: number
  readonly escrow: Address
}

/** Calls in one request, as many as nodes answer. */
const CALLS_AT_ONCE = 400
/** Requests at the same time, where the chain has no Multicall3. */
const REQUESTS_AT_ONCE = 32
/** Gas of a question to a signer's contract. A Safe with ten owners needs a fifth of it. */
const SIGNATURE_GAS = 500_000n
const ACCEPTED = "0x1626ba7e"
const erc1271Abi = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"])

type Read = ContractFunctionParameters<typeof escrowAbi, "view">

/** The escrow's views that are called for each offer. From the whole ABI, viem would look for each again and hash its name. */
const views = {
  markets: prepareEncodeFunctionData({ abi: escrowAbi, functionName: "markets" }),
  hosts: prepareEncodeFunctionData({ abi: escrowAbi, functionName: "hosts" }),
  machines: prepareEncodeFunctionData({ abi: escrowAbi, functionName: "machines" }),
  bonds: prepareEncodeFunctionData({ abi: escrowAbi, functionName: "bonds" }),
}

/** Calls the escrow's views at one block. */
async function readAll({ client }: Place, calls: readonly Read[], blockNumber: bigint): Promise<unknown[]> {
  const answers: unknown[] = []
  const hasMulticall = calls.length > 1 && (await getCode(client, { address: MULTICALL3 })) !== undefined
  const size = hasMulticall ? CALLS_AT_ONCE : REQUESTS_AT_ONCE
  for (let first = 0; first < calls.length; first += size) {
    const contracts = calls.slice(first, first + size)
    const some: readonly unknown[] = hasMulticall
      ? await multicall(client, {
          contracts,
          blockNumber,
          allowFailure: false,
          multicallAddress: MULTICALL3,
          batchSize: 0,
        })
      : await Promise.all(contracts.map((contract) => readContract(client, { ...contract, blockNumber })))
    answers.push(...some)
  }
  return answers
}

type HostAnswer = readonly [signer: Address, epoch: number, feeBps: number]
type MarketAnswer = readonly [arbiter: Address, feeBps: number, open: boolean]
type MachineAnswer = readonly [busyUntil: number | bigint, nonce: number, depositBlock: number | bigint]

/** The facts of each host, for the offers that are given of it. Signatures by contracts are asked for separately. */
export async function readFacts(
  place: Place,
  listings: readonly Pick<Listing, "host" | "machine" | "token">[],
  blockNumber: bigint,
): Promise<Map<string, Omit<HostFacts, "accepted">>> {
  const tokens = unique(listings.map(({ token }) => token))
  const hosts = unique(listings.map(({ host }) => host))
  const machines = unique(listings.map(({ host, machine }) => `${host} ${machine}`))
  const bonds = unique(listings.map(({ host, token }) => `${host} ${token}`))
  const view = (name: keyof typeof views, args: readonly unknown[]) =>
    ({ address: place.escrow, ...views[name], args }) as unknown as Read
  const calls = [
    ...tokens.map((token) => view("markets", [token])),
    ...hosts.map((host) => view("hosts", [host])),
    ...machines.map((machine) => view("machines", machine.split(" "))),
    // The escrow's bonds are by token, then by host.
    ...bonds.map((bond) => view("bonds", bond.split(" ").toReversed())),
  ]
  const answers = await readAll(place, calls, blockNumber)
  const take = (count: number) => answers.splice(0, count)
  const marketAnswers = take(tokens.length) as MarketAnswer[]
  const hostAnswers = take(hosts.length) as HostAnswer[]
  const machineAnswers = take(machines.length) as MachineAnswer[]
  const bondAnswers = take(bonds.length) as bigint[]

  const markets = new Map(
    tokens.map((token, index) => {
      const [arbiter = zeroAddress, feeBps = 0, open = false] = marketAnswers[index] ?? []
      return [token, { arbiter: arbiter.toLowerCase(), feeBps, open }] as const
    }),
  )
  const facts = new Map(
    hosts.map((host, index) => {
      const [signer = zeroAddress, epoch = 0, feeBps = 0] = hostAnswers[index] ?? []
      const signs = signer === zeroAddress ? host : signer.toLowerCase()
      const machinesOf = new Map<string, { readonly busyUntil: bigint; readonly nonce: number }>()
      return [
        host,
        { signer: signs, epoch, feeBps, markets, machines: machinesOf, bonds: new Map<string, bigint>() },
      ] as const
    }),
  )
  for (const [index, key] of machines.entries()) {
    const [host = "", machine = ""] = key.split(" ")
    const [busyUntil = 0n, nonce = 0] = machineAnswers[index] ?? []
    facts.get(host)?.machines.set(machine, { busyUntil: BigInt(busyUntil), nonce })
  }
  for (const [index, key] of bonds.entries()) {
    const [host = "", token = ""] = key.split(" ")
    facts.get(host)?.bonds.set(token, bondAnswers[index] ?? 0n)
  }
  return facts
}

/** Reads which account signs for a host. */
export async function readSigner(place: Place, host: string, blockNumber: bigint): Promise<string> {
  const [answer] = await readAll(
    place,
    [{ address: place.escrow, abi: escrowAbi, functionName: "hosts", args: [host as Address] }],
    blockNumber,
  )
  const [signer = zeroAddress] = (answer ?? []) as Partial<HostAnswer>
  return signer === zeroAddress ? host : signer.toLowerCase()
}

type Question = { readonly signer: string; readonly digest: Hex; readonly signature: Hex }

/**
 * Whether an account's contract accepts a signature (ERC-1271), with a limit of gas. False for an account without code. A failure of the node throws.
 */
export async function isAccepted(
  { client, escrow }: Place,
  { signer, digest, signature }: Question,
  blockNumber?: bigint,
): Promise<boolean> {
  const data = encodeFunctionData({ abi: erc1271Abi, functionName: "isValidSignature", args: [digest, signature] })
  try {
    const answer = await call(client, {
      account: escrow,
      to: signer as Address,
      data,
      gas: SIGNATURE_GAS,
      ...(blockNumber === undefined ? {} : { blockNumber }),
    })
    const word = answer.data ?? "0x"
    return word.slice(0, 10) === ACCEPTED && word.length >= 66 && /^0*$/.test(word.slice(10, 66))
  } catch (error) {
    if (isExecutionFailure(error)) return false
    throw error
  }
}

/** Gas of a deposit on an offer that a contract signs: twice what it takes, and the question to the signer. */
const DEPOSIT_GAS = SIGNATURE_GAS + 700_000n
/** What a deposit fails for after the signature was accepted. */
const LATER = [
  "WrongNonce",
  "MachineBusy",
  "InsufficientBond",
  "InsufficientAllowance",
  "InsufficientBalance",
  "TransferRefused",
  "WrongValue",
  "WrongAmountReceived",
]

export interface SignedTerms {
  readonly offer: Offer
  readonly hostSignature: Hex
}

/**
 * Whether a deposit gets past the signature of a signer's contract. The escrow itself asks it, in a static call: a
 * contract that answers others, or that changes a state as it answers, is not believed. An account without coins pays,
 * so the deposit ends at the price at the latest.
 */
export async function isAcceptedInDeposit(
  { client, escrow }: Place,
  { offer, hostSignature }: SignedTerms,
  blockNumber?: bigint,
): Promise<boolean> {
  const salt = hashOffer(offer)
  const stranger: Address = `0x${salt.slice(-40)}`
  const renter = offer.renter === zeroAddress ? stranger : offer.renter
  const data = encodeFunctionData({
    abi: escrowAbi,
    functionName: "deposit",
    args: [{ offer: numbersOf(offer), renter, salt }, Number(offer.maxDuration), hostSignature, "0x"],
  })
  const at = blockNumber === undefined ? {} : { blockNumber }
  try {
    await call(client, { account: stranger, to: escrow, data, gas: DEPOSIT_GAS, ...at })
    return true
  } catch (error) {
    const reason = toEscrowError(error)
    const code: unknown = Reflect.get(Object(reason), "code")
    if (LATER.some((name) => name === code)) return true
    if (isExecutionFailure(error)) return false
    throw error
  }
}

/** The offer as viem encodes it: whole numbers of at most 48 bits are numbers. */
function numbersOf(offer: Offer) {
  return {
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
}

/** Whether the contract reverted or used up its gas, as opposed to a failure of the node. */
function isExecutionFailure(error: unknown): boolean {
  const text = error instanceof BaseError ? `${error.details} ${error.message}` : String(error)
  return /revert|out of gas|gas (required )?exceeds|invalid opcode|opcode|invalid jump|stack (over|under)flow|execution (aborted|error)|vm execution|intrinsic gas/i.test(
    text,
  )
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)]
