// As many rentals as are wanted, as the logs of one block each: deposited, started, paid, and closed. Some of them are
// disputed and ruled on instead. They were never on a chain, and cost nothing but their encoding.
import { type Address, encodeAbiParameters, type Hex, keccak256, toEventSelector, toHex, zeroAddress } from "viem"

import { escrowAbi } from "../../sdk/generated/escrowAbi.ts"
import type { RecordedBlock } from "./recordedChain.ts"

const HOSTS = 500
const MACHINES = 4
/** One of so many rentals is disputed. */
const DISPUTED = 50
const DURATION = 3_600
const PRICE = 1_500_000n
const FEE = PRICE / 10n
const BOND = 6_000_000n
const GENESIS = 1_800_000_000n
/** Seconds between two rentals. */
const PACE = 10n

const addressOf = (text: string): Address => `0x${keccak256(toHex(text)).slice(-40)}`

function log(eventName: string, args: Readonly<Record<string, unknown>>): RecordedBlock["logs"][number] {
  const item = escrowAbi.find((entry) => entry.type === "event" && entry.name === eventName)
  if (item?.type !== "event") throw new Error(`There is no event ${eventName}.`)
  const indexed = item.inputs.filter((input) => input.indexed)
  const unindexed = item.inputs.filter((input) => !input.indexed)
  const topics = [toEventSelector(item), ...indexed.map((input) => wordOf(input.type, args[input.name]))]
  const data = encodeAbiParameters(
    unindexed,
    unindexed.map(({ name }) => args[name]),
  )
  return { topics, data }
}

/** An argument as a topic: a number, an address, or a hash, each in one word. */
function wordOf(type: string, value: unknown): Hex {
  return encodeAbiParameters([{ type }] as readonly { readonly type: string }[], [value])
}

/** The parties of many rentals: who they are, and what each rental is called. */
export const crowd = {
  hosts: HOSTS,
  machines: MACHINES,
  arbiter: addressOf("arbiter"),
  host: (place: number) => addressOf(`host ${place % HOSTS}`),
  renter: (place: number) => addressOf(`renter ${place % (HOSTS * 3)}`),
  machine: (host: Address, place: number) => keccak256(toHex(`machine ${place % MACHINES} of ${host}`)),
  rental: (place: number) => keccak256(toHex(`rental ${place}`)),
}

interface Options {
  /** The tokens that they are paid in. Default: two that nobody knows. */
  readonly tokens?: readonly Address[]
}

/** Blocks in which so many rentals live, and in which their hosts have funded their bonds. */
export function manyRentals(
  count: number,
  { tokens = [addressOf("token 0"), addressOf("token 1")] }: Options = {},
): RecordedBlock[] {
  const blocks: { timestamp: bigint; logs: RecordedBlock["logs"] }[] = []
  const hosts = Array.from({ length: Math.min(HOSTS, count) }, (_, place) => crowd.host(place))
  const administration = [
    log("TreasurySet", { treasury: addressOf("treasury") }),
    log("GuardianSet", { guardian: addressOf("guardian") }),
    ...tokens.map((token) => log("MarketSet", { token, arbiter: crowd.arbiter, feeBps: 1_000, open: true })),
  ]
  blocks.push({ timestamp: GENESIS - 1n, logs: administration })
  for (const host of hosts) {
    const logs = tokens.map((token) => log("BondFunded", { token, host, amount: BOND * BigInt(count) }))
    blocks.push({ timestamp: GENESIS, logs })
  }
  for (let place = 0; place < count; place += 1) {
    const host = hosts[place % hosts.length] ?? zeroAddress
    const token = tokens[place % tokens.length] ?? zeroAddress
    const id = crowd.rental(place)
    const renter = crowd.renter(place)
    const at = GENESIS + BigInt(place) * PACE
    const offer = {
      host,
      payee: host,
      operator: zeroAddress,
      renter: zeroAddress,
      token,
      arbiter: crowd.arbiter,
      pricePerHour: PRICE,
      bond: BOND,
      minDuration: 1,
      maxDuration: 10 * DURATION,
      startWindow: 1_800,
      challengeWindow: 0,
      nonce: 0,
      epoch: 0,
      expiry: 1_900_000_000,
      maxFeeBps: 1_500,
      rolling: true,
      machine: crowd.machine(host, place),
      spec: keccak256(toHex("spec")),
    }
    const rental = { offer, renter, salt: id }
    const deposited = { id, host, renter, rental, duration: DURATION, amount: PRICE, feeBps: 1_000 }
    const half = { id, paidSeconds: DURATION / 2, toHost: (PRICE - FEE) / 2n, fee: FEE / 2n }
    const rest = { id, reason: 0, toHost: (PRICE - FEE) / 2n, fee: FEE / 2n, toRenter: 0n }
    const isDisputed = place % DISPUTED === DISPUTED - 1
    blocks.push(
      { timestamp: at, logs: [log("Deposited", { ...deposited, payer: renter, previousDepositBlock: 0 })] },
      { timestamp: at + 60n, logs: [log("Started", { id })] },
      { timestamp: at + 1_860n, logs: isDisputed ? disputed(id) : [log("Paid", half)] },
      { timestamp: at + 3_660n, logs: isDisputed ? ruled(id, renter) : [log("Closed", rest)] },
    )
  }
  return blocks
    .sort((a, b) => Number(a.timestamp - b.timestamp))
    .map((block, place) => ({ ...block, number: BigInt(place + 1) }))
}

const STAKE = PRICE / 10n
/** Of the reasons for which a rental closes. */
const RESOLVED = 7

/** The renter disputes the half of the price that the host has earned. */
function disputed(id: Hex): RecordedBlock["logs"] {
  const evidenceURI = `ipfs://evidence-of-the-renter/${id}`
  const given = { billedSeconds: DURATION / 2, contested: PRICE / 2n, stake: STAKE, evidenceURI }
  return [log("Disputed", { id, arbiter: crowd.arbiter, ...given })]
}

/** The arbiter rules for the renter. */
function ruled(id: Hex, renter: Address): RecordedBlock["logs"] {
  const evidenceURI = `ipfs://more-evidence-of-the-renter/${id}`
  const ruling = { hostBps: 0, stakeToHost: 0n, stakeToRenter: STAKE, bondToRenter: 0n, bondToHost: BOND }
  return [
    log("EvidenceSubmitted", { id, party: renter, evidenceURI }),
    log("Resolved", { id, ...ruling }),
    log("Closed", { id, reason: RESOLVED, toHost: 0n, fee: 0n, toRenter: PRICE / 2n }),
  ]
}
