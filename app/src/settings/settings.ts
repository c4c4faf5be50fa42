// What whoever hosts the page says in `config.json`: the escrows, and how to reach them.
import { type Address, type Hex, isAddress, isHex } from "viem"

/** An escrow, and where to read about it. */
export type Deployment = {
  readonly chainId: number
  /** As people call it: "Polygon". */
  readonly chainName: string
  /** The symbol of the native coin, in which network fees are paid. */
  readonly coin: string
  readonly escrow: Address
  /** The escrow's first block. */
  readonly fromBlock: bigint
  readonly router: Address | undefined
  readonly mandateContract: Address | undefined
  /** Nodes, the preferred one first. */
  readonly rpcUrls: readonly string[]
  /** Servers with an index of what happened, the preferred one first. */
  readonly servers: readonly string[]
  /** Servers with offers. */
  readonly boards: readonly string[]
  /** Where a reader looks at a transaction: `https://polygonscan.com`. */
  readonly explorer: string | undefined
  /** Sends signed purchases for wallets without the native coin. */
  readonly relayer: string | undefined
}

/** An account of a local chain, with which the page can be tried without a wallet. */
export type TestWalletAccount = { readonly name: string; readonly privateKey: Hex }

/** Wallets on other devices, through a relay that both ask. */
export type WalletConnectSettings = {
  /** Of the page's host at WalletConnect. */
  readonly projectId: string
  /** A relay in place of WalletConnect's own: `wss://…`. */
  readonly relayUrl: string | undefined
}

export type Settings = {
  readonly brand: string
  readonly deployments: readonly Deployment[]
  /** Undefined: the choice is not shown. */
  readonly walletConnect: WalletConnectSettings | undefined
  /** Only for a chain on this computer. */
  readonly testWallet: readonly TestWalletAccount[]
}

/** `config.json` is not what the page needs. */
export class SettingsInvalidError extends Error {
  override readonly name = "SettingsInvalidError"
}

/** Reads `config.json`, which lies beside the page. */
export async function loadSettings(): Promise<Settings> {
  const response = await fetch("./config.json")
  if (!response.ok) throw new SettingsInvalidError(`config.json could not be loaded: HTTP ${response.status}.`)
  return parseSettings(await response.json())
}

/** Checks `config.json` field by field. An error names the field and what belongs there. */
function parseSettings(value: unknown): Settings {
  const config = record(value, "config.json")
  const deployments = list(config["deployments"], "deployments").map((one, index) =>
    parseDeployment(one, `deployments[${index}]`),
  )
  return {
    brand: optional(config["brand"], "brand", text) ?? "GPUFlow",
    deployments,
    walletConnect: optional(config["walletConnect"], "walletConnect", parseWalletConnect),
    testWallet: parseTestWallet(config["testWallet"], deployments),
  }
}

function parseDeployment(value: unknown, at: string): Deployment {
  const given = record(value, at)
  const field = (name: string) => [given[name], `${at}.${name}`] as const
  const rpcUrls = urls(...field("rpcUrls"))
  if (rpcUrls.length === 0) refuse(`${at}.rpcUrls`, "at least one URL")
  return {
    chainId: count(...field("chainId")),
    chainName: text(...field("chainName")),
    coin: optional(...field("coin"), text) ?? "POL",
    escrow: address(...field("escrow")),
    fromBlock: BigInt(count(...field("fromBlock"))),
    router: optional(...field("router"), address),
    mandateContract: optional(...field("mandateContract"), address),
    rpcUrls,
    servers: urls(...field("servers")),
    boards: urls(...field("boards")),
    explorer: optional(...field("explorer"), url),
    relayer: optional(...field("relayer"), url),
  }
}

function parseWalletConnect(value: unknown, at: string): WalletConnectSettings {
  const given = record(value, at)
  return {
    projectId: text(given["projectId"], `${at}.projectId`),
    relayUrl: optional(given["relayUrl"], `${at}.relayUrl`, socket),
  }
}

/** Keys in a file are public, so they are taken for a chain on this computer alone. */
function parseTestWallet(value: unknown, deployments: readonly Deployment[]): readonly TestWalletAccount[] {
  if (value === undefined) return []
  const isLocal = deployments.every(({ rpcUrls }) => rpcUrls.every(isOnThisComputer))
  if (!isLocal) refuse("testWallet", "nothing, unless every node is on this computer")
  return list(value, "testWallet").map((one, index) => {
    const given = record(one, `testWallet[${index}]`)
    const { privateKey } = given
    if (!isHex(privateKey) || privateKey.length !== 66) refuse(`testWallet[${index}].privateKey`, "32 bytes as 0x…")
    return { name: text(given["name"], `testWallet[${index}].name`), privateKey: privateKey as Hex }
  })
}

function isOnThisComputer(address: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(address).hostname)
}

/** Whether a text is an address that the page may ask: HTTPS, or HTTP on this computer. */
export function isWebUrl(value: unknown): value is string {
  if (typeof value !== "string" || !URL.canParse(value)) return false
  const { protocol } = new URL(value)
  return protocol === "https:" || (protocol === "http:" && isOnThisComputer(value))
}

type Reader<value> = (given: unknown, at: string) => value

function refuse(at: string, expected: string): never {
  throw new SettingsInvalidError(`config.json: ${at} must be ${expected}.`)
}

function record(value: unknown, at: string): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : refuse(at, "an object")
}

const list: Reader<readonly unknown[]> = (value = [], at) => (Array.isArray(value) ? value : refuse(at, "a list"))
const text: Reader<string> = (value, at) => (typeof value === "string" && value ? value : refuse(at, "a text"))
const count: Reader<number> = (value, at) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : refuse(at, "a whole number")
const address: Reader<Address> = (value, at) =>
  typeof value === "string" && isAddress(value) ? value : refuse(at, "an address")
/** Without the last slash, as paths are added to it. */
const url: Reader<string> = (value, at) =>
  isWebUrl(value) ? value.replace(/\/+$/, "") : refuse(at, "a URL with https, or with http on this computer")
const socket: Reader<string> = (value, at) =>
  typeof value === "string" && /^wss?:/.test(value) && isWebUrl(value.replace("ws", "http"))
    ? value
    : refuse(at, "a URL with wss, or with ws on this computer")
const urls: Reader<readonly string[]> = (value, at) => list(value, at).map((one, index) => url(one, `${at}[${index}]`))

function optional<value>(given: unknown, at: string, read: Reader<value>): value | undefined {
  return given === undefined || given === null ? undefined : read(given, at)
}
