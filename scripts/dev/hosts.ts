// The hosts of the local market: their machines as they describe them, and for what they offer them.
import type { MachineDocument } from "@gpuflow/escrow/offer"
import type { TestEscrow, TestTokens } from "@gpuflow/escrow/testing"
import { keccak256, sha256, toHex } from "viem"
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts"

export type Coin = Extract<keyof TestTokens, "USDC" | "POL" | "WETH" | "SOL">

/** One machine that a host offers. */
export type Machine = {
  readonly host: HostName
  readonly document: MachineDocument
  readonly coin: Coin
  /** Of the whole machine, as a decimal number. */
  readonly dollarsPerHour: string
  readonly bondDollars: string
  /** Seconds that are billed at least. */
  readonly minDuration: bigint
  /** Whether a deposit starts it. Otherwise its host does. */
  readonly isInstant: boolean
}

type Card = { readonly gpu: string; readonly memoryMiB: number } & Pick<MachineDocument, "cpu">
type Listed = {
  readonly card: keyof typeof cards
  readonly count?: number
  /** For each GPU. */
  readonly dollars: number
  readonly coin?: Coin
  readonly bond: string
  /** Hours. */
  readonly atLeast?: bigint
}
type Site = {
  readonly city: string
  readonly location: string
  readonly downMbps: number
  readonly upMbps: number
  readonly driver: string
  /** Where its doors are. Without one, the host lets renters in by arrangement. */
  readonly domain?: string
  /** Its bonds, of what all its offers lock together: a part stays locked when its machine is free again. */
  readonly bondPercent: bigint
  readonly machines: readonly Listed[]
}

const cards = {
  "RTX 3090": { gpu: "NVIDIA GeForce RTX 3090", memoryMiB: 24_576, cpu: { model: "AMD Ryzen 9 5950X", cores: 32 } },
  "RTX 4090": { gpu: "NVIDIA GeForce RTX 4090", memoryMiB: 24_564, cpu: { model: "AMD Ryzen 9 7950X", cores: 32 } },
  "A100 40 GB": { gpu: "NVIDIA A100 40GB", memoryMiB: 40_960, cpu: { model: "AMD EPYC 7713", cores: 128 } },
  "A100 80 GB": { gpu: "NVIDIA A100 80GB", memoryMiB: 81_920, cpu: { model: "AMD EPYC 7763", cores: 128 } },
  "H100 80 GB": { gpu: "NVIDIA H100 80GB", memoryMiB: 81_559, cpu: { model: "Intel Xeon 8480+", cores: 112 } },
} as const satisfies Readonly<Record<string, Card>>

const sites = {
  Paris: {
    ...{ city: "Paris", location: "Paris, FR", downMbps: 10_000, upMbps: 10_000, driver: "570.133.20" },
    domain: "paris.example",
    bondPercent: 120n,
    machines: [
      { card: "A100 80 GB", dollars: 1.5, bond: "6" },
      { card: "RTX 4090", dollars: 0.65, bond: "5" },
      { card: "RTX 3090", dollars: 0.42, bond: "2", coin: "SOL" },
      { card: "RTX 4090", count: 2, dollars: 0.62, bond: "8" },
      { card: "RTX 4090", dollars: 0.65, bond: "5", coin: "POL" },
      { card: "RTX 3090", dollars: 0.45, bond: "3" },
      { card: "H100 80 GB", dollars: 2.5, bond: "20" },
      { card: "A100 80 GB", dollars: 1.55, bond: "10", coin: "WETH", atLeast: 4n },
      { card: "RTX 4090", dollars: 0.68, bond: "6" },
      { card: "A100 80 GB", count: 8, dollars: 1.45, bond: "80" },
    ],
  },
  Montreal: {
    ...{ city: "Montréal", location: "Montréal, CA", downMbps: 5_000, upMbps: 5_000, driver: "570.124.06" },
    domain: "nord.example",
    bondPercent: 130n,
    machines: [
      { card: "RTX 3090", dollars: 0.43, bond: "4" },
      { card: "RTX 4090", dollars: 0.58, bond: "4" },
      { card: "A100 40 GB", dollars: 1.1, bond: "8" },
      { card: "RTX 4090", count: 4, dollars: 0.6, bond: "20" },
      { card: "A100 80 GB", dollars: 1.4, bond: "12", coin: "POL" },
      { card: "RTX 3090", count: 2, dollars: 0.45, bond: "6" },
      { card: "A100 40 GB", count: 4, dollars: 1.05, bond: "30" },
    ],
  },
  Helsinki: {
    ...{ city: "Helsinki", location: "Helsinki, FI", downMbps: 2_500, upMbps: 2_500, driver: "565.57.01" },
    domain: "gpu.example",
    bondPercent: 150n,
    machines: [
      { card: "RTX 4090", dollars: 0.7, bond: "7" },
      { card: "H100 80 GB", dollars: 2.6, bond: "30" },
      { card: "A100 80 GB", dollars: 1.6, bond: "15" },
      { card: "RTX 4090", dollars: 0.72, bond: "7", coin: "POL" },
      { card: "H100 80 GB", count: 8, dollars: 2.45, bond: "150" },
    ],
  },
  Singapore: {
    ...{ city: "Singapore", location: "Singapore, SG", downMbps: 1_000, upMbps: 500, driver: "550.144.03" },
    domain: "lion.example",
    bondPercent: 200n,
    machines: [
      { card: "RTX 4090", dollars: 0.5, bond: "1.60" },
      { card: "A100 80 GB", dollars: 1.25, bond: "4" },
      { card: "RTX 4090", dollars: 0.52, bond: "1.60" },
      { card: "RTX 3090", count: 8, dollars: 0.4, bond: "5" },
    ],
  },
  Amsterdam: {
    ...{ city: "Amsterdam", location: "Amsterdam, NL", downMbps: 1_000, upMbps: 1_000, driver: "570.86.15" },
    domain: "dijk.example",
    bondPercent: 140n,
    machines: [
      { card: "RTX 3090", dollars: 0.44, bond: "2" },
      { card: "RTX 4090", dollars: 0.64, bond: "4" },
      { card: "RTX 3090", dollars: 0.46, bond: "2", coin: "SOL" },
      { card: "H100 80 GB", dollars: 2.3, bond: "20", coin: "POL", atLeast: 2n },
    ],
  },
  Warsaw: {
    ...{ city: "Warsaw", location: "Warsaw, PL", downMbps: 1_000, upMbps: 300, driver: "560.35.03" },
    bondPercent: 110n,
    machines: [
      { card: "RTX 3090", dollars: 0.48, bond: "3" },
      { card: "RTX 4090", dollars: 0.66, bond: "4", coin: "WETH" },
      { card: "A100 40 GB", dollars: 1.2, bond: "6" },
    ],
  },
  Austin: {
    ...{ city: "Austin", location: "Austin, US", downMbps: 2_000, upMbps: 1_000, driver: "570.133.20" },
    domain: "lonestar.example",
    bondPercent: 250n,
    machines: [
      { card: "H100 80 GB", dollars: 2.2, bond: "25" },
      { card: "H100 80 GB", count: 8, dollars: 2.25, bond: "120" },
      { card: "RTX 4090", dollars: 0.75, bond: "6" },
    ],
  },
  Lyon: {
    ...{ city: "Lyon", location: "Lyon, FR", downMbps: 1_000, upMbps: 700, driver: "565.77" },
    bondPercent: 100n,
    machines: [
      { card: "RTX 4090", dollars: 0.8, bond: "10" },
      { card: "RTX 3090", dollars: 0.5, bond: "5" },
    ],
  },
} as const satisfies Readonly<Record<string, Site>>

export type HostName = keyof typeof sites
export const hostNames = Object.keys(sites) as readonly HostName[]

/** A host's bonds, percent of what all its offers lock together. */
export const bondPercentOf = (name: HostName): bigint => sites[name].bondPercent

/** An account of the local market beside those of the chain, whose key anyone can compute. */
export const accountNamed = (name: string): PrivateKeyAccount => privateKeyToAccount(keccak256(toHex(name)))

const others = new Map<HostName, PrivateKeyAccount>()
/** The account of a host. Those of Paris and Helsinki are the chain's host and stranger. */
export function hostAccount({ accounts }: TestEscrow, name: HostName): PrivateKeyAccount {
  if (name === "Paris") return accounts.host
  if (name === "Helsinki") return accounts.stranger
  const account = others.get(name) ?? accountNamed(`host in ${name}`)
  others.set(name, account)
  return account
}

/** Every machine, those of each host together. */
export const machines: readonly Machine[] = hostNames.flatMap((host) => {
  const site: Site = sites[host]
  return site.machines.map((listed, index): Machine => {
    const { card, count = 1, dollars, coin = "USDC", bond, atLeast } = listed
    return {
      host,
      document: documentOf(site, listed, index + 1),
      coin,
      dollarsPerHour: (dollars * count).toFixed(2),
      bondDollars: bond,
      minDuration: atLeast === undefined ? 1n : atLeast * 3_600n,
      isInstant: index % 2 === 0 || card === "A100 40 GB",
    }
  })
})

/** The machine of a host by its place, from 0 on. */
export function machineOf(host: HostName, place: number): Machine {
  const found = machines.filter((machine) => machine.host === host)[place]
  if (!found) throw new Error(`The host in ${host} has no machine ${place}.`)
  return found
}

function documentOf(site: Site, { card, count = 1 }: Listed, number: number): MachineDocument {
  const { gpu, memoryMiB, cpu } = cards[card]
  const { city, location, driver, domain, downMbps, upMbps } = site
  const name = `${card}, ${city} ${number}`
  return {
    version: 1,
    name,
    gpu: { model: gpu, count, memoryMiB, driver },
    cpu,
    memoryMiB: Math.min(count, 8) * (memoryMiB > 32_000 ? 131_072 : 65_536),
    disk: { kind: "nvme", GiB: 960 * (count > 1 ? 4 : 1) },
    network: { downMbps, upMbps },
    location,
    ...(domain ? { access: { endpoint: `https://gpu-${number}.${domain}`, hostKey: hostKeyOf(name) } } : {}),
  }
}

/** Written as OpenSSH writes a fingerprint. Nobody has its key, since nothing stands behind the door. */
function hostKeyOf(name: string): string {
  const digest = Buffer.from(sha256(toHex(name), "bytes")).toString("base64")
  return `SHA256:${digest.replace(/=+$/, "")}`
}
