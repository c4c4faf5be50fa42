import { isEscrowError, signPermit } from "@gpuflow/escrow"
import type { Address, Hex } from "viem"
import { toAccount } from "viem/accounts"
import { z } from "zod"
import type { Context } from "./context.ts"

/** The probe returns it in place of a signature. It is valid for no account. */
const INVALID_SIGNATURE: Hex = `0x${"11".repeat(64)}1b`

const schema = z.object({ name: z.string(), version: z.string() })
type PermitDomain = z.output<typeof schema>

/**
 * The EIP-712 domain of a token's permits, checked against the hash that the token itself reports; undefined if the
 * token has no usable permit. The SDK checks it before it signs, so a probe account records what it is asked to sign.
 */
export async function findPermitDomain(
  { client, escrow }: Context,
  token: Address,
  owner: Address = escrow,
): Promise<PermitDomain | undefined> {
  let domain: PermitDomain | undefined
  const refuse = () => Promise.reject(new Error("The probe account signs only permits."))
  const account = toAccount({
    address: owner,
    signMessage: refuse,
    signTransaction: refuse,
    signTypedData: async (data) => {
      domain = schema.parse(data.domain)
      return INVALID_SIGNATURE
    },
  })
  try {
    await signPermit(client, { escrow, token, value: 0n, account })
    return domain
  } catch (error) {
    if (isEscrowError(error) && error.code === "PermitUnsupported") return undefined
    throw error
  }
}
