import { type Address, concat, type Hex, keccak256, numberToHex, padHex, stringToHex } from "viem"

import type { Domain } from "../support/offer.ts"

/** What a payer signs, in the words of IRentalRouter.sol. */
export interface Purchase {
  readonly orders: readonly { readonly rentalId: Hex; readonly renter: Address; readonly duration: bigint }[]
  readonly relayFee: bigint
  readonly relayer: Address
  readonly validBefore: bigint
}

/** A purchase that a payer pays in a token, through a router. */
export interface SignedPayment {
  readonly purchase: Purchase
  readonly payer: Address
  readonly router: Domain
  readonly token: Address
  readonly value: bigint
}

// The types as the EIPs spell them: a struct's own type first, then those it refers to, sorted by name.
const ORDER = "Order(bytes32 rentalId,address renter,uint32 duration)"
const PURCHASE = "Purchase(Order[] orders,uint256 relayFee,address relayer,uint256 validBefore)"
const TOKEN_PERMISSIONS = "TokenPermissions(address token,uint256 amount)"
const TRANSFER =
  "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Purchase witness)"
const RECEIVE =
  "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"

/** An array is the hash of its members' hashes, one after the other. */
export function purchaseHashOf({ orders, relayFee, relayer, validBefore }: Purchase): Hex {
  const hashes = orders.map(({ rentalId, renter, duration }) => hashOf(ORDER, rentalId, word(renter), word(duration)))
  return hashOf(`${PURCHASE}${ORDER}`, keccak256(concat(hashes)), word(relayFee), word(relayer), word(validBefore))
}

export function purchaseDigestOf(purchase: Purchase, router: Domain): Hex {
  return underDomain(separatorOf(router), purchaseHashOf(purchase))
}

/** ERC-3009: the purchase's digest is the nonce. */
export function authorizationDigestOf({ purchase, payer, router, token, value }: SignedPayment): Hex {
  const { chainId } = router
  const message = hashOf(
    RECEIVE,
    word(payer),
    word(router.verifyingContract),
    word(value),
    word(0n),
    word(purchase.validBefore),
    purchaseDigestOf(purchase, router),
  )
  return underDomain(separatorOf({ name: "USD Coin", version: "2", chainId, verifyingContract: token }), message)
}

/** Permit2: the purchase's digest is the nonce, its struct hash the witness. */
export function transferDigestOf({ purchase, router, token, value }: SignedPayment, permit2: Address): Hex {
  const message = hashOf(
    `${TRANSFER}${ORDER}${PURCHASE}${TOKEN_PERMISSIONS}`,
    hashOf(TOKEN_PERMISSIONS, word(token), word(value)),
    word(router.verifyingContract),
    purchaseDigestOf(purchase, router),
    word(purchase.validBefore - 1n),
    purchaseHashOf(purchase),
  )
  const separator = hashOf(
    "EIP712Domain(string name,uint256 chainId,address verifyingContract)",
    textHash("Permit2"),
    word(BigInt(router.chainId)),
    word(permit2),
  )
  return underDomain(separator, message)
}

function separatorOf({ name, version, chainId, verifyingContract }: Domain): Hex {
  return hashOf(
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
    textHash(name),
    textHash(version),
    word(BigInt(chainId)),
    word(verifyingContract),
  )
}

function underDomain(separator: Hex, message: Hex): Hex {
  return keccak256(concat(["0x1901", separator, message]))
}

/** `keccak256(typeHash ‖ encodeData)`. */
function hashOf(type: string, ...words: readonly Hex[]): Hex {
  return keccak256(concat([textHash(type), ...words]))
}

function textHash(text: string): Hex {
  return keccak256(stringToHex(text))
}

function word(value: bigint | Hex): Hex {
  return padHex(typeof value === "bigint" ? numberToHex(value) : value, { size: 32 })
}
