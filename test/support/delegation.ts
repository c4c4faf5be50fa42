import { expect } from "chai"
import { type Address, concat, type PrivateKeyAccount, zeroAddress } from "viem"

import type { Chain } from "./chain.ts"
import { accountOf } from "./parties.ts"

/** A type-4 transaction in which an account points its code to a contract; somebody else pays for it. */
export async function delegate(chain: Chain, account: PrivateKeyAccount, to: Address): Promise<void> {
  const sponsor = accountOf("keeper")
  const authorization = await account.signAuthorization({
    chainId: chain.id,
    contractAddress: to,
    nonce: await chain.client.getTransactionCount(account),
  })
  const transaction = await sponsor.signTransaction({
    type: "eip7702",
    chainId: chain.id,
    nonce: await chain.client.getTransactionCount(sponsor),
    to: sponsor.address,
    gas: 500_000n,
    maxFeePerGas: 0n,
    maxPriorityFeePerGas: 0n,
    authorizationList: [authorization],
  })
  const hash = await chain.client.sendRawTransaction({ serializedTransaction: transaction })
  expect((await chain.client.getTransactionReceipt({ hash })).status, "delegating transaction").to.equal("success")
  const code = to === zeroAddress ? undefined : concat(["0xef0100", to]).toLowerCase()
  expect(await chain.client.getCode(account), "delegation").to.equal(code)
}
