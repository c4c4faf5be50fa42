import { type Address, type Hex, keccak256, toHex } from "viem"
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts"

import { type TestRole, testAccount, testKeys, testRoles } from "../../sdk/testing/accounts.ts"

/** Who takes part, in the order of Hardhat's accounts: a chain inside Hardhat signs for each of them. */
export const ROLES = testRoles
export type Role = TestRole

export const accountOf: (role: Role) => PrivateKeyAccount = testAccount

export function addressOf(role: Role): Address {
  return accountOf(role).address
}

export function keyOf(role: Role): Hex {
  return testKeys[role]
}

/** The key of an account beyond the roles: it follows from the account's name. */
export function keyNamed(name: string): Hex {
  return keccak256(toHex(name))
}

export function accountNamed(name: string): PrivateKeyAccount {
  return privateKeyToAccount(keyNamed(name))
}
