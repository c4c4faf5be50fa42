// What a renter signs and sends to be let into its machine. It is no call of the contract.
import type { Address, Hash, Hex } from "../../types.ts"
import { assertAddress, assertInput } from "../codec.ts"
import { EscrowError } from "../escrowError.ts"
import type { AbiParameter, Codec, TypedData } from "../port.ts"
import { fieldFaults, isObject, JSON_FAULTS, type JsonFault, readJson } from "../strictJson.ts"
import { hashSshKey, InvalidSshKeyError, parseSshKey } from "./sshKey.ts"

/** What a renter signs: that a key may enter the machine of a rental. */
export type Access = {
  /** The rental's id. */
  readonly rental: Hash
  /** The public SSH key, as one line of OpenSSH. Its comment is not signed. */
  readonly publicKey: string
  /** Timestamp until which a door accepts the request, at most 10 minutes ahead. */
  readonly expiry: bigint
}

/** A signed request for access, as a door gets it. */
export type AccessRequest = Access & {
  /** The renter's signature: of its key, or of its contract (ERC-1271). */
  readonly signature: Hex
}

/** Parameters of `accessTypedData`. */
export type AccessTypedDataParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The chain that the escrow is on. */
  readonly chainId: number
  /** What is signed. */
  readonly access: Access
}

/** A field of a request for access, and what is wrong with it. */
export type AccessFault = JsonFault

/** A text is not a request for access. `faults` has every field that is wrong. */
export class AccessRequestUnreadableError extends EscrowError<
  "AccessRequestUnreadable",
  { readonly faults: readonly AccessFault[] }
> {
  constructor(args: AccessRequestUnreadableError["args"], options?: ErrorOptions) {
    const reasons = args.faults.map(({ field, problem }) => `${field || "The text"} ${problem}.`)
    super("AccessRequestUnreadable", `This is not a request for access. ${reasons.join(" ")}`, args, options)
  }
}

/** Of the type that is signed. Its names are what a wallet shows. */
export const accessFields: readonly (AbiParameter & { readonly name: string })[] = [
  { name: "rental", type: "bytes32" },
  { name: "keyHash", type: "bytes32" },
  { name: "expiry", type: "uint40" },
]

/** Of the domain that is signed. */
export const ACCESS_DOMAIN = { name: "GPUFlow Access", version: "1" } as const

export function accessTypedData(
  codec: Codec,
  { escrow, chainId, access: { rental, publicKey, expiry } }: AccessTypedDataParameters,
): TypedData {
  assertAddress(codec, "escrow", escrow)
  const message = { rental, keyHash: hashSshKey(codec, parseSshKey(publicKey)), expiry }
  const values = new Map<string, unknown>(Object.entries(message))
  for (const field of accessFields) assertInput(codec, field, values.get(field.name))
  return {
    domain: { ...ACCESS_DOMAIN, chainId, verifyingContract: escrow },
    types: { Access: accessFields },
    primaryType: "Access",
    message,
  }
}

export function serializeAccessRequest({ rental, publicKey, expiry, signature }: AccessRequest): string {
  return JSON.stringify({ rental, publicKey: parseSshKey(publicKey).text, expiry: String(expiry), signature })
}

const WHAT = "a request for access"
const types = { rental: "bytes32", expiry: "uint40", signature: "bytes" }
/** Characters of the longest request: a key, and the signature of a contract with many owners. */
const LONGEST_REQUEST = 16_384

/** Reads a request. The key loses its comment, the id its capital letters; the signature is not checked. */
export function parseAccessRequest(codec: Codec, text: string): AccessRequest {
  const { rental, publicKey, expiry, signature } = readJson<Readonly<Record<keyof AccessRequest, string>>>(text, {
    faultsOf: (json) => requestFaults(codec, json),
    unreadable: AccessRequestUnreadableError,
    longest: LONGEST_REQUEST,
  })
  return {
    rental: rental.toLowerCase() as Hash,
    publicKey: parseSshKey(publicKey).text,
    expiry: BigInt(expiry),
    signature: signature as Hex,
  }
}

function* requestFaults(codec: Codec, json: unknown): Generator<AccessFault> {
  if (!isObject(json)) {
    yield { field: "", problem: JSON_FAULTS.object }
    return
  }
  yield* fieldFaults(codec, json, { types, others: ["publicKey"], what: WHAT })
  if (!Object.hasOwn(json, "publicKey")) yield { field: "publicKey", problem: "is missing" }
  else {
    const problem = keyProblem(json["publicKey"])
    if (problem !== undefined) yield { field: "publicKey", problem }
  }
}

function keyProblem(value: unknown): string | undefined {
  try {
    parseSshKey(value)
    return undefined
  } catch (error) {
    if (!(error instanceof InvalidSshKeyError)) throw error
    return error.args.problem
  }
}
