// As many rentals as are wanted, as the logs of one block each: deposited, started, paid, and closed. They were never on
// a chain, and cost nothing but their encoding.
import { type Address, encodeAbiParameters, type Hex, keccak256, toEventSelector, toHex, zeroAddress } from "viem"

import { escrowAbi } from "../../sdk/generated/escrowAbi.ts"
import type { RecordedBlock } from "./recordedChain.ts"

const HOSTS = 500
const MACHINES = 4
const TOKENS = 2
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

/** Blocks in which so many rentals live, and in which their hosts have funded their bonds. */
export function manyRentals(count: number): RecordedBlock[] {
  const blocks: { timestamp: bigint; logs: RecordedBlock["logs"] }[] = []
  const tokens = Array.from({ length: TOKENS }, (_, place) => addressOf(`token ${place}`))
  const hosts = Array.from({ length: Math.min(HOSTS, count) }, (_, place) => addressOf(`host ${place}`))
  for (const host of hosts) {
    const logs = tokens.map((token) => log("BondFunded", { token, host, amount: BOND * BigInt(count) }))
    blocks.push({ timestamp: GENESIS, logs })
  }
  for (let place = 0; place < count; place += 1) {
    const host = hosts[place % hosts.length] ?? zeroAddress
    const token = tokens[place % TOKENS] ?? zeroAddress
    const id = keccak256(toHex(`rental ${place}`))
    const renter = addressOf(`renter ${place % (HOSTS * 3)}`)
    const at = GENESIS + BigInt(place) * PACE
    const offer = {
      host,
      payee: host,
      operator: zeroAddress,
      renter: zeroAddress,
      token,
      arbiter: addressOf("arbiter"),
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
      machine: keccak256(toHex(`machine ${place % MACHINES} of ${host}`)),
      spec: keccak256(toHex("spec")),
    }
    const rental = { offer, renter, salt: id }
    const deposited = { id, host, renter, rental, duration: DURATION, amount: PRICE, feeBps: 1_000 }
    const half = { id, paidSeconds: DURATION / 2, toHost: (PRICE - FEE) / 2n, fee: FEE / 2n }
    const rest = { id, reason: 0, toHost: (PRICE - FEE) / 2n, fee: FEE / 2n, toRenter: 0n }
    blocks.push(
      { timestamp: at, logs: [log("Deposited", { ...deposited, payer: renter, previousDepositBlock: 0 })] },
      { timestamp: at + 60n, logs: [log("Started", { id })] },
      { timestamp: at + 1_860n, logs: [log("Paid", half)] },
      { timestamp: at + 3_660n, logs: [log("Closed", rest)] },
    )
  }
  return blocks
    .sort((a, b) => Number(a.timestamp - b.timestamp))
    .map((block, place) => ({ ...block, number: BigInt(place + 1) }))
}
