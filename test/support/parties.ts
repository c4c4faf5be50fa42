import { type Address, type Hex, keccak256, toHex } from "viem"
import { mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts"

/** Who takes part, in the order of Hardhat's accounts: a chain inside Hardhat signs for each of them. */
export const ROLES = [
  "owner",
  "host",
  "renter",
  "arbiter",
  "treasury",
  "guardian",
  "operator",
  "keeper",
  "payer",
  "payee",
  "signer",
  "successor",
  "stranger",
] as const
export type Role = (typeof ROLES)[number]

/** The mnemonic that Hardhat publishes: its keys are known to everyone. */
const MNEMONIC = "test test test test test test test test test test test junk"
const accounts = new Map<Role, PrivateKeyAccount>()

export function accountOf(role: Role): PrivateKeyAccount {
  const account = accounts.get(role) ?? privateKeyToAccount(keyOf(role))
  accounts.set(role, account)
  return account
}

export function addressOf(role: Role): Address {
  return accountOf(role).address
}

export function keyOf(role: Role): Hex {
  const { privateKey } = mnemonicToAccount(MNEMONIC, { addressIndex: ROLES.indexOf(role) }).getHdKey()
  return toHex(privateKey ?? new Uint8Array())
}

/** The key of an account beyond the roles: it follows from the account's name. */
export function keyNamed(name: string): Hex {
  return keccak256(toHex(name))
}

export function accountNamed(name: string): PrivateKeyAccount {
  return privateKeyToAccount(keyNamed(name))
}
