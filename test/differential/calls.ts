// Every call that a life can contain, and how it is put on the wire.
import type { Terms } from "./terms.ts"
import { type Address, selector, tail, utf8, words } from "./words.ts"

/** Who stands behind a host's signature: a key, a contract's own approval, or nobody. */
export type Signature = { readonly by: Address | "contract" | "nobody"; readonly bytes: string }

export type Call =
  | { readonly verb: "deposit"; readonly rental: Terms; readonly duration: bigint; readonly signature: Signature }
  | { readonly verb: "start" | "settle"; readonly rental: Terms }
  | { readonly verb: "extend"; readonly rental: Terms; readonly duration: bigint }
  | { readonly verb: "stop"; readonly rental: Terms; readonly maxToHost: bigint }
  | { readonly verb: "interrupt"; readonly rental: Terms; readonly maxFromBond: bigint }
  | { readonly verb: "refund"; readonly rental: Terms; readonly refundedSeconds: bigint }
  | { readonly verb: "settleMany"; readonly rentals: readonly Terms[] }
  | { readonly verb: "dispute"; readonly rental: Terms; readonly evidenceURI: string }
  | { readonly verb: "submitEvidence"; readonly rental: Terms; readonly evidenceURI: string }
  | { readonly verb: "resolve"; readonly rental: Terms; readonly hostBps: bigint }
  | { readonly verb: "fundBond"; readonly token: Address; readonly amount: bigint }
  | { readonly verb: "withdrawBond"; readonly token: Address; readonly amount: bigint; readonly to: Address }
  | { readonly verb: "revokeOffers"; readonly machine: string }
  | { readonly verb: "setSigner"; readonly signer: Address }
  | { readonly verb: "withdraw"; readonly token: Address; readonly account: Address; readonly to: Address }
  | { readonly verb: "collectFees" | "closeMarket"; readonly token: Address }
  | {
      readonly verb: "setMarket"
      readonly token: Address
      readonly arbiter: Address
      readonly feeBps: bigint
      readonly open: boolean
    }
  | { readonly verb: "setHostFee"; readonly host: Address; readonly feeBps: bigint }
  | { readonly verb: "setTreasury" | "setGuardian"; readonly account: Address }
  /** Not the escrow's: an account starts or stops refusing native coins, or a token blocks or frees an account. */
  | { readonly verb: "refuse"; readonly token: Address; readonly account: Address; readonly on: boolean }
  /** Nothing happens; everything is compared. */
  | { readonly verb: "look"; readonly token: Address }

/** A call at its moment: everything needed to play it again. */
export type Step = {
  readonly at: bigint
  readonly caller: Address
  readonly value: bigint
  readonly call: Call
  /** Looked at after the call. */
  readonly token: Address
  readonly accounts: readonly Address[]
  readonly hosts: readonly Address[]
  readonly rentals: readonly Terms[]
  /** Also at what the views say of the rentals, which takes longer than the call. */
  readonly views: boolean
}

const RENTAL = `((address,address,address,address,address,address,uint96,uint96,uint32,uint32,uint32,uint32,uint32,uint32,uint40,uint16,bool,bytes32,bytes32),address,bytes32)`
const RENTAL_BYTES = 21n * 32n

/** Calldata in hex, without prefix. */
export function calldata(call: Call): string {
  switch (call.verb) {
    case "deposit": {
      const signature = tail(call.signature.bytes)
      const at = RENTAL_BYTES + 3n * 32n
      const head = call.rental.encoded + words(call.duration, at, at + BigInt(signature.length / 2))
      return selector(`deposit(${RENTAL},uint32,bytes,bytes)`) + head + signature + tail("")
    }
    case "start":
    case "settle":
      return selector(`${call.verb}(${RENTAL})`) + call.rental.encoded
    case "extend": {
      const head = call.rental.encoded + words(call.duration, RENTAL_BYTES + 2n * 32n)
      return selector(`extend(${RENTAL},uint32,bytes)`) + head + tail("")
    }
    case "stop":
      return selector(`stop(${RENTAL},uint256)`) + call.rental.encoded + words(call.maxToHost)
    case "interrupt":
      return selector(`interrupt(${RENTAL},uint256)`) + call.rental.encoded + words(call.maxFromBond)
    case "refund":
      return selector(`refund(${RENTAL},uint32)`) + call.rental.encoded + words(call.refundedSeconds)
    case "settleMany": {
      const items = call.rentals.map((rental) => rental.encoded).join("")
      return selector(`settleMany(${RENTAL}[])`) + words(32n, BigInt(call.rentals.length)) + items
    }
    case "dispute": {
      const evidence = tail(utf8(call.evidenceURI))
      const at = RENTAL_BYTES + 2n * 32n
      const head = call.rental.encoded + words(at, at + BigInt(evidence.length / 2))
      return selector(`dispute(${RENTAL},string,bytes)`) + head + evidence + tail("")
    }
    case "submitEvidence": {
      const head = call.rental.encoded + words(RENTAL_BYTES + 32n)
      return selector(`submitEvidence(${RENTAL},string)`) + head + tail(utf8(call.evidenceURI))
    }
    case "resolve":
      return selector(`resolve(${RENTAL},uint16)`) + call.rental.encoded + words(call.hostBps)
    case "fundBond":
      return selector("fundBond(address,uint256)") + words(call.token, call.amount)
    case "withdrawBond":
      return selector("withdrawBond(address,uint256,address)") + words(call.token, call.amount, call.to)
    case "revokeOffers":
      return selector("revokeOffers(bytes32)") + words(call.machine)
    case "setSigner":
      return selector("setSigner(address)") + words(call.signer)
    case "withdraw":
      return selector("withdraw(address,address,address)") + words(call.token, call.account, call.to)
    case "collectFees":
    case "closeMarket":
      return selector(`${call.verb}(address)`) + words(call.token)
    case "setMarket":
      return (
        selector("setMarket(address,address,uint16,bool)") + words(call.token, call.arbiter, call.feeBps, call.open)
      )
    case "setHostFee":
      return selector("setHostFee(address,uint16)") + words(call.host, call.feeBps)
    case "setTreasury":
    case "setGuardian":
      return selector(`${call.verb}(address)`) + words(call.account)
    case "refuse":
      return BigInt(call.token) === 0n
        ? selector("setRefuses(bool)") + words(call.on)
        : selector("setBlocked(address,bool)") + words(call.account, call.on)
    case "look":
      return ""
  }
}
