// The real contract on a local node. Many worlds, each with an escrow and people of its own, are played at
// the same timestamp in one transaction, whose log says after each call what came back and everything that can be seen.
import { artifacts } from "hardhat"
import { privateKeyToAddress } from "viem/accounts"

import { type Call, calldata, type Step } from "./calls.ts"
import { Model } from "./model.ts"
import { type Node, openNode } from "./node.ts"
import { CHAIN_ID } from "./terms.ts"
import { type Address, hash, selector, tail, topic, utf8, words, ZERO } from "./words.ts"

/** A block's way to the node and back costs as much for one call as for many; so does its state root, where it has one. */
const WORLDS = 32
const GENESIS = 1_800_000_000n
const NATIVE_RICHES = 2n ** 126n
const TOKEN_RICHES = 2n ** 160n
const CREDITED = topic("Credited(address,address,uint256)")
const PLAYED = topic("Played(bool,bytes,bytes)")

type Receipt = { status: string; blockNumber: string; contractAddress: Address; logs: readonly ChainLog[] }
export type ChainLog = { address: Address; topics: readonly string[]; data: string; blockNumber: string }

export type Key = { readonly address: Address; readonly key: `0x${string}` }

/** The parties of one world. All but the signers act, and so have code. */
export type People = {
  readonly owner: Address
  readonly guardian: Address
  readonly treasury: Address
  readonly hosts: readonly Key[]
  readonly signers: readonly Key[]
  readonly operators: readonly Address[]
  readonly payees: readonly Address[]
  readonly renters: readonly Address[]
  readonly payers: readonly Address[]
  readonly arbiters: readonly Address[]
  readonly stranger: Address
  readonly all: readonly Address[]
}

/** One escrow with its model. */
export type World = { readonly index: number; readonly escrow: Address; readonly people: People; readonly model: Model }

/** What happened to one call. */
export type Played = {
  readonly ok: boolean
  readonly returned: string
  readonly seen: string
  readonly logs: ChainLog[]
}

export class Contracts {
  readonly tokens: readonly Address[]
  readonly #node: Node
  readonly #stage: Address
  readonly #escrows: readonly { escrow: Address; people: People }[]
  readonly #opening: bigint
  #worlds: readonly World[]
  #snapshot: unknown
  #now = GENESIS + 10_000n
  #block: bigint

  private constructor(parts: {
    node: Node
    stage: Address
    tokens: readonly Address[]
    escrows: readonly { escrow: Address; people: People }[]
    block: bigint
    snapshot: unknown
  }) {
    this.#node = parts.node
    this.#stage = parts.stage
    this.tokens = parts.tokens
    this.#escrows = parts.escrows
    this.#opening = parts.block
    this.#block = parts.block
    this.#snapshot = parts.snapshot
    this.#worlds = this.#newWorlds()
  }

  get worlds(): readonly World[] {
    return this.#worlds
  }

  /** Takes chain and models back to before the first call. */
  async rewind(): Promise<void> {
    await this.#node.rpc("evm_revert", this.#snapshot)
    this.#snapshot = await this.#node.rpc("evm_snapshot")
    this.#now = GENESIS + 10_000n
    this.#block = this.#opening
    this.#worlds = this.#newWorlds()
  }

  #newWorlds(): World[] {
    return this.#escrows.map(({ escrow, people }, index) => {
      const { owner, guardian, treasury, all } = people
      const approving = new Set(wealthy(people))
      const contracts = new Set([...all, ...this.tokens.slice(1)])
      const model = new Model({ escrow, owner, guardian, treasury, contracts, approving })
      for (const account of all) model.endow(ZERO, account, NATIVE_RICHES)
      for (const token of this.tokens.slice(1)) {
        for (const account of approving) model.endow(token, account, TOKEN_RICHES)
      }
      return { index, escrow, people, model }
    })
  }

  /** Timestamp of the latest block that was played. */
  get now(): bigint {
    return this.#now
  }

  /** A node with that many worlds. */
  static async open({ worlds = WORLDS, open = openNode } = {}): Promise<Contracts> {
    const node = await open({ chainId: CHAIN_ID, timestamp: GENESIS })
    const director = actor("director", 0)
    await node.rpc("hardhat_impersonateAccount", director)
    await node.rpc("hardhat_setBalance", director, hex(NATIVE_RICHES))
    const send = (to: Address | undefined, data: string) => transact(node, director, to, data)
    const bytecode = async (name: string) => (await artifacts.readArtifact(name)).bytecode.slice(2)

    const { contractAddress: stage } = await send(undefined, await bytecode("Stage"))
    const tokenCode = await bytecode("BlockableToken")
    const tokens: Address[] = [ZERO]
    for (const decimals of [6n, 9n, 18n]) {
      const name = tail(utf8(`T${decimals}`))
      const data = tokenCode + words(96n, 96n + BigInt(name.length / 2), decimals) + name + name
      tokens.push((await send(undefined, data)).contractAddress)
    }

    const actorCode = (await artifacts.readArtifact("Actor")).deployedBytecode
    const escrowCode = await bytecode("RentalEscrow")
    const escrows: { escrow: Address; people: People }[] = []
    let block = 0n
    for (let index = 0; index < worlds; ++index) {
      const people = cast(index)
      for (const account of people.all) {
        await node.rpc("hardhat_setCode", account, actorCode)
        await node.rpc("hardhat_setBalance", account, hex(NATIVE_RICHES))
      }
      const roles = words(people.owner, people.guardian, people.treasury)
      const { contractAddress: escrow } = await send(undefined, escrowCode + roles)
      const rich = wealthy(people)
      for (const token of tokens.slice(1)) {
        const given = words(token, escrow, 128n, TOKEN_RICHES, BigInt(rich.length), ...rich)
        block = BigInt((await send(stage, selector("fund(address,address,address[],uint256)") + given)).blockNumber)
      }
      escrows.push({ escrow, people })
    }
    const snapshot = await node.rpc("evm_snapshot")
    return new Contracts({ node, stage, tokens, escrows, block, snapshot })
  }

  /** Ends its node. */
  close(): void {
    this.#node.close()
  }

  /** Plays these calls in one block at `at`, in this order. */
  async play(at: bigint, scenes: readonly { world: World; step: Step }[]): Promise<Played[]> {
    await this.#node.rpc("evm_setNextBlockTimestamp", hex(at))
    const receipt = await transact(this.#node, actor("director", 0), this.#stage, encodeScenes(scenes))
    this.#block = BigInt(receipt.blockNumber)
    this.#now = at
    return split(receipt.logs, this.#stage, scenes)
  }

  /** Number of the block that will be played next. */
  get nextBlock(): bigint {
    return this.#block + 1n
  }
}

async function transact(node: Node, from: Address, to: Address | undefined, data: string): Promise<Receipt> {
  const fields = { from, data: `0x${data}`, gas: hex(20_000_000_000n), gasPrice: "0x0" }
  const transaction = to === undefined ? fields : { ...fields, to }
  const receipt = (await node.mine(transaction)) as Receipt
  if (receipt.status !== "0x1") throw new Error(`The stage itself failed in block ${receipt.blockNumber}`)
  return receipt
}

const hex = (value: bigint): string => `0x${value.toString(16)}`

const actor = (role: string, world: number): Address => `0x${hash(utf8(`${role} of world ${world}`)).slice(24)}`

function keyed(role: string, world: number): Key {
  const key: `0x${string}` = `0x${hash(utf8(`key of ${role} of world ${world}`))}`
  return { key, address: privateKeyToAddress(key).toLowerCase() as Address }
}

function cast(world: number): People {
  const some = (role: string, count: number) => Array.from({ length: count }, (_, i) => actor(`${role} ${i}`, world))
  const named = {
    owner: actor("owner", world),
    guardian: actor("guardian", world),
    treasury: actor("treasury", world),
    stranger: actor("stranger", world),
    hosts: [keyed("host 0", world), keyed("host 1", world)],
    operators: some("operator", 2),
    payees: some("payee", 2),
    renters: some("renter", 3),
    payers: some("payer", 2),
    arbiters: some("arbiter", 2),
  }
  const { owner, guardian, treasury, stranger, hosts, operators, payees, renters, payers, arbiters } = named
  const groups = [hosts.map((host) => host.address), operators, payees, renters, payers, arbiters]
  const all = [owner, guardian, treasury, stranger, ...groups.flat()]
  return { ...named, signers: [keyed("signer 0", world), keyed("signer 1", world)], all }
}

/** Who owns tokens and lets the escrow pull them. */
function wealthy({ hosts, renters, payers }: People): Address[] {
  return [...hosts.map((host) => host.address), ...renters, ...payers]
}

/** Where a call goes: to the escrow, or to whoever is told to refuse. */
function target(escrow: Address, call: Call): Address {
  if (call.verb !== "refuse") return escrow
  return call.token === ZERO ? call.account : call.token
}

function encodeScenes(scenes: readonly { world: World; step: Step }[]): string {
  const heads: string[] = []
  const bodies: string[] = []
  let at = BigInt(scenes.length * 32)
  for (const { world, step } of scenes) {
    const data = tail(calldata(step.call))
    const actor = step.call.verb === "look" ? ZERO : step.caller
    const lists = [
      data,
      words(BigInt(step.accounts.length), ...step.accounts),
      words(BigInt(step.hosts.length), ...step.hosts),
      words(BigInt(step.rentals.length)) + step.rentals.map(({ id }) => id).join(""),
      step.views ? words(BigInt(step.rentals.length)) + step.rentals.map(({ encoded }) => encoded).join("") : words(0n),
    ]
    let behind = 320n
    const [dataAt = 0n, ...listsAt] = lists.map((list) => {
      const start = behind
      behind += BigInt(list.length / 2)
      return start
    })
    const body =
      words(world.escrow, actor, target(world.escrow, step.call), step.value, dataAt, step.token, ...listsAt) +
      lists.join("")
    heads.push(words(at))
    bodies.push(body)
    at += BigInt(body.length / 2)
  }
  const rental =
    "((address,address,address,address,address,address,uint96,uint96,uint32,uint32,uint32,uint32,uint32,uint32,uint40,uint16,bool,bytes32,bytes32),address,bytes32)"
  const play = selector(
    `play((address,address,address,uint256,bytes,address,address[],address[],bytes32[],${rental}[])[])`,
  )
  return play + words(32n, BigInt(scenes.length)) + heads.join("") + bodies.join("")
}

/** Cuts the block's log at the stage's own marks. */
function split(logs: readonly ChainLog[], stage: Address, scenes: readonly { world: World; step: Step }[]): Played[] {
  const played: Played[] = []
  let own: ChainLog[] = []
  for (const log of logs) {
    if (log.address === stage && log.topics[0] === `0x${PLAYED}`) {
      const bytesAt = (head: number) => {
        const at = 2 + 2 * Number.parseInt(log.data.slice(2 + head * 64 + 48, 2 + head * 64 + 64), 16)
        const length = 2 * Number.parseInt(log.data.slice(at + 48, at + 64), 16)
        return log.data.slice(at + 64, at + 64 + length)
      }
      played.push({ ok: log.data[65] === "1", returned: bytesAt(1), seen: bytesAt(2), logs: own })
      own = []
    } else if (log.address === scenes[played.length]?.world.escrow) {
      own.push(log)
    }
  }
  if (played.length !== scenes.length) throw new Error(`The stage played ${played.length} of ${scenes.length} scenes`)
  return played
}

/** The contract's events in the model's notation: all but credits in order, and the credits summed per account. */
export function readLogs(logs: readonly ChainLog[]): { wires: string[]; credited: string[] } {
  const wires: string[] = []
  const credits = new Map<string, bigint>()
  for (const { topics, data } of logs) {
    const [name, ...indexed] = topics.map((value) => value.slice(2))
    if (name === CREDITED) {
      const key = indexed.join("")
      credits.set(key, (credits.get(key) ?? 0n) + BigInt(data))
    } else {
      wires.push([name, ...indexed, data.slice(2)].join(":"))
      if (credits.size > 0) wires.push("an event after a credit")
    }
  }
  return { wires, credited: [...credits].map(([key, amount]) => key + words(amount)).sort() }
}
