// A stage on which attacks are played: the contracts as they are deployed, on a chain inside this process, and a ledger of
// what each side has spent and lost.

import type { Offer, Rental } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { polygonGas, type TraceStep } from "@gpuflow/escrow/testing"
import {
  type Abi,
  type Address,
  concat,
  createWalletClient,
  custom,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  maxUint256,
  toHex,
  zeroAddress,
} from "viem"
import { polygon } from "viem/chains"

import { escrowBytecode } from "../../sdk/generated/escrowBytecode.ts"
import { rentalMandateAbi } from "../../sdk/generated/mandateAbi.ts"
import { mandateBytecode } from "../../sdk/generated/mandateBytecode.ts"
import { rentalRouterAbi } from "../../sdk/generated/routerAbi.ts"
import { routerBytecode } from "../../sdk/generated/routerBytecode.ts"
import { artifactOf, type Contract, openChain } from "../../test/support/chain.ts"
import { callOf } from "../../test/support/escrow.ts"
import { DAY, HOUR, NO_PERMIT, T0, typedOffer } from "../../test/support/offer.ts"
import { accountNamed } from "../../test/support/parties.ts"

const PARTIES = ["attacker", "accomplice", "host", "renter", "arbiter", "keeper", "owner"] as const
export type Party = (typeof PARTIES)[number]

/** Who attacks and who is attacked. Whoever is neither counts for nobody. */
export interface Sides {
  readonly attackers: readonly Party[]
  readonly victims: readonly Party[]
}

/** What a machine costs, in base units of a dollar with 6 decimals. */
export interface Machine {
  readonly name: string
  readonly pricePerHour: bigint
}

/** What an attack has cost and brought, before any price of gas, capital or time. */
export interface Books {
  /** Base units that the attackers parted with; negative: gained. */
  readonly spent: bigint
  /** Base units that the victims parted with; negative: gained. */
  readonly lost: bigint
  /** Gas by Polygon's schedule. */
  readonly gas: { readonly attackers: bigint; readonly victims: bigint }
  /** Base units times seconds for which money was out of reach. */
  readonly tiedUp: { readonly attackers: bigint; readonly victims: bigint }
  /** Seconds in which nobody else could rent the host's machine. */
  readonly idleSeconds: bigint
  /** Base units of other costs, such as an arbiter's time. */
  readonly extra: bigint
}

/** Prices of the host's bond: 16 hours, which is 24 dollars for an A100. */
const BOND_HOURS = 16n
const FEE_BPS = 1_000
/** An hour after the stage is set up, so that every run begins at the same second. */
const START = T0 + HOUR
const TRANSACTION_GAS = 2n ** 24n
const PURSE = 10n ** 12n

export type Stage = Awaited<ReturnType<typeof openStage>>

export async function openStage() {
  const chain = await openChain({
    allowBlocksWithSameTimestamp: true,
    allowUnlimitedContractSize: true,
    initialBaseFeePerGas: 0n,
    throwOnTransactionFailures: false,
  })
  const parties = Object.fromEntries(PARTIES.map((party) => [party, accountNamed(party)])) as Record<
    Party,
    ReturnType<typeof accountNamed>
  >
  const addressOf = (party: Party): Address => parties[party].address
  for (const party of PARTIES) await chain.fund(addressOf(party))
  await chain.mineAt(T0)

  const owner = addressOf("owner")
  /** The SDK's interfaces have no constructors. */
  const built = async (abi: Abi, code: Hex, ...args: Address[]): Promise<Contract> => {
    const types = args.map(() => ({ type: "address" }))
    const bytecode = concat([code, encodeAbiParameters(types, args)])
    const { address } = await chain.deploy({ abi: [], bytecode }, [], owner)
    return { address, abi }
  }
  const escrow = await built(escrowAbi, escrowBytecode, owner, owner, owner)
  const token = await chain.deploy(await artifactOf("UsdcToken"), [], owner)
  const description = { name: "USD Coin", symbol: "USDC", version: "2", decimals: 6, showsVersion: true, wraps: false }
  await chain.transact(callOf(token, owner, "describe", [{ ...description, hasAuthorizations: true }]))
  const permit2 = await chain.deploy("@uniswap/v4-periphery/lib/permit2/src/Permit2.sol:Permit2", [], owner)
  const router = await built(rentalRouterAbi, routerBytecode, escrow.address, permit2.address)
  const mandates = await built(rentalMandateAbi, mandateBytecode, escrow.address)

  const setUp = (by: Party, contract: Contract, name: string, args: readonly unknown[]) =>
    chain.transact(callOf(contract, addressOf(by), name, args))
  await setUp("owner", escrow, "setMarket", [token.address, addressOf("arbiter"), FEE_BPS, true])
  for (const party of PARTIES) {
    await setUp("owner", token, "mint", [addressOf(party), PURSE])
    for (const { address } of [escrow, mandates]) await setUp(party, token, "approve", [address, maxUint256])
  }

  let now = START
  let sides: Sides = { attackers: [], victims: [] }
  let machine: Machine = { name: "", pricePerHour: 0n }
  /** The machine's nonce for which the host's latest offer was signed. */
  let signedNonce = 0n
  /** Whether the host's machine could earn anything. */
  let online = true
  let ledger = emptyLedger()
  let begun = { attackers: 0n, victims: 0n, bond: 0n }

  /** Sends a transaction, which `fails` says to revert, and books its gas. */
  async function send(by: Party, { address, abi }: Contract, name: string, args: readonly unknown[], fails = false) {
    await call(by, address, encodeFunctionData({ abi, functionName: name, args }), fails)
  }

  async function call(by: Party, to: Address, data: Hex, fails = false): Promise<void> {
    const hash = await chain.send({ from: addressOf(by), to, data, gas: TRANSACTION_GAS }, now)
    const { gasUsed, status } = await chain.client.getTransactionReceipt({ hash })
    if ((status === "reverted") !== fails) throw new Error(`${by}'s transaction is ${status}: ${data.slice(0, 10)}.`)
    const side = (["attackers", "victims"] as const).find((one) => sides[one].includes(by))
    if (!side) return
    const options = { disableMemory: true, disableStack: true, disableStorage: true }
    const trace = (await chain.rpc("debug_traceTransaction", hash, options)) as { structLogs: TraceStep[] }
    const gas = polygonGas({ gas: TRANSACTION_GAS, gasUsed, steps: trace.structLogs })
    ledger.gas[side] += gas
  }

  const numberOf = async (contract: Contract, name: string, ...args: readonly unknown[]) =>
    BigInt(String(await chain.read(contract, name, args)))

  /** What parties have, or can take out alone. */
  async function wealth(of: readonly Party[]): Promise<bigint> {
    let sum = 0n
    for (const account of of.map(addressOf)) {
      sum += await numberOf(token, "balanceOf", account)
      sum += await numberOf(escrow, "credits", token.address, account)
      sum += await numberOf(escrow, "bonds", token.address, account)
    }
    return sum
  }

  const freeBond = () => numberOf(escrow, "bonds", token.address, addressOf("host"))

  /** Seconds of the next `seconds` in which nobody else can rent the host's machine. */
  async function idleWithin(seconds: bigint): Promise<bigint> {
    const slot = (await chain.read(escrow, "machines", [addressOf("host"), machineId(0)])) as readonly unknown[]
    const [busyUntil = 0n, nonce = 0n] = slot.map((field) => BigInt(String(field)))
    if (nonce !== signedNonce || (await freeBond()) < bond()) return seconds
    const left = busyUntil > now ? busyUntil - now : 0n
    return left < seconds ? left : seconds
  }

  const bond = () => BOND_HOURS * machine.pricePerHour

  return {
    chain,
    escrow,
    token,
    router,
    mandates,
    addressOf,
    send,
    call,
    bond,
    now: () => now,
    pricePerHour: () => machine.pricePerHour,
    /** A wallet for the SDK. */
    walletOf: (party: Party) =>
      createWalletClient({ account: parties[party], chain: polygon, transport: custom(chain.provider) }),
    /** Lets time pass, and books what is out of reach in it. */
    async pass(seconds: bigint): Promise<void> {
      const missing = begun.attackers - (await wealth(sides.attackers))
      const locked = begun.bond - (await freeBond())
      if (missing > 0n) ledger.tiedUp.attackers += missing * seconds
      if (locked > 0n && sides.victims.includes("host")) ledger.tiedUp.victims += locked * seconds
      if (online && sides.victims.includes("host")) ledger.idleSeconds += await idleWithin(seconds)
      now += seconds
      await chain.mineAt(now)
    },
    /** Books what no contract sees. */
    charge(amount: bigint): void {
      ledger.extra += amount
    },
    /** The attackers have to do this so often in all. */
    repeat(times: bigint): void {
      ledger.gas.attackers *= times
      ledger.tiedUp.attackers *= times
    },
    /** Books money that the attackers could take back at any time, but have to leave where it is for so long. */
    tieUp(amount: bigint, seconds: bigint): void {
      ledger.tiedUp.attackers += amount * seconds
    },
    /** The host's machine can earn nothing from now on, rented or not. */
    goOffline(): void {
      online = false
    },
    /** Nobody finds the machine for so long. */
    leaveIdle(seconds: bigint): void {
      ledger.idleSeconds += seconds
    },
    /** The host's agent signs for the machine's present nonce. */
    async signAgain(): Promise<void> {
      const slot = (await chain.read(escrow, "machines", [addressOf("host"), machineId(0)])) as readonly unknown[]
      signedNonce = BigInt(String(slot[1]))
    },
    offer: (terms: Partial<Offer> = {}): Offer => ({
      host: addressOf("host"),
      payee: addressOf("host"),
      operator: zeroAddress,
      renter: zeroAddress,
      token: token.address,
      arbiter: addressOf("arbiter"),
      pricePerHour: machine.pricePerHour,
      bond: bond(),
      minDuration: 1n,
      maxDuration: 40n * DAY,
      startWindow: 0n,
      challengeWindow: 6n * HOUR,
      nonce: signedNonce,
      epoch: 0n,
      expiry: now + 600n,
      maxFeeBps: BigInt(FEE_BPS),
      rolling: false,
      machine: machineId(0),
      spec: keccak256(toHex("GPU")),
      ...terms,
    }),
    rentalOf: (offer: Offer, renter: Party, salt = "order"): Rental => ({
      offer,
      renter: addressOf(renter),
      salt: keccak256(toHex(salt)),
    }),
    /** The offer's host signs. */
    async signatureOf(offer: Offer): Promise<Hex> {
      const by = PARTIES.find((party) => addressOf(party) === offer.host)
      if (!by) throw new Error("The host of this offer is none of the parties.")
      const domain = { name: "RentalEscrow", version: "1", chainId: chain.id, verifyingContract: escrow.address }
      return parties[by].signTypedData(typedOffer(offer, domain))
    },
    /** The renter pays for a rental of its own. */
    async deposit(by: Party, rental: Rental, duration: bigint, fails = false): Promise<void> {
      await send(by, escrow, "deposit", [rental, duration, await this.signatureOf(rental.offer), NO_PERMIT], fails)
    },
    fundBond: (by: Party, amount: bigint) => send(by, escrow, "fundBond", [token.address, amount]),
    /** Plays an attack from the stage's start, and takes everything back. */
    play(what: Machine, who: Sides, body: () => Promise<void>): Promise<Books> {
      return chain.apart(async () => {
        now = START
        machine = what
        signedNonce = 0n
        online = true
        sides = who
        ledger = emptyLedger()
        begun = { attackers: await wealth(who.attackers), victims: await wealth(who.victims), bond: 0n }
        await body()
        const spent = begun.attackers - (await wealth(who.attackers))
        const lost = begun.victims - (await wealth(who.victims))
        return { ...ledger, spent, lost }
      })
    },
    /** What was funded so far is what the host has free. Its gas is not part of the attack. */
    async begin(): Promise<void> {
      begun = { ...begun, bond: await freeBond() }
      ledger = emptyLedger()
    },
    close: chain.close,
  }
}

function emptyLedger() {
  const zero = () => ({ attackers: 0n, victims: 0n })
  return { gas: zero(), tiedUp: zero(), idleSeconds: 0n, extra: 0n }
}

export function machineId(index: number): Hex {
  return keccak256(toHex(`machine ${index}`))
}
