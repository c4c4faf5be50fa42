import { createRequire } from "node:module"
import { type Address, type Hex, isHex, maxUint256 } from "viem"
import type { Artifact } from "../../../test/support/chain.ts"
import type { Figures } from "./calls.ts"
import { compile } from "./compile.ts"
import type { Fixture } from "./fixture.ts"
import { encode } from "./meter.ts"

const AMOUNT = 1_300_000n
const DAY = 86_400n

/** A plain transfer, the floor, and the peers whose contracts are on npm: in the same process and token, in the steady state. */
export async function measurePeers(fixture: Fixture): Promise<Figures> {
  return new Map([
    ...(await measureTransfer(fixture)),
    ...(await measureFloor(fixture)),
    ...(await measureSablier(fixture)),
  ])
}

async function measureTransfer({ chain, parties, token, tokenAbi }: Fixture): Promise<Figures> {
  const data = encode(tokenAbi, "transfer", [parties.payee.address, AMOUNT])
  return new Map([["plain ERC-20 transfer", await chain.measure(parties.renter.address, token, data)]])
}

async function measureFloor(fixture: Fixture): Promise<Figures> {
  const { chain, parties, token } = fixture
  const artifact = compile("FloorEscrow")
  const [floor] = await chain.deploy(parties.owner.address, artifact, [token])
  await prepare(fixture, floor)
  const figures: Figures = new Map()
  for (const id of [1n, 2n]) {
    for (const [name, by, args] of [
      ["rent", parties.renter, [id, parties.payee.address, AMOUNT]],
      ["start", parties.operator, [id]],
      ["settle", parties.keeper, [id]],
    ] as const) {
      figures.set(`floor: ${name}`, await chain.measure(by.address, floor, encode(artifact.abi, name, args)))
    }
  }
  return figures
}

/** A linear stream with a broker's fee of 10 %, with the contract as its own package ships it. */
async function measureSablier(fixture: Fixture): Promise<Figures> {
  const { chain, parties, token } = fixture
  const linear = artifactOf("SablierV2LockupLinear")
  const [descriptor] = await chain.deploy(parties.owner.address, artifactOf("SablierV2NFTDescriptor"), [])
  const [sablier] = await chain.deploy(parties.owner.address, linear, [parties.owner.address, descriptor])
  await prepare(fixture, sablier)
  const figures: Figures = new Map()
  const create = (): Hex =>
    encode(linear.abi, "createWithDurations", [
      {
        sender: parties.renter.address,
        recipient: parties.payee.address,
        totalAmount: AMOUNT,
        asset: token,
        cancelable: true,
        transferable: true,
        durations: { cliff: 0, total: 7_200 },
        broker: { account: parties.treasury.address, fee: 10n ** 17n },
      },
    ])
  for (let stream = 1n; stream <= 4n; ++stream) {
    figures.set("sablier: create", await chain.measure(parties.renter.address, sablier, create()))
    const ends = stream % 2n === 0n
    chain.pass(ends ? DAY : 3_600n)
    if (!ends) {
      const cancel = encode(linear.abi, "cancel", [stream])
      figures.set("sablier: cancel", await chain.measure(parties.renter.address, sablier, cancel))
    }
    const withdraw = encode(linear.abi, "withdrawMax", [stream, parties.payee.address])
    const name = ends ? "sablier: withdraw" : "sablier: withdraw, cancelled"
    figures.set(name, await chain.measure(parties.payee.address, sablier, withdraw))
  }
  return figures
}

/** Gives the allowance and a balance, as in the steady state. */
async function prepare({ chain, parties, token, tokenAbi }: Fixture, spender: Address): Promise<void> {
  await chain.act(parties.renter.address, token, encode(tokenAbi, "approve", [spender, maxUint256]))
  await chain.act(parties.owner.address, token, encode(tokenAbi, "mint", [spender, AMOUNT]))
}

function artifactOf(name: string): Artifact {
  const { abi, bytecode } = createRequire(import.meta.url)(`@sablier/v2-core/artifacts/${name}.json`)
  const code: unknown = typeof bytecode === "string" ? bytecode : bytecode.object
  if (!isHex(code)) throw new Error(`@sablier/v2-core ships no bytecode of ${name}.`)
  return { abi, bytecode: code }
}
