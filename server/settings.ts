// What a server is run with: options, their defaults, and the variables of the environment that set them.
import { deployments, findDeployment } from "@gpuflow/escrow/deployments"
import {
  address,
  type Environment,
  fields,
  milliseconds,
  type Program,
  parseFields,
  parseVariables,
  sharedVariables,
  toBigInt,
  toList,
  toMilliseconds,
  toNumber,
  toText,
  type Variables,
} from "@gpuflow/keeper/service"
import type { Address } from "viem"
import { z } from "zod"

/** The parts of a server, which can run apart. */
export const roomNames = ["index", "board"] as const
export type RoomName = (typeof roomNames)[number]

const { shape } = fields
const count = z.int().positive()
const origin = z.string().refine((text) => text === "*" || (URL.canParse(text) && new URL(text).origin === text), {
  error: "must be an origin such as https://app.example, or *",
})
const site = z.url({ protocol: /^https?$/, error: "must be http or https addresses" })

const schema = z
  .strictObject({
    rpcUrls: shape.rpcUrls,
    chainId: shape.chainId,
    escrow: address,
    /** Block in which the escrow was deployed. */
    fromBlock: z.bigint({ error: "is not known: set GPUFLOW_FROM_BLOCK" }).nonnegative("must not be negative"),
    router: address.optional(),
    mandateContract: address.optional(),
    /** What the server serves. */
    rooms: z
      .array(z.enum(roomNames))
      .min(1)
      .default([...roomNames]),
    /** A writer follows the chain. Readers answer from the same PostgreSQL database, and follow nothing. */
    role: z.enum(["writer", "reader"]).default("writer"),
    /** PostgreSQL. Without it, the tables are in `folder`. */
    databaseUrl: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" }).optional(),
    /** Folder of the embedded database. It can be deleted at any time. */
    folder: z.string().min(1).default("gpuflow-server"),
    port: z.int().min(0).max(65_535).default(9_470),
    host: shape.host,
    /** Origins of pages that may call the server. */
    origins: z.array(origin).default(["*"]),
    /** Header with the client's address, set by a proxy of your own. The last address in it counts. */
    clientHeader: z
      .string()
      .regex(/^[a-z0-9-]+$/i, "must be the name of a header")
      .optional(),
    /** Requests of one network address within a minute: those that change something, and all others. */
    writesPerMinute: count.default(600),
    requestsPerMinute: count.default(3_000),
    /** Streams of server-sent events at once: of one network address, and of all. */
    maxStreamsPerClient: count.default(16),
    maxStreams: count.default(2_000),
    /** Offers on the board at once: of one host, and of all. */
    maxOffersPerHost: count.default(1_000),
    maxOffers: count.default(200_000),
    /** Dollars of bond that an offer on the board locks, at least. */
    leastBond: z.number().nonnegative().default(0),
    /** Other boards whose offers are copied. */
    boards: z.array(site).default([]),
    /** Milliseconds between questions for a new block. */
    pollInterval: milliseconds.default(2_000),
    requestTimeout: shape.requestTimeout,
    /** Depth of a reorganisation, in blocks, that is followed without reading the chain again. */
    maxReorgDepth: shape.maxReorgDepth,
    /** Seconds behind the latest block from which the index does not count as ready. */
    maxLagSeconds: count.default(120),
    logLevel: shape.logLevel,
    output: shape.output,
    signal: shape.signal,
  })
  .refine(({ role, databaseUrl }) => role === "writer" || databaseUrl !== undefined, {
    path: ["databaseUrl"],
    error: "is not known: set DATABASE_URL, because readers share the PostgreSQL database of a writer",
  })

export type ServerOptions = z.input<typeof schema>
export type ServerSettings = z.output<typeof schema>

/** The addresses of settings that can hold secrets. */
export const addressesOf = ({
  rpcUrls,
  boards,
  databaseUrl,
}: Pick<ServerSettings, "rpcUrls" | "boards" | "databaseUrl">) => ({
  servers: [...rpcUrls, ...boards],
  databases: databaseUrl === undefined ? [] : [databaseUrl],
})

/** Adds the defaults. Throws a `KeeperOptionsError` that names each option that is not valid. */
export function parseSettings(options: ServerOptions): ServerSettings {
  return parseFields(schema, options)
}

/** The variables of a server, by name. The table in docs/server.md lists them with the same descriptions. */
export const serverVariables = {
  GPUFLOW_RPC_URL: sharedVariables.rpcUrls,
  GPUFLOW_CHAIN: { option: "chainId", description: "Chain id (default 137)", parse: toNumber },
  GPUFLOW_ESCROW: {
    option: "escrow",
    description: "Address of the escrow (default: from the SDK's list of deployments)",
    parse: toText,
  },
  GPUFLOW_FROM_BLOCK: {
    option: "fromBlock",
    description: "Block in which the escrow was deployed (default: from the SDK's list of deployments)",
    parse: toBigInt,
  },
  GPUFLOW_ROUTER: {
    option: "router",
    description: "Address of the escrow's router (default: from the SDK's list of deployments)",
    parse: toText,
  },
  GPUFLOW_MANDATE_CONTRACT: {
    option: "mandateContract",
    description: "Address of the escrow's mandate contract (default: from the SDK's list of deployments)",
    parse: toText,
  },
  GPUFLOW_SERVER_ROOMS: {
    option: "rooms",
    description: "What the server serves, separated by commas: `index`, `board` (default `index,board`)",
    parse: toList,
  },
  GPUFLOW_SERVER_ROLE: {
    option: "role",
    description:
      "`writer` follows the chain; `reader` answers from the PostgreSQL database of a writer (default `writer`)",
    parse: toText,
  },
  DATABASE_URL: {
    option: "databaseUrl",
    description: "Address of a PostgreSQL database, in place of the folder",
    parse: toText,
  },
  GPUFLOW_SERVER_FOLDER: {
    option: "folder",
    description: "Folder of the embedded database (default `gpuflow-server`)",
    parse: toText,
  },
  GPUFLOW_SERVER_PORT: { option: "port", description: "Port of the server (default 9470)", parse: toNumber },
  GPUFLOW_SERVER_HOST: sharedVariables.host,
  GPUFLOW_SERVER_ORIGINS: {
    option: "origins",
    description: "Origins of pages that may call the server, separated by commas (default `*`)",
    parse: toList,
  },
  GPUFLOW_SERVER_CLIENT_HEADER: {
    option: "clientHeader",
    description: "Header in which a proxy of your own names the client's address, such as `x-forwarded-for`",
    parse: toText,
  },
  GPUFLOW_SERVER_WRITES_PER_MINUTE: {
    option: "writesPerMinute",
    description: "Offers and documents that one network address may send within a minute (default 600)",
    parse: toNumber,
  },
  GPUFLOW_SERVER_REQUESTS_PER_MINUTE: {
    option: "requestsPerMinute",
    description: "Other requests that one network address may send within a minute (default 3000)",
    parse: toNumber,
  },
  GPUFLOW_SERVER_MAX_STREAMS: {
    option: "maxStreams",
    description: "Streams of server-sent events that may be open at the same time (default 2000)",
    parse: toNumber,
  },
  GPUFLOW_SERVER_MAX_STREAMS_PER_CLIENT: {
    option: "maxStreamsPerClient",
    description: "The same for one network address (default 16)",
    parse: toNumber,
  },
  GPUFLOW_SERVER_MAX_OFFERS: {
    option: "maxOffers",
    description: "Offers that the board keeps at the same time (default 200000)",
    parse: toNumber,
  },
  GPUFLOW_SERVER_MAX_OFFERS_PER_HOST: {
    option: "maxOffersPerHost",
    description: "The same for one host (default 1000)",
    parse: toNumber,
  },
  GPUFLOW_SERVER_LEAST_BOND: {
    option: "leastBond",
    description: "Dollars that an offer's longest rental locks of its host's bond, at least (default 0)",
    parse: toNumber,
  },
  GPUFLOW_SERVER_BOARDS: {
    option: "boards",
    description: "Addresses of other servers whose offers are copied, separated by commas (default: none)",
    parse: toList,
  },
  GPUFLOW_SERVER_POLL_SECONDS: {
    option: "pollInterval",
    description: "Seconds between questions for a new block (default 2)",
    parse: toMilliseconds,
  },
  GPUFLOW_SERVER_TIMEOUT_SECONDS: sharedVariables.requestTimeout,
  GPUFLOW_SERVER_REORG_BLOCKS: {
    option: "maxReorgDepth",
    description: "Depth of a reorganisation that is followed without reading the chain again, in blocks (default 256)",
    parse: toNumber,
  },
  GPUFLOW_SERVER_MAX_LAG_SECONDS: {
    option: "maxLagSeconds",
    description: "Seconds behind the latest block from which the index does not count as ready (default 120)",
    parse: toNumber,
  },
  GPUFLOW_SERVER_LOG: sharedVariables.logLevel,
} as const satisfies Variables<keyof ServerOptions>

const PROGRAM: Program = { prefix: "GPUFLOW_SERVER_", program: "server" }

/** Reads a server's options from the environment. `parseSettings` adds the defaults and checks the values. */
export function optionsFromEnvironment(environment: Environment): ServerOptions {
  const given = parseVariables(environment, serverVariables, PROGRAM)
  const chainId = typeof given["chainId"] === "number" ? given["chainId"] : 137
  return { rpcUrls: [], ...deployedAt(chainId, given["escrow"]), ...given } as ServerOptions
}

/** What the SDK's list of deployments knows of an escrow, or of the chain's escrow. */
function deployedAt(chainId: number, escrow: unknown): Partial<ServerOptions> {
  const known = escrow === undefined ? deployments[chainId] : findDeployment({ chainId, escrow: escrow as Address })
  if (!known) return {}
  const { address: at, blockNumber, router, mandate } = known
  return {
    escrow: at,
    fromBlock: blockNumber,
    ...(router ? { router } : {}),
    ...(mandate ? { mandateContract: mandate } : {}),
  }
}
