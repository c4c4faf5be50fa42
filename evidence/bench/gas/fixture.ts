import type { Offer, Rental } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { offerTypedData } from "@gpuflow/escrow/offer"
import { type Address, type Hex, keccak256, maxUint256, toHex, zeroAddress } from "viem"
import type { PrivateKeyAccount } from "viem/accounts"
import type { Artifact } from "../../../test/support/chain.ts"
import { encode, type Gas, type Meter } from "./meter.ts"

export const HOUR = 3_600n
export const DAY = 24n * HOUR
const FEE_BPS = 1_000

const ROLES = ["owner", "host", "operator", "payee", "renter", "arbiter", "treasury", "keeper", "signer"] as const
export type Role = (typeof ROLES)[number]

/** An escrow with its parties, in the state of a used escrow: no balance is zero. */
export interface Fixture {
  readonly chain: Meter
  readonly escrow: Address
  readonly token: Address
  readonly tokenAbi: Artifact["abi"]
  readonly parties: Readonly<Record<Role, PrivateKeyAccount>>
  readonly deployment: Gas
}

export async function openFixture(chain: Meter, escrowArtifact: Artifact, tokenArtifact: Artifact): Promise<Fixture> {
  const accounts = await Promise.all(ROLES.map(async (role) => [role, await chain.account(role)] as const))
  const parties = Object.fromEntries(accounts) as Record<Role, PrivateKeyAccount>
  const { owner, treasury, host, renter } = parties
  const roles = [owner.address, owner.address, treasury.address]
  const [escrow, deployment] = await chain.deploy(owner.address, escrowArtifact, roles)
  const [token] = await chain.deploy(owner.address, tokenArtifact, [])
  const fixture = { chain, escrow, token, tokenAbi: tokenArtifact.abi, parties, deployment }
  for (const market of [token, zeroAddress]) {
    await act(fixture, "owner", "setMarket", [market, parties.arbiter.address, FEE_BPS, true])
  }
  for (const { address } of [...Object.values(parties), { address: escrow }]) {
    await chain.act(owner.address, token, encode(tokenArtifact.abi, "mint", [address, 10n ** 24n]))
  }
  for (const { address } of [host, renter]) {
    await chain.act(address, token, encode(tokenArtifact.abi, "approve", [escrow, maxUint256]))
  }
  return fixture
}

/** An offer at 0.65 dollars an hour in a token with 6 decimals; in the native coin, the same number of base units. */
export function makeOffer({ chain, parties, token }: Fixture, changes: Partial<Offer> = {}): Offer {
  return {
    host: parties.host.address,
    payee: parties.payee.address,
    operator: parties.operator.address,
    renter: zeroAddress,
    token,
    arbiter: parties.arbiter.address,
    pricePerHour: 650_000n,
    bond: 0n,
    minDuration: 1n,
    maxDuration: 30n * DAY,
    startWindow: 0n,
    challengeWindow: 6n * HOUR,
    nonce: 0n,
    epoch: 0n,
    expiry: chain.now() + 10n * 60n,
    maxFeeBps: 1_500n,
    rolling: false,
    machine: keccak256(toHex("rtx4090-0")),
    spec: keccak256(toHex("RTX 4090 24 GB")),
    ...changes,
  }
}

export function makeRental({ parties }: Fixture, offer: Offer, salt: string): Rental {
  return { offer, renter: parties.renter.address, salt: keccak256(toHex(salt)) }
}

export async function signatureOf({ parties, escrow }: Fixture, offer: Offer): Promise<Hex> {
  return parties.host.signTypedData(offerTypedData({ escrow, chainId: 137, offer }))
}

export function act(fixture: Fixture, by: Role, verb: string, args: readonly unknown[], value?: bigint): Promise<void> {
  return fixture.chain.act(fixture.parties[by].address, fixture.escrow, encode(escrowAbi, verb, args), value)
}

export function measure(
  fixture: Fixture,
  by: Role,
  verb: string,
  args: readonly unknown[],
  value?: bigint,
): Promise<Gas> {
  return fixture.chain.measure(fixture.parties[by].address, fixture.escrow, encode(escrowAbi, verb, args), value)
}
