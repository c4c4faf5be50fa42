// What the owner and the guardian may do, and who they are.
import { EscrowNotFoundError } from "../../errors.ts"
import {
  acceptOwnershipFunction,
  closeMarketFunction,
  guardianFunction,
  ownerFunction,
  pendingOwnerFunction,
  renounceOwnershipFunction,
  setGuardianFunction,
  setHostFeeFunction,
  setMarketFunction,
  setTreasuryFunction,
  transferOwnershipFunction,
  treasuryFunction,
} from "../../generated/abiItems.ts"
import type { Address } from "../../types.ts"
import { assertAddress, decodeResult, encodeCall } from "../codec.ts"
import { multicall } from "../multicall.ts"
import type { Chain } from "../port.ts"
import { type EscrowParameters, request, type TokenParameters } from "../rental/escrowCall.ts"
import type { ReadParameters } from "../rental/escrowRead.ts"
import type { PreparedRequest } from "../rental/send.ts"

export type SetMarketParameters = TokenParameters & {
  /** Who rules on disputes. */
  readonly arbiter: Address
  /** Platform fee, basis points. */
  readonly feeBps: bigint
  /** Whether deposits, extensions and bonds are accepted. */
  readonly open: boolean
}

export const requestSetMarket = (chain: Chain, { escrow, token, arbiter, feeBps, open }: SetMarketParameters) =>
  request(chain, escrow, setMarketFunction, [token, arbiter, feeBps, open])

export const requestCloseMarket = (chain: Chain, { escrow, token }: TokenParameters) =>
  request(chain, escrow, closeMarketFunction, [token])

export type SetHostFeeParameters = EscrowParameters & {
  /** The host. */
  readonly host: Address
  /** Basis points; 0: the market's. */
  readonly feeBps: bigint
}

export const requestSetHostFee = (chain: Chain, { escrow, host, feeBps }: SetHostFeeParameters) =>
  request(chain, escrow, setHostFeeFunction, [host, feeBps])

export type SetTreasuryParameters = EscrowParameters & {
  /** Who receives the fees. */
  readonly treasury: Address
}

export const requestSetTreasury = (chain: Chain, { escrow, treasury }: SetTreasuryParameters) =>
  request(chain, escrow, setTreasuryFunction, [treasury])

export type SetGuardianParameters = EscrowParameters & {
  /** Who may close markets; zero: nobody. */
  readonly guardian: Address
}

export const requestSetGuardian = (chain: Chain, { escrow, guardian }: SetGuardianParameters) =>
  request(chain, escrow, setGuardianFunction, [guardian])

export type TransferOwnershipParameters = EscrowParameters & {
  /** Who may accept it; zero: nobody any more. */
  readonly newOwner: Address
}

export const requestTransferOwnership = (chain: Chain, { escrow, newOwner }: TransferOwnershipParameters) =>
  request(chain, escrow, transferOwnershipFunction, [newOwner])

export const requestAcceptOwnership = (chain: Chain, { escrow }: EscrowParameters) =>
  request(chain, escrow, acceptOwnershipFunction, [])

export const requestRenounceOwnership = (chain: Chain, { escrow }: EscrowParameters) =>
  request(chain, escrow, renounceOwnershipFunction, [])

/** Every verb of the administration, by its name in Solidity. */
export const administration = {
  setMarket: requestSetMarket,
  closeMarket: requestCloseMarket,
  setHostFee: requestSetHostFee,
  setTreasury: requestSetTreasury,
  setGuardian: requestSetGuardian,
  transferOwnership: requestTransferOwnership,
  acceptOwnership: requestAcceptOwnership,
  renounceOwnership: requestRenounceOwnership,
}

/** A verb of the owner or the guardian. */
export type AdministrationVerb = keyof typeof administration

/** What such a verb takes. */
export type AdministrationParameters<verb extends AdministrationVerb> = Parameters<(typeof administration)[verb]>[1]

/** Such a verb as a call that is ready to be signed, or to be put before a timelock. */
export function prepareAdministration<const verb extends AdministrationVerb>(
  chain: Chain,
  verb: verb,
  parameters: AdministrationParameters<verb>,
): PreparedRequest {
  // The compiler cannot see that a verb and its parameters belong together once they are a union.
  const prepare = administration[verb] as (chain: Chain, parameters: AdministrationParameters<verb>) => PreparedRequest
  return prepare(chain, parameters)
}

/** Who administers an escrow. */
export type Administration = {
  /** Sets fees, markets, treasury and guardian; zero: nobody any more. */
  readonly owner: Address
  /** May accept the ownership; zero: nobody. */
  readonly pendingOwner: Address
  /** May close markets; zero: nobody. */
  readonly guardian: Address
  /** Receives the fees. */
  readonly treasury: Address
}

/** All of one block, in one call where there is Multicall3. */
export async function getAdministration(
  chain: Chain,
  { escrow, blockNumber }: ReadParameters,
): Promise<Administration> {
  const { codec } = chain
  assertAddress(codec, "escrow", escrow)
  const items = [ownerFunction, pendingOwnerFunction, guardianFunction, treasuryFunction] as const
  const questions = items.map((item) => encodeCall(codec, item, []))
  const [owner = "0x", pendingOwner = "0x", guardian = "0x", treasury = "0x"] = await multicall(
    chain,
    escrow,
    questions,
    {
      blockNumber,
    },
  )
  if (owner === "0x") throw new EscrowNotFoundError({ escrow })
  return {
    owner: decodeResult(codec, ownerFunction, owner),
    pendingOwner: decodeResult(codec, pendingOwnerFunction, pendingOwner),
    guardian: decodeResult(codec, guardianFunction, guardian),
    treasury: decodeResult(codec, treasuryFunction, treasury),
  }
}
