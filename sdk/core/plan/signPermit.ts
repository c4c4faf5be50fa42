import type { Address, Hex } from "../../types.ts"
import { begun } from "../begun.ts"
import { assertAddress, assertInput } from "../codec.ts"
import { latestBlock } from "../latestBlock.ts"
import { structFields } from "../parseAbi.ts"
import type { TypedData, Wallet } from "../port.ts"
import { beginCheck, cancellable, type ProgressOptions } from "../progress.ts"
import type { ReadBatch } from "../readBatch.ts"
import { signChecked } from "../signature.ts"
import { encodePermit } from "./permit.ts"
import { PERMIT_FIELDS, readPermitDomain } from "./permitDomain.ts"

const PERMIT_LIFETIME = 20n * 60n

const permitTypes = { Permit: /* @__PURE__ */ structFields(PERMIT_FIELDS) }

/** Parameters of `signPermit`. */
export type SignPermitParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The token's address. */
  readonly token: Address
  /** Base units that the escrow may take. */
  readonly value: bigint
  /** Timestamp until which the permit is valid. Default: 20 minutes after the latest block. */
  readonly deadline?: bigint | undefined
} & ProgressOptions

/**
 * Signs an EIP-2612 permit that lets the escrow take an amount of a token, so that a deposit or an extension needs no
 * approval. The token's domain separator is recomputed first, because some tokens use another domain.
 *
 * @example
 * import { signPermit } from "@gpuflow/escrow/plan"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const permit = await signPermit(client, { escrow: "0x…", token: "0x…", value: 1_500_000n })
 *
 * @param client A viem client with the payer's account
 * @returns The permit that `deposit` and `extend` take
 * @throws {UnusableSignatureError} if the wallet's signature is not one that the token accepts as the account's
 * @throws {CancelledError} if the signal was aborted before the wallet was asked
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 * @throws {PermitUnsupportedError} if the token does not support EIP-2612 permits
 * @throws {InvalidInputError} for an invalid value
 * @throws {WrongChainError} if the wallet is on another chain than its client
 */
export async function signPermit(wallet: Wallet, parameters: SignPermitParameters): Promise<Hex> {
  beginCheck(parameters, "payment")
  return signPrepared(wallet, await cancellable(preparePermit(wallet, parameters), parameters), parameters)
}

export type PermitRequest = { readonly value: bigint; readonly deadline: bigint; readonly typedData: TypedData }

/** Asks the account to sign a permit. */
export async function signPrepared(
  wallet: Wallet,
  { value, deadline, typedData }: PermitRequest,
  options: ProgressOptions,
): Promise<Hex> {
  const signature = await signChecked(wallet, typedData, options)
  return encodePermit(wallet.codec, { value, deadline, signature })
}

/** What `signPermit` asks the account to sign. */
export async function preparePermit(
  wallet: Wallet,
  { escrow, token, value, ...options }: SignPermitParameters,
  reads: ReadBatch = { ...wallet, timestamp: async () => (await latestBlock(wallet)).timestamp },
): Promise<PermitRequest> {
  const { codec, account } = wallet
  assertAddress(codec, "escrow", escrow)
  assertAddress(codec, "token", token)
  assertInput(codec, { name: "value", type: "uint256" }, value)
  if (options.deadline !== undefined) assertInput(codec, { name: "deadline", type: "uint256" }, options.deadline)
  const latest = options.deadline ?? begun(reads.timestamp())
  const { domain, nonce } = await readPermitDomain(reads, { token, owner: account })
  const deadline = options.deadline ?? (await latest) + PERMIT_LIFETIME
  const message = { owner: account, spender: escrow, value, nonce, deadline }
  return { value, deadline, typedData: { domain, types: permitTypes, primaryType: "Permit", message } }
}
