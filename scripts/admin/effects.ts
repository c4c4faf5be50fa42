// What a call would change, in words, compared with what is on the chain now.
import { escrowAbi } from "@gpuflow/escrow/abi"
import { type Address, type Client, formatEther, type Hex, isAddress, isHex, zeroAddress } from "viem"
import { readContract } from "viem/actions"

import { ROLES, timelockAbi } from "../deploy/timelock.ts"
import { type Call, type Governed, percent, readCall, roleText, tokenText } from "./calls.ts"
import { formatTime } from "./times.ts"

export type Effect = {
  /** Whether the call was recognized in full. */
  readonly known: boolean
  readonly text: string
}

type At = { readonly client: Client; readonly governed: Governed; readonly blockNumber: bigint }

/** Compares a call with the state at a block. */
export async function effectOf(call: Call, at: At): Promise<Effect> {
  const read = readCall(call, at.governed)
  if (!read) return { known: false, text: "cannot be decoded: find out what it does before anything else" }
  const text = await (read.contract === "escrow"
    ? onEscrow(read.name, read.args, at)
    : onTimelock(read.name, read.args, at))
  if (text === undefined)
    return { known: false, text: `${read.name} is not a verb of the owner: find out what it does` }
  const coins = call.value > 0n ? `; it sends ${formatEther(call.value)} POL, which the function refuses` : ""
  return { known: true, text: `${text}${coins}` }
}

async function onEscrow(name: string, args: readonly unknown[], at: At): Promise<string | undefined> {
  const { client, governed, blockNumber } = at
  const contract = { address: governed.escrow, abi: escrowAbi, blockNumber } as const
  const [first, second, third, fourth] = args
  const account = addressOf(first)
  const power = (functionName: "owner" | "pendingOwner" | "guardian" | "treasury") =>
    readContract(client, { ...contract, functionName })
  switch (name) {
    case "setMarket":
    case "closeMarket": {
      const [arbiter, feeBps, open] = await readContract(client, {
        ...contract,
        functionName: "markets",
        args: [account],
      })
      const state = (isOpen: boolean) => (isOpen ? "open" : "closed")
      const closes = name === "closeMarket"
      const changes = [
        ["fee ", percent(feeBps), closes ? percent(feeBps) : percent(third)],
        ["arbiter ", arbiter, closes ? arbiter : String(second)],
        ["", state(open), state(!closes && fourth === true)],
      ].flatMap(([what, before = "", after = ""]) => (before === after ? [] : [`${what}${fromTo(before, after)}`]))
      return `market ${tokenText(account, governed)}: ${changes.join("; ") || "nothing changes"}`
    }
    case "setHostFee": {
      const [, , feeBps] = await readContract(client, { ...contract, functionName: "hosts", args: [account] })
      const fee = (bps: unknown) => (Number(bps) === 0 ? "the market's" : percent(bps))
      return `fee of host ${account} ${fromTo(fee(feeBps), fee(second))}`
    }
    case "setTreasury":
      return `treasury ${fromTo(await power("treasury"), account)}; fees that are not collected yet go there as well`
    case "setGuardian":
      return `guardian ${fromTo(nobody(await power("guardian")), nobody(account))}`
    case "transferOwnership":
      return `pending owner ${fromTo(nobody(await power("pendingOwner")), nobody(account))}; the owner stays until it accepts`
    case "acceptOwnership":
      return `owner ${fromTo(await power("owner"), await power("pendingOwner"))}`
    case "renounceOwnership":
      return `owner ${fromTo(await power("owner"), "nobody")}: no fee, market, treasury or guardian can ever be changed again`
    default:
      return undefined
  }
}

async function onTimelock(name: string, args: readonly unknown[], at: At): Promise<string | undefined> {
  const { client, governed, blockNumber } = at
  const contract = { address: governed.timelock, abi: timelockAbi, blockNumber } as const
  const [first, second] = args
  switch (name) {
    case "updateDelay": {
      const delay = await readContract(client, { ...contract, functionName: "getMinDelay" })
      return `least delay ${fromTo(formatTime(delay), typeof first === "bigint" ? formatTime(first) : String(first))}`
    }
    case "grantRole":
    case "revokeRole": {
      const role: Hex = isHex(first) ? first : ROLES.admin
      const account = addressOf(second)
      const has = await readContract(client, { ...contract, functionName: "hasRole", args: [role, account] })
      const holder = account === zeroAddress ? "anyone" : account
      const grants = name === "grantRole"
      if (grants === has)
        return `${holder} ${has ? "has" : "does not have"} the ${roleText(role)} role${has ? " already" : ""}: nothing changes`
      return `${holder} ${grants ? "gets" : "loses"} the ${roleText(role)} role: ${POWERS[roleText(role)] ?? "an unknown role"}`
    }
    default:
      return undefined
  }
}

/** What the holder of a role may do. */
const POWERS: Readonly<Record<string, string>> = {
  admin: "to grant and revoke roles without a delay",
  proposer: "to schedule operations",
  executor: "to execute operations that are ready",
  canceller: "to cancel operations",
}

const fromTo = (before: string, after: string) =>
  before === after ? `stays ${before}: nothing changes` : `from ${before} to ${after}`

const nobody = (account: Address) => (account === zeroAddress ? "nobody" : account)

function addressOf(value: unknown): Address {
  return typeof value === "string" && isAddress(value) ? value : zeroAddress
}
