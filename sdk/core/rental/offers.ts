// An offer's making, its signature and the check of it.
import { ForeignSignerError, PermitUnsupportedError } from "../../errors.ts"
import { hashOfferFunction } from "../../generated/abiItems.ts"
import { NATIVE } from "../../generated/constants.ts"
import { MarketNotOpenError, WrongEpochError, WrongNonceError } from "../../generated/revertErrors.ts"
import type { Address, Hex, Offer } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { assertAddress, assertArgs, assertInput } from "../codec.ts"
import type { AbiItem, Chain, Codec, TypedData, Wallet } from "../port.ts"
import { isRevert, NUMBER, readContract, STRING, WORD } from "../readContract.ts"
import { getHost, getMarket, type MachineReadParameters } from "./escrowRead.ts"
import { findUnsettledNoShow } from "./noShow.ts"
import { isSignedBy, offerTypedData } from "./offerHash.ts"
import { encodePermit } from "./permit.ts"
import { latestBlock } from "./waitForTransaction.ts"

/** Long enough to outlast a halt of the chain. */
export const START_WINDOW = 30n * 60n
export const CHALLENGE_WINDOW = 6n * 60n * 60n
/** An offer is a heartbeat: signed again while the machine answers. */
const OFFER_LIFETIME = 10n * 60n
const PERMIT_LIFETIME = 20n * 60n

type RequiredTerm = "host" | "token" | "machine" | "spec" | "pricePerHour" | "maxDuration"
type OptionalTerm = Exclude<keyof Offer, RequiredTerm | "arbiter" | "nonce" | "epoch">

export type BuildOfferParameters = Pick<Offer, RequiredTerm> & {
  readonly [field in OptionalTerm]?: Offer[field] | undefined
} & {
  readonly escrow: Address
}

export async function buildOffer(
  chain: Chain,
  { escrow, host, token, machine, ...terms }: BuildOfferParameters,
): Promise<Offer> {
  const [market, { epoch, feeBps }, nonce, { timestamp }] = await Promise.all([
    getMarket(chain, { escrow, token }),
    getHost(chain, { escrow, host }),
    nextNonce(chain, { escrow, host, machine }),
    latestBlock(chain),
  ])
  if (!market.open) throw new MarketNotOpenError({ token })

  const offer: Offer = {
    host,
    payee: terms.payee ?? host,
    operator: terms.operator ?? NATIVE,
    renter: terms.renter ?? NATIVE,
    token,
    arbiter: market.arbiter,
    pricePerHour: terms.pricePerHour,
    bond: terms.bond ?? 0n,
    minDuration: terms.minDuration ?? 1n,
    maxDuration: terms.maxDuration,
    startWindow: terms.startWindow ?? START_WINDOW,
    challengeWindow: terms.challengeWindow ?? CHALLENGE_WINDOW,
    nonce,
    epoch,
    expiry: terms.expiry ?? timestamp + OFFER_LIFETIME,
    maxFeeBps: terms.maxFeeBps ?? (feeBps || market.feeBps),
    rolling: terms.rolling ?? false,
    machine,
    spec: terms.spec,
  }
  assertArgs(chain.codec, hashOfferFunction, [offer])
  return offer
}

/** Nothing but its settlement can follow a no-show, and that adds one. */
async function nextNonce(chain: Chain, machine: MachineReadParameters): Promise<bigint> {
  const [{ nonce }, noShow] = await findUnsettledNoShow(chain, machine)
  return noShow ? nonce + 1n : nonce
}

export type SignOfferParameters = {
  readonly escrow: Address
  readonly offer: Offer
  /** False: sign although the offer could not be taken now. */
  readonly check?: boolean | undefined
}

export async function signOffer(wallet: Wallet, { escrow, offer, check = true }: SignOfferParameters): Promise<Hex> {
  const typedData = offerTypedData(wallet.codec, { escrow, offer, chainId: await wallet.chainId() })
  if (check) await requireCurrent(wallet, { escrow, offer })
  return wallet.signTypedData(typedData)
}

async function requireCurrent(wallet: Wallet, { escrow, offer }: SignOfferParameters) {
  const { host, machine, epoch, nonce } = offer
  const { account } = wallet
  const [current, currentNonce] = await Promise.all([
    getHost(wallet, { escrow, host }),
    nextNonce(wallet, { escrow, host, machine }),
  ])
  const signer = isSameAddress(current.signer, NATIVE) ? host : current.signer
  if (!isSameAddress(account, signer)) throw new ForeignSignerError({ account, signer })
  if (epoch !== current.epoch) throw new WrongEpochError({ epoch, current: current.epoch })
  if (nonce !== currentNonce) throw new WrongNonceError({ nonce, current: currentNonce })
}

const isValidSignature: AbiItem = {
  type: "function",
  name: "isValidSignature",
  inputs: [
    { name: "hash", type: "bytes32" },
    { name: "signature", type: "bytes" },
  ],
}
const MAGIC_WORD = `0x1626ba7e${"0".repeat(56)}`

export type VerifyOfferParameters = { readonly escrow: Address; readonly offer: Offer; readonly hostSignature: Hex }

export async function verifyOffer(
  chain: Chain,
  { escrow, offer, hostSignature }: VerifyOfferParameters,
): Promise<boolean> {
  const [chainId, host] = await Promise.all([chain.chainId(), getHost(chain, { escrow, host: offer.host })])
  const signer = isSameAddress(host.signer, NATIVE) ? offer.host : host.signer
  const { codec } = chain
  if (await isSignedBy(codec, { escrow, chainId, offer, hostSignature, signer })) return true
  if (!(await chain.code(signer))) return false

  const hash = codec.hashTypedData(offerTypedData(codec, { escrow, chainId, offer }))
  const data = codec.encodeCall(isValidSignature, [hash, hostSignature])
  const answer = await chain.call({ to: signer, data }).catch((error: unknown) => {
    // A signer's contract may refuse by reverting; a node that fails is another matter.
    if (!isRevert(error)) throw error
    return "0x"
  })
  return answer.slice(0, MAGIC_WORD.length) === MAGIC_WORD
}

const permitTypes = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
}

export type SignPermitParameters = {
  readonly escrow: Address
  readonly token: Address
  /** Base units that the escrow may take. */
  readonly value: bigint
  /** Timestamp; without it, 20 minutes after the latest block. */
  readonly deadline?: bigint | undefined
}

export async function signPermit(wallet: Wallet, parameters: SignPermitParameters): Promise<Hex> {
  const { value, deadline, typedData } = await preparePermit(wallet, parameters)
  const signature = await wallet.signTypedData(typedData)
  return encodePermit(wallet.codec, { value, deadline, signature })
}

export type PermitRequest = { readonly value: bigint; readonly deadline: bigint; readonly typedData: TypedData }

/** What `signPermit` asks the account to sign. */
export async function preparePermit(
  wallet: Wallet,
  { escrow, token, value, ...options }: SignPermitParameters,
): Promise<PermitRequest> {
  const { codec, account } = wallet
  assertAddress(codec, "escrow", escrow)
  assertAddress(codec, "token", token)
  assertInput(codec, { name: "value", type: "uint256" }, value)
  if (options.deadline !== undefined) assertInput(codec, { name: "deadline", type: "uint256" }, options.deadline)
  const { domain, nonce } = await readPermitDomain(wallet, { token, owner: account })
  const deadline = options.deadline ?? (await latestBlock(wallet)).timestamp + PERMIT_LIFETIME
  const message = { owner: account, spender: escrow, value, nonce, deadline }
  return { value, deadline, typedData: { domain, types: permitTypes, primaryType: "Permit", message } }
}

/** DAI, among others, has permits of its own kind behind a domain of the usual one. */
const PERMIT_TYPE = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"

/** The token's own domain separator decides whether its domain is the usual one. */
async function readPermitDomain(chain: Chain, { token, owner }: { readonly token: Address; readonly owner: Address }) {
  const { codec } = chain
  const from = (name: string, output: { readonly type: string }, addresses: readonly Address[] = []) =>
    readContract(chain, { to: token, name, outputs: [output], addresses }).then((answers) => answers?.[0])
  const [chainId, name, version, nonce, separator, permitType] = await Promise.all([
    chain.chainId(),
    from("name", STRING),
    // Optional in the standard: tokens without it use the first.
    from("version", STRING),
    from("nonces", NUMBER, [owner]),
    from("DOMAIN_SEPARATOR", WORD),
    from("PERMIT_TYPEHASH", WORD),
  ])
  const domain = { name: String(name), version: String(version ?? "1"), chainId, verifyingContract: token }
  const isUsual = permitType === undefined || permitType === hashOfText(codec, PERMIT_TYPE)
  if (typeof nonce === "bigint" && isUsual && codec.hashDomain(domain) === separator) return { domain, nonce }
  throw new PermitUnsupportedError({ token })
}

function hashOfText(codec: Codec, text: string): Hex {
  const bytes = [...text].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, "0"))
  return codec.keccak256(`0x${bytes.join("")}`)
}
