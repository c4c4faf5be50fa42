// A renter that has dollars and no POL, and everything that acts for it: a relayer, a bundler, and a paymaster that takes
// dollars for gas.
import { signPermit } from "@gpuflow/escrow/plan"
import { type Address, createWalletClient, decodeAbiParameters, parseAbi, parseAbiParameters, parseEther } from "viem"

import { openBundler } from "./bundler.ts"
import { accountNamed, accountOf } from "./parties.ts"
import { withRouter } from "./periphery.ts"
import { tokenAbi } from "./rentals.ts"
import { chain, transport } from "./sharedChain.ts"

/** What the renter has in the beginning. */
export const PURSE = 100_000_000n
/** Half a dollar for a POL. */
export const TOKEN_PER_NATIVE = 500_000n

/** A fixture: as `withRouter`, with a renter that has dollars and no POL, an EntryPoint, and a paymaster. */
export async function withoutCoins() {
  const world = await withRouter()
  const { token, stranger: relayer } = world
  const account = accountNamed("a renter without POL")
  await relayer.writeContract({ address: token, abi: tokenAbi, functionName: "mint", args: [account.address, PURSE] })
  const bundler = await openBundler(chain, accountOf("keeper"))
  const { address: paymaster } = await chain.deploy("TokenPaymaster", [token, TOKEN_PER_NATIVE])
  await bundler.fundPaymaster(paymaster, parseEther("10"))
  const wallet = createWalletClient({ account, chain: chain.client.chain, transport: transport() })
  return { ...world, account, wallet, relayer, bundler, paymaster }
}

export type GaslessWorld = Awaited<ReturnType<typeof withoutCoins>>

const permitAbi = parseAbi([
  "function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)",
])
const PERMIT = parseAbiParameters("uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s")

/** The renter signs that a spender may take dollars, and the relayer brings the permit to the token. */
export async function relayPermit(
  { wallet, account, token, relayer }: Pick<GaslessWorld, "wallet" | "account" | "token" | "relayer">,
  spender: Address,
  value: bigint,
): Promise<void> {
  const [, deadline, v, r, s] = decodeAbiParameters(PERMIT, await signPermit(wallet, { escrow: spender, token, value }))
  const args = [account.address, spender, value, deadline, v, r, s] as const
  await relayer.writeContract({ address: token, abi: permitAbi, functionName: "permit", args })
}

/** The renter signs that its account runs this code, and the bundler's operator brings it to the chain. */
export async function relayDelegation({ account, client, bundler }: GaslessWorld, code: Address): Promise<void> {
  const nonce = await client.getTransactionCount({ address: account.address })
  const authorization = await account.signAuthorization({ address: code, chainId: chain.id, nonce })
  const operator = createWalletClient({ account: bundler.operator, chain: chain.client.chain, transport: transport() })
  const hash = await operator.sendTransaction({ to: account.address, authorizationList: [authorization] })
  await client.waitForTransactionReceipt({ hash })
}
