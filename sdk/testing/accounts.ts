// The accounts of a local chain, whose keys are known to everyone.
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts"

import type { Hex } from "../types.ts"

/**
 * Keys of the accounts that take part, in the order of the accounts that Hardhat and Anvil derive from their published
 * mnemonic. Never use them on another chain.
 */
export const testKeys = {
  owner: "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
  host: "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
  renter: "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
  arbiter: "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6",
  treasury: "0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a",
  guardian: "0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba",
  operator: "0x92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e",
  keeper: "0x4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356",
  payer: "0xdbda1821b80551c9d65939329250298aa3472ba22feea921c0cf5d620ea67b97",
  payee: "0x2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6",
  signer: "0xf214f2b2cd398c806f84e317254e0f0b801d0643303237d97a22a48e01628897",
  successor: "0x701b615bbdfb9de65240bc28bd21bbc0d996645a3dd57e7b12bc2bdf6f192c82",
  stranger: "0xa267530f49f8280200edf313ee7af6b827f2a8bce2897751d06a843f644967b1",
} as const satisfies Readonly<Record<string, Hex>>

/** An account that takes part. */
export type TestRole = keyof typeof testKeys

export const testRoles = Object.keys(testKeys) as readonly TestRole[]

const accounts = new Map<TestRole, PrivateKeyAccount>()

export function testAccount(role: TestRole): PrivateKeyAccount {
  const account = accounts.get(role) ?? privateKeyToAccount(testKeys[role])
  accounts.set(role, account)
  return account
}

export const testAccounts = (): Readonly<Record<TestRole, PrivateKeyAccount>> =>
  Object.fromEntries(testRoles.map((role) => [role, testAccount(role)])) as Record<TestRole, PrivateKeyAccount>
