// `revoke --mandate`: by the file of a mandate, or by its salt.
import { getMandateStatus, prepareMandate } from "@gpuflow/escrow/mandate"
import { type Address, type Hex, isHex } from "viem"

import type { AccountContext } from "../chain/context.ts"
import { findMandateContract, placeOf, resolveMandateContract } from "../chain/periphery.ts"
import { CliError } from "../errors.ts"
import { exitCodes } from "../exitCodes.ts"
import { toHash } from "../text/parse.ts"
import type { Step } from "../transaction/step.ts"
import { readMandate, requireOwnMandate } from "./mandateFiles.ts"

type Revoked = { readonly mandateContract: Address; readonly salt: Hex }

/** The transaction that revokes the mandates with a salt. Fails if they are revoked already. */
export async function planRevocation(
  context: AccountContext,
  fileOrSalt: string,
  contract: Address | undefined,
): Promise<Step> {
  const { session, client, account } = context
  const place = placeOf(context)
  const { mandateContract, salt } = isHex(fileOrSalt)
    ? { mandateContract: resolveMandateContract(session, place, contract), salt: toHash(fileOrSalt) }
    : await revokedBy(context, fileOrSalt, findMandateContract(session, place, contract))
  const { revoked } = await getMandateStatus(client, { mandateContract, renter: account.address, salt })
  if (revoked) {
    throw new CliError(exitCodes.nothing, "AlreadyRevoked", "Your mandates with this salt are revoked already.", {
      salt,
    })
  }
  const request = prepareMandate(client, "revokeMandate", { mandateContract, salt })
  return { sentence: `Revoke your mandates with the salt ${salt}. The rental goes on until its end.`, request }
}

async function revokedBy(context: AccountContext, file: string, contract: Address | undefined): Promise<Revoked> {
  const signed = await readMandate(file)
  requireOwnMandate(context, contract, signed)
  const { mandateContract, mandate } = signed
  const { address } = context.account
  if (mandate.renter.toLowerCase() === address.toLowerCase()) return { mandateContract, salt: mandate.salt }
  throw new CliError(
    exitCodes.refused,
    "NotRenter",
    `Only the renter ${mandate.renter} can revoke this mandate, and your account is ${address}. Use another account.`,
    { account: address },
  )
}
