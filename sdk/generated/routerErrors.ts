// Written by `npm run generate`. Do not edit.

import type { ArgsIn } from "../abiTypes.ts"
import { revertError } from "../core/revertError.ts"
import type { rentalRouterAbi } from "./routerAbi.ts"
import { NativeCoinError } from "./mandateErrors.ts"
import { NotContractError } from "./mandateErrors.ts"

export { NativeCoinError }

export { NotContractError }

type Args<name extends string> = ArgsIn<typeof rentalRouterAbi, "error", name>

/** The payer's allowance for Permit2 does not cover `required`. Pass an EIP-2612 permit for Permit2. */
export class InsufficientPermit2AllowanceError extends /* @__PURE__ */ revertError<"InsufficientPermit2Allowance", Args<"InsufficientPermit2Allowance">>("InsufficientPermit2Allowance", "The payer's allowance for Permit2 does not cover `required`. Pass an EIP-2612 permit for Permit2.", "uint256 allowance,uint256 required") {}

/** One offer is paid in `token`, the first one in `expected`. Sign one purchase for each token. */
export class MixedTokensError extends /* @__PURE__ */ revertError<"MixedTokens", Args<"MixedTokens">>("MixedTokens", "One offer is paid in `token`, the first one in `expected`. Sign one purchase for each token.", "address token,address expected") {}

/** The payer chose another relayer. Send the transaction from `relayer`, or ask the payer to sign again. */
export class NotRelayerError extends /* @__PURE__ */ revertError<"NotRelayer", Args<"NotRelayer">>("NotRelayer", "The payer chose another relayer. Send the transaction from `relayer`, or ask the payer to sign again.", "address caller,address relayer") {}

/** The token moved other amounts than it was asked to, or a rental is ordered twice. The router would be left with `balance` instead of `expected`, or with an allowance of the escrow. */
export class NotSettledError extends /* @__PURE__ */ revertError<"NotSettled", Args<"NotSettled">>("NotSettled", "The token moved other amounts than it was asked to, or a rental is ordered twice. The router would be left with `balance` instead of `expected`, or with an allowance of the escrow.", "uint256 balance,uint256 expected,uint256 allowance") {}

/** The number of orders is not from `minimum` to `maximum`. Split the purchase, or order something. */
export class OrderCountOutOfBoundsError extends /* @__PURE__ */ revertError<"OrderCountOutOfBounds", Args<"OrderCountOutOfBounds">>("OrderCountOutOfBounds", "The number of orders is not from `minimum` to `maximum`. Split the purchase, or order something.", "uint256 count,uint256 minimum,uint256 maximum") {}

/** The token or Permit2 refused the payment, for `reason`. The payer signed another purchase, value, chain, router or method, or the token blocks one of the accounts. Compare each field with what was signed. */
export class PaymentRefusedError extends /* @__PURE__ */ revertError<"PaymentRefused", Args<"PaymentRefused">>("PaymentRefused", "The token or Permit2 refused the payment, for `reason`. The payer signed another purchase, value, chain, router or method, or the token blocks one of the accounts. Compare each field with what was signed.", "address payer,bytes32 purchase,bytes reason") {}

/** The purchase could be sent until `validBefore`. Ask the payer to sign again. */
export class PurchaseExpiredError extends /* @__PURE__ */ revertError<"PurchaseExpired", Args<"PurchaseExpired">>("PurchaseExpired", "The purchase could be sent until `validBefore`. Ask the payer to sign again.", "uint256 validBefore") {}

/** This purchase was already paid, or its payer cancelled it. Ask the payer to sign another one. */
export class PurchaseUsedError extends /* @__PURE__ */ revertError<"PurchaseUsed", Args<"PurchaseUsed">>("PurchaseUsed", "This purchase was already paid, or its payer cancelled it. Ask the payer to sign another one.", "address payer,bytes32 purchase") {}

/** The signature is for an account that has no code yet (ERC-6492). Deploy the payer's account first. */
export class UndeployedPayerError extends /* @__PURE__ */ revertError<"UndeployedPayer", Args<"UndeployedPayer">>("UndeployedPayer", "The signature is for an account that has no code yet (ERC-6492). Deploy the payer's account first.", "address payer") {}

/** The three lists differ in length. Pass a duration and a host's signature for each rental. */
export class UnequalLengthsError extends /* @__PURE__ */ revertError<"UnequalLengths", Args<"UnequalLengths">>("UnequalLengths", "The three lists differ in length. Pass a duration and a host's signature for each rental.", "uint256 rentals,uint256 durations,uint256 hostSignatures") {}

/** The value does not cover price and fee. Ask the payer to sign at least `price + relayFee`. */
export class ValueTooSmallError extends /* @__PURE__ */ revertError<"ValueTooSmall", Args<"ValueTooSmall">>("ValueTooSmall", "The value does not cover price and fee. Ask the payer to sign at least `price + relayFee`.", "uint256 value,uint256 price,uint256 relayFee") {}

/** The classes of all errors of RentalRouter. */
export const routerErrors = [
  InsufficientPermit2AllowanceError,
  MixedTokensError,
  NativeCoinError,
  NotContractError,
  NotRelayerError,
  NotSettledError,
  OrderCountOutOfBoundsError,
  PaymentRefusedError,
  PurchaseExpiredError,
  PurchaseUsedError,
  UndeployedPayerError,
  UnequalLengthsError,
  ValueTooSmallError,
]
