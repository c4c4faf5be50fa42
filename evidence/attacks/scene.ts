// An escrow on a chain inside this process, and what parties do and have there.
import { type Address, BaseError, ContractFunctionRevertedError, type Hex, keccak256, toHex } from "viem"

import { openChain } from "../../test/support/chain.ts"
import { callOf, NATIVE, openEscrow } from "../../test/support/escrow.ts"
import { DAY, HOUR, NO_PERMIT, type Offer, type Rental, typedOffer } from "../../test/support/offer.ts"
import { accountOf, addressOf, type Role } from "../../test/support/parties.ts"

/** Base units per hour: 1.50 dollars. */
export const PRICE = 1_500_000n
export const BOND = 24_000_000n
export const NO_BOUND = 2n ** 256n - 1n

export type Scene = Awaited<ReturnType<typeof openScene>>

export async function openScene() {
  // Parties can act within one second, and gas costs nothing.
  const chain = await openChain({ allowBlocksWithSameTimestamp: true, initialBaseFeePerGas: 0n })
  const rich = ["host", "renter", "payer", "stranger"] as const
  const { escrow, token } = await openEscrow(chain, {
    token: ["Token", "USD Coin", "USDC", 6],
    rich,
    purse: 10n ** 12n,
  })
  const start = (await chain.now()) + HOUR
  /** When the next call happens. */
  let time = start

  const send = (by: Role, name: string, ...args: readonly unknown[]) =>
    chain.transact(callOf(escrow, addressOf(by), name, args), time)

  /** The error with which the contract refuses a call, such as `TooMuch(5, 0)`; undefined if it does not. */
  async function refusal(by: Role, functionName: string, ...args: readonly unknown[]) {
    await chain.mineAt(time)
    const { address, abi } = escrow
    try {
      await chain.client.simulateContract({ address, abi, functionName, args, account: addressOf(by) })
      return undefined
    } catch (error) {
      const reverted =
        error instanceof BaseError ? error.walk((cause) => cause instanceof ContractFunctionRevertedError) : undefined
      if (!(reverted instanceof ContractFunctionRevertedError) || !reverted.data) throw error
      return `${reverted.data.errorName}(${(reverted.data.args ?? []).join(", ")})`
    }
  }

  async function numberOf(functionName: string, ...args: readonly unknown[]): Promise<bigint> {
    return BigInt(String(await chain.read(escrow, functionName, args)))
  }

  /** What accounts have, or can take out alone. */
  async function wealth(...roles: readonly Role[]): Promise<bigint> {
    const parts = roles
      .map(addressOf)
      .flatMap((account) => [
        chain.read(token, "balanceOf", [account]).then((balance) => BigInt(String(balance))),
        numberOf("credits", token.address, account),
        numberOf("bonds", token.address, account),
      ])
    return (await Promise.all(parts)).reduce((sum, part) => sum + part, 0n)
  }

  const sign = (offer: Offer, by: Role): Promise<Hex> => {
    const domain = { name: "RentalEscrow", version: "1", chainId: chain.id, verifyingContract: escrow.address }
    return accountOf(by).signTypedData(typedOffer(offer, domain))
  }

  return {
    token,
    send,
    refusal,
    wealth,
    sign,
    close: chain.close,
    /** Plays from the scene's start, and takes back everything that happened. */
    apart<result>(body: () => Promise<result>): Promise<result> {
      time = start
      return chain.apart(body)
    },
    /** Takes back everything that happens in `body`, and goes on. */
    tryOut: <result>(body: () => Promise<result>) => chain.apart(body),
    /** The next calls happen so many seconds after the scene's start. */
    at(seconds: bigint) {
      time = start + seconds
    },
    offer: (terms: Partial<Offer> = {}): Offer => ({
      host: addressOf("host"),
      payee: addressOf("payee"),
      operator: addressOf("operator"),
      renter: NATIVE,
      token: token.address,
      arbiter: addressOf("arbiter"),
      pricePerHour: PRICE,
      bond: BOND,
      minDuration: 1n,
      maxDuration: 30n * DAY,
      startWindow: 0n,
      challengeWindow: 6n * HOUR,
      nonce: 0n,
      epoch: 0n,
      expiry: start + 60n * DAY,
      maxFeeBps: 1000n,
      rolling: false,
      machine: keccak256(toHex("a100-0")),
      spec: keccak256(toHex("A100 80 GB")),
      ...terms,
    }),
    rentalOf: (offer: Offer, renter: Address = addressOf("renter")): Rental => ({
      offer,
      renter,
      salt: keccak256(toHex("order")),
    }),
    fundBond: (amount: bigint) => send("host", "fundBond", token.address, amount),
    /** The payer deposits for the rental, which the host signs. */
    async deposit(rental: Rental, duration: bigint) {
      await send("payer", "deposit", rental, duration, await sign(rental.offer, "host"), NO_PERMIT)
    },
    freeBond: () => numberOf("bonds", token.address, addressOf("host")),
    /** A rental's `paidSeconds`. */
    async paidSeconds(rental: Rental): Promise<bigint> {
      const state: unknown = await chain.read(escrow, "getRental", [await chain.read(escrow, "idOf", [rental])])
      return BigInt(String(Object(state).paidSeconds))
    },
    /** Whether an offer with this nonce can no longer be taken. */
    async isDead({ host, machine, nonce }: Offer): Promise<boolean> {
      const slot: unknown = await chain.read(escrow, "machines", [host, machine])
      return BigInt(Object(slot)[1]) !== nonce
    },
  }
}
