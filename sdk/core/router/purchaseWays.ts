// What the payer's account signs on each way, and whether token and account allow it.
import { InsufficientPermit2AllowanceError, PurchaseUsedError } from "../../generated/routerErrors.ts"
import type { Address } from "../../types.ts"
import { canSign } from "../accountSignature.ts"
import { begun } from "../begun.ts"
import { EscrowError } from "../escrowError.ts"
import { structFields } from "../parseAbi.ts"
import { ifSupported, readPermitDomain } from "../plan/permitDomain.ts"
import type { Chain, TypedData } from "../port.ts"
import { ADDRESS, NUMBER, readNumber } from "../readContract.ts"
import { allowanceOf } from "../tokenReads.ts"
import { type PreparedPurchase, type PurchaseWay, purchaseTypes } from "./purchase.ts"
import { AuthorizationUnsupportedError, readAuthorizationState, readTokenDomain, receiveTypes } from "./tokenDomain.ts"

const transferTypes = {
  PermitWitnessTransferFrom: /* @__PURE__ */ structFields(
    "TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Purchase witness",
  ),
  TokenPermissions: /* @__PURE__ */ structFields("address token,uint256 amount"),
  ...purchaseTypes,
}

/** What of a purchase each way signs. */
export type Signable = Pick<
  PreparedPurchase,
  "chainId" | "router" | "permit2" | "payer" | "token" | "purchase" | "value" | "digest"
>

/**
 * What the payer signs.
 *
 * @throws {AuthorizationUnsupportedError} if the token has no domain that is known
 */
export async function paymentTypedData(chain: Chain, way: PurchaseWay, signable: Signable): Promise<TypedData> {
  const { chainId, router, permit2, payer, token, purchase, value, digest } = signable
  if (way === "authorization") {
    const domain = await readTokenDomain(chain, token)
    if (!domain) throw new AuthorizationUnsupportedError({ token })
    const { validBefore } = purchase
    const message = { from: payer, to: router, value, validAfter: 0n, validBefore, nonce: digest }
    return { domain, types: receiveTypes, primaryType: "ReceiveWithAuthorization", message }
  }
  return {
    domain: { name: "Permit2", chainId, verifyingContract: permit2 },
    types: transferTypes,
    primaryType: "PermitWitnessTransferFrom",
    message: {
      permitted: { token, amount: value },
      spender: router,
      nonce: BigInt(digest),
      // Permit2 accepts its deadline itself; the router does not accept `validBefore`.
      deadline: purchase.validBefore - 1n,
      witness: purchase,
    },
  }
}

/** A way to sign a purchase, and whether this token and this account allow it. */
export type PurchaseWayOption = {
  readonly way: PurchaseWay
  readonly available: boolean
  /** Whether the payer first signs a permit for Permit2. */
  readonly needsPermit: boolean
  /** Why the way is not available. */
  readonly error?: EscrowError
}

export async function wayOption(chain: Chain, way: PurchaseWay, signable: Signable): Promise<PurchaseWayOption> {
  const account = signable.payer
  const accepting = begun(canSign(chain, { account, digest: signable.digest }))
  const asking = way === "authorization" ? askAuthorization(chain, signable) : askPermit2(chain, signable)
  const { needsPermit = false, error: found } = await asking
  // An allowance or another way does not help an account that no contract believes.
  const isBelieved = found?.code === "PurchaseUsed" || (await accepting)
  const error = isBelieved ? found : new AccountCannotSignError({ account })
  return { way, available: !error, needsPermit: !error && needsPermit, ...(error && { error }) }
}

type Answer = { readonly needsPermit?: boolean; readonly error?: EscrowError }

async function askAuthorization(chain: Chain, { token, payer, digest }: Signable): Promise<Answer> {
  const [domain, used] = await Promise.all([
    readTokenDomain(chain, token),
    readAuthorizationState(chain, { token, payer, nonce: digest }),
  ])
  if (used) return { error: new PurchaseUsedError({ payer, purchase: digest }) }
  return domain && used !== undefined ? {} : { error: new AuthorizationUnsupportedError({ token }) }
}

async function askPermit2(chain: Chain, signable: Signable): Promise<Answer> {
  const { token, payer, permit2, value, digest } = signable
  const [used, allowance, code] = await Promise.all([
    isNonceUsed(chain, signable),
    allowanceOf(chain, { token, spender: permit2, owner: payer }),
    chain.code(payer),
  ])
  if (used) return { error: new PurchaseUsedError({ payer, purchase: digest }) }
  if (allowance >= value) return {}
  // Tokens check a permit of an account with code by its code, or refuse it.
  const permit = code ? undefined : await ifSupported(readPermitDomain(chain, { token, owner: payer }))
  return permit
    ? { needsPermit: true }
    : { error: new InsufficientPermit2AllowanceError({ allowance, required: value }) }
}

/** Whether the payer's Permit2 nonce of a purchase is used or cancelled. */
async function isNonceUsed(chain: Chain, { permit2, payer, digest }: Signable): Promise<boolean> {
  const nonce = BigInt(digest)
  // A word holds 256 nonces.
  const read = { to: permit2, name: "nonceBitmap", inputs: [ADDRESS, NUMBER], args: [payer, nonce >> 8n] }
  return (((await readNumber(chain, read)) >> (nonce & 0xffn)) & 1n) === 1n
}

/** The account has code that does not check signatures. */
export class AccountCannotSignError extends EscrowError<"AccountCannotSign", { readonly account: Address }> {
  constructor(args: AccountCannotSignError["args"], options?: ErrorOptions) {
    super(
      "AccountCannotSign",
      "The account's code does not check signatures (ERC-1271). Pay directly, or use another account.",
      args,
      options,
    )
  }
}
