// Written by `npm run generate`. Do not edit.

import type { ArgsIn } from "../abiTypes.ts"
import { revertError } from "../core/revertError.ts"
import type { rentalMandateAbi } from "./mandateAbi.ts"

type Args<name extends string> = ArgsIn<typeof rentalMandateAbi, "error", name>

/** With this `extendBefore` no extension is ever possible. Sign a mandate with at least `minimum` seconds. */
export class ExtendBeforeTooShortError extends /* @__PURE__ */ revertError<"ExtendBeforeTooShort", Args<"ExtendBeforeTooShort">>("ExtendBeforeTooShort", "With this `extendBefore` no extension is ever possible. Sign a mandate with at least `minimum` seconds.", "uint256 extendBefore,uint256 minimum") {}

/** The rental already has the longest duration of its offer. No extension is left to execute. */
export class FullyExtendedError extends /* @__PURE__ */ revertError<"FullyExtended", Args<"FullyExtended">>("FullyExtended", "The rental already has the longest duration of its offer. No extension is left to execute.", "uint256 maxDuration") {}

/** The renter's allowance to this contract does not cover `required`. Ask the renter to approve it, or to sign a permit. */
export class InsufficientMandateAllowanceError extends /* @__PURE__ */ revertError<"InsufficientMandateAllowance", Args<"InsufficientMandateAllowance">>("InsufficientMandateAllowance", "The renter's allowance to this contract does not cover `required`. Ask the renter to approve it, or to sign a permit.", "uint256 allowance,uint256 required") {}

/** The renter's balance does not cover `required`. Ask the renter to add funds. */
export class InsufficientRenterBalanceError extends /* @__PURE__ */ revertError<"InsufficientRenterBalance", Args<"InsufficientRenterBalance">>("InsufficientRenterBalance", "The renter's balance does not cover `required`. Ask the renter to add funds.", "uint256 balance,uint256 required") {}

/** The renter did not sign this mandate for this contract and chain. Ask the renter for a new mandate. */
export class InvalidMandateSignatureError extends /* @__PURE__ */ revertError<"InvalidMandateSignature", Args<"InvalidMandateSignature">>("InvalidMandateSignature", "The renter did not sign this mandate for this contract and chain. Ask the renter for a new mandate.", "address renter") {}

/** Price and tip exceed what is left of the mandate's total. Ask the renter for a new mandate. */
export class MandateExhaustedError extends /* @__PURE__ */ revertError<"MandateExhausted", Args<"MandateExhausted">>("MandateExhausted", "Price and tip exceed what is left of the mandate's total. Ask the renter for a new mandate.", "uint256 amount,uint256 left") {}

/** The mandate expired at `expiry`. Ask the renter for a new mandate. */
export class MandateExpiredError extends /* @__PURE__ */ revertError<"MandateExpired", Args<"MandateExpired">>("MandateExpired", "The mandate expired at `expiry`. Ask the renter for a new mandate.", "uint256 expiry") {}

/** The renter's account is a contract, and it does not accept the signature (ERC-1271). Ask the renter to sign with an owner of the account. */
export class MandateSignatureRefusedError extends /* @__PURE__ */ revertError<"MandateSignatureRefused", Args<"MandateSignatureRefused">>("MandateSignatureRefused", "The renter's account is a contract, and it does not accept the signature (ERC-1271). Ask the renter to sign with an owner of the account.", "address renter") {}

/** The offer's token is the native coin, which cannot be signed for. Call the escrow itself. */
export class NativeCoinError extends /* @__PURE__ */ revertError<"NativeCoin", Args<"NativeCoin">>("NativeCoin", "The offer's token is the native coin, which cannot be signed for. Call the escrow itself.") {}

/** There is no contract at this address. Pass the address of a contract of this chain. */
export class NotContractError extends /* @__PURE__ */ revertError<"NotContract", Args<"NotContract">>("NotContract", "There is no contract at this address. Pass the address of a contract of this chain.", "address account") {}

/** The signer of the mandate is not the rental's renter. Ask the rental's renter to sign. */
export class NotRentalsRenterError extends /* @__PURE__ */ revertError<"NotRentalsRenter", Args<"NotRentalsRenter">>("NotRentalsRenter", "The signer of the mandate is not the rental's renter. Ask the rental's renter to sign.", "address signer,address renter") {}

/** The renter has revoked the mandates with this salt. Ask the renter for a new mandate with another salt. */
export class SaltRevokedError extends /* @__PURE__ */ revertError<"SaltRevoked", Args<"SaltRevoked">>("SaltRevoked", "The renter has revoked the mandates with this salt. Ask the renter for a new mandate with another salt.", "address renter,bytes32 salt") {}

/** The tip exceeds the maximum of the mandate. Ask for at most `maxTip`. */
export class TipAboveMaximumError extends /* @__PURE__ */ revertError<"TipAboveMaximum", Args<"TipAboveMaximum">>("TipAboveMaximum", "The tip exceeds the maximum of the mandate. Ask for at most `maxTip`.", "uint256 tip,uint256 maxTip") {}

/** More time is left than `extendBefore`. Execute the mandate from `dueAt` on. */
export class TooEarlyError extends /* @__PURE__ */ revertError<"TooEarly", Args<"TooEarly">>("TooEarly", "More time is left than `extendBefore`. Execute the mandate from `dueAt` on.", "uint256 dueAt") {}

/** The signature is for an account that has no code yet (ERC-6492). Deploy the renter's account first. */
export class UndeployedRenterError extends /* @__PURE__ */ revertError<"UndeployedRenter", Args<"UndeployedRenter">>("UndeployedRenter", "The signature is for an account that has no code yet (ERC-6492). Deploy the renter's account first.", "address renter") {}

/** The token did not move exactly what was paid, so coins would be left over or missing. Extend the rental directly. */
export class WrongBalanceError extends /* @__PURE__ */ revertError<"WrongBalance", Args<"WrongBalance">>("WrongBalance", "The token did not move exactly what was paid, so coins would be left over or missing. Extend the rental directly.", "uint256 balance,uint256 expected") {}

/** The renter has revoked all mandates of this epoch. Ask the renter for a new mandate. */
export class WrongMandateEpochError extends /* @__PURE__ */ revertError<"WrongMandateEpoch", Args<"WrongMandateEpoch">>("WrongMandateEpoch", "The renter has revoked all mandates of this epoch. Ask the renter for a new mandate.", "uint32 epoch,uint32 current") {}

/** The mandate is for another rental. Pass the rental whose id the mandate names. */
export class WrongRentalError extends /* @__PURE__ */ revertError<"WrongRental", Args<"WrongRental">>("WrongRental", "The mandate is for another rental. Pass the rental whose id the mandate names.", "bytes32 id,bytes32 expected") {}

/** The step of the mandate is zero. Sign a mandate with a step of at least one second. */
export class ZeroStepError extends /* @__PURE__ */ revertError<"ZeroStep", Args<"ZeroStep">>("ZeroStep", "The step of the mandate is zero. Sign a mandate with a step of at least one second.") {}

/** The classes of all errors of RentalMandate. */
export const mandateErrors = [
  ExtendBeforeTooShortError,
  FullyExtendedError,
  InsufficientMandateAllowanceError,
  InsufficientRenterBalanceError,
  InvalidMandateSignatureError,
  MandateExhaustedError,
  MandateExpiredError,
  MandateSignatureRefusedError,
  NativeCoinError,
  NotContractError,
  NotRentalsRenterError,
  SaltRevokedError,
  TipAboveMaximumError,
  TooEarlyError,
  UndeployedRenterError,
  WrongBalanceError,
  WrongMandateEpochError,
  WrongRentalError,
  ZeroStepError,
]
